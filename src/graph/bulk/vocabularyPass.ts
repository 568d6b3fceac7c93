import { mergedTopic, mergedVenue, type TopicRow, type VenueRow } from '../write/publications.ts';
import { TableFiles } from './files.ts';
import { byFirst, takePartition } from './partitions.ts';
import { type BulkContext, type Pass, type PassResult, type Piece, spool } from './pass.ts';

/** A venue, or a venue and what it is part of. */
type VenueSpoolRow =
  | readonly [
      id: string,
      name: string,
      sortName: string,
      acronym: string | null,
      kind: string,
      names: readonly string[],
    ]
  | readonly [venue: string, series: string];

/** A topic, or a topic and a broader one. */
type TopicSpoolRow =
  | readonly [id: string, name: string, names: readonly string[]]
  | readonly [narrow: string, broad: string];

/** Brings together what publications say of each venue and each topic, and of what each publication cites. */
export class VocabularyPass implements Pass {
  readonly #context: BulkContext;
  readonly #files: TableFiles;

  constructor(context: BulkContext, writer: string) {
    this.#context = context;
    this.#files = new TableFiles(context.files, writer);
  }

  run({ from, to }: Piece): void {
    for (let partition = from; partition < to; partition++) {
      this.#writeVenues(partition);
      this.#writeTopics(partition);
      this.#writeCitations(partition);
    }
  }

  close(): PassResult {
    return { written: this.#files.close() };
  }

  #writeVenues(partition: number): void {
    const rows = takePartition<VenueSpoolRow>(spool(this.#context, 'venues'), partition);
    for (const [id, ofVenue] of byFirst(rows)) {
      let venue: VenueRow | undefined;
      const series = new Set<string>();
      for (const row of ofVenue) {
        if (row.length === 2) {
          series.add(row[1]);
          continue;
        }
        const [, name, sortName, acronym, kind, names] = row;
        const next = { id, name, sortName, acronym: acronym ?? undefined, kind, names };
        venue = venue === undefined ? next : mergedVenue(venue, next);
      }
      if (venue !== undefined) this.#files.add('venues', [id], { ...venue });
      for (const each of series) this.#files.add('parts', [id, each]);
    }
  }

  #writeTopics(partition: number): void {
    const rows = takePartition<TopicSpoolRow>(spool(this.#context, 'topics'), partition);
    for (const [id, ofTopic] of byFirst(rows)) {
      let topic: TopicRow | undefined;
      const broader = new Set<string>();
      for (const row of ofTopic) {
        if (row.length === 2) {
          broader.add(row[1]);
          continue;
        }
        const [, name, names] = row;
        topic = topic === undefined ? { id, name, names } : mergedTopic(topic, { id, name, names });
      }
      if (topic !== undefined) this.#files.add('topics', [id], { ...topic });
      for (const each of broader) this.#files.add('broader', [id, each]);
    }
  }

  #writeCitations(partition: number): void {
    type Citation = readonly [citing: string, cited: string];
    const rows = takePartition<Citation>(spool(this.#context, 'citations'), partition);
    for (const [citing, ofCiting] of byFirst(rows)) {
      const cited = new Set(ofCiting.map(([, publication]) => publication));
      for (const publication of cited) this.#files.add('citations', [citing, publication]);
    }
  }
}
