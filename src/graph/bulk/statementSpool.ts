import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { keysOf, lookupKeys } from '../../resolve/samePublication.ts';
import { type Statement, type StatementSource, statementFromText } from '../../resolve/statement.ts';
import { type Components, KeySpool } from './components.ts';

const chunk = 1 << 20;

/** Where the statements lie: those of the set that a number heads are read together. Threads share its memory. */
export interface SpooledStatements {
  readonly file: string;
  readonly count: number;
  /** Of each statement in the file, and of the end. */
  readonly offsets: Float64Array;
  /** The place in `sources` of each statement's source. */
  readonly sourceOf: Uint32Array;
  readonly sources: readonly StatementSource[];
  readonly components: Components;
}

/** Takes statements in, one after another, and finds out which of them can concern each other. */
export class StatementSpool {
  readonly #path: string;
  readonly #file: number;
  readonly #keys: KeySpool;
  readonly #sources: StatementSource[] = [];
  readonly #sourceNumbers = new Map<string, number>();
  #offsets = new Float64Array(1 << 16);
  #sourceOf = new Uint32Array(1 << 16);
  #count = 0;
  #bytes = 0;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;

  constructor(file: string, keysFolder: string) {
    this.#path = file;
    this.#file = openSync(file, 'w');
    this.#keys = new KeySpool(keysFolder);
  }

  get count(): number {
    return this.#count;
  }

  add(statement: Statement): void {
    const number = this.#count;
    if (number + 1 === this.#offsets.length) this.#grow();
    this.#sourceOf[number] = this.#sourceNumber(statement.source);
    this.#count += 1;
    const bytes = Buffer.from(statement.text);
    this.#gathered.push(bytes);
    this.#gatheredBytes += bytes.length;
    this.#bytes += bytes.length;
    this.#offsets[number + 1] = this.#bytes;
    if (this.#gatheredBytes > chunk) this.#flush();
    // The same entry stated again replaces what it said before, so the two are looked at together.
    this.#keys.add(`statement:${statement.key}`, number);
    for (const key of lookupKeys(keysOf(statement))) this.#keys.add(key, number);
  }

  /** Ends the taking in. */
  finish(): SpooledStatements {
    this.#flush();
    closeSync(this.#file);
    return {
      file: this.#path,
      count: this.#count,
      offsets: shared(Float64Array, this.#offsets.subarray(0, this.#count + 1)),
      sourceOf: shared(Uint32Array, this.#sourceOf.subarray(0, this.#count)),
      sources: this.#sources,
      components: this.#keys.components(this.#count),
    };
  }

  #sourceNumber(source: StatementSource): number {
    const known = this.#sourceNumbers.get(source.id);
    if (known !== undefined) return known;
    this.#sourceNumbers.set(source.id, this.#sources.length);
    return this.#sources.push(source) - 1;
  }

  #grow(): void {
    const [offsets, sourceOf] = [this.#offsets, this.#sourceOf];
    this.#offsets = new Float64Array(2 * offsets.length);
    this.#offsets.set(offsets);
    this.#sourceOf = new Uint32Array(2 * sourceOf.length);
    this.#sourceOf.set(sourceOf);
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#gathered);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    this.#gathered = [];
    this.#gatheredBytes = 0;
  }
}

function shared<Values extends Float64Array | Uint32Array>(
  kind: { readonly BYTES_PER_ELEMENT: number; new (buffer: SharedArrayBuffer): Values },
  values: Values,
): Values {
  const copy = new kind(new SharedArrayBuffer(values.length * kind.BYTES_PER_ELEMENT));
  copy.set(values);
  return copy;
}

/** Reads statements back: ascending ones in large pieces, others one by one. */
export class StatementReader {
  readonly #statements: SpooledStatements;
  readonly #file: number;
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;

  constructor(statements: SpooledStatements) {
    this.#statements = statements;
    this.#file = openSync(statements.file, 'r');
  }

  /** @param ahead whether what follows in the file will be asked for next */
  read(number: number, ahead: boolean): Statement {
    const { offsets, sources, sourceOf, file } = this.#statements;
    const from = offsets[number] ?? 0;
    const to = offsets[number + 1] ?? 0;
    const source = sources[sourceOf[number] ?? 0];
    if (source === undefined) throw new RangeError(`${file} has no statement ${number}`);
    const fields = this.#bytes(from, to, ahead).toString('utf8');
    return statementFromText(source, fields);
  }

  close(): void {
    closeSync(this.#file);
  }

  #bytes(from: number, to: number, ahead: boolean): Buffer {
    const begin = from - this.#windowAt;
    if (begin >= 0 && to - this.#windowAt <= this.#window.length) {
      return this.#window.subarray(begin, begin + to - from);
    }
    const piece = this.#readPiece(from, ahead ? Math.max(chunk, to - from) : to - from);
    if (!ahead) return piece;
    this.#window = piece;
    this.#windowAt = from;
    return piece.subarray(0, to - from);
  }

  #readPiece(from: number, length: number): Buffer {
    const piece = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(this.#file, piece, filled, length - filled, from + filled);
      if (read === 0) break;
      filled += read;
    }
    return piece.subarray(0, filled);
  }
}
