import type { StatedPerson } from '../../resolve/personStatement.ts';
import { profileOwners } from '../../resolve/profileOwners.ts';
import { resolveAuthors } from '../../resolve/sameAuthor.ts';
import { authorRow, type CountedMention, coauthorshipLimit, evidenceRow } from '../write/authors.ts';
import { TableFiles } from './files.ts';
import { personNode } from './identifierPass.ts';
import { type MentionRow, type PlainProperties, storedName } from './mentionRow.ts';
import { byFirst, PartitionWriter, takePartition } from './partitions.ts';
import { type BulkContext, type Pass, type PassResult, type Piece, spool } from './pass.ts';

interface SpooledMention extends CountedMention {
  readonly authorship: PlainProperties;
}

/** An author of a publication: what coauthorships are derived from. */
export type BylineRow = readonly [
  publication: string,
  author: string,
  authorCount: number,
  year: number | null,
];

/**
 * Tells the authors of each name block apart. Blocks that a person identifier links are set aside, to be looked at
 * together: see `LinkedAuthorPass`.
 */
export class AuthorPass implements Pass {
  readonly #context: BulkContext;
  readonly #writer: AuthorWriter;
  readonly #linked: PartitionWriter;
  /** For each block that is linked with others, one that stands for all of them. */
  readonly #representatives: ReadonlyMap<string, string>;

  constructor(
    context: BulkContext,
    writer: string,
    representatives: ReadonlyMap<string, string>,
    preprintServers: ReadonlySet<string>,
  ) {
    this.#context = context;
    this.#writer = new AuthorWriter(context, writer, preprintServers);
    this.#linked = new PartitionWriter(spool(context, 'linkedMentions'), context.partitions, writer);
    this.#representatives = representatives;
  }

  run({ from, to }: Piece): void {
    for (let partition = from; partition < to; partition++) {
      const rows = takePartition<MentionRow>(spool(this.#context, 'mentions'), partition);
      for (const [block, mentions] of byFirst(rows)) {
        const representative = this.#representatives.get(block);
        if (representative === undefined) this.#writer.write(mentions);
        else for (const row of mentions) this.#linked.add(representative, [representative, row]);
      }
      for (const [person] of takePartition<readonly [StatedPerson]>(
        spool(this.#context, 'persons'),
        partition,
      )) {
        const representative = this.#representatives.get(personNode(person.key));
        if (representative !== undefined) this.#linked.add(representative, [representative, null, person]);
      }
    }
  }

  close(): PassResult {
    this.#linked.close();
    return { written: this.#writer.close() };
  }
}

export class LinkedAuthorPass implements Pass {
  readonly #context: BulkContext;
  readonly #writer: AuthorWriter;

  constructor(context: BulkContext, writer: string, preprintServers: ReadonlySet<string>) {
    this.#context = context;
    this.#writer = new AuthorWriter(context, writer, preprintServers);
  }

  run({ from, to }: Piece): void {
    type Linked =
      | readonly [representative: string, mention: MentionRow]
      | readonly [representative: string, mention: null, person: StatedPerson];
    for (let partition = from; partition < to; partition++) {
      const rows = takePartition<Linked>(spool(this.#context, 'linkedMentions'), partition);
      for (const ofOne of byFirst(rows).values()) {
        this.#writer.write(
          ofOne.flatMap(([, mention]) => (mention === null ? [] : [mention])),
          ofOne.flatMap(([, , person]) => person ?? []),
        );
      }
    }
  }

  close(): PassResult {
    return { written: this.#writer.close() };
  }
}

class AuthorWriter {
  readonly #files: TableFiles;
  readonly #bylines: PartitionWriter;
  readonly #preprintServers: ReadonlySet<string>;

  constructor(context: BulkContext, writer: string, preprintServers: ReadonlySet<string>) {
    this.#preprintServers = preprintServers;
    this.#files = new TableFiles(context.files, writer);
    this.#bylines = new PartitionWriter(spool(context, 'bylines'), context.partitions, writer);
  }

  /** @param rows closed: all mentions of one or more name blocks that nothing links to others */
  write(rows: readonly MentionRow[], persons: readonly StatedPerson[] = []): void {
    const mentions: SpooledMention[] = [];
    const alone = new Map<string, MentionRow>();
    for (const row of rows) {
      const [, publication, year, authorCount, authorship, byline, venues, topics, institutions, unnamed] =
        row;
      const name = storedName(authorship);
      if (name === undefined) {
        if (unnamed === null) continue;
        alone.set(unnamed.id, row);
        this.#writeAuthorship(unnamed.id, { publication, authorship, authorCount, year: year ?? undefined });
        continue;
      }
      const { order, identifiers } = authorship;
      mentions.push({
        publication,
        order: typeof order === 'number' ? order : 0,
        year: year ?? undefined,
        name,
        identifiers: Array.isArray(identifiers) ? identifiers : [],
        coauthors: byline.flatMap((key, place) => (key === null || place === order ? [] : [key])),
        venues: venues.filter((venue) => !this.#preprintServers.has(venue)),
        topics,
        institutions,
        authorCount,
        authorship,
      });
    }
    for (const [id, [, , , , { display }, , , , , unnamed]] of alone) {
      const author = { name: display, names: [display], publicationCount: 0 };
      this.#files.add('authors', [id], { ...author, sortName: unnamed?.sortName });
    }
    const { groups, candidates } = resolveAuthors(mentions, undefined, persons);
    for (const group of groups) {
      const { stale: _, ...author } = authorRow(group);
      this.#files.add('authors', [group.id], author);
      for (const mention of group.mentions) this.#writeAuthorship(group.id, mention);
    }
    for (const { authors, evidence } of candidates) {
      this.#files.add('candidates', authors, evidenceRow(evidence));
    }
    for (const each of profileOwners(groups)) this.#files.add('profiles', each);
  }

  close() {
    this.#bylines.close();
    return this.#files.close();
  }

  #writeAuthorship(
    author: string,
    mention: Pick<SpooledMention, 'publication' | 'authorship' | 'authorCount' | 'year'>,
  ): void {
    const { publication, authorCount } = mention;
    this.#files.add('authorships', [author, publication], mention.authorship);
    if (authorCount < 2 || authorCount > coauthorshipLimit) return;
    this.#bylines.add(publication, [
      publication,
      author,
      authorCount,
      mention.year ?? null,
    ] satisfies BylineRow);
  }
}
