import type { Decisions } from '../../resolve/decision.ts';
import { idOf } from '../../resolve/id.ts';
import type { Authorship, Publication } from '../../resolve/mergePublication.ts';
import { blockOfCalled, isCalled } from '../../resolve/personStatement.ts';
import { type PlacedVenue, topicId, venueId } from '../../resolve/placed.ts';
import { cypher } from '../cypher.ts';
import { int, type Transaction } from '../graph.ts';
import { markOutdated } from '../outdated.ts';
import { giveChosenNames, withdrawChosenNames } from './chosenNames.ts';
import { sweepInstitutions, writeInstitutions } from './institutions.ts';
import { type StoredAuthorship, type StoredPublication, storedBesides } from './neighbourhood.ts';
import { blocksLinkedToPublications } from './personLinks.ts';

/** A publication to be written, and whom its names were taken for in the versions that it replaces. */
export interface PublicationChange {
  readonly publication: Publication;
  readonly formerAuthors: readonly StoredAuthorship[];
}

/** What a batch changes. */
export interface PublicationChanges {
  /** Written whole: whatever was stored of them before is replaced. */
  readonly changed: readonly PublicationChange[];
  /** Ids whose statements now belong to another publication, with that one's id; none where nobody states it any more. */
  readonly obsolete: readonly { readonly id: string; readonly successor: string | undefined }[];
  /** The stored versions of all that is written anew or obsolete. */
  readonly replaced: readonly StoredPublication[];
}

/**
 * Writes publications with everything around them, and marks what has to be resolved and derived again: the authors of
 * their name blocks, and what follows from all topics together.
 * New authors are provisional until then. A fixed number of statements, however many publications.
 * @returns the marked name blocks
 */
export async function writePublications(
  transaction: Transaction,
  changes: PublicationChanges,
  decisions: Decisions,
): Promise<readonly string[]> {
  const changed = [...changes.changed].sort((a, b) => (a.publication.id < b.publication.id ? -1 : 1));
  const publications = changed.map((change) => change.publication);
  const ids = publications.map((publication) => publication.id);
  const renamed = decisions.named([
    ...changes.replaced.flatMap(({ venues, topics }) => [...venues, ...topics]),
    ...publications.flatMap(idsOf),
  ]);
  await withdrawChosenNames(transaction, renamed);
  const replaced = changes.replaced.map((publication) => publication.id);
  const linked = await blocksLinkedToPublications(transaction, replaced);
  const referred = await strip(transaction, replaced);

  await dropRedirects(transaction, ids);
  // None needs what another answers, so rows are made ready while Neo4j works; it runs what it is sent in this order.
  await Promise.all([
    transaction.run(cypher`UNWIND $rows AS row MERGE (p:Publication {id: row.id}) SET p = row`, {
      rows: publications.map(publicationRow),
    }),
    writeStatements(transaction, publications),
    writeKeys(transaction, publications),
    writeAuthorships(transaction, changed),
    writeVenues(transaction, publications),
    writeTopics(transaction, publications),
    writeInstitutions(transaction, publications),
    writeCitations(transaction, publications),
  ]);
  await retire(transaction, changes.obsolete);
  const parted = await sweep(transaction, changes.replaced, publications, referred);
  await giveChosenNames(transaction, renamed, decisions);
  const blocks = new Set([
    ...linked,
    ...parted,
    ...changes.replaced.flatMap((former) => former.authors.map((author) => author.block)),
    ...publications.flatMap((publication) => publication.authors.map((author) => author.name.block)),
  ]);
  // Those who are called as they are stated to be called.
  for (const { authors } of [...changes.replaced, ...publications]) {
    for (const { identifiers } of authors) {
      for (const key of identifiers) if (isCalled(key)) blocks.add(blockOfCalled(key));
    }
  }
  await transaction.run(cypher`UNWIND $blocks AS block MERGE (:Unsettled {key: block})`, {
    blocks: [...blocks].sort(),
  });
  await markOutdated(transaction, 'topics');
  return [...blocks];
}

