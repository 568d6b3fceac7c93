import { institutionsByPlace } from '../../resolve/affiliation.ts';
import { type Authorship, mergePublication, type Publication } from '../../resolve/mergePublication.ts';
import { calledKey } from '../../resolve/personStatement.ts';
import { samePublications } from '../../resolve/samePublication.ts';
import type { VenueAliases } from '../../resolve/sameVenue.ts';
import type { Statement } from '../../resolve/statement.ts';
import { coauthorshipLimit, storedCoauthorKey } from '../write/authors.ts';
import { institutionRows } from '../write/institutions.ts';
import { authorshipRow, provisionalId, publicationRow, topicRows, venueRows } from '../write/publications.ts';
import { membersOf } from './components.ts';
import { TableFiles } from './files.ts';
import { type MentionRow, plain, storedName } from './mentionRow.ts';
import { PartitionWriter } from './partitions.ts';
import { type BulkContext, type Pass, type PassResult, type Piece, spool } from './pass.ts';
import { StatementReader } from './statementSpool.ts';

/** Publications whose venues and topics are gathered before they are spooled. */
const publicationsGathered = 500;

/** Decides which publications there are, and spools what has to be brought together with others of its kind. */
export class PublicationPass implements Pass {
  readonly #context: BulkContext;
  readonly #aliases: VenueAliases;
  readonly #reader: StatementReader;
  readonly #files: TableFiles;
  readonly #identifiers: PartitionWriter;
  readonly #venues: PartitionWriter;
  readonly #topics: PartitionWriter;
  readonly #institutions: PartitionWriter;
  readonly #mentions: PartitionWriter;
  readonly #created = new Map<number, number>();
  #gathered: Publication[] = [];

  constructor(context: BulkContext, writer: string, aliases: VenueAliases) {
    this.#context = context;
    this.#aliases = aliases;
    this.#reader = new StatementReader(context.statements);
    this.#files = new TableFiles(context.files, writer);
    const spoolOf = (name: 'identifiers' | 'venues' | 'topics' | 'institutions' | 'mentions') =>
      new PartitionWriter(spool(context, name), context.partitions, writer);
    this.#identifiers = spoolOf('identifiers');
    this.#venues = spoolOf('venues');
    this.#topics = spoolOf('topics');
    this.#institutions = spoolOf('institutions');
    this.#mentions = spoolOf('mentions');
  }

  run({ from, to }: Piece): void {
    const { components } = this.#context.statements;
    for (let head = from; head < to; head++) {
      if (components.heads[head] !== 1) continue;
      this.#resolve(membersOf(components, head));
    }
    this.#write();
  }

