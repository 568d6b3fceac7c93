import { SaxesParser } from 'saxes';
import { type ErrorCode, type ErrorDetail, ScholargraphError } from '../errors.ts';
import { type Reject, rejectTextLimit, type SourceInput } from './reader.ts';
import type { XmlElement, XmlTag } from './xmlElement.ts';
import { type XmlText, xmlText } from './xmlText.ts';

export interface XmlItem {
  readonly element: XmlElement;
  /** The start tags of the elements around it, outermost first. */
  readonly within: readonly XmlTag[];
  /** 1-based line where it starts. */
  readonly line: number;
  /** 0-based byte where it starts; undefined where the encoding does not let bytes be counted. */
  readonly byte: number | undefined;
  /** As it stands in the source, cut to `rejectTextLimit`. */
  readonly original: string;
}

export interface XmlItemOptions {
  /** Names that the outermost element may have. */
  readonly roots: readonly string[];
  /** Names of the elements that are items. An item holds no other. */
  readonly items: readonly string[];
  /** Entities besides the five of XML, by name: those of the format's own document type. */
  readonly entities?: Readonly<Record<string, string>>;
  readonly limits?: Partial<XmlItemLimits>;
}

export interface XmlItemLimits {
  /** UTF-16 units of one item, tags included, and of what stands between two. */
  readonly length: number;
  /** Elements in one item. */
  readonly elements: number;
  /** Elements inside one another. */
  readonly depth: number;
}

export const xmlItemLimits: XmlItemLimits = { length: 16 * 1024 * 1024, elements: 200_000, depth: 100 };

/**
 * Streams the elements of chosen names as small trees and holds one at a time; what stands outside of them is not
 * kept. Namespace prefixes are dropped.
 *
 * Safe on hostile input: nothing is fetched, and no entity that the document itself declares, internal or external,
 * is expanded. An item that refers to one, that is not well-formed, or that is beyond the limits is a reject, and
 * reading goes on after its end tag or at the next item, whichever comes first.
 *
 * @throws ScholargraphError SOURCE_MALFORMED, after all items before it, where the source is not well-formed outside
 *   of an item, ends too early, or has another outermost element
 */
export async function* xmlItems(
  input: SourceInput,
  options: XmlItemOptions,
): AsyncGenerator<XmlItem | { readonly reject: Reject }, void, undefined> {
  const finder = new ItemFinder(input.uri, options);
  for await (const text of xmlText(input)) {
    const error = finder.push(text);
    for (const found of finder.take()) yield found;
    if (error !== undefined) throw error;
  }
  const error = finder.end();
  for (const found of finder.take()) yield found;
  if (error !== undefined) throw error;
}

/** An item as the reject it becomes if a reader can make no record of it. */
export function rejectOf(
  item: Pick<XmlItem, 'line' | 'byte' | 'original'>,
  code: ErrorCode,
  what: string,
  detail: ErrorDetail & { readonly key?: string | undefined } = {},
): Reject {
  const { key, ...said } = detail;
  return {
    code,
    locator: {
      ...(key === undefined ? {} : { key }),
      line: item.line,
      ...(item.byte === undefined ? {} : { byte: item.byte }),
    },
    reason: new ScholargraphError(code, what, said).message,
    // Copied, for a slice would keep all the text alive that it was cut from.
    original: Buffer.from(item.original.slice(0, rejectTextLimit)).toString(),
  };
}

/**
 * The name of the outermost element, without prefix, of a text that begins as XML; undefined of any other. Takes time
 * linear in the length of the text.
 */
