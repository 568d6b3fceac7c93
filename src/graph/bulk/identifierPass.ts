import { TableFiles } from './files.ts';
import { byFirst, PartitionWriter, takePartition } from './partitions.ts';
import { type BulkContext, type Pass, type PassResult, type Piece, spool } from './pass.ts';

type KeyRow = readonly [key: string, kind: 'identifies' | 'reference' | 'person', publicationOrBlock: string];

/** Brings each key together: what it identifies, what refers to it, in which name blocks it is a person's. */
export class IdentifierPass implements Pass {
  readonly #context: BulkContext;
  readonly #files: TableFiles;
  readonly #citations: PartitionWriter;
  readonly #links: (readonly string[])[] = [];

  constructor(context: BulkContext, writer: string) {
    this.#context = context;
    this.#files = new TableFiles(context.files, writer);
    this.#citations = new PartitionWriter(spool(context, 'citations'), context.partitions, writer);
  }

  run({ from, to }: Piece): void {
    for (let partition = from; partition < to; partition++) {
      const rows = takePartition<KeyRow>(spool(this.#context, 'identifiers'), partition);
      for (const [key, ofKey] of byFirst(rows)) this.#write(key, ofKey);
    }
  }

  close(): PassResult {
    this.#citations.close();
    return { written: this.#files.close(), links: this.#links };
  }

  #write(key: string, rows: readonly KeyRow[]): void {
    const of = (kind: KeyRow[1]) => [
      ...new Set(rows.filter((row) => row[1] === kind).map(([, , value]) => value)),
    ];
    const blocks = of('person').sort();
    if (blocks.length > 1) this.#links.push(blocks);
    this.#files.add('identifiers', [key], blocks.length === 0 ? {} : { blocks });
    const identified = of('identifies');
    for (const publication of identified) this.#files.add('identities', [key, publication]);
    for (const citing of of('reference')) {
      this.#files.add('references', [citing, key]);
      for (const cited of identified) if (cited !== citing) this.#citations.add(citing, [citing, cited]);
    }
  }
}