/** Of the venues and topics of a publication, with their series and the topics above. */
function idsOf({ venues, topics }: Publication): string[] {
  return [
    ...venues.flatMap(({ venue }) =>
      [venue, ...(venue.series === undefined ? [] : [venue.series])].map(venueId),
    ),
    ...topics.flatMap((topic) => [topic, ...(topic.broader ?? [])].map(topicId)),
  ];
}

/** An id that is in use again redirects no more. */
export async function dropRedirects(transaction: Transaction, ids: readonly string[]): Promise<void> {
  const [stored] = await transaction.run<{ redirects: number }>(
    cypher`MATCH (r:Redirect) RETURN count(r) AS redirects`,
  );
  if (stored?.redirects === 0) return;
  await transaction.run(cypher`UNWIND $ids AS id MATCH (r:Redirect {id: id}) DETACH DELETE r`, { ids });
}

/**
 * Takes a publication's own facts away, so that the new ones can be laid down whole.
 * @returns the keys that they referred to
 */
async function strip(transaction: Transaction, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (:Publication {id: id})-[r:PUBLISHED_IN]->(v:Venue)
      WHERE r.series IS NOT NULL
      WITH v, r.series AS series, count(*) AS publications
      MATCH (v)-[part:PART_OF]->(:Venue {id: series})
      SET part.publications = part.publications - publications
      WITH part WHERE part.publications = 0
      DELETE part`,
    { ids },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (:Publication {id: id})-[r:ABOUT|REPEATS]->(t:Topic)
      WHERE r.broader IS NOT NULL
      WITH [t.id] + r.broader AS chain
      UNWIND range(1, size(chain) - 1) AS at
      WITH chain[at - 1] AS narrow, chain[at] AS broad, count(*) AS publications
      MATCH (:Topic {id: narrow})-[above:BROADER]->(:Topic {id: broad})
      SET above.publications = above.publications - publications
      WITH above WHERE above.publications = 0
      DELETE above`,
    { ids },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (p:Publication {id: id})-[r:STATED_BY|PUBLISHED_IN|ABOUT|REPEATS|AFFILIATED_WITH|CITES]->()
      DELETE r`,
    { ids },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id MATCH (p:Publication {id: id})<-[r:AUTHORED|IDENTIFIES|CITES]-() DELETE r`,
    { ids },
  );
  const referred = await transaction.run<{ key: string }>(
    cypher`UNWIND $ids AS id
      MATCH (p:Publication {id: id})-[r:REFERS_TO]->(i:Identifier)
      DELETE r
      RETURN DISTINCT i.key AS key`,
    { ids },
  );
  return referred.map(({ key }) => key);
}

/**
 * Venues and topics whose names may no longer follow from what is said of them: all that the replaced versions said, but
 * for what the new ones say word for word. Finding their names anew takes a look at all their publications.
 */
function reworded(
  replaced: readonly StoredPublication[],
  publications: readonly Publication[],
): (id: string) => boolean {
  const said = (of: string, { forms, name, acronym, kind }: Wording) =>
    JSON.stringify([of, forms, name ?? null, acronym ?? null, kind ?? null]);
  const still = new Set([
    ...venueRows(publications).appearances.map(({ venue, properties }) => said(venue, properties)),
    ...topicRows(publications).subjects.map(({ topic, properties }) => said(topic, properties)),
  ]);
  const kept = new Set<string>();
  const changed = new Set<string>();
  for (const wording of replaced.flatMap(({ wordings }) => wordings)) {
    if (still.has(said(wording.of, wording))) kept.add(wording.of);
    else changed.add(wording.of);
    for (const id of wording.above) changed.add(id);
  }
  return (id) => changed.has(id) || !kept.has(id);
}

