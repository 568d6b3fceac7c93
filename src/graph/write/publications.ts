import type { VenueKind } from '../../record.ts';
import { idOf } from '../../resolve/id.ts';
import type { Authorship, Publication } from '../../resolve/mergePublication.ts';
import type { ResolvedVenue } from '../../resolve/venue.ts';
import { cypher } from '../cypher.ts';
import { int, type Transaction } from '../graph.ts';
import { markOutdated } from '../outdated.ts';
import type { StoredAuthorship, StoredPublication } from './neighbourhood.ts';

/** A publication to be written, and whom its names were taken for in the versions that it replaces. */
export interface PublicationChange {
  readonly publication: Publication;
  readonly formerAuthors: readonly StoredAuthorship[];
}

/** What a batch changes. */
export interface PublicationChanges {
  /** Written whole: whatever was stored of them before is replaced. */
  readonly changed: readonly PublicationChange[];
  /** Ids whose statements now belong to another publication, with that one's id. */
  readonly obsolete: readonly { readonly id: string; readonly successor: string }[];
  /** The stored versions of all that is written anew or obsolete. */
  readonly replaced: readonly StoredPublication[];
}

/**
 * Writes publications with everything around them, and marks what has to be resolved and derived again: the authors of
 * their name blocks, and what follows from all venues and topics together.
 * New authors are provisional until then. A fixed number of statements, however many publications.
 */
export async function writePublications(
  transaction: Transaction,
  changes: PublicationChanges,
): Promise<void> {
  const changed = [...changes.changed].sort((a, b) => (a.publication.id < b.publication.id ? -1 : 1));
  const publications = changed.map((change) => change.publication);
  const ids = publications.map((publication) => publication.id);
  await strip(
    transaction,
    changes.replaced.map((publication) => publication.id),
  );

  await transaction.run(cypher`UNWIND $rows AS row MERGE (p:Publication {id: row.id}) SET p = row`, {
    rows: publications.map(publicationRow),
  });
  await dropRedirects(transaction, ids);
  await writeStatements(transaction, publications);
  await writeKeys(transaction, publications);
  await writeAuthorships(transaction, changed);
  await writeVenues(transaction, publications);
  await writeTopics(transaction, publications);
  await writeCitations(transaction, publications);
  await retire(transaction, changes.obsolete);
  await sweep(transaction, changes.replaced);
  const blocks = new Set([
    ...changes.replaced.flatMap((former) => former.authors.map((author) => author.block)),
    ...publications.flatMap((publication) => publication.authors.map((author) => author.name.block)),
  ]);
  await transaction.run(
    cypher`UNWIND $blocks AS block MERGE (u:Unsettled {key: block}) SET u.marked = true`,
    { blocks: [...blocks].sort() },
  );
  await markOutdated(transaction, 'topics', 'venues');
}

/** An id that is in use again redirects no more. */
export async function dropRedirects(transaction: Transaction, ids: readonly string[]): Promise<void> {
  const [stored] = await transaction.run<{ redirects: number }>(
    cypher`MATCH (r:Redirect) RETURN count(r) AS redirects`,
  );
  if (stored?.redirects === 0) return;
  await transaction.run(cypher`UNWIND $ids AS id MATCH (r:Redirect {id: id}) DETACH DELETE r`, { ids });
}

/** Takes a publication's own facts away, so that the new ones can be laid down whole. */
async function strip(transaction: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (p:Publication {id: id})-[r:STATED_BY|PUBLISHED_IN|ABOUT|REFERS_TO|CITES]->()
      DELETE r`,
    { ids },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id MATCH (p:Publication {id: id})<-[r:AUTHORED|IDENTIFIES|CITES]-() DELETE r`,
    { ids },
  );
}

