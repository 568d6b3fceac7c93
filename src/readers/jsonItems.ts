import { isAscii, isUtf8 } from 'node:buffer';
import { type ErrorCode, ScholargraphError } from '../errors.ts';
import { type Reject, rejectReason, rejectTextLimit, type SourceInput } from './reader.ts';

export { rejectReason } from './reader.ts';

/** One item of a JSON source. */
export interface JsonItem {
  /**
   * As `JSON.parse` gives it: a `__proto__` key is an own property like any other. Never copy keys of it onto
   * another object.
   */
  readonly value: unknown;
  /** The item's own text. */
  readonly text: string;
  /** 1-based line where the item starts. */
  readonly line: number;
  /** 0-based byte where the item starts. */
  readonly byte: number;
}

export interface JsonItemLimits {
  /** Bytes of one item. */
  readonly bytes: number;
  /** Arrays and objects inside one another. */
  readonly depth: number;
}

export const jsonItemLimits: JsonItemLimits = { bytes: 16 * 1024 * 1024, depth: 100 };

/**
 * Streams the items of a JSON source in its order, whichever way they are packed:
 * - the elements of an array;
 * - the elements of an API's answer: `{"results": […]}` (OpenAlex), `{"message": {"items": […]}}` or
 *   `{"message": {…}}` for a single one (Crossref), `{"data": […]}` and `{"recommendedPapers": […]}` (Semantic
 *   Scholar), `{"items": […]}` (Crossref's snapshot, Zotero);
 * - JSON Lines, or JSON texts one after the other (RFC 8259 each).
 *
 * Of a JSON text's structure it looks at quotes, brackets and line breaks only, to find where an item begins and
 * ends, and leaves the item itself to `JSON.parse`; a tokeniser is several times slower and does not say where an item stands.
 * It holds one item and one chunk.
 *
 * An item that is not JSON, not UTF-8, or beyond `limits` is a reject and the next is read as if nothing had been.
 * Where brackets or quotes do not match, reading goes on at the next line that begins with `{` and has the broken
 * item's own indentation; if there is none, the reject is SOURCE_MALFORMED and the rest of the source is lost.
 *
 * @throws ScholargraphError SOURCE_MALFORMED where the source does not begin as JSON
 */
export async function* jsonItems(
  input: SourceInput,
  limits: JsonItemLimits = jsonItemLimits,
): AsyncGenerator<JsonItem | { readonly reject: Reject }, void, undefined> {
  const items = new ItemFinder(input.uri, limits);
  for await (const chunk of input.bytes) {
    if (chunk.length === 0) continue;
    items.push(chunk);
    for (let found = items.next(); found !== undefined; found = items.next()) yield found;
  }
  const last = items.end();
  if (last !== undefined) yield last;
}

type Found = JsonItem | { readonly reject: Reject };

/**
 * `outside`: between JSON texts. `between`: inside the array of items, before or after one. `inside`: within an item,
 * or within what may turn out to be an answer that wraps them. `after`: within the answer, its array being over.
 * `lost`: looking for a line where an item begins. `lines`: JSON Lines.
 */
type Phase = 'outside' | 'between' | 'inside' | 'after' | 'lost' | 'lines';

const lf = 0x0a;
const cr = 0x0d;
const space = 0x20;
const tab = 0x09;
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
/** Stands for a string, a number, or a literal. */
const scalar = 0x30;

/** Keys of an API's answer whose array holds the items. */
export const wrappers: ReadonlySet<string> = new Set(['results', 'items', 'data', 'recommendedPapers']);
const longestWrapper = Math.max(...[...wrappers].map((key) => key.length));

const byteOrderMark: readonly number[] = [0xef, 0xbb, 0xbf];

function isBlankByte(byte: number | undefined): boolean {
  return byte === space || byte === tab || byte === cr;
}

interface Broken {
  readonly line: number;
  readonly byte: number;
  readonly original: string;
  readonly what: string;
}

/** Fed with chunks of any length, finds the items in them. Positions are in bytes of the source. */
class ItemFinder {
  readonly #uri: string;
  readonly #limits: JsonItemLimits;

  /** The bytes in hand: `#window[0 … #end)`; the first of them is byte `#base` of the source. */
  #window: Buffer = Buffer.alloc(0);
  #end = 0;
  #base = 0;
  /** Where to go on, as an index of the window. */
  #at = 0;
  /** Keeps what is carried from one chunk to the next. */
  #scratch: Buffer = Buffer.alloc(0);