/** Takes away what only the replaced versions stood for. @param referred keys that they referred to */
async function sweep(
  transaction: Transaction,
  replaced: readonly StoredPublication[],
  publications: readonly Publication[],
  referred: readonly string[],
): Promise<readonly string[]> {
  if (replaced.length === 0) return [];
  const isReworded = reworded(replaced, publications);
  const former = replaced.flatMap((publication) => publication.authors);
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (a:Author {id: id})
      WHERE NOT (a)-[:AUTHORED]->()
      OPTIONAL MATCH (r:Redirect)-[:REDIRECTS_TO]->(a)
      DETACH DELETE r, a`,
    { ids: distinct(former.map((author) => author.author)) },
  );
  const parted = await transaction.run<{ block: string }>(
    cypher`UNWIND $keys AS key
      MATCH (i:Identifier {key: key})
      WITH i, i.blocks AS former, [block IN i.blocks WHERE EXISTS {
        MATCH ()-[m:AUTHORED]->() WHERE m.block = block AND key IN m.identifiers
      }] AS blocks
      SET i.blocks = CASE WHEN size(blocks) = 0 THEN null ELSE blocks END
      WITH blocks WHERE size(blocks) < size(former)
      UNWIND blocks AS block
      RETURN DISTINCT block`,
    { keys: distinct(former.flatMap((author) => author.identifiers)) },
  );
  await transaction.run(
    cypher`UNWIND $keys AS key
      MATCH (i:Identifier {key: key})
      WHERE NOT EXISTS { (i)--() } AND size(coalesce(i.blocks, [])) = 0
      DELETE i`,
    {
      keys: distinct([
        ...replaced.flatMap((publication) => publication.keys),
        ...former.flatMap((author) => author.identifiers),
        ...referred,
      ]),
    },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (t:Topic {id: id})
      CALL (t) {
        CALL (t) {
          MATCH (t)<-[r:ABOUT|REPEATS]-() RETURN r.forms AS forms
          UNION ALL
          MATCH (t)<-[above:BROADER]-() WHERE above.name IS NOT NULL RETURN [above.name] AS forms
        }
        WITH min(forms[0]) AS name, collect(forms) AS lists
        WHERE name IS NOT NULL
        SET t.name = name, t.names = COLLECT {
          UNWIND lists AS list UNWIND list AS form RETURN DISTINCT form ORDER BY form LIMIT 50
        }
      }`,
    { ids: distinct(replaced.flatMap((publication) => publication.topics)).filter(isReworded) },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (v:Venue {id: id})
      CALL (v) {
        MATCH (v)<-[r:PUBLISHED_IN]-()
        WITH r.name AS name, min(r.acronym) AS acronym,
          min(CASE r.kind WHEN 'OTHER' THEN null ELSE r.kind END) AS kind, collect(r.forms) AS lists
        ORDER BY size(name) DESC, name
        WITH collect(name)[0] AS name, min(acronym) AS acronym, min(kind) AS kind, collect(lists) AS groups
        SET v.name = coalesce(name, v.name),
          v.acronym = CASE WHEN name IS NULL THEN v.acronym ELSE acronym END,
          v.kind = CASE WHEN name IS NULL THEN v.kind ELSE coalesce(kind, 'OTHER') END,
          v.names = COLLECT {
            UNWIND groups AS lists UNWIND lists AS list UNWIND list AS form
            RETURN DISTINCT form ORDER BY form LIMIT 50
          }
      }`,
    { ids: distinct(replaced.flatMap((publication) => publication.venues)).filter(isReworded) },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (t:Topic {id: id})
      WHERE NOT EXISTS { (t)<-[:ABOUT|REPEATS|BROADER]-() }
      DETACH DELETE t`,
    { ids: distinct(replaced.flatMap((publication) => publication.topics)) },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (v:Venue {id: id})
      WHERE NOT EXISTS { (v)<-[:PUBLISHED_IN|PART_OF]-() }
      DETACH DELETE v`,
    { ids: distinct(replaced.flatMap((publication) => publication.venues)) },
  );
  await sweepInstitutions(transaction, distinct(replaced.flatMap((publication) => publication.institutions)));
  return parted.map(({ block }) => block);
}

export function publicationRow(publication: Publication): Record<string, unknown> {
  const { properties } = publication;
  return {
    ...properties,
    id: publication.id,
    year: whole(properties.year),
    citationCount: whole(properties.citationCount),
    authorCount: int(publication.authors.length),
    chosen: JSON.stringify(publication.chosen),
    decisions: publication.decisions,
    digest: publication.digest,
  };
}

async function writeStatements(
  transaction: Transaction,
  publications: readonly Publication[],
): Promise<void> {
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (p:Publication {id: row.publication})
      UNWIND row.statements AS statement
      MATCH (s:Source {id: statement.source})
      CREATE (p)-[:STATED_BY {
        key: statement.key, locator: statement.locator, line: statement.line, fields: statement.fields,
        imports: statement.imports, earlier: statement.earlier
      }]->(s)`,
    {
      rows: publications.map(({ id, statements }) => ({
        publication: id,
        statements: statements.map((statement) => ({
          source: statement.source.id,
          key: statement.key,
          locator: statement.record.locator.key,
          line: whole(statement.record.locator.line),
          fields: statement.text,
          ...storedBesides(statement),
        })),
      })),
    },
  );
}

