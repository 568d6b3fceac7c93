import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { namedByRedirect, partsById, rowsById } from './byId.ts';
import { type VenueFilter, venuePredicate } from './filter.ts';
import { fulltextOf } from './fulltext.ts';
import {
  type Choice,
  chosen,
  citationField,
  hIndexField,
  numberField,
  type OrderBy,
  type OrderFields,
  orderKeys,
  perChoice,
  textField,
} from './order.ts';
import { items, type Reading, type Relation, type Search } from './page.ts';
import { type VenueAppearance, venueAppearance } from './publications.ts';
import { venuesReached } from './reach.ts';
import { type VenueRow, venueColumns, venueNode } from './rows.ts';

/** What any venue can be ordered by. */
const venueOrderFields = {
  NAME: textField(cypher`coalesce(n.sortName, n.name)`),
  PUBLICATION_COUNT: numberField(cypher`COUNT { (n)<-[:PUBLISHED_IN]-() }`),
  CITATION_COUNT: citationField(cypher`(n)<-[:PUBLISHED_IN]-(cited:Publication)`),
  H_INDEX: hIndexField(cypher`(n)<-[:PUBLISHED_IN]-(cited:Publication)`),
} as const;
export type VenueOrderField =
  | keyof typeof venueOrderFields
  | 'RELEVANCE'
  | 'EDGE_ORDER'
  | 'EDGE_PUBLICATION_COUNT';

export type VenuesChoice = Choice<VenueFilter, VenueOrderField>;

export function venuesBy(
  choice: VenuesChoice,
  more: OrderFields<VenueOrderField>,
  byDefault: readonly OrderBy<VenueOrderField>[],
) {
  return chosen(choice, venuePredicate, { ...venueOrderFields, ...more }, byDefault);
}

const byName: readonly OrderBy<VenueOrderField>[] = [{ field: 'NAME', descending: false }];

/** All venues, or those whose names `search` finds. */
export function venues(
  choice: VenuesChoice & { readonly search?: Search | undefined },
): Relation<{ readonly node: VenueRow }> {
  const { search, filter } = choice;
  const item = items(venueColumns);
  return search === undefined
    ? {
        ...venuesBy(choice, {}, byName),
        ...item,
        name: 'venues',
        match: cypher`MATCH (n:Venue)`,
        reach: filter && ((bindings) => venuesReached(filter, bindings)),
      }
    : {
        ...venuesBy(choice, { RELEVANCE: numberField(cypher`relevance`) }, [
          { field: 'RELEVANCE', descending: true },
        ]),
        ...item,
        name: 'venues.search',
        match: cypher`CALL db.index.fulltext.queryNodes('venue_text', $search) YIELD node AS n, score AS relevance`,
        parameters: { search: fulltextOf(search.text, search.options) },
        search,
      };
}

export const seriesOfVenue: Relation<{ readonly node: VenueRow }> = {
  name: 'Venue.series',
  of: cypher`Venue`,
  match: cypher`MATCH (from)-[:PART_OF]->(n:Venue)`,
  ...items(venueColumns),
  order: orderKeys(venueOrderFields, [{ field: 'NAME', descending: false }]),
};

export const workshopsOfVenue = perChoice((choice: VenuesChoice): Relation<{ readonly node: VenueRow }> => {
  return {
    ...venuesBy(choice, {}, byName),
    name: 'Venue.workshops',
    of: cypher`Venue`,
    match: cypher`MATCH (from)<-[:PART_OF]-(n:Venue)`,
    ...items(venueColumns),
    degree: cypher`COUNT { (from)<-[:PART_OF]-() }`,
  };
});

/** The venue shown first in front. */
export const venuesOfPublication = perChoice(
  (choice: VenuesChoice): Relation<{ readonly node: VenueRow } & VenueAppearance> => {
    return {
      ...venuesBy(choice, { EDGE_ORDER: numberField(cypher`r.order`) }, [
        { field: 'EDGE_ORDER', descending: false },
      ]),
      name: 'Publication.venues',
      of: cypher`Publication`,
      match: cypher`MATCH (from)-[r:PUBLISHED_IN]->(n:Venue)`,
      ...items(venueColumns, venueAppearance),
      degree: cypher`COUNT { (from)-[:PUBLISHED_IN]->() }`,
    };
  },
);

function metVenues(choice: VenuesChoice) {
  return {
    ...venuesBy(choice, { EDGE_PUBLICATION_COUNT: numberField(cypher`publicationCount`) }, [
      { field: 'EDGE_PUBLICATION_COUNT', descending: true },
    ]),
    ...items(venueColumns, { publicationCount: cypher`publicationCount` }),
  };
}

export const venuesOfAuthor = perChoice(
  (choice: VenuesChoice): Relation<{ readonly node: VenueRow; readonly publicationCount: number }> => {
    return {
      ...metVenues(choice),
      name: 'Author.venues',
      of: cypher`Author`,
      match: cypher`
      MATCH (from)-[:AUTHORED]->(p:Publication)-[:PUBLISHED_IN]->(n:Venue)
      WITH n, count(DISTINCT p) AS publicationCount`,
    };
  },
);

export const venuesOfTopic = perChoice(
  (choice: VenuesChoice): Relation<{ readonly node: VenueRow; readonly publicationCount: number }> => {
    return {
      ...metVenues(choice),
      name: 'Topic.venues',
      of: cypher`Topic`,
      match: cypher`
      MATCH (from)<-[:ABOUT]-(p:Publication)-[:PUBLISHED_IN]->(n:Venue)
      WITH n, count(DISTINCT p) AS publicationCount`,
    };
  },
);

/** @returns the venues of those ids, in their order; an id that was merged away finds what it became */
export function venuesById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
  reading?: Reading,
): Promise<(VenueRow | null)[]> {
  const find = namedByRedirect(cypher`Venue`);
  return reading === undefined
    ? rowsById(graph, find, venueNode, ids, options)
    : partsById(graph, find, venueColumns, ids, reading, options);
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
