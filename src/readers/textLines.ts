import { isUtf8 } from 'node:buffer';

export interface TextLine {
  /** Without its line break. */
  readonly text: string;
  /** 1-based. */
  readonly number: number;
  /** Whether `text` is the beginning of its line: one longer than `pieceBytes` comes in pieces. */
  readonly begins: boolean;
}

/** Bytes of a line that are handed on at once. */
export const pieceBytes = 64 * 1024;

const lf = 0x0a;
const cr = 0x0d;

/**
 * The lines of a text, as many at a time as a chunk of it holds; LF, CR LF and CR end one. A line that is not UTF-8
 * is taken for Windows-1252, so that files put together from both are read right; of one with another 8-bit
 * encoding the letters beyond ASCII come out wrong. What comes out does not depend on how the bytes are cut.
 */
export async function* textLines(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly TextLine[], void, undefined> {
  const splitter = new LineSplitter();
  for await (const chunk of bytes) {
    const lines = splitter.push(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last !== undefined) yield [last];
}

class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);
  #number = 1;
  #begins = true;
  #afterCr = false;

  push(chunk: Uint8Array): readonly TextLine[] {
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const window = this.#rest.length === 0 ? fresh : Buffer.concat([this.#rest, fresh]);
    // The rest holds no line break: it is `window` from there on that is to be looked through.
    let search = this.#rest.length;
    let start = 0;
    const lines: TextLine[] = [];
    if (this.#afterCr && window.length > 0) {
      this.#afterCr = false;
      if (window[0] === lf) {
        start = 1;
        search = 1;
      }
    }
    let nextCr = window.indexOf(cr, search);
    let nextLf = window.indexOf(lf, search);
    for (;;) {
      const end = nextLf === -1 ? nextCr : nextCr === -1 ? nextLf : Math.min(nextLf, nextCr);
      const stop = end === -1 ? window.length : end;
      while (stop - start > pieceBytes) {
        const cut = pieceEnd(window, start);
        lines.push(this.#piece(window.subarray(start, cut)));
        this.#begins = false;
        start = cut;
      }
      if (end === -1) break;
      lines.push(this.#piece(window.subarray(start, end)));
      this.#number++;
      this.#begins = true;
      start = end + 1;
      if (end === nextCr) {
        if (start === window.length) this.#afterCr = true;
        else if (window[start] === lf) start++;
        nextCr = window.indexOf(cr, start);
      }
      if (nextLf !== -1 && nextLf < start) nextLf = window.indexOf(lf, start);
    }
    // A copy, lest a few bytes keep the whole chunk in memory.
    this.#rest = Buffer.from(window.subarray(start));
    return lines;
  }

  end(): TextLine | undefined {
    if (this.#rest.length === 0) return undefined;
    return this.#piece(this.#rest);
  }

  #piece(bytes: Buffer): TextLine {
    // Without `stream`, Node 20 takes windows-1252 for ISO-8859-1 proper.
    const text = isUtf8(bytes) ? bytes.toString('utf8') : windows1252.decode(bytes, { stream: true });
    return { text, number: this.#number, begins: this.#begins };
  }
}

const windows1252 = new TextDecoder('windows-1252');

/** Where to cut a line that is too long, not within a character. */
function pieceEnd(window: Buffer, start: number): number {
  let end = start + pieceBytes;
  for (let back = 0; back < 3 && ((window[end] ?? 0) & 0xc0) === 0x80; back++) end--;
  return ((window[end] ?? 0) & 0xc0) === 0x80 ? start + pieceBytes : end;
}