async function writeKeys(transaction: Transaction, publications: readonly Publication[]): Promise<void> {
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (p:Publication {id: row.publication})
      UNWIND row.keys AS key
      MERGE (i:Identifier {key: key})
      CREATE (i)-[:IDENTIFIES]->(p)`,
    { rows: publications.map(({ id, keys }) => ({ publication: id, keys })) },
  );
}

async function writeAuthorships(
  transaction: Transaction,
  changed: readonly PublicationChange[],
): Promise<void> {
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (p:Publication {id: row.publication})
      UNWIND row.authors AS author
      MERGE (a:Author {id: author.id})
      ON CREATE SET a.name = author.name, a.sortName = author.sortName, a.names = [author.name], a.publicationCount = 0
      CREATE (a)-[m:AUTHORED]->(p)
      SET m = author.authorship`,
    {
      rows: changed.map(({ publication, formerAuthors }) => ({
        publication: publication.id,
        authors: publication.authors.map((author) => ({
          id: formerId(author, formerAuthors) ?? provisionalId(author),
          name: author.name.display,
          sortName: author.name.sortName,
          authorship: authorshipRow(author),
        })),
      })),
    },
  );
  const identified = new Map<string, { key: string; block: string }>();
  for (const { publication } of changed) {
    for (const author of publication.authors) {
      for (const key of author.identifiers) {
        identified.set(`${key} ${author.name.block}`, { key, block: author.name.block });
      }
    }
  }
  if (identified.size === 0) return;
  await transaction.run(
    cypher`UNWIND $rows AS row
      MERGE (i:Identifier {key: row.key})
      WITH i, row
      WHERE NOT row.block IN coalesce(i.blocks, [])
      SET i.blocks = COLLECT { UNWIND coalesce(i.blocks, []) + row.block AS block RETURN block ORDER BY block }`,
    { rows: [...identified.values()].sort((a, b) => (a.key < b.key ? -1 : 1)) },
  );
}

/** Keeps a name with whom it was taken for, so that an id that was given out is followed and not lost. */
function formerId(author: Authorship, former: readonly StoredAuthorship[]): string | undefined {
  const sameBlock = former.filter((each) => each.block === author.name.block);
  return (sameBlock.find((each) => each.display === author.name.display) ?? sameBlock[0])?.author;
}

/** The same for every mention of one name, so that most authors are whole before they are resolved. */
export function provisionalId(author: Authorship): string {
  return idOf('provisionalAuthor', `${author.name.block}|${author.name.key}`);
}

export function authorshipRow(author: Authorship): Record<string, unknown> {
  return {
    order: int(author.order),
    position: whole(author.position),
    rawName: author.rawName,
    family: author.name.family,
    given: author.name.given.length > 0 ? author.name.given.join(' ') : undefined,
    particle: author.name.particle,
    suffix: author.name.suffix,
    homonym: author.name.homonym,
    display: author.name.display,
    corresponding: author.corresponding,
    block: author.name.block,
    identifiers: author.identifiers.length > 0 ? author.identifiers : undefined,
  };
}

/** As it is stored of the venue or topic of one publication. */
interface Wording {
  readonly forms: readonly string[];
  readonly name?: string | null | undefined;
  readonly acronym?: string | null | undefined;
  readonly kind?: string | null | undefined;
}

