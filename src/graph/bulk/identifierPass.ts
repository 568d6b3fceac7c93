import { TableFiles } from './files.ts';
import { byFirst, PartitionWriter, takePartition } from './partitions.ts';
import { type BulkContext, type Pass, type PassResult, type Piece, spool } from './pass.ts';

type KeyRow = readonly [
  key: string,
  /** `bearer` is of a name that somebody has in this block, `names` of a statement of a person. */
  kind: 'identifies' | 'reference' | 'person' | 'bearer' | 'names',
  publicationOrBlockOrStatement: string,
];

/** What stands for a statement of a person among the name blocks that it links. */
export function personNode(statement: string): string {
  return `person\t${statement}`;
}

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
    const persons = of('names');
    const isStated = rows.some(([, kind]) => kind !== 'bearer');
    if (!isStated) return;
    const linked = [...new Set([...blocks, ...of('bearer')]), ...persons.map(personNode)];
    if (linked.length > 1) this.#links.push(linked);
    for (const person of persons) this.#files.add('personKeys', [key, person]);
    this.#files.add('identifiers', [key], blocks.length === 0 ? {} : { blocks });
    const identified = of('identifies');
    for (const publication of identified) this.#files.add('identities', [key, publication]);
    for (const citing of of('reference')) {
      this.#files.add('references', [citing, key]);
      for (const cited of identified) if (cited !== citing) this.#citations.add(citing, [citing, cited]);
    }
  }
}
