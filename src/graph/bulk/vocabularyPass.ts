import { type InstitutionRow, mergedInstitution } from '../write/institutions.ts';
import {
  type BroaderRow,
  mergedBroader,
  mergedTopic,
  mergedVenue,
  type TopicRow,
  type VenueRow,
} from '../write/publications.ts';
import { TableFiles } from './files.ts';
import { byFirst, takePartition } from './partitions.ts';
import { type BulkContext, type Pass, type PassResult, type Piece, spool } from './pass.ts';

/** A venue, or a venue, what it is part of, and how many publications say so. */
type VenueSpoolRow =
  | readonly [
      id: string,
      name: string,
      sortName: string,
      acronym: string | null,
      kind: string,
      names: readonly string[],
    ]
  | readonly [venue: string, series: string, publications: number];

/** A topic, or a topic, a broader one with its name, and how many publications say so. */
type TopicSpoolRow =
  | readonly [id: string, name: string, names: readonly string[]]
  | readonly [narrow: string, broad: string, name: string, publications: number];

/** Brings together what publications say of each venue, topic and institution, and of what each publication cites. */
export class VocabularyPass implements Pass {
  readonly #context: BulkContext;
  readonly #files: TableFiles;
  readonly #preprintServers: string[] = [];

  constructor(context: BulkContext, writer: string) {
    this.#context = context;
    this.#files = new TableFiles(context.files, writer);
  }

  run({ from, to }: Piece): void {
    for (let partition = from; partition < to; partition++) {
      this.#writeVenues(partition);
      this.#writeTopics(partition);
      this.#writeInstitutions(partition);
      this.#writeCitations(partition);
    }
  }

  close(): PassResult {
    return { written: this.#files.close(), preprintServers: this.#preprintServers };
  }

  #writeVenues(partition: number): void {
    const rows = takePartition<VenueSpoolRow>(spool(this.#context, 'venues'), partition);
    for (const [id, ofVenue] of byFirst(rows)) {
      let venue: VenueRow | undefined;
      const parts = new Map<string, number>();
      for (const row of ofVenue) {
        if (row.length === 3) {
          const [, series, publications] = row;
          parts.set(series, (parts.get(series) ?? 0) + publications);
          continue;
        }
        const [, name, sortName, acronym, kind, names] = row;
        const next = { id, name, sortName, acronym: acronym ?? undefined, kind, names };
        venue = venue === undefined ? next : mergedVenue(venue, next);
      }
      if (venue !== undefined) this.#files.add('venues', [id], { ...venue });
      if (venue?.kind === 'PREPRINT_SERVER') this.#preprintServers.push(id);
      for (const [series, publications] of parts) this.#files.add('parts', [id, series], { publications });
    }
  }

  #writeTopics(partition: number): void {
    const rows = takePartition<TopicSpoolRow>(spool(this.#context, 'topics'), partition);
    for (const [id, ofTopic] of byFirst(rows)) {
      let topic: TopicRow | undefined;
      const broader = new Map<string, BroaderRow>();
      for (const row of ofTopic) {
        if (row.length === 4) {
          const [narrow, broad, name, publications] = row;
          const before = broader.get(broad);
          const next = { narrow, broad, name, publications };
          broader.set(broad, before === undefined ? next : mergedBroader(before, next));
          continue;
        }
        const [, name, names] = row;
        topic = topic === undefined ? { id, name, names } : mergedTopic(topic, { id, name, names });
      }
      if (topic !== undefined) this.#files.add('topics', [id], { ...topic });
      for (const { broad, name, publications } of broader.values()) {
        this.#files.add('broader', [id, broad], { name, publications });
      }
    }
  }

  #writeInstitutions(partition: number): void {
    type Row = readonly [id: string, institution: InstitutionRow];
    const rows = takePartition<Row>(spool(this.#context, 'institutions'), partition);
    for (const [id, ofInstitution] of byFirst(rows)) {
      const institution = ofInstitution.map(([, row]) => row).reduce(mergedInstitution);
      this.#files.add('institutions', [id], { ...institution });
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
