import type { Network } from '../../../network/network.ts';
import { byRank, projection, type Ranked, ranked } from '../../../network/projection.ts';
import { cypher } from '../../cypher.ts';
import type { Graph, QueryOptions } from '../../graph.ts';
import type { TopicRow, VenueRow } from '../rows.ts';
import { topicsById } from '../topics.ts';
import { venuesById } from '../venues.ts';
import { counted, type NetworkBounds } from './counted.ts';
import { type Members, occurrences, type PublicationSelection } from './occurrences.ts';

const venuesAndTopicsOf: Members = {
  pattern: cypher`(n)-[:PUBLISHED_IN|ABOUT]->(m)`,
  // So that a publication counts 1 in all its pairs together.
  size: cypher`1 + COUNT { (n)-[:PUBLISHED_IN]->() } * COUNT { (n)-[:ABOUT]->() }`,
};

/**
 * Which venues publish about which topics: a network of two modes, in which only a venue and a topic are tied. Half of
 * the room is for venues, the rest for topics, the most frequent first. Three statements.
 */
export async function venueTopics(
  graph: Graph,
  selection: PublicationSelection,
  bounds: NetworkBounds,
  options: QueryOptions,
): Promise<Network<VenueRow | TopicRow>> {
  const found = await occurrences(graph, selection, venuesAndTopicsOf, options);
  const all = ranked(found.occurrences);
  const [venues, topics] = [all.filter(isVenue), all.filter((node) => !isVenue(node))];
  const venueRoom = Math.max(Math.floor(bounds.maxNodes / 2), bounds.maxNodes - topics.length);
  const room = byRank([
    ...venues.slice(0, venueRoom),
    ...topics.slice(0, bounds.maxNodes - Math.min(venueRoom, venues.length)),
  ]);
  const network = await counted(
    {
      ranked: room,
      rows: (ids) => rowsOf(graph, ids, options),
      ties: (ids) => projection(found.occurrences, ids, (a, b) => isVenueId(a) !== isVenueId(b)),
      publicationsTruncated: found.truncated,
    },
    bounds,
  );
  return { ...network, nodesTruncated: room.length < all.length };
}

async function rowsOf(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(VenueRow | TopicRow | null)[]> {
  const [venues, topics] = await Promise.all([
    venuesById(graph, ids.filter(isVenueId), options),
    topicsById(
      graph,
      ids.filter((id) => !isVenueId(id)),
      options,
    ),
  ]);
  const rows = new Map([...venues, ...topics].flatMap((row) => (row === null ? [] : [[row.id, row]])));
  return ids.map((id) => rows.get(id) ?? null);
}

function isVenue({ id }: Ranked): boolean {
  return isVenueId(id);
}

/** An id starts with the letter of its kind. */
function isVenueId(id: string): boolean {
  return id.startsWith('v');
}