/** Forms of a name that a venue or topic keeps. */
const namesKept = 50;

export interface VenueRow {
  readonly id: string;
  readonly name: string;
  readonly sortName: string;
  readonly acronym: string | undefined;
  readonly kind: string;
  readonly names: readonly string[];
}

function lesser(a: string, b: string): string {
  return a < b ? a : b;
}

/** A venue is shown by its longest name: an abbreviation never stands for it. */
function fuller(a: string, b: string): string {
  const longer = [...b].length - [...a].length;
  return longer > 0 || (longer === 0 && b < a) ? b : a;
}

function surerKind(a: string, b: string): string {
  if (a === 'OTHER' || b === 'OTHER') return a === 'OTHER' ? b : a;
  return lesser(a, b);
}

/** Two rows of one venue as one, whichever comes first. */
export function mergedVenue(a: VenueRow, b: VenueRow): VenueRow {
  return {
    ...a,
    name: fuller(a.name, b.name),
    acronym:
      a.acronym === undefined || b.acronym === undefined
        ? (a.acronym ?? b.acronym)
        : lesser(a.acronym, b.acronym),
    kind: surerKind(a.kind, b.kind),
    names: mergedNames(a.names, b.names),
  };
}

function mergedNames(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort().slice(0, namesKept);
}

/** That a venue is part of another, and how many publications say so. */
export interface PartRow {
  readonly venue: string;
  readonly series: string;
  readonly publications: number;
}

/** The venues of publications, what they are part of, and what appeared in which. */
export interface VenueRows {
  readonly venues: ReadonlyMap<string, VenueRow>;
  readonly parts: readonly PartRow[];
  readonly appearances: readonly {
    readonly venue: string;
    readonly publication: string;
    readonly properties: Readonly<Record<string, unknown>> & Wording;
  }[];
}

export function venueRows(publications: readonly Publication[]): VenueRows {
  const venues = new Map<string, VenueRow>();
  const parts = new Map<string, PartRow>();
  const appearances: VenueRows['appearances'][number][] = [];
  const add = (venue: PlacedVenue, forms: readonly string[]): string => {
    const id = venueId(venue);
    const before = venues.get(id);
    const row: VenueRow = {
      id,
      name: venue.name,
      sortName: venue.key,
      acronym: venue.acronym,
      kind: venue.kind,
      names: mergedNames(forms, []),
    };
    venues.set(id, before === undefined ? row : mergedVenue(row, before));
    return id;
  };
  const seriesOf = (venue: string, series: PlacedVenue | undefined): string | undefined => {
    if (series === undefined) return undefined;
    const id = add(series, []);
    const publications = parts.get(`${venue} ${id}`)?.publications ?? 0;
    parts.set(`${venue} ${id}`, { venue, series: id, publications: publications + 1 });
    return id;
  };
  for (const publication of publications) {
    for (const appearance of publication.venues) {
      const venue = add(appearance.venue, appearance.forms);
      appearances.push({
        venue,
        publication: publication.id,
        properties: {
          order: int(appearance.order),
          rawName: appearance.rawName,
          forms: appearance.forms,
          name: appearance.venue.name,
          acronym: appearance.venue.acronym,
          kind: appearance.venue.kind,
          series: seriesOf(venue, appearance.venue.series),
          decided: appearance.venue.decided,
          stated: [...new Set(appearance.stated.map((each) => JSON.stringify(each)))].sort(),
          year: whole(appearance.year),
          edition: whole(appearance.venue.edition),
          volume: appearance.volume,
          issue: appearance.issue,
          pages: appearance.pages,
        },
      });
    }
  }
  return {
    venues,
    parts: [...parts.values()].sort((a, b) => (a.venue < b.venue ? -1 : 1)),
    appearances,
  };
}

