import { bylineLimit, type TiePublication } from '../../../network/network.ts';
import { cypher } from '../../cypher.ts';
import { type Graph, int, type QueryOptions } from '../../graph.ts';
import type { Meeting } from '../authors.ts';
import { numberField, orderKeys } from '../order.ts';
import type { Relation } from '../page.ts';
import { chosenPublications, type PublicationItem, type PublicationsRequest } from '../publications.ts';
import { type TopicRow, topicNode, type VenueRow, venueNode } from '../rows.ts';

/*
 * Why a tie is there. The parent of each relation holds the ids of the publications that make the tie.
 */

export function publicationsOfTie(request: PublicationsRequest): Relation<PublicationItem> {
  return {
    ...chosenPublications(request),
    name: 'NetworkEdge.publications',
    match: cypher`UNWIND parent.publications AS publication MATCH (n:Publication {id: publication})`,
    degree: cypher`size(parent.publications)`,
  };
}

const mostFirst = orderKeys({ PUBLICATIONS: numberField(cypher`publicationCount`) }, [
  { field: 'PUBLICATIONS', descending: true },
]);

export const venuesOfTie: Relation<{ readonly node: VenueRow } & Meeting> = {
  name: 'NetworkEdge.venues',
  match: cypher`
    UNWIND parent.publications AS publication
    MATCH (:Publication {id: publication})-[:PUBLISHED_IN]->(n:Venue)
    WITH n, count(*) AS publicationCount`,
  item: cypher`{node: ${venueNode}, publicationCount: publicationCount}`,
  order: mostFirst,
};

/** What the publications of a tie are about. */
export const topicsOfTie: Relation<{ readonly node: TopicRow } & Meeting> = {
  name: 'NetworkEdge.topics',
  match: cypher`
    UNWIND parent.publications AS publication
    MATCH (:Publication {id: publication})-[:ABOUT]->(n:Topic)
    WITH n, count(*) AS publicationCount`,
  item: cypher`{node: ${topicNode}, publicationCount: publicationCount}`,
  order: mostFirst,
};

/** What two publications, `a` and `b`, are both about. */
export const topicsOfBoth: Relation<{ readonly node: TopicRow } & Meeting> = {
  name: 'NetworkEdge.topicsOfBoth',
  from: cypher`MATCH (from:Publication {id: parent.a}) MATCH (other:Publication {id: parent.b})`,
  match: cypher`MATCH (from)-[:ABOUT]->(n:Topic)<-[:ABOUT]-(other) WITH n, 2 AS publicationCount`,
  item: cypher`{node: ${topicNode}, publicationCount: publicationCount}`,
  order: mostFirst,
};

/**
 * The publications that make stored coauthorships, the newest first: one statement for all of them.
 * @param pairs the ids of both authors, with a space between them
 */
export async function publicationsOfCoauthors(
  graph: Graph,
  pairs: readonly string[],
  options: QueryOptions,
): Promise<TiePublication[][]> {
  const rows = await graph.read<{ pair: string; publications: TiePublication[] }>(
    cypher`
      UNWIND $pairs AS pair
      WITH pair, split(pair, ' ') AS ends
      MATCH (a:Author {id: ends[0]}) MATCH (b:Author {id: ends[1]})
      MATCH (a)-[:AUTHORED]->(n:Publication)<-[:AUTHORED]-(b)
      WHERE coalesce(n.authorCount, 0) <= $bylineLimit
      WITH pair, n ORDER BY coalesce(n.year, -1) DESC, n.id
      RETURN pair, collect(n {.id, .year}) AS publications`,
    { pairs, bylineLimit: int(bylineLimit) },
    options,
  );
  const byPair = new Map(rows.map((row) => [row.pair, row.publications]));
  return pairs.map((pair) => byPair.get(pair) ?? []);
}
