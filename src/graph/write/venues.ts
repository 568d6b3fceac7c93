import { idOf } from '../../resolve/id.ts';
import { type StatedVenue, type VenueAliases, venueAliases } from '../../resolve/sameVenue.ts';
import { cypher } from '../cypher.ts';
import { type Graph, int, type Transaction } from '../graph.ts';
import { renewed } from '../outdated.ts';
import { rewritePublications } from './batch.ts';
import { writeVenueAliases } from './venueAliases.ts';

/** Publications that one transaction writes anew. */
const publicationsPerTransaction = 200;
const timeoutMs = 300_000;

/**
 * Works out which stated venues are one by what all statements say of them (see `venueAliases`), and writes the
 * publications anew that are under another venue than they should be by that. Ids that are given up redirect. Does
 * nothing where no publication has changed since. Comes before the authors, for whom venues are evidence.
 *
 * @returns how many publications were written
 */
export async function settleVenues(graph: Graph): Promise<number> {
  let written = 0;
  let more = true;
  // What is written marks the venues anew, and the next round finds them in their places.
  while (more) {
    more = await renewed(graph, 'venues', async () => {
      written += await settleOnce(graph);
    });
  }
  return written;
}

async function settleOnce(graph: Graph): Promise<number> {
  const venues = await graph.read<{ id: string; stated: string[] }>(
    cypher`MATCH (v:Venue) WHERE size(v.stated) > 0 RETURN v.id AS id, v.stated AS stated`,
    {},
    { timeoutMs },
  );
  const stated = venues.map(({ id, stated: texts }) => ({
    id,
    venues: texts.map((text) => ({ text, venue: parseVenue(text) })),
  }));
  const aliases = venueAliases(stated.flatMap((each) => each.venues.map(({ venue }) => venue)));
  await graph.write((transaction) => writeVenueAliases(transaction, aliases), { timeoutMs });
  let written = 0;
  for (const each of stated) {
    const elsewhere = each.venues
      .filter(({ venue: { key } }) => idOf('venue', aliases.get(key) ?? key) !== each.id)
      .map(({ text }) => text);
    if (elsewhere.length > 0) written += await rewrite(graph, each.id, elsewhere);
  }
  await graph.write((transaction) => redirect(transaction, aliases), { timeoutMs });
  return written;
}

/** Writes the publications of a venue anew that state it in one of these ways. @returns how many */
async function rewrite(graph: Graph, venue: string, stated: readonly string[]): Promise<number> {
  let written = 0;
  let last: string | undefined = '';
  while (last !== undefined) {
    const after: string = last;
    const ids = await graph.write((transaction) => rewriteSome(transaction, venue, stated, after), {
      timeoutMs,
    });
    written += ids.length;
    last = ids.at(-1);
  }
  return written;
}

async function rewriteSome(
  transaction: Transaction,
  venue: string,
  stated: readonly string[],
  after: string,
): Promise<string[]> {
  const rows = await transaction.run<{ id: string; statements: string[] }>(
    cypher`
      MATCH (:Venue {id: $venue})<-[r:PUBLISHED_IN]-(p:Publication)
      WHERE p.id > $after AND any(stated IN r.stated WHERE stated IN $stated)
      WITH DISTINCT p ORDER BY p.id LIMIT $limit
      RETURN p.id AS id, COLLECT { MATCH (p)-[s:STATED_BY]->() RETURN s.key } AS statements`,
    { venue, after, stated, limit: int(publicationsPerTransaction) },
  );
  if (rows.length > 0) {
    await rewritePublications(
      transaction,
      rows.flatMap((row) => row.statements),
    );
  }
  return rows.map((row) => row.id);
}

/** The ids of venues that are another now lead to it; those of venues that are there again do not. */
async function redirect(transaction: Transaction, aliases: VenueAliases): Promise<void> {
  const rows = [...aliases].map(([key, venue]) => ({ id: idOf('venue', key), venue: idOf('venue', venue) }));
  await transaction.run(
    cypher`UNWIND $rows AS row
      MATCH (v:Venue {id: row.venue})
      WHERE NOT EXISTS { (:Venue {id: row.id}) }
      MERGE (r:Redirect {id: row.id})
      WITH r, v
      CALL (r, v) { MATCH (r)-[old:REDIRECTS_TO]->(other) WHERE other <> v DELETE old }
      MERGE (r)-[:REDIRECTS_TO]->(v)`,
    { rows: rows.sort((a, b) => (a.id < b.id ? -1 : 1)) },
  );
  await transaction.run(
    cypher`MATCH (r:Redirect)-[:REDIRECTS_TO]->(:Venue)
      WHERE EXISTS { MATCH (v:Venue) WHERE v.id = r.id }
      DETACH DELETE r`,
  );
}

/** The writer wrote it from a StatedVenue with `JSON.stringify`. */
function parseVenue(text: string): StatedVenue {
  const venue: StatedVenue = JSON.parse(text);
  return venue;
}