  #phase: Phase = 'outside';
  /** The first byte that is not white space has been seen. */
  #begun = false;
  #line = 1;
  #lineStart = 0;
  /** Nothing but white space so far on this line; known in `outside` and `between` only. */
  #blank = true;

  /** Inside an array of items; else items are whole JSON texts. */
  #inArray = false;
  /** How deep in the answer the array of items stands; 0 for a bare array. */
  #arrayDepth = 0;
  /** A whole text has just ended that began on this very line: if the line ends too, the source is JSON Lines. */
  #oneLine = false;

  #itemStart = -1;
  #itemLine = 1;
  /** Nothing but white space is before the item on its line. */
  #itemOnOwnLine = false;
  /** Column of the last item that was the first thing on its line. */
  #itemColumn = 0;
  #depth = 0;
  readonly #isObject: Uint8Array;
  #tooDeep = false;
  /** 0 outside a string, 1 inside, 2 after a backslash. */
  #string: 0 | 1 | 2 = 0;
  /** A string of an item in the midst of a line has a line break: if that is the only fault, the item ends all the same. */
  #torn = false;
  #stringStart = 0;
  /** The last byte that is not white space, of a scalar only that it is one. */
  #previous = 0;
  /** The last string at the depth of a wrapper's keys. */
  #key = '';
  #message: { start: number; end: number; line: number } | undefined;
  /** The beginning of an item that is too large, the rest of which is not kept. */
  #tooLarge: string | undefined;

  #broken: Broken | undefined;

  constructor(uri: string, limits: JsonItemLimits) {
    this.#uri = uri;
    this.#limits = limits;
    this.#isObject = new Uint8Array(limits.depth + 1);
  }

  push(chunk: Uint8Array): void {
    const keep = this.#keepFrom() - this.#base;
    const carried = Math.max(0, this.#end - keep);
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (carried === 0) {
      this.#base += this.#end;
      this.#at -= this.#end;
      this.#window = fresh;
      this.#end = fresh.length;
    } else {
      const needed = carried + fresh.length;
      const room = this.#window === this.#scratch ? this.#scratch.length - this.#end : -1;
      if (fresh.length > room) {
        const target = this.#scratch.length >= needed ? this.#scratch : Buffer.allocUnsafe(2 * needed);
        this.#window.copy(target, 0, keep, this.#end);
        this.#scratch = target;
        this.#window = target;
        this.#base += keep;
        this.#at -= keep;
        this.#end = carried;
      }
      fresh.copy(this.#window, this.#end);
      this.#end += fresh.length;
    }
  }

  /** The next item, or undefined where more bytes are needed. */
  next(): Found | undefined {
    while (this.#at < this.#end) {
      const found = this.#step();
      if (found !== undefined) return found;
    }
    this.#forgetTooLarge();
    return undefined;
  }

  /** What is left when no bytes come any more. */
  end(): Found | undefined {
    switch (this.#phase) {
      case 'outside':
        return undefined;
      case 'lines':
        return this.#itemStart < 0 ? undefined : this.#lineItem(this.#end);
      case 'between':
      case 'after':
        return this.#reject(
          'SOURCE_MALFORMED',
          { line: this.#line, byte: this.#base + this.#end },
          'The source ends before its array or object of items is closed',
          'a complete JSON text',
          '',
          'What was read up to there is kept. Fetch the source again: it is probably cut off.',
        );
      case 'lost':
        return this.#brokenReject(false);
      case 'inside':
        this.#break('The source ends in the midst of this record', this.#end);
        return this.#brokenReject(false);
    }
  }

  #keepFrom(): number {
    const held = this.#itemStart >= 0 && this.#tooLarge === undefined;
    return held ? this.#itemStart : this.#base + Math.min(this.#at, this.#end);
  }

  #step(): Found | undefined {
    switch (this.#phase) {
      case 'lines':
        return this.#stepLine();
      case 'inside':
      case 'after':
        return this.#stepInside();
      case 'lost':
        return this.#stepLost();
      default:
        return this.#stepBetween();
    }
  }