/** Takes away what only the replaced versions stood for. */
async function sweep(transaction: Transaction, replaced: readonly StoredPublication[]): Promise<void> {
  if (replaced.length === 0) return;
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
  await transaction.run(
    cypher`UNWIND $keys AS key
      MATCH (i:Identifier {key: key})
      SET i.blocks = [block IN i.blocks WHERE EXISTS {
        MATCH ()-[m:AUTHORED]->() WHERE m.block = block AND key IN m.identifiers
      }]`,
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
      ]),
    },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (t:Topic {id: id})
      CALL (t) {
        MATCH (t)<-[r:ABOUT]-()
        WITH min(r.forms[0]) AS name, collect(r.forms) AS lists
        WHERE name IS NOT NULL
        SET t.name = name, t.names = COLLECT {
          UNWIND lists AS list UNWIND list AS form RETURN DISTINCT form ORDER BY form LIMIT 50
        }
      }`,
    { ids: distinct(replaced.flatMap((publication) => publication.topics)) },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (v:Venue {id: id})
      CALL (v) {
        MATCH (v)<-[r:PUBLISHED_IN]-()
        WITH r ORDER BY size(r.name) DESC, r.name
        WITH collect(r) AS appearances, min(r.acronym) AS acronym,
          min(CASE r.kind WHEN 'OTHER' THEN null ELSE r.kind END) AS kind
        WHERE size(appearances) > 0
        SET v.name = appearances[0].name, v.acronym = acronym, v.kind = coalesce(kind, 'OTHER'),
          v.names = COLLECT {
            UNWIND appearances AS r UNWIND r.forms AS form RETURN DISTINCT form ORDER BY form LIMIT 50
          },
          v.stated = COLLECT {
            UNWIND appearances AS r UNWIND r.stated AS stated RETURN DISTINCT stated ORDER BY stated LIMIT 200
          }
      }`,
    { ids: distinct(replaced.flatMap((publication) => publication.venues)) },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (t:Topic {id: id})
      WHERE NOT EXISTS { (t)<-[:ABOUT|BROADER]-() }
      DETACH DELETE t`,
    { ids: distinct(replaced.flatMap((publication) => publication.topics)) },
  );
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (v:Venue {id: id})
      WHERE NOT EXISTS { (v)<-[:PUBLISHED_IN|PART_OF]-() }
      OPTIONAL MATCH (v)-[:PART_OF]->(s:Venue)
      WHERE NOT EXISTS { (s)<-[:PUBLISHED_IN]-() }
        AND NOT EXISTS { MATCH (s)<-[:PART_OF]-(other) WHERE other <> v }
      DETACH DELETE v, s`,
    { ids: distinct(replaced.flatMap((publication) => publication.venues)) },
  );
}

function publicationRow(publication: Publication): Record<string, unknown> {
  const { properties } = publication;
  return {
    ...properties,
    id: publication.id,
    year: whole(properties.year),
    citationCount: whole(properties.citationCount),
    authorCount: int(publication.authors.length),
    chosen: JSON.stringify(publication.chosen),
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
      MATCH (s:Source {id: row.source})
      CREATE (p)-[:STATED_BY {key: row.key, locator: row.locator, line: row.line, fields: row.fields}]->(s)`,
    {
      rows: publications.flatMap((publication) =>
        publication.statements.map((statement) => ({
          publication: publication.id,
          source: statement.source.id,
          key: statement.key,
          locator: statement.record.locator.key,
          line: whole(statement.record.locator.line),
          fields: JSON.stringify(statement.record),
        })),
      ),
    },
  );
}

async function writeKeys(transaction: Transaction, publications: readonly Publication[]): Promise<void> {
  const rows = publications.flatMap((publication) =>
    publication.keys.map((key) => ({ key, publication: publication.id })),
  );
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (i:Identifier {key: row.key})
      MATCH (p:Publication {id: row.publication})
      CREATE (i)-[:IDENTIFIES]->(p)`,
    { rows },
  );
}