export function rootOf(head: string): string | undefined {
  for (let at = 0; ; ) {
    while (/\s/.test(head.charAt(at))) at++;
    let end = 0;
    if (head.startsWith('<?', at)) end = head.indexOf('?>', at) + 2;
    else if (head.startsWith('<!--', at)) end = head.indexOf('-->', at + 4) + 3;
    else {
      const name = /^<(?:!DOCTYPE\s+)?([^\s<>/!?[\]"'&;=]+)/.exec(head.slice(at, at + 300))?.[1];
      return name === undefined ? undefined : localName(name);
    }
    if (end <= at) return undefined;
    at = end;
  }
}

/** Not well-formed, or too large, so that no item can be made of it. */
class BrokenItem extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
  /** Where that was found, if the item should have ended before it found. */
  readonly at: number;

  constructor(code: ErrorCode, what: string, detail: ErrorDetail, at = 0) {
    super(what);
    this.code = code;
    this.detail = detail;
    this.at = at;
  }
}

/** What swallows an item's end tag makes the parser fail somewhere behind it, for another reason. */
function unclosed(at: number): BrokenItem {
  const what =
    'It is not well-formed XML: something in it is not closed, such as a quotation mark, a comment, or a reference';
  return new BrokenItem('RECORD_MALFORMED', what, { expected: 'well-formed XML, with &amp; for &' }, at);
}

interface OpenElement extends XmlTag {
  readonly content: (OpenElement | string)[];
}

interface OpenItem {
  readonly name: string;
  /** Where it begins, in UTF-16 units of the source's text; so are all places here. */
  readonly start: number;
  readonly line: number;
  readonly byte: number | undefined;
  /** From the item itself to the innermost element that is open. */
  readonly open: OpenElement[];
  elements: number;
}

interface Skipped {
  readonly item: OpenItem;
  readonly why: BrokenItem;
  /** Where to look on for an end. */
  from: number;
  /** The line of `from`. */
  line: number;
  original: string | undefined;
}

const predefined = { amp: '&', lt: '<', gt: '>', apos: "'", quot: '"' };

/** Longest tag name that is met whole even if the source arrives in parts, and then some. */
const overlap = 300;

/** Longer than any entity's name. */
const longestReference = 1000;

/** How many times `XmlItemLimits.length` may be read twice: some ten seconds' worth. */
const mostReadTwice = 64;

/** Fed with text in parts of any length, finds the items. */
class ItemFinder {
  readonly #uri: string;
  readonly #limits: XmlItemLimits;
  readonly #roots: ReadonlySet<string>;
  readonly #items: ReadonlySet<string>;
  readonly #entities: Record<string, string>;
  readonly #ends = new Map<string, RegExp>();

  /** The last of the text, from `#textStart`: at least the open or skipped item's, or `overlap` units. */
  #text = '';
  #textStart = 0;
  /** Where the parts begin that `#text` is made of. */
  #parts: { readonly start: number; readonly byte: number | undefined; readonly width: 1 | 'utf-8' }[] = [];
  /** A place in the last part whose byte is known. */
  #counted = { at: 0, byte: 0 };

  #parser: SaxesParser;
  /** Where the parser's position 0 is. */
  #parserStart = 0;
  #within: readonly XmlTag[] = [];
  /** Names of `#within` as written. */
  #written: string[] = [];
  #item: OpenItem | undefined;
  #closed: { readonly item: OpenItem; readonly end: number } | undefined;
  #skipped: Skipped | undefined;
  #lastTag = 0;
  /** How much has been read again because a broken item had swallowed it. */
  #readTwice = 0;
  #ending = false;
  #found: (XmlItem | { readonly reject: Reject })[] = [];

  constructor(uri: string, options: XmlItemOptions) {
    this.#uri = uri;
    this.#limits = { ...xmlItemLimits, ...options.limits };
    this.#roots = new Set(options.roots);
    this.#items = new Set(options.items);
    // Without prototype: saxes looks names up as they come, and `&constructor;` must not be found.
    this.#entities = Object.assign(Object.create(null), predefined, options.entities);
    this.#parser = this.#parserAt(0, 1);
  }

  take(): readonly (XmlItem | { readonly reject: Reject })[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** @returns the error that ends the reading */
  push(part: XmlText): ScholargraphError | undefined {
    if (part.text === '') return undefined;
    const start = this.#textStart + this.#text.length;
    this.#parts.push({ start, byte: part.byte, width: part.width });
    this.#counted = { at: start, byte: part.byte ?? 0 };
    this.#text += part.text;
    return this.#caught(() => {
      this.#read(part.text);
      this.#forget();
    });
  }

  end(): ScholargraphError | undefined {
    return this.#caught(() => {
      for (let rest = this.#cutOff(); rest !== undefined; rest = this.#cutOff()) this.#read(rest);
      if (this.#skipped !== undefined) {
        const { item, why, original } = this.#skipped;
        this.#reject(item, original ?? this.#slice(item.start, item.start + rejectTextLimit), why);
        throw this.#malformed(
          `It ends inside the <${item.name}> that begins here`,
          item.line,
          ending(item.name),
        );
      }
      const outermost = this.#within[0];
      if (outermost !== undefined) {
        throw this.#malformed(
          `It ends inside <${outermost.name}>`,
          this.#parser.line,
          ending(outermost.name),
        );
      }
      this.#ending = true;
      this.#parser.close();
    });
  }

  /** What follows the item that is still open: something, if only a part of it has swallowed its end. */
  #cutOff(): string | undefined {
    if (this.#item === undefined) return undefined;
    const what = 'The source ends before this record does';
    const why = new BrokenItem('RECORD_MALFORMED', what, ending(this.#item.name), Infinity);
    return this.#skip(this.#item, why);
  }

  #caught(action: () => void): ScholargraphError | undefined {
    try {
      action();
      return undefined;
    } catch (error) {
      if (error instanceof ScholargraphError) return error;
      throw error;
    }
  }

  /** `text` is the end of `#text`. */
  #read(text: string): void {
    let rest: string | undefined = this.#skipped === undefined ? text : this.#resumed();
    while (rest !== undefined) {
      try {
        this.#parser.write(rest);
        this.#checkProgress();
        return;
      } catch (error) {
        if (!(error instanceof BrokenItem) || this.#item === undefined) throw error;
        rest = this.#skip(this.#item, error);
      }
    }
  }

  #skip(item: OpenItem, why: BrokenItem): string | undefined {
    this.#item = undefined;
    this.#skipped = { item, why, from: item.start + 1, line: item.line, original: undefined };
    return this.#resumed();
  }

  /** Between two parts: that the parser is not taking in text without end. */
  #checkProgress(): void {
    const { length } = this.#limits;
    const since = this.#item?.start ?? this.#lastTag;
    const end = this.#textStart + this.#text.length;
    // After a bare ampersand saxes looks for a semicolon, however far away.
    if (this.#item !== undefined && this.#parser['entity'].length > longestReference) throw unclosed(end);
    if (end - since <= length) return;
    if (this.#item !== undefined) throw this.#tooLarge(`${length} characters`, since + length);
    throw this.#malformed(`There is no tag within ${length} characters`, this.#parser.line, {
      expected: `<${[...this.#items].join('>, <')}>`,
    });
  }

  /** Looks for the end of the item that is skipped, and makes ready to read what follows, which it gives back. */
  #resumed(): string | undefined {
    const skipped = this.#skipped;
    if (skipped === undefined) return undefined;
    const { item, why } = skipped;
    const pattern = this.#endOf(item.name);
    pattern.lastIndex = skipped.from - this.#textStart;
    const match = pattern.exec(this.#text);
    const end = this.#textStart + this.#text.length;
    const at =
      match === null
        ? Math.max(skipped.from, end - overlap)
        : this.#textStart + match.index + (match[0].startsWith('</') ? match[0].length : 0);
    skipped.line += lineBreaks(this.#slice(skipped.from, at));
    skipped.from = at;
    const known = match === null ? end : at;
    if (skipped.original === undefined && (match !== null || known - item.start >= rejectTextLimit)) {
      skipped.original = this.#slice(item.start, Math.min(known, item.start + rejectTextLimit));
    }
    if (match === null) return undefined;
    this.#skipped = undefined;
    this.#lastTag = at;
    this.#readTwice += Math.max(0, Math.min(why.at, end) - at);
    this.#reject(item, skipped.original ?? '', at < why.at ? unclosed(why.at) : why);
    if (this.#readTwice > mostReadTwice * this.#limits.length) {
      throw this.#malformed('Too many of its records are not closed', skipped.line, {
        expected: 'well-formed XML',
      });
    }
    this.#parser = this.#parserAt(at, skipped.line);
    return this.#text.slice(at - this.#textStart);
  }

  /** What ends a broken item: its end tag, or the start tag of an item. */
  #endOf(name: string): RegExp {
    const known = this.#ends.get(name);
    if (known !== undefined) return known;
    const prefix = '(?:[\\w.-]{1,100}:)?';
    const names = [...this.#items].join('|');
    const pattern = new RegExp(`</${prefix}${name}\\s{0,100}>|<${prefix}(?:${names})(?=[\\s/>])`, 'g');
    this.#ends.set(name, pattern);
    return pattern;
  }

  /** Lets go of the text that is no longer needed. */
  #forget(): void {
    const end = this.#textStart + this.#text.length;
    const { original, item, from } = this.#skipped ?? {};
    const keep =
      this.#item?.start ??
      (item === undefined ? end - overlap : original === undefined ? item.start : (from ?? item.start));
    if (keep <= this.#textStart) return;
    const byte = this.#byteAt(keep);
    const first = this.#parts.findLastIndex((part) => part.start <= keep);
    const width = this.#parts[first]?.width ?? 1;
    this.#parts.splice(0, first + 1, { start: keep, byte, width });
    this.#text = this.#text.slice(keep - this.#textStart);
    this.#textStart = keep;
  }

  /** A parser that goes on at a place with the elements around items open. */
  #parserAt(at: number, line: number): SaxesParser {
    const parser = new SaxesParser();
    this.#parser = parser;
    parser.ENTITIES = this.#entities;
    parser.on('error', (error) => this.#failed(error));
    parser.on('opentagstart', (tag) => this.#begin(tag.name));
    parser.on('opentag', (tag) => this.#open(tag.name, tag.attributes));
    parser.on('closetag', () => this.#close());
    parser.on('cdata', (text) => this.#append(text));
    const tags = this.#within.map((tag, depth) => startTag(this.#written[depth] ?? tag.name, tag.attributes));
    this.#within = [];
    this.#written = [];
    const around = tags.join('');
    this.#parserStart = at - around.length;
    if (around !== '') parser.write(around);
    parser.line = line;
    return parser;
  }

  readonly #append = (text: string): void => {
    this.#item?.open.at(-1)?.content.push(text);
  };

  #begin(name: string): void {
    const local = localName(name);
    if (this.#item !== undefined) {
      if (!this.#items.has(local)) return;
      throw new BrokenItem('RECORD_MALFORMED', `Another <${local}> begins inside it`, {
        line: this.#parser.line,
        expected: `</${this.#item.name}> first`,
      });
    }
    const at = this.#position();
    this.#lastTag = at;
    if (this.#within.length === 0) {
      if (this.#roots.has(local)) return;
      throw this.#malformed(`Its outermost element is <${local}>`, this.#parser.line, {
        expected: `<${[...this.#roots].join('> or <')}>`,
      });
    }
    if (!this.#items.has(local)) return;
    // The character after the name has been read already; a line break may be two.
    const after = this.#text.slice(at - 2 - this.#textStart, at - this.#textStart);
    const broken = after.endsWith('\n') || after.endsWith('\r');
    const end = at - (after === '\r\n' ? 2 : 1);
    const start = Math.max(this.#textStart, end - name.length - 1);
    const line = this.#parser.line - (broken ? 1 : 0);
    this.#item = { name: local, start, line, byte: this.#byteAt(start), open: [], elements: 0 };
    this.#parser.on('text', this.#append);
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    const item = this.#item;
    const element: OpenElement = { name: localName(name), attributes, content: [] };
    const depth = this.#within.length + (item?.open.length ?? 0);
    if (depth >= this.#limits.depth) {
      const what = `There are more than ${this.#limits.depth} elements inside one another`;
      const detail = { line: this.#parser.line, expected: 'a few' };
      if (item === undefined) throw this.#malformed(what, this.#parser.line, detail);
      throw new BrokenItem('RECORD_MALFORMED', what, detail);
    }
    if (item === undefined) {
      this.#within = [...this.#within, element];
      this.#written.push(name);
      return;
    }
    item.elements += 1;
    if (item.elements > this.#limits.elements) throw this.#tooLarge(`${this.#limits.elements} elements`);
    item.open.at(-1)?.content.push(element);
    item.open.push(element);
  }

  #close(): void {
    const item = this.#item;
    if (item === undefined) {
      this.#lastTag = this.#position();
      this.#within = this.#within.slice(0, -1);
      this.#written.pop();
      return;
    }
    const element = item.open.pop();
    if (element === undefined || item.open.length > 0) return;
    const end = this.#position();
    if (end - item.start > this.#limits.length) throw this.#tooLarge(`${this.#limits.length} characters`);
    this.#lastTag = end;
    this.#found.push({
      element,
      within: this.#within,
      line: item.line,
      byte: item.byte,
      original: this.#slice(item.start, Math.min(end, item.start + rejectTextLimit)),
    });
    this.#closed = { item, end };
    this.#item = undefined;
    this.#parser.off('text');
  }

  #failed(error: Error): void {
    const said = error.message.replace(/^(?:\d+:)*\s*/, '').replace(/\.$/, '');
    const what = `It is not well-formed XML here (${said})`;
    const { line } = this.#parser;
    if (this.#closed?.end === this.#position() && !this.#ending) {
      // The end tag that has just closed the item turns out to have another name.
      this.#item = this.#closed.item;
      this.#found.pop();
    }
    if (this.#item === undefined || this.#ending) {
      throw this.#malformed(what, line, {
        expected: 'well-formed XML',
        fix: '`xmllint --noout --stream` shows all that is wrong with it.',
      });
    }
    if (said === 'disallowed character in entity name') throw unclosed(this.#position());
    const entity = {
      expected: 'an entity that XML or the format defines',
      fix: 'Write the character itself: entities that the source itself declares are not expanded.',
    };
    const detail = said === 'undefined entity' ? entity : { expected: 'well-formed XML' };
    throw new BrokenItem('RECORD_MALFORMED', what, { line, ...detail }, this.#position());
  }

  #reject(item: OpenItem, original: string, why: BrokenItem): void {
    this.#found.push({ reject: rejectOf({ ...item, original }, why.code, why.message, why.detail) });
  }

  #tooLarge(limit: string, at?: number): BrokenItem {
    const what = `This record has more than ${limit}`;
    return new BrokenItem('RECORD_TOO_LARGE', what, { expected: 'one publication' }, at);
  }

  #malformed(what: string, line: number, detail: ErrorDetail): ScholargraphError {
    return new ScholargraphError('SOURCE_MALFORMED', what, { ...detail, source: this.#uri, line });
  }

  /** While the parser is at work; between two parts what it says is not its position. */
  #position(): number {
    return this.#parserStart + this.#parser.position;
  }

  #slice(from: number, to: number): string {
    return this.#text.slice(from - this.#textStart, to - this.#textStart);
  }

  #byteAt(at: number): number | undefined {
    const part = this.#parts.findLast(({ start }) => start <= at);
    if (part?.byte === undefined) return undefined;
    if (part.width === 1) return part.byte + at - part.start;
    const between = this.#counted.at >= part.start && this.#counted.at <= at;
    const from = between ? this.#counted : { at: part.start, byte: part.byte };
    const byte = from.byte + Buffer.byteLength(this.#slice(from.at, at));
    this.#counted = { at, byte };
    return byte;
  }
}

function ending(name: string): ErrorDetail {
  return { expected: `</${name}>`, fix: 'Fetch it again: it is probably cut off.' };
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) count++;
  }
  return count;
}

function startTag(name: string, attributes: Readonly<Record<string, string>>): string {
  const escaped = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${value.replace(/[&<"\s]/g, (one) => `&#${one.charCodeAt(0)};`)}"`,
  );
  return `<${name}${escaped.join('')}>`;
}