  close(): PassResult {
    this.#reader.close();
    for (const writer of [this.#identifiers, this.#venues, this.#topics, this.#institutions, this.#mentions])
      writer.close();
    return { written: this.#files.close(), created: this.#created };
  }

  /** @param members statements that can concern each other, in the order in which they were read */
  #resolve(members: readonly number[]): void {
    const latest = new Map<string, Statement>();
    const first = new Map<string, number>();
    for (const [place, member] of members.entries()) {
      const statement = this.#reader.read(member, place === 0);
      latest.set(statement.key, statement);
      if (!first.has(statement.key)) first.set(statement.key, member);
    }
    for (const group of samePublications([...latest.values()])) {
      const publication = mergePublication({ ...group, aliases: this.#aliases });
      for (const statement of publication.statements) this.#addStatement(publication, statement);
      this.#count(publication, first);
      this.#gathered.push(publication);
    }
    if (this.#gathered.length >= publicationsGathered) this.#write();
  }

  #addStatement(publication: Publication, statement: Statement): void {
    const { locator } = statement.record;
    this.#files.add('statements', [publication.id, statement.source.id], {
      key: statement.key,
      locator: locator.key,
      line: locator.line,
      fields: statement.text,
    });
  }

  #count(publication: Publication, numberOf: ReadonlyMap<string, number>): void {
    const first = Math.min(...publication.statements.map(({ key }) => numberOf.get(key) ?? 0));
    const source = this.#context.statements.sourceOf[first] ?? 0;
    this.#created.set(source, (this.#created.get(source) ?? 0) + 1);
  }

  #write(): void {
    const publications = this.#gathered;
    this.#gathered = [];
    const { venues, parts, appearances } = venueRows(publications);
    const { topics, broader, subjects } = topicRows(publications);
    for (const venue of venues.values()) {
      const { id, name, sortName, acronym, kind, names } = venue;
      this.#venues.add(id, [id, name, sortName, acronym ?? null, kind, names]);
    }
    for (const { venue, series, publications: count } of parts) {
      this.#venues.add(venue, [venue, series, count]);
    }
    for (const { publication, venue, properties } of appearances) {
      this.#files.add('appearances', [publication, venue], properties);
    }
    for (const { id, name, names } of topics.values()) this.#topics.add(id, [id, name, names]);
    for (const { narrow, broad, name, publications: count } of broader) {
      this.#topics.add(narrow, [narrow, broad, name, count]);
    }
    for (const { publication, topic, properties } of subjects) {
      this.#files.add('subjects', [publication, topic], properties);
    }
    const { institutions, affiliations } = institutionRows(publications);
    for (const row of institutions.values()) this.#institutions.add(row.id, [row.id, row]);
    for (const { publication, institution, properties } of affiliations) {
      this.#files.add('affiliations', [publication, institution], properties);
    }
    const venuesOf = grouped(appearances, ({ venue }) => venue);
    const topicsOf = grouped(subjects, ({ topic }) => topic);
    for (const publication of publications) {
      const { id } = publication;
      this.#files.add('publications', [id], publicationRow(publication));
      for (const key of publication.keys) this.#identifiers.add(key, [key, 'identifies', id]);
      for (const key of publication.references) this.#identifiers.add(key, [key, 'reference', id]);
      this.#addMentions(publication, venuesOf.get(id) ?? [], topicsOf.get(id) ?? []);
    }
  }

  #addMentions(publication: Publication, venues: readonly string[], topics: readonly string[]): void {
    const { id, properties, authors } = publication;
    const coauthors = authors.length > coauthorshipLimit ? [] : authors.map(coauthorKeyOf);
    const institutions = institutionsByPlace(
      publication.affiliations.map(({ institution, orders }) => ({ name: institution.name, orders })),
    );
    for (const author of authors) {
      const { block, sortName } = author.name;
      const authorship = plain(authorshipRow(author));
      this.#mentions.add(block, [
        block,
        id,
        properties.year ?? null,
        authors.length,
        authorship,
        coauthors,
        venues,
        topics,
        institutions.get(author.order) ?? [],
        storedName(authorship) === undefined ? { id: provisionalId(author), sortName } : null,
      ] satisfies MentionRow);
      for (const key of author.identifiers) this.#identifiers.add(key, [key, 'person', block]);
      const stored = this.#context.namesAreStated ? storedName(authorship) : undefined;
      if (stored !== undefined)
        this.#identifiers.add(calledKey(stored), [calledKey(stored), 'bearer', block]);
    }
  }
}

function grouped<Item extends { readonly publication: string }>(
  items: readonly Item[],
  pick: (item: Item) => string,
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const item of items) {
    const group = groups.get(item.publication);
    if (group === undefined) groups.set(item.publication, [pick(item)]);
    else group.push(pick(item));
  }
  return groups;
}

/** As the ordinary import has it from what it has stored. */
function coauthorKeyOf({ name }: Authorship): string | null {
  const known = coauthorKeys.get(name);
  if (known !== undefined) return known;
  const { block, family, given } = name;
  const key =
    storedCoauthorKey({ block, family, given: given.length === 0 ? null : given.join(' ') }) ?? null;
  coauthorKeys.set(name, key);
  return key;
}

/** A name that comes again is the same object, as long as `parseName` knows it. */
const coauthorKeys = new WeakMap<Authorship['name'], string | null>();
