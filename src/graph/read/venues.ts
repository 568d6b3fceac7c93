import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { type VenueFilter, venuePredicate } from './filter.ts';
import { fulltextOf } from './fulltext.ts';
import { numberField, type OrderBy, orderKeys, textField } from './order.ts';
import type { Bindings, Relation } from './page.ts';
import { type TopicRow, topicNode, type VenueRow, venueNode } from './rows.ts';

export const venueOrderFields = {
  NAME: textField(cypher`coalesce(n.sortName, n.name)`),
  PUBLICATION_COUNT: numberField(cypher`COUNT { (n)<-[:PUBLISHED_IN]-() }`),
  RELEVANCE: numberField(cypher`relevance`),
} as const;
export type VenueOrderField = keyof typeof venueOrderFields;

export interface VenuesRequest {
  readonly filter?: VenueFilter | undefined;
  readonly orderBy?: readonly OrderBy<VenueOrderField>[] | undefined;
  readonly search?: string | undefined;
}

/** All venues, or those whose names `search` finds. */
export function venues({ filter, orderBy, search }: VenuesRequest): Relation<{ readonly node: VenueRow }> {
  const common = {
    variant: JSON.stringify({ filter, orderBy }),
    item: cypher`{node: ${venueNode}}`,
    where: filter && ((bindings: Bindings) => venuePredicate(filter, bindings)),
  };
  return search === undefined
    ? {
        ...common,
        name: 'venues',
        match: cypher`MATCH (n:Venue)`,
        order: orderKeys(venueOrderFields, orderBy ?? [{ field: 'NAME', descending: false }]),
      }
    : {
        ...common,
        name: 'venues.search',
        match: cypher`CALL db.index.fulltext.queryNodes('venue_text', $search) YIELD node AS n, score AS relevance`,
        order: orderKeys(venueOrderFields, orderBy ?? [{ field: 'RELEVANCE', descending: true }], true),
        parameters: { search: fulltextOf(search) },
      };
}

const byName = orderKeys(venueOrderFields, [{ field: 'NAME', descending: false }]);

export const seriesOfVenue: Relation<{ readonly node: VenueRow }> = {
  name: 'Venue.series',
  from: cypher`MATCH (from:Venue {id: parent.id})`,
  match: cypher`MATCH (from)-[:PART_OF]->(n:Venue)`,
  item: cypher`{node: ${venueNode}}`,
  order: byName,
};

export const workshopsOfVenue: Relation<{ readonly node: VenueRow }> = {
  name: 'Venue.workshops',
  from: cypher`MATCH (from:Venue {id: parent.id})`,
  match: cypher`MATCH (from)<-[:PART_OF]-(n:Venue)`,
  item: cypher`{node: ${venueNode}}`,
  order: byName,
  degree: cypher`COUNT { (from)<-[:PART_OF]-() }`,
};

const mostPublicationsFirst = orderKeys({ PUBLICATIONS: numberField(cypher`publicationCount`) }, [
  { field: 'PUBLICATIONS', descending: true },
]);

export const topicsOfVenue: Relation<{
  readonly node: TopicRow;
  readonly publicationCount: number;
  readonly score: number;
}> = {
  name: 'Venue.topics',
  from: cypher`MATCH (from:Venue {id: parent.id})`,
  match: cypher`
    MATCH (from)<-[:PUBLISHED_IN]-(:Publication)-[r:ABOUT]->(n:Topic WHERE n.boilerplate IS NULL)
    WITH n, count(*) AS publicationCount, sum(r.score) AS score`,
  item: cypher`{node: ${topicNode}, publicationCount: publicationCount, score: score}`,
  order: orderKeys({ SCORE: numberField(cypher`score`) }, [{ field: 'SCORE', descending: true }]),
};

export const venuesOfTopic: Relation<{ readonly node: VenueRow; readonly publicationCount: number }> = {
  name: 'Topic.venues',
  from: cypher`MATCH (from:Topic {id: parent.id})`,
  match: cypher`
    MATCH (from)<-[:ABOUT]-(p:Publication)-[:PUBLISHED_IN]->(n:Venue)
    WITH n, count(DISTINCT p) AS publicationCount`,
  item: cypher`{node: ${venueNode}, publicationCount: publicationCount}`,
  order: mostPublicationsFirst,
};

/** @returns the venues of those ids, in their order; an id that was merged away finds what it became */
export async function venuesById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(VenueRow | null)[]> {
  const rows = await graph.read<{ asked: string; node: VenueRow }>(
    cypher`
      UNWIND $ids AS asked
      OPTIONAL MATCH (here:Venue {id: asked})
      OPTIONAL MATCH (:Redirect {id: asked})-[:REDIRECTS_TO]->(there:Venue)
      WITH asked, coalesce(here, there) AS n WHERE n IS NOT NULL
      RETURN asked, ${venueNode} AS node ORDER BY n.id DESC`,
    { ids },
    options,
  );
  const byId = new Map(rows.map((row) => [row.asked, row.node]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** The venues whose names hold all words of `name`, best first, at most 100. */
export async function venuesNamedLike(
  graph: Graph,
  name: string,
  options: QueryOptions,
): Promise<VenueRow[]> {
  const rows = await graph.read<{ node: VenueRow }>(
    cypher`
      CALL db.index.fulltext.queryNodes('venue_text', $search) YIELD node AS n, score
      RETURN ${venueNode} AS node ORDER BY score DESC, n.id LIMIT 100`,
    { search: fulltextOf(name) },
    options,
  );
  return rows.map((row) => row.node);
}
