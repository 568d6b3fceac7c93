import { parse } from '@retorquere/bibtex-parser';
import type { ErrorCode } from '../errors.ts';
import { parserOptions } from '../normalise/latex.ts';
import { type Reject, rejectReason, rejectTextLimit } from './reader.ts';
import type { TextLine } from './textLines.ts';

/** An entry as it stands, its abbreviations written out, its values still LaTeX. */
export interface BibtexEntry {
  /** In lower case, such as `inproceedings`. */
  readonly type: string;
  /** The citation key; `''` where the entry has none. */
  readonly key: string;
  /** By their names in lower case; of a field that is given twice the first, of `keywords` all. */
  readonly fields: ReadonlyMap<string, string>;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

export type BibtexFound = BibtexEntry | { readonly reject: Reject };

export const bibtexLimits = {
  /** Characters of an entry, as it stands and with its abbreviations written out. */
  entry: 16 * 1024 * 1024,
  /** Characters of all `@string` abbreviations of a source, written out. */
  strings: 4 * 1024 * 1024,
} as const;

/** A line on which an entry or abbreviation begins, for certain enough to end the one before. */
const start =
  /^\s{0,20}@\s*(?:string\s*[{(]\s*[^\s,={}()"]+\s*=|[a-z][\w-]{0,40}\s*[{(]\s*[^\s,={}()"]{1,500}\s*,)/i;

/** Where an entry may begin: not within an e-mail address. */
const opening = /(?<![\w.+-])@\s*(?:([a-z][\w-]{0,40})\s*([{(])|comment(?![\w-]))/gi;

/**
 * Finds the entries of a bibliography line after line, holding one at a time. Braces are counted as BibTeX does,
 * also those behind a backslash; where an entry does not end that way, those are left out of the count. An entry that
 * does not end at all becomes a reject and ends before the next line that begins as entries do.
 *
 * The grammar is that of O. Patashnik, 'BibTeXing' (1988), and of biber, and somewhat wider: a comma may be
 * missing between two fields, a key may have blanks in it or be missing, `%` makes a comment outside values.
 */
export class BibtexEntries {
  readonly #strings = new Map<string, string>();
  #stringsSize = 0;

  /** The block that is being read, from its `@` on. */
  #block: 'entry' | 'comment' | undefined;
  #joined: string[] = [];
  #parts: string[] = [];
  #size = 0;
  #line = 1;
  #close: '}' | ')' = '}';
  #depth = 0;
  #quoted = false;
  /** The beginning of an entry that is too large to be kept. */
  #tooLarge: string | undefined;
  /** An `@` at the end of a line, whose brace may follow on the next. */
  #carried = '';
  /** A comment has turned out never to be closed: from then on each ends with its line. */
  #commentsAreLines = false;
  #begun = false;

  /** Whether anything of a bibliography has been seen. */
  get begun(): boolean {
    return this.#begun;
  }

  *push(line: TextLine): Generator<BibtexFound, void, undefined> {
    if (line.begins && (this.#block === 'entry' || this.#tooLarge !== undefined) && start.test(line.text)) {
      yield* this.#broken(`it is not closed before the next one begins on line ${line.number}`);
    }
    if (this.#tooLarge !== undefined) return;

    let text = line.text;
    let at = 0;
    if (this.#block !== undefined) {
      if (line.begins) this.#keep('\n');
    } else {
      if (this.#carried === '') this.#line = line.number;
      else text = `${this.#carried}${line.begins ? '\n' : ''}${text}`;
      this.#carried = '';
    }
    for (;;) {
      if (this.#block === undefined) {
        const opened = this.#open(text, at);
        if (opened === undefined) return;
        this.#keep(text.slice(opened.from, opened.to));
        at = opened.to;
      }
      const end = this.#scan(text, at);
      this.#keep(text.slice(at, end));
      if (end === undefined) break;
      at = end;
      yield* this.#closed();
      this.#line = line.number;
    }
    if (this.#size > bibtexLimits.entry) yield* this.#outgrown();
  }

  *end(): Generator<BibtexFound, void, undefined> {
    if (this.#block === 'comment') yield* this.#again();
    yield* this.#broken('the source ends before it is closed');
  }

  #open(text: string, at: number): { readonly from: number; readonly to: number } | undefined {
    opening.lastIndex = at;
    for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
      const lineStart = Math.max(at, text.lastIndexOf('\n', match.index) + 1);
      if (text.slice(lineStart, match.index).includes('%')) {
        const next = text.indexOf('\n', match.index);
        if (next === -1) return undefined;
        opening.lastIndex = next;
        continue;
      }
      this.#begun = true;
      const [whole, type, bracket] = match;
      const isComment = type === undefined || type.toLowerCase() === 'comment';
      if (isComment && (bracket !== '{' || this.#commentsAreLines)) return undefined;
      this.#block = isComment ? 'comment' : 'entry';
      this.#close = bracket === '(' ? ')' : '}';
      this.#depth = bracket === '(' ? 0 : 1;
      this.#quoted = false;
      return { from: match.index, to: match.index + whole.length };
    }
    const last = text.lastIndexOf('@');
    if (last >= at && /^@\s*[\w-]{0,40}\s*$/.test(text.slice(last, last + 200)) && text.length - last < 200) {
      if (!text.slice(at, last).includes('%')) this.#carried = text.slice(last);
    }
    return undefined;
  }

  /** Where the block ends, behind its bracket; undefined where it goes on. */
  #scan(text: string, from: number): number | undefined {
    let depth = this.#depth;
    for (let at = from; at < text.length; at++) {
      switch (text.charCodeAt(at)) {
        case 0x7b:
          depth++;
          break;
        case 0x7d:
          depth--;
          if (this.#close === '}' && depth === 0) return at + 1;
          if (depth < 0) depth = 0;
          break;
        case 0x22:
          if (this.#close === ')' && depth === 0) this.#quoted = !this.#quoted;
          break;
        case 0x29:
          if (this.#close === ')' && depth === 0 && !this.#quoted) return at + 1;
          break;
        default:
      }
    }
    this.#depth = depth;
    return undefined;
  }

  #keep(text: string): void {
    this.#parts.push(text);
    this.#size += text.length;
    if (this.#parts.length < joinedParts) return;
    this.#joined.push(this.#parts.join(''));
    this.#parts = [];
  }

  #take(): string {
    const text = this.#joined.join('') + this.#parts.join('');
    this.#block = undefined;
    this.#joined = [];
    this.#parts = [];
    this.#size = 0;
    return text;
  }

  *#closed(): Generator<BibtexFound, void, undefined> {
    const isComment = this.#block === 'comment';
    const text = this.#take();
    if (isComment) return;
    try {
      const entry = this.#parsed(text, false);
      if (entry !== undefined) yield entry;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      yield this.#reject(error.code, text, error.at, error.what, error.expected);
    }
  }

  /** An entry that never ends: perhaps it does, if braces behind a backslash do not count. */
  *#broken(what: string): Generator<BibtexFound, void, undefined> {
    if (this.#tooLarge !== undefined) {
      const text = this.#tooLarge;
      this.#tooLarge = undefined;
      yield this.#reject(
        'RECORD_TOO_LARGE',
        text,
        0,
        'This entry is too large',
        `at most ${bibtexLimits.entry} characters`,
      );
      return;
    }
    if (this.#block === undefined) return;
    const text = this.#take();
    try {
      const entry = this.#parsed(text, true);
      if (entry !== undefined) yield entry;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      yield this.#reject(
        'RECORD_MALFORMED',
        text,
        0,
        `This entry is broken: ${what}`,
        'a closing brace for each opening one',
      );
    }
  }

  *#outgrown(): Generator<BibtexFound, void, undefined> {
    if (this.#block === 'comment') {
      yield* this.#again();
      return;
    }
    this.#tooLarge = this.#take().slice(0, rejectTextLimit);
  }

  /** Reads what was taken for a comment once more, as what follows a comment of one line. */
  *#again(): Generator<BibtexFound, void, undefined> {
    const first = this.#line;
    const [, ...lines] = this.#take().split('\n');
    this.#commentsAreLines = true;
    for (const [index, text] of lines.entries()) {
      yield* this.push({ text, number: first + 1 + index, begins: true });
    }
  }

  #reject(code: ErrorCode, text: string, at: number, what: string, expected: string): BibtexFound {
    const key = /^@\s*[\w-]+\s*[{(]\s*([^\s,={}()"]{1,500})\s*,/.exec(text)?.[1];
    return {
      reject: {
        code,
        locator: { ...(key === undefined ? {} : { key }), line: this.#line + linesIn(text, at) },
        reason: rejectReason(code, what, expected),
        original: text.slice(0, rejectTextLimit),
      },
    };
  }

  /** An entry; undefined for an abbreviation, which is kept, or a preamble. */
  #parsed(text: string, isLenient: boolean): BibtexEntry | undefined {
    const block = new Block(text, isLenient, (name) => this.#strings.get(name) ?? builtIn(name));
    const type = block.type();
    if (type === 'preamble') return undefined;
    if (type === 'string') {
      for (const [name, value] of block.fields()) this.#define(name, value);
      return undefined;
    }
    const key = block.key();
    return { type, key, fields: block.fields(), line: this.#line, text };
  }

  #define(name: string, value: string): void {
    this.#stringsSize += name.length + value.length - (this.#strings.get(name)?.length ?? 0);
    if (this.#stringsSize > bibtexLimits.strings) {
      this.#stringsSize -= name.length + value.length;
      throw new Malformed(
        'RECORD_TOO_LARGE',
        0,
        'There are too many abbreviations for one source',
        `at most ${bibtexLimits.strings} characters of them, written out`,
      );
    }
    this.#strings.set(name, value);
  }
}

/** Parts that are put together as they come, for millions of short ones would take several times their length. */
const joinedParts = 1_000;

class Malformed extends Error {
  readonly code: ErrorCode;
  /** Where in the block. */
  readonly at: number;
  readonly what: string;
  readonly expected: string;

  constructor(code: ErrorCode, at: number, what: string, expected: string) {
    super(what);
    this.code = code;
    this.at = at;
    this.what = what;
    this.expected = expected;
  }
}

/** One block's text, parsed from its `@` to its closing bracket. */
class Block {
  readonly #text: string;
  /** Whether braces behind a backslash do not count. */
  readonly #isLenient: boolean;
  readonly #abbreviation: (name: string) => string | undefined;
  #at = 0;
  #close = '}';
  #size = 0;

  constructor(text: string, isLenient: boolean, abbreviation: (name: string) => string | undefined) {
    this.#text = text;
    this.#isLenient = isLenient;
    this.#abbreviation = abbreviation;
  }

  type(): string {
    const [whole, type = '', bracket] = this.#match(/@\s*([\w-]+)\s*([{(])/y) ?? [''];
    this.#at = whole.length;
    this.#close = bracket === '(' ? ')' : '}';
    return type.toLowerCase();
  }

  key(): string {
    this.#skipBlank();
    const before = this.#at;
    const found = this.#match(this.#close === ')' ? /[^,={})\n]*/y : /[^,={}\n]*/y)?.[0] ?? '';
    this.#at += found.length;
    this.#skipBlank();
    if (this.#text[this.#at] === '=') this.#at = before;
    else return found.trim();
    return '';
  }

  fields(): ReadonlyMap<string, string> {
    const fields = new Map<string, string>();
    for (;;) {
      this.#skipBlank();
      const next = this.#text[this.#at];
      if (next === ',') {
        this.#at++;
        continue;
      }
      if (next === this.#close) return fields;
      const name = this.#match(/[^\s,={}()"#%]+/y)?.[0].toLowerCase();
      if (name === undefined) {
        throw this.#malformed(
          next === undefined
            ? 'This entry is not closed'
            : `There is ${JSON.stringify(next)} between two fields`,
          'the name of a field',
        );
      }
      this.#at += name.length;
      this.#skipBlank();
      if (this.#text[this.#at] !== '=') {
        throw this.#malformed(
          `The field ${JSON.stringify(name.slice(0, 100))} has no value`,
          'name = {value}',
        );
      }
      this.#at++;
      const value = this.#value(name);
      const earlier = fields.get(name);
      if (earlier === undefined) fields.set(name, value);
      else if (name === 'keywords') fields.set(name, `${earlier}, ${value}`);
    }
  }

  #value(name: string): string {
    const parts: string[] = [];
    for (;;) {
      this.#skipBlank();
      const part = this.#part(name);
      this.#size += part.length;
      if (this.#size > bibtexLimits.entry) {
        throw new Malformed(
          'RECORD_TOO_LARGE',
          this.#at,
          'This entry is too large with its abbreviations written out',
          `at most ${bibtexLimits.entry} characters`,
        );
      }
      parts.push(part);
      this.#skipBlank();
      if (this.#text[this.#at] !== '#') return parts.join('');
      this.#at++;
    }
  }

  #part(name: string): string {
    const first = this.#text[this.#at];
    if (first === '{' || first === '"') {
      const from = this.#at + 1;
      const to = this.#end(from, first === '{' ? '}' : '"');
      if (to === undefined) {
        throw this.#malformed(
          `The value of ${JSON.stringify(name.slice(0, 100))} is not closed`,
          first === '{' ? 'a closing brace for each opening one' : 'a closing quotation mark',
        );
      }
      this.#at = to + 1;
      return this.#text.slice(from, to);
    }
    const word = this.#match(/[^\s,={}()"#%]+/y)?.[0] ?? '';
    this.#at += word.length;
    return /^\d*$/.test(word) ? word : (this.#abbreviation(word.toLowerCase()) ?? word);
  }

  /** Where the value ends that starts at `from`. */
  #end(from: number, close: '}' | '"'): number | undefined {
    const text = this.#text;
    let depth = 0;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x5c && this.#isLenient) at++;
      else if (code === 0x7b) depth++;
      else if (code === 0x7d) {
        if (depth === 0) return close === '}' ? at : undefined;
        depth--;
      } else if (code === 0x22 && close === '"' && depth === 0) return at;
    }
    return undefined;
  }

  /** White space, and comments to the end of their line. */
  #skipBlank(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? '';
      if (character === '%') {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end === -1 ? this.#text.length - 1 : end;
      } else if (!/\s/.test(character)) return;
    }
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #malformed(what: string, expected: string): Malformed {
    return new Malformed('RECORD_MALFORMED', this.#at, what, expected);
  }
}

const months = new Set('jan feb mar apr may jun jul aug sep oct nov dec'.split(' '));

const builtIns = new Map<string, string | undefined>();
const mostBuiltIns = 1_000;

/** The abbreviations that the standard styles bring, such as `cacm`. Months stay abbreviations. */
function builtIn(name: string): string | undefined {
  if (months.has(name) || !/^[a-z]{3,8}$/.test(name)) return undefined;
  if (!builtIns.has(name)) {
    if (builtIns.size >= mostBuiltIns) builtIns.clear();
    const { entries, errors } = parse(`@misc{k,abstract=${name}}`, parserOptions);
    const value = entries[0]?.fields['abstract'];
    builtIns.set(name, errors.length === 0 && typeof value === 'string' ? value : undefined);
  }
  return builtIns.get(name);
}

function linesIn(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
