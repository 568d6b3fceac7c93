import { createHash } from 'node:crypto';

/**
 * Gives each record of a source a key of its own. A key that has come before, as in a bibliography put together
 * from two, is followed by a digest of the record's content: `knuth1984#1f0c…`; a record that repeats another to the
 * letter is counted: `knuth1984#1f0c…/2`. So a key does not depend on what else is in the source, but for which of
 * those that share it comes first.
 *
 * Takes bounded memory and bounded time for each record, however many come: see `SeenKeys`.
 */
export class LocatorKeys {
  readonly #seen: SeenKeys;
  #repeated = 1;

  /** @param filterBits a power of two from 2⁵ to 2³² */
  constructor(filterBits = 2 ** 28) {
    this.#seen = new SeenKeys(filterBits);
  }

  /**
   * @param key what the source calls the record; undefined where it has no name
   * @param content the record's own text
   */
  distinct(key: string | undefined, content: string): string {
    const name = key !== undefined && key.length <= longestKey ? key : undefined;
    if (name !== undefined && this.#seen.add(name)) return name;
    const digest = createHash('sha256').update(content).digest('hex');
    const digested = name === undefined ? `sha256:${digest.slice(0, 32)}` : `${name}#${digest.slice(0, 16)}`;
    if (this.#seen.add(digested)) return digested;
    for (let tries = 0; tries < mostTries; tries++) {
      const counted = `${digested}/${++this.#repeated}`;
      if (this.#seen.add(counted)) return counted;
    }
    // The filter is full and takes all for seen. No count is given twice.
    return `${digested}/${++this.#repeated}`;
  }
}

/**
 * The keys that have come: the first `exactKeys` themselves, and then all in a filter of fixed size (Bloom,
 * 'Space/time trade-offs in hash coding with allowable errors', Communications of the ACM 13(7), 1970). It never
 * forgets a key, and takes a new one for an old one the more often the more it holds. With 2²⁸ bits (32 MB) it does so
 * to one key in 10⁹ beside 2.5 million, in 600,000 beside 7 million, in 600 beside 20 million, and in 4 beside 60 million.
 * A key that is taken for an old one gets a digest, so that when its record changes, the changed one stands beside it.
 */
class SeenKeys {
  readonly #filterBits: number;
  #exact: Set<string> | undefined = new Set();
  #filter: Uint32Array | undefined;

  constructor(filterBits: number) {
    this.#filterBits = filterBits;
  }

  /** Whether the key is new. */
  add(key: string): boolean {
    if (this.#exact === undefined) return this.#addToFilter(key);
    if (this.#exact.has(key)) return false;
    this.#exact.add(key);
    if (this.#exact.size > exactKeys) {
      for (const earlier of this.#exact) this.#addToFilter(earlier);
      this.#exact = undefined;
    }
    return true;
  }

  #addToFilter(key: string): boolean {
    this.#filter ??= new Uint32Array(this.#filterBits / 32);
    const hash = createHash('sha1').update(key).digest();
    const first = hash.readUInt32LE(0);
    const step = (hash.readUInt32LE(4) | 1) >>> 0;
    let isNew = false;
    for (let turn = 0; turn < filterHashes; turn++) {
      const bit = (first + turn * step) % this.#filterBits;
      const word = this.#filter[bit >>> 5] ?? 0;
      const mask = 1 << (bit & 31);
      if ((word & mask) === 0) {
        isNew = true;
        this.#filter[bit >>> 5] = word | mask;
      }
    }
    return isNew;
  }
}

const longestKey = 500;
const exactKeys = 20_000;
const filterHashes = 8;
/** Counts that are tried for a record that repeats another. */
const mostTries = 64;