  #stepBetween(): Found | undefined {
    const byte = this.#window[this.#at];
    if (byte === lf) {
      this.#newLine(this.#at++);
      if (this.#oneLine) this.#phase = 'lines';
      this.#oneLine = false;
      return undefined;
    }
    if (isBlankByte(byte)) {
      this.#at++;
      return undefined;
    }
    if (byte === byteOrderMark[this.#base + this.#at]) {
      this.#at++;
      this.#lineStart = this.#base + this.#at;
      return undefined;
    }
    this.#oneLine = false;
    if (this.#phase === 'between') {
      if (byte === comma) {
        this.#at++;
        this.#blank = false;
      } else if (byte === closeArray) {
        this.#at++;
        this.#inArray = false;
        this.#blank = false;
        this.#string = 0;
        this.#previous = scalar;
        this.#depth = this.#arrayDepth;
        this.#isObject.fill(1, 1, this.#depth + 1);
        this.#phase = this.#depth === 0 ? 'outside' : 'after';
      } else {
        this.#begin();
      }
    } else if (byte === openObject) {
      this.#begin();
    } else if (byte === openArray) {
      this.#enterArray(0);
    } else {
      if (!this.#begun) {
        throw new ScholargraphError('SOURCE_MALFORMED', 'This is not JSON', {
          source: this.#uri,
          line: this.#line,
          expected: 'UTF-8 text that begins with "{" or "["',
        });
      }
      this.#itemStart = this.#base + this.#at;
      this.#itemLine = this.#line;
      this.#itemColumn = 0;
      this.#break('There is something between two JSON texts', this.#at + 1);
    }
    this.#begun = true;
    return undefined;
  }

  #enterArray(depth: number): void {
    this.#at++;
    this.#phase = 'between';
    this.#inArray = true;
    this.#arrayDepth = depth;
    this.#blank = false;
    this.#itemStart = -1;
    this.#tooLarge = undefined;
  }

  #begin(): void {
    this.#phase = 'inside';
    this.#itemStart = this.#base + this.#at;
    this.#itemLine = this.#line;
    this.#itemOnOwnLine = this.#blank;
    if (this.#blank) this.#itemColumn = this.#itemStart - this.#lineStart;
    this.#depth = 0;
    this.#tooDeep = false;
    this.#string = 0;
    this.#torn = false;
    this.#previous = 0;
    this.#key = '';
    this.#message = undefined;
    this.#tooLarge = undefined;
  }

