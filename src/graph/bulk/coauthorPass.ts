import type { BylineRow } from './authorPass.ts';
import { TableFiles } from './files.ts';
import { byFirst, PartitionWriter, takePartition } from './partitions.ts';
import { type BulkContext, type Pass, type PassResult, type Piece, spool } from './pass.ts';

/** `low high`, and what of a publication that they share counts. */
type PairRow = readonly [pair: string, authorCount: number, year: number | null];

/** Makes the pairs of each byline. */
export class PairPass implements Pass {
  readonly #context: BulkContext;
  readonly #pairs: PartitionWriter;

  constructor(context: BulkContext, writer: string) {
    this.#context = context;
    this.#pairs = new PartitionWriter(spool(context, 'pairs'), context.partitions, writer);
  }

  run({ from, to }: Piece): void {
    for (let partition = from; partition < to; partition++) {
      const rows = takePartition<BylineRow>(spool(this.#context, 'bylines'), partition);
      for (const byline of byFirst(rows).values()) this.#add(byline);
    }
  }

  close(): PassResult {
    this.#pairs.close();
    return { written: [] };
  }

  #add(byline: readonly BylineRow[]): void {
    const [first] = byline;
    if (first === undefined) return;
    const [, , authorCount, year] = first;
    const authors = [...new Set(byline.map(([, author]) => author))].sort();
    for (const [place, low] of authors.entries()) {
      for (let other = place + 1; other < authors.length; other++) {
        const pair = `${low} ${authors[other]}`;
        this.#pairs.add(pair, [pair, authorCount, year] satisfies PairRow);
      }
    }
  }
}

/** Adds up what each pair shares: what `deriveCoauthorships` does in Cypher. */
export class CoauthorPass implements Pass {
  readonly #context: BulkContext;
  readonly #files: TableFiles;

  constructor(context: BulkContext, writer: string) {
    this.#context = context;
    this.#files = new TableFiles(context.files, writer);
  }

  run({ from, to }: Piece): void {
    for (let partition = from; partition < to; partition++) {
      const rows = takePartition<PairRow>(spool(this.#context, 'pairs'), partition);
      for (const [pair, shared] of byFirst(rows)) this.#write(pair, shared);
    }
  }

  close(): PassResult {
    return { written: this.#files.close() };
  }

  #write(pair: string, shared: readonly PairRow[]): void {
    const shares = shared.reduce((sum, [, authorCount]) => sum + Math.round(1e12 / (authorCount - 1)), 0);
    const years = shared.map(([, , year]) => year).filter((year) => year !== null);
    this.#files.add('coauthorships', pair.split(' '), {
      publications: shared.length,
      weight: Math.floor((shares + 500_000) / 1e6) / 1e6,
      ...(years.length === 0 ? {} : { firstYear: Math.min(...years), lastYear: Math.max(...years) }),
    });
  }
}