async function writeVenues(transaction: Transaction, publications: readonly Publication[]): Promise<void> {
  const { venues, parts, appearances } = venueRows(publications);
  await transaction.run(
    cypher`UNWIND $rows AS row
      MERGE (v:Venue {id: row.id})
      ON CREATE SET v = row
      WITH v, row
      WHERE row.name <> v.name OR any(name IN row.names WHERE NOT name IN v.names)
        OR row.acronym < coalesce(v.acronym, row.acronym + ' ') OR row.kind <> v.kind
      SET v.name = CASE
          WHEN size(row.name) > size(v.name) OR (size(row.name) = size(v.name) AND row.name < v.name) THEN row.name
          ELSE v.name END,
        v.acronym = CASE WHEN row.acronym < coalesce(v.acronym, row.acronym + ' ') THEN row.acronym ELSE v.acronym END,
        v.kind = CASE WHEN v.kind = 'OTHER' OR (row.kind <> 'OTHER' AND row.kind < v.kind) THEN row.kind ELSE v.kind END,
        v.names = COLLECT { UNWIND v.names + row.names AS name RETURN DISTINCT name ORDER BY name LIMIT 50 }`,
    { rows: [...venues.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) },
  );
  if (parts.length > 0) {
    await transaction.run(
      cypher`UNWIND $rows AS row
        MATCH (v:Venue {id: row.venue})
        MATCH (s:Venue {id: row.series})
        MERGE (v)-[part:PART_OF]->(s)
        ON CREATE SET part.publications = row.publications
        ON MATCH SET part.publications = part.publications + row.publications`,
      { rows: parts.map((row) => ({ ...row, publications: int(row.publications) })) },
    );
  }
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (p:Publication {id: row.publication})
      MATCH (v:Venue {id: row.venue})
      CREATE (p)-[r:PUBLISHED_IN]->(v)
      SET r = row.properties`,
    { rows: appearances },
  );
}

export interface TopicRow {
  readonly id: string;
  readonly name: string;
  readonly names: readonly string[];
}

/** Two rows of one topic as one, whichever comes first. */
export function mergedTopic(a: TopicRow, b: TopicRow): TopicRow {
  return { id: a.id, name: lesser(a.name, b.name), names: mergedNames(a.names, b.names) };
}

/** That a topic is broader than another, by which name, and how many publications say so. */
export interface BroaderRow {
  readonly narrow: string;
  readonly broad: string;
  readonly name: string;
  readonly publications: number;
}

/** Two rows of one pair of topics as one. */
export function mergedBroader(a: BroaderRow, b: BroaderRow): BroaderRow {
  return { ...a, name: lesser(a.name, b.name), publications: a.publications + b.publications };
}

/** The topics of publications, what is broader than what, and which publication is about which. */
export interface TopicRows {
  readonly topics: ReadonlyMap<string, TopicRow>;
  readonly broader: readonly BroaderRow[];
  readonly subjects: readonly {
    readonly publication: string;
    readonly topic: string;
    readonly properties: Readonly<Record<string, unknown>> & Wording;
  }[];
}

export function topicRows(publications: readonly Publication[]): TopicRows {
  const topics = new Map<string, TopicRow>();
  const broader = new Map<string, BroaderRow>();
  const subjects: TopicRows['subjects'][number][] = [];
  const add = (id: string, name: string, names: readonly string[]): void => {
    const before = topics.get(id);
    const row: TopicRow = { id, name, names: mergedNames([name], names) };
    topics.set(id, before === undefined ? row : mergedTopic(row, before));
  };
  for (const publication of publications) {
    for (const topic of publication.topics) {
      const id = topicId(topic);
      add(id, topic.name, topic.aliases);
      const chain: string[] = [];
      for (const above of topic.broader ?? []) {
        const broad = topicId(above);
        const narrow = chain.at(-1) ?? id;
        if (broad === narrow) continue;
        add(broad, above.name, []);
        chain.push(broad);
        const before = broader.get(`${narrow} ${broad}`);
        const row: BroaderRow = { narrow, broad, name: above.name, publications: 1 };
        broader.set(`${narrow} ${broad}`, before === undefined ? row : mergedBroader(row, before));
      }
      subjects.push({
        publication: publication.id,
        topic: id,
        properties: {
          score: topic.score,
          origin: topic.origin,
          forms: [...new Set([topic.name, ...topic.aliases])],
          broader: chain.length > 0 ? chain : undefined,
          decided: topic.decided,
        },
      });
    }
  }
  return {
    topics,
    broader: [...broader.values()].sort((a, b) => (a.narrow < b.narrow ? -1 : 1)),
    subjects,
  };
}

async function writeTopics(transaction: Transaction, publications: readonly Publication[]): Promise<void> {
  const { topics, broader, subjects } = topicRows(publications);
  await transaction.run(
    cypher`UNWIND $rows AS row
      MERGE (t:Topic {id: row.id})
      ON CREATE SET t = row
      WITH t, row
      WHERE row.name < t.name OR any(name IN row.names WHERE NOT name IN t.names)
      SET t.name = CASE WHEN row.name < t.name THEN row.name ELSE t.name END,
        t.names = COLLECT { UNWIND t.names + row.names AS name RETURN DISTINCT name ORDER BY name LIMIT 50 }`,
    { rows: [...topics.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) },
  );
  if (broader.length > 0) {
    await transaction.run(
      cypher`UNWIND $rows AS row
        MATCH (n:Topic {id: row.narrow})
        MATCH (b:Topic {id: row.broad})
        MERGE (n)-[above:BROADER]->(b)
        ON CREATE SET above.name = row.name, above.publications = row.publications
        ON MATCH SET above.name = CASE WHEN row.name < above.name THEN row.name ELSE above.name END,
          above.publications = above.publications + row.publications`,
      { rows: broader.map((row) => ({ ...row, publications: int(row.publications) })) },
    );
  }
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (p:Publication {id: row.publication})
      MATCH (t:Topic {id: row.topic})
      CREATE (p)-[r:ABOUT]->(t)
      SET r = row.properties`,
    { rows: subjects },
  );
}