  #newLine(at: number): void {
    this.#line++;
    this.#lineStart = this.#base + at + 1;
    this.#blank = true;
  }

  /** The hot loop: from `#at` to the end of the item, of the answer's head or tail, or of the window. */
  #stepInside(): Found | undefined {
    const window = this.#window;
    const end = this.#end;
    const limit = this.#limits.depth;
    const isObject = this.#isObject;
    const wrapping = !this.#inArray && this.#phase === 'inside';
    let at = this.#at;
    let string = this.#string;
    let depth = this.#depth;
    let previous = this.#previous;
    for (; at < end; at++) {
      const byte = window[at];
      if (string !== 0) {
        if (byte === lf) {
          if (this.#itemOnOwnLine) return this.#break('A string is not closed on its line', at);
          this.#newLine(at);
          this.#torn = true;
          string = 1;
        } else if (string === 2) string = 1;
        else if (byte === backslash) string = 2;
        else if (byte === quote) {
          string = 0;
          if (wrapping && depth <= 2) this.#noteKey(at);
        } else if (byte === openObject && this.#torn && this.#looksLikeItem(at)) {
          return this.#break('A string is not closed on its line', at);
        }
        continue;
      }
      switch (byte) {
        case quote:
          string = 1;
          previous = scalar;
          if (wrapping) this.#stringStart = this.#base + at + 1;
          break;
        case openObject:
        case openArray:
          if (
            depth > 0 &&
            depth <= limit &&
            previous !== colon &&
            (isObject[depth] === 1 || previous === scalar) &&
            byte === openObject &&
            this.#looksLikeItem(at)
          ) {
            return this.#break('It is not closed before the next one begins', at);
          }
          if (wrapping && previous === colon) {
            if (byte === openArray && this.#isWrapper(depth)) {
              this.#at = at;
              this.#string = 0;
              this.#enterArray(depth);
              return undefined;
            }
            if (byte === openObject && depth === 1 && this.#key === 'message') {
              this.#message = { start: this.#base + at, end: -1, line: this.#line };
            }
          }
          depth++;
          if (depth <= limit) isObject[depth] = byte === openObject ? 1 : 0;
          else this.#tooDeep = true;
          previous = byte === openObject ? 0 : openArray;
          break;
        case closeObject:
        case closeArray:
          if (depth === 0) {
            if (byte === closeObject) return this.#break('There is a "}" too many', at);
            this.#at = at;
            return this.#finish(at);
          }
          if (depth <= limit && (isObject[depth] === 1) !== (byte === closeObject)) {
            return this.#break(
              `There is "${String.fromCharCode(byte)}" where another bracket is to be closed`,
              at,
            );
          }
          depth--;
          previous = scalar;
          if (depth === 0) {
            this.#at = at + 1;
            return this.#finish(at + 1);
          }
          if (wrapping && depth === 1 && this.#message?.end === -1) this.#message.end = this.#base + at + 1;
          break;
        case comma:
          if (depth === 0) {
            this.#at = at;
            return this.#finish(at);
          }
          previous = comma;
          break;
        case colon:
          previous = colon;
          break;
        case lf:
          this.#newLine(at);
          break;
        case space:
        case tab:
        case cr:
          break;
        default:
          previous = scalar;
      }
    }
    this.#at = at;
    this.#string = string;
    this.#depth = depth;
    this.#previous = previous;
    return undefined;
  }

  #noteKey(at: number): void {
    const start = this.#stringStart - this.#base;
    this.#key = start >= 0 && at - start <= longestWrapper ? this.#window.toString('latin1', start, at) : '';
  }

  #isWrapper(depth: number): boolean {
    if (depth === 1) return wrappers.has(this.#key);
    return depth === 2 && this.#message?.end === -1 && this.#key === 'items';
  }

  #finish(to: number): Found | undefined {
    const wasAfter = this.#phase === 'after';
    this.#blank = false;
    this.#phase = this.#inArray ? 'between' : 'outside';
    if (wasAfter) return undefined;
    this.#oneLine = !this.#inArray && this.#message === undefined && this.#line === this.#itemLine;
    const from = this.#message ?? { start: this.#itemStart, end: this.#base + to, line: this.#itemLine };
    const found = this.#item(from.start - this.#base, from.end - this.#base, from.line);
    this.#itemStart = -1;
    this.#tooLarge = undefined;
    return found;
  }

  #item(from: number, to: number, line: number): Found {
    const place = { line, byte: this.#base + from };
    if (this.#tooLarge !== undefined || to - from > this.#limits.bytes) {
      const original = this.#tooLarge ?? this.#excerpt(from, to);
      return this.#reject(
        'RECORD_TOO_LARGE',
        this.#tooLarge === undefined ? place : { line: this.#itemLine, byte: this.#itemStart },
        'This record is too large',
        `at most ${this.#limits.bytes} bytes`,
        original,
        'Check that records are separated: JSON Lines has one a line.',
      );
    }
    if (this.#tooDeep) {
      return this.#reject(
        'RECORD_TOO_LARGE',
        place,
        'This record is nested too deeply',
        `at most ${this.#limits.depth} arrays and objects inside one another`,
        this.#excerpt(from, to),
      );
    }
    const bytes = this.#window.subarray(from, to);
    const ascii = isAscii(bytes);
    if (!ascii && !isUtf8(bytes)) {
      return this.#reject(
        'RECORD_MALFORMED',
        place,
        'This record is not UTF-8',
        'JSON in UTF-8, as RFC 8259 has it',
        this.#excerpt(from, to),
        'Convert the source, for example with iconv.',
      );
    }
    const text = ascii ? bytes.toString('latin1') : bytes.toString('utf8');
    try {
      const value: unknown = JSON.parse(text);
      return { value, text, ...place };
    } catch (cause) {
      return this.#reject(
        'RECORD_MALFORMED',
        place,
        `This record is not well-formed JSON: ${faultOf(cause)}`,
        'one JSON value',
        text,
      );
    }
  }

  /** What has been read since the item's start makes no sense at `at`: go on where a line begins like an item. */
  #break(what: string, at: number): undefined {
    this.#broken = {
      line: this.#itemStart < 0 ? this.#line : this.#itemLine,
      byte: this.#itemStart < 0 ? this.#base + at : this.#itemStart,
      original:
        this.#tooLarge ?? (this.#itemStart < 0 ? '' : this.#excerpt(this.#itemStart - this.#base, at)),
      what: this.#line === this.#itemLine ? what : `${what} (line ${this.#line})`,
    };
    if (this.#phase === 'after') {
      this.#itemColumn = 0;
      this.#blank = false;
    } else {
      this.#blank = this.#isBlank(this.#lineStart - this.#base, at);
    }
    this.#at = at;
    this.#phase = 'lost';
    this.#itemStart = -1;
    this.#tooLarge = undefined;
    return undefined;
  }

  /** Whether the "{" at `at` begins a line, and where it would begin the next item. */
  #looksLikeItem(at: number): boolean {
    const lineStart = this.#lineStart - this.#base;
    return at - lineStart === this.#itemColumn && this.#isBlank(lineStart, at);
  }

  #isBlank(from: number, to: number): boolean {
    if (from < 0) return false;
    for (let at = from; at < to; at++) {
      const byte = this.#window[at];
      if (byte !== space && byte !== tab) return false;
    }
    return true;
  }

  #stepLost(): Found | undefined {
    for (let at = this.#at; at < this.#end; at++) {
      const byte = this.#window[at];
      if (byte === lf) this.#newLine(at);
      else if (
        byte === openObject &&
        this.#blank &&
        this.#base + at - this.#lineStart === this.#itemColumn &&
        (this.#broken?.byte ?? -1) < this.#base + at
      ) {
        this.#at = at;
        const reject = this.#brokenReject(true);
        this.#begin();
        return reject;
      } else if (byte !== space && byte !== tab && byte !== cr) this.#blank = false;
    }
    this.#at = this.#end;
    return undefined;
  }

  #brokenReject(recovered: boolean): Found | undefined {
    const broken = this.#broken;
    this.#broken = undefined;
    if (broken === undefined) return undefined;
    return this.#reject(
      recovered ? 'RECORD_MALFORMED' : 'SOURCE_MALFORMED',
      broken,
      broken.what,
      'well-formed JSON',
      broken.original,
      recovered
        ? `Reading went on at line ${this.#line}.`
        : 'What was read before it is kept; what comes after it could not be told apart and is not read.',
    );
  }

  #stepLine(): Found | undefined {
    if (this.#itemStart < 0) {
      this.#itemStart = this.#base + this.#at;
      this.#itemLine = this.#line;
      this.#tooDeep = false;
    }
    const at = this.#window.indexOf(lf, this.#at);
    if (at < 0 || at >= this.#end) {
      this.#at = this.#end;
      return undefined;
    }
    const found = this.#lineItem(at);
    this.#at = at + 1;
    this.#newLine(at);
    this.#itemStart = -1;
    this.#tooLarge = undefined;
    return found;
  }

  #lineItem(to: number): Found | undefined {
    let from = this.#itemStart - this.#base;
    if (this.#tooLarge === undefined) {
      while (from < to && isBlankByte(this.#window[from])) from++;
      if (from === to) return undefined;
      this.#tooDeep = this.#isTooDeep(from, to);
    }
    return this.#item(from, to, this.#itemLine);
  }

  #isTooDeep(from: number, to: number): boolean {
    const window = this.#window;
    let depth = 0;
    for (let at = from; at < to; at++) {
      const byte = window[at];
      if (byte === quote) {
        for (at++; at < to; at++) {
          const inner = window[at];
          if (inner === quote) break;
          if (inner === backslash) at++;
        }
      } else if (byte === openObject || byte === openArray) {
        if (++depth > this.#limits.depth) return true;
      } else if (byte === closeObject || byte === closeArray) depth--;
    }
    return false;
  }

  /** An item that has outgrown the limit is not kept any longer, only looked through for its end. */
  #forgetTooLarge(): void {
    if (this.#itemStart < 0 || this.#tooLarge !== undefined) return;
    const from = this.#itemStart - this.#base;
    if (this.#end - from > this.#limits.bytes) this.#tooLarge = this.#excerpt(from, this.#end);
  }

  #excerpt(from: number, to: number): string {
    return this.#window
      .toString('utf8', from, Math.min(to, from + 4 * rejectTextLimit))
      .slice(0, rejectTextLimit);
  }

  #reject(
    code: ErrorCode,
    place: { readonly line: number; readonly byte: number },
    what: string,
    expected: string,
    original: string,
    fix?: string,
  ): Found {
    return {
      reject: {
        code,
        locator: { line: place.line, byte: place.byte },
        reason: rejectReason(code, what, expected, fix),
        original: original.slice(0, rejectTextLimit),
      },
    };
  }
}

/** Newer versions of Node add line and column within the item, which are not those of the source. */
function faultOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.replace(/ \(line \d+ column \d+\)$/, '');
}