async function writeAuthorships(
  transaction: Transaction,
  changed: readonly PublicationChange[],
): Promise<void> {
  const rows = changed.flatMap(({ publication, formerAuthors }) =>
    publication.authors.map((author) => ({
      author: formerId(author, formerAuthors) ?? provisionalId(author),
      name: author.name.display,
      sortName: author.name.sortName,
      publication: publication.id,
      properties: authorshipRow(author),
    })),
  );
  await transaction.run(
    cypher`UNWIND $rows AS row
      MERGE (a:Author {id: row.author})
      ON CREATE SET a.name = row.name, a.sortName = row.sortName, a.names = [row.name], a.publicationCount = 0
      WITH a, row
      MATCH (p:Publication {id: row.publication})
      CREATE (a)-[m:AUTHORED]->(p)
      SET m = row.properties`,
    { rows: rows.sort((a, b) => (a.author < b.author ? -1 : 1)) },
  );
  const identified = new Map<string, { key: string; block: string }>();
  for (const { publication } of changed) {
    for (const author of publication.authors) {
      for (const key of author.identifiers) {
        identified.set(`${key} ${author.name.block}`, { key, block: author.name.block });
      }
    }
  }
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
function provisionalId(author: Authorship): string {
  return idOf('provisionalAuthor', `${author.name.block}|${author.name.key}`);
}

function authorshipRow(author: Authorship): Record<string, unknown> {
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

interface VenueRow {
  readonly id: string;
  readonly name: string;
  readonly sortName: string;
  readonly acronym: string | undefined;
  readonly kind: VenueKind;
  readonly names: readonly string[];
  /** JSON: each `StatedVenue` that became this one. */
  readonly stated: readonly string[];
}

/** The fuller name, so that an abbreviation never stands for it. */
function fuller(a: string | undefined, b: string): string {
  if (a === undefined || a.length < b.length) return b;
  return a.length === b.length && b < a ? b : a;
}

function kinder(a: VenueKind | undefined, b: VenueKind): VenueKind {
  if (a === undefined || a === 'OTHER') return b;
  return b !== 'OTHER' && b < a ? b : a;
}

function smaller(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

async function writeVenues(transaction: Transaction, publications: readonly Publication[]): Promise<void> {
  const venues = new Map<string, VenueRow>();
  const parts = new Map<string, { venue: string; series: string }>();
  const appearances: Record<string, unknown>[] = [];
  const add = (venue: ResolvedVenue, forms: readonly string[], stated: readonly string[]): string => {
    const id = idOf('venue', venue.key);
    const before = venues.get(id);
    venues.set(id, {
      id,
      name: fuller(before?.name, venue.name),
      sortName: venue.key,
      acronym: smaller(before?.acronym, venue.acronym),
      kind: kinder(before?.kind, venue.kind),
      names: [...new Set([...(before?.names ?? []), ...forms])].sort(),
      stated: [...new Set([...(before?.stated ?? []), ...stated])].sort(),
    });
    if (venue.series !== undefined) parts.set(id, { venue: id, series: add(venue.series, [], []) });
    return id;
  };
  for (const publication of publications) {
    for (const appearance of publication.venues) {
      const stated = [...new Set(appearance.stated.map((each) => JSON.stringify(each)))].sort();
      appearances.push({
        venue: add(appearance.venue, appearance.forms, stated),
        publication: publication.id,
        properties: {
          order: int(appearance.order),
          rawName: appearance.rawName,
          forms: appearance.forms,
          stated,
          name: appearance.venue.name,
          acronym: appearance.venue.acronym,
          kind: appearance.venue.kind,
          year: whole(appearance.year),
          edition: whole(appearance.venue.edition),
          volume: appearance.volume,
          issue: appearance.issue,
          pages: appearance.pages,
        },
      });
    }
  }
  await transaction.run(
    cypher`UNWIND $rows AS row
      MERGE (v:Venue {id: row.id})
      ON CREATE SET v = row
      WITH v, row
      WHERE row.name <> v.name OR row.kind <> v.kind OR any(name IN row.names WHERE NOT name IN v.names)
        OR any(stated IN row.stated WHERE NOT stated IN v.stated)
        OR row.acronym < coalesce(v.acronym, row.acronym + ' ')
      SET v.name = CASE
          WHEN size(row.name) > size(v.name) OR (size(row.name) = size(v.name) AND row.name < v.name) THEN row.name
          ELSE v.name END,
        v.kind = CASE WHEN v.kind = 'OTHER' OR (row.kind <> 'OTHER' AND row.kind < v.kind) THEN row.kind ELSE v.kind END,
        v.acronym = CASE WHEN row.acronym < coalesce(v.acronym, row.acronym + ' ') THEN row.acronym ELSE v.acronym END,
        v.names = COLLECT { UNWIND v.names + row.names AS name RETURN DISTINCT name ORDER BY name LIMIT 50 },
        v.stated = COLLECT { UNWIND v.stated + row.stated AS stated RETURN DISTINCT stated ORDER BY stated LIMIT 200 }`,
    { rows: [...venues.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) },
  );
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (v:Venue {id: row.venue})
      MATCH (s:Venue {id: row.series})
      MERGE (v)-[:PART_OF]->(s)`,
    { rows: [...parts.values()].sort((a, b) => (a.venue < b.venue ? -1 : 1)) },
  );
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (p:Publication {id: row.publication})
      MATCH (v:Venue {id: row.venue})
      CREATE (p)-[r:PUBLISHED_IN]->(v)
      SET r = row.properties`,
    { rows: appearances },
  );
}

async function writeTopics(transaction: Transaction, publications: readonly Publication[]): Promise<void> {
  const topics = new Map<string, { id: string; name: string; names: string[] }>();
  const broader = new Map<string, { narrow: string; broad: string }>();
  const rows: Record<string, unknown>[] = [];
  const add = (key: string, name: string, names: readonly string[]): string => {
    const id = idOf('topic', key);
    const before = topics.get(id);
    topics.set(id, {
      id,
      name: before !== undefined && before.name < name ? before.name : name,
      names: [...new Set([...(before?.names ?? []), name, ...names])].sort(),
    });
    return id;
  };
  for (const publication of publications) {
    for (const topic of publication.topics) {
      const id = add(topic.key, topic.name, topic.aliases);
      rows.push({
        publication: publication.id,
        topic: id,
        score: topic.score,
        origin: topic.origin,
        forms: [...new Set([topic.name, ...topic.aliases])],
      });
      let narrow = id;
      for (const above of topic.broader ?? []) {
        const broad = add(above.key, above.name, []);
        if (broad !== narrow) broader.set(`${narrow} ${broad}`, { narrow, broad });
        narrow = broad;
      }
    }
  }
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
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (n:Topic {id: row.narrow})
      MATCH (b:Topic {id: row.broad})
      MERGE (n)-[:BROADER]->(b)`,
    { rows: [...broader.values()].sort((a, b) => (a.narrow < b.narrow ? -1 : 1)) },
  );
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (p:Publication {id: row.publication})
      MATCH (t:Topic {id: row.topic})
      CREATE (p)-[:ABOUT {score: row.score, origin: row.origin, forms: row.forms}]->(t)`,
    { rows },
  );
}

/** A reference is kept by its key, so that it finds the cited publication whenever that one arrives. */
async function writeCitations(transaction: Transaction, publications: readonly Publication[]): Promise<void> {
  const rows = publications.flatMap((publication) =>
    publication.references.map((key) => ({ key, publication: publication.id })),
  );
  if (rows.length > 0) {
    await transaction.run(
      cypher`UNWIND $rows AS row
        MERGE (i:Identifier {key: row.key})
        WITH i, row
        MATCH (p:Publication {id: row.publication})
        CREATE (p)-[:REFERS_TO]->(i)`,
      { rows: rows.sort((a, b) => (a.key < b.key ? -1 : 1)) },
    );
  }
  const ids = publications.map((publication) => publication.id);
  await transaction.run(
    cypher`UNWIND $ids AS id
      MATCH (p:Publication {id: id})-[:REFERS_TO]->(:Identifier)-[:IDENTIFIES]->(cited:Publication)
      WITH DISTINCT p, cited
      WHERE cited <> p
      MERGE (p)-[:CITES]->(cited)`,
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

async function retire(
  transaction: Transaction,
  obsolete: readonly { readonly id: string; readonly successor: string }[],
): Promise<void> {
  if (obsolete.length === 0) return;
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
    { rows: obsolete },
  );
}

function whole(value: number | undefined) {
  return value === undefined ? undefined : int(value);
}
