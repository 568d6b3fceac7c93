import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { hash } from './partitions.ts';

const partitions = 64;
/** Two halves of a key's hash and the number of a member. */
const wordsPerEntry = 3;
const entriesGathered = 4_096;

/**
 * Which members share keys, of so many that neither keys nor members fit into memory: a key is spooled as 64 bits of hash,
 * and each partition of the spool is joined by itself. Keys that collide put members together that share nothing, which
 * costs a comparison later and changes no outcome.
 */
export class KeySpool {
  readonly #folder: string;
  readonly #files: number[];
  readonly #gathered: Uint32Array[];
  readonly #lengths: number[] = new Array<number>(partitions).fill(0);

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#files = Array.from({ length: partitions }, (_, at) => openSync(fileOf(folder, at), 'w'));
    this.#gathered = this.#files.map(() => new Uint32Array(entriesGathered * wordsPerEntry));
  }

  add(key: string, member: number): void {
    const high = hash(key);
    const partition = high % partitions;
    const entries = this.#gathered[partition];
    if (entries === undefined) return;
    const at = this.#lengths[partition] ?? 0;
    entries[at] = high;
    entries[at + 1] = hash(key, 0x9e3779b9);
    entries[at + 2] = member;
    this.#lengths[partition] = at + wordsPerEntry;
    if (at + wordsPerEntry === entries.length) this.#flush(partition);
  }

  /** Ends the spool and links what shares a key, directly or through others. */
  components(members: number): Components {
    this.close();
    const sets = new DisjointSets(members);
    for (let partition = 0; partition < partitions; partition++) {
      const file = fileOf(this.#folder, partition);
      const bytes = readFileSync(file);
      join(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4), sets);
      rmSync(file);
    }
    return sets.components();
  }

  close(): void {
    for (const [partition, file] of this.#files.entries()) {
      this.#flush(partition);
      closeSync(file);
    }
    this.#files.length = 0;
  }

  #flush(partition: number): void {
    const entries = this.#gathered[partition];
    const file = this.#files[partition];
    if (entries === undefined || file === undefined) return;
    const bytes = new Uint8Array(entries.buffer, 0, (this.#lengths[partition] ?? 0) * 4);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    this.#lengths[partition] = 0;
  }
}

function fileOf(folder: string, partition: number): string {
  return path.join(folder, `${partition}.keys`);
}

/** Joins members that have an entry with the same hash: a table with open addressing over the entries of a partition. */
function join(entries: Uint32Array, sets: DisjointSets): void {
  const count = entries.length / wordsPerEntry;
  const size = 2 ** Math.ceil(Math.log2(2 * count + 2));
  // Holds where an entry begins, from 1.
  const table = new Uint32Array(size);
  for (let at = 0; at < entries.length; at += wordsPerEntry) {
    for (let slot = (entries[at + 1] ?? 0) % size; ; slot = (slot + 1) % size) {
      const found = table[slot] ?? 0;
      if (found === 0) {
        table[slot] = at + 1;
        break;
      }
      if (entries[found - 1] === entries[at] && entries[found] === entries[at + 1]) {
        sets.union(entries[found + 1] ?? 0, entries[at + 2] ?? 0);
        break;
      }
    }
  }
}

/** Sets of numbered members, each set a chain in ascending order. Its memory can be shared by threads. */
export interface Components {
  /** 1 for the least member of each set. */
  readonly heads: Uint8Array;
  /** The next member of the same set, 0 after the last. */
  readonly next: Uint32Array;
}

/** The members of the set that begins with `head`, ascending. */
export function membersOf({ next }: Components, head: number): number[] {
  const members = [head];
  for (let at = next[head] ?? 0; at !== 0; at = next[at] ?? 0) members.push(at);
  return members;
}

class DisjointSets {
  readonly #parents: Uint32Array;

  constructor(members: number) {
    this.#parents = Uint32Array.from({ length: members }, (_, member) => member);
  }

  union(a: number, b: number): void {
    const [rootA, rootB] = [this.#find(a), this.#find(b)];
    this.#parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  components(): Components {
    const count = this.#parents.length;
    const heads = new Uint8Array(new SharedArrayBuffer(count));
    const next = new Uint32Array(new SharedArrayBuffer(4 * count));
    const later = new Uint32Array(count);
    for (let member = count - 1; member >= 0; member--) {
      const root = this.#find(member);
      next[member] = later[root] ?? 0;
      later[root] = member;
      if (root === member) heads[member] = 1;
    }
    return { heads, next };
  }

  #find(member: number): number {
    let at = member;
    for (;;) {
      const parent = this.#parents[at] ?? at;
      if (parent === at) return at;
      const above = this.#parents[parent] ?? parent;
      this.#parents[at] = above;
      at = above;
    }
  }
}
