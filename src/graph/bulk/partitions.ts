import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** A row of a spool: whatever JSON can hold. */
export type Row = readonly unknown[];

/** Characters that are gathered for a partition before they go to its file. */
const gathered = 1 << 14;

/**
 * Rows on disk in a fixed number of partitions, so that all rows with one key can be brought together while only a
 * partition is in memory (the partitioning phase of a Grace hash join: Kitsuregawa and others, 1983). Several writers
 * write at once, each to files of its own name.
 */
export class PartitionWriter {
  readonly #folder: string;
  readonly #writer: string;
  readonly #texts: string[];

  constructor(folder: string, partitions: number, writer: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#writer = writer;
    this.#texts = new Array<string>(partitions).fill('');
  }

  add(key: string, row: Row): void {
    const partition = hash(key) % this.#texts.length;
    const text = `${this.#texts[partition]}${JSON.stringify(row)},\n`;
    if (text.length < gathered) {
      this.#texts[partition] = text;
      return;
    }
    appendFileSync(this.#file(partition), text);
    this.#texts[partition] = '';
  }

  close(): void {
    for (const [partition, text] of this.#texts.entries()) {
      if (text !== '') appendFileSync(this.#file(partition), text);
    }
    this.#texts.fill('');
  }

  #file(partition: number): string {
    return path.join(this.#folder, `${partition}.${this.#writer}`);
  }
}

/** The rows of one partition, of all writers, in the order of their names. The files are deleted. */
export function takePartition<Taken extends Row>(folder: string, partition: number): Taken[] {
  if (!existsSync(folder)) return [];
  const rows: Taken[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.startsWith(`${partition}.`)) continue;
    const file = path.join(folder, name);
    const read: Taken[] = JSON.parse(`[${readFileSync(file, 'utf8').slice(0, -2)}]`);
    for (const row of read) rows.push(row);
    rmSync(file);
  }
  return rows;
}

/** Rows by their first item, in the order in which each first item comes first. */
export function byFirst<Taken extends Row>(rows: readonly Taken[]): Map<string, Taken[]> {
  const groups = new Map<string, Taken[]>();
  for (const row of rows) {
    const key = String(row[0]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** FNV-1a over UTF-16 code units, 32 bits, mixed as MurmurHash3 ends. */
export function hash(text: string, seed = 0x811c9dc5): number {
  let value = seed;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