/** A reference is kept by its key, so that it finds the cited publication whenever that one arrives. */
async function writeCitations(transaction: Transaction, publications: readonly Publication[]): Promise<void> {
  const citing = publications.filter(({ references }) => references.length > 0);
  if (citing.length > 0) {
    await transaction.run(
      cypher`UNWIND $rows AS row
        MATCH (p:Publication {id: row.publication})
        UNWIND row.references AS key
        MERGE (i:Identifier {key: key})
        CREATE (p)-[:REFERS_TO]->(i)`,
      { rows: citing.map(({ id, references }) => ({ publication: id, references })) },
    );
  }
  const ids = publications.map((publication) => publication.id);
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (p:Publication {id: id})-[:REFERS_TO]->(:Identifier)-[:IDENTIFIES]->(cited:Publication)
      WITH DISTINCT p, cited
      WHERE cited <> p
      CREATE (p)-[:CITES]->(cited)`,
    { ids },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (citing:Publication)-[:REFERS_TO]->(:Identifier)-[:IDENTIFIES]->(p:Publication {id: id})
      WITH DISTINCT citing, p
      WHERE citing <> p
      MERGE (citing)-[:CITES]->(p)`,
    { ids },
  );
}

async function retire(transaction: Transaction, obsolete: PublicationChanges['obsolete']): Promise<void> {
  if (obsolete.length === 0) return;
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (p:Publication {id: id})
      OPTIONAL MATCH (r:Redirect)-[:REDIRECTS_TO]->(p)
      DETACH DELETE r, p`,
    { ids: obsolete.filter(({ successor }) => successor === undefined).map(({ id }) => id) },
  );
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (p:Publication {id: row.id})
      MATCH (successor:Publication {id: row.successor})
      MERGE (own:Redirect {id: row.id})
      MERGE (own)-[:REDIRECTS_TO]->(successor)
      WITH p, successor
      OPTIONAL MATCH (earlier:Redirect)-[r:REDIRECTS_TO]->(p)
      FOREACH (_ IN CASE WHEN earlier IS NULL THEN [] ELSE [1] END |
        MERGE (earlier)-[:REDIRECTS_TO]->(successor))
      WITH DISTINCT p
      DETACH DELETE p`,
    { rows: obsolete.filter(({ successor }) => successor !== undefined) },
  );
}

function whole(value: number | undefined) {
  return value === undefined ? undefined : int(value);
}
