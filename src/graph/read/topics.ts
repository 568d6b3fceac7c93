import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { namedByRedirect, partsById, rowsById } from './byId.ts';
import { type TopicFilter, topicPredicate } from './filter.ts';
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
import { type TopicAssignment, topicAssignment } from './publications.ts';
import { topicsReached } from './reach.ts';
import { type CommunityRow, communityNode, isTopic, type TopicRow, topicColumns, topicNode } from './rows.ts';

/** What any topic can be ordered by. */
const topicOrderFields = {
  NAME: textField(cypher`n.name`),
  PUBLICATION_COUNT: numberField(cypher`COUNT { (n)<-[:ABOUT]-() }`),
  CITATION_COUNT: citationField(cypher`(n)<-[:ABOUT]-(cited:Publication)`),
  H_INDEX: hIndexField(cypher`(n)<-[:ABOUT]-(cited:Publication)`),
} as const;
export type TopicOrderField =
  | keyof typeof topicOrderFields
  | 'RELEVANCE'
  | 'EDGE_PUBLICATION_COUNT'
  | 'EDGE_SCORE'
  | 'EDGE_NPMI';

export type TopicsChoice = Choice<TopicFilter, TopicOrderField>;

export function topicsBy(
  choice: TopicsChoice,
  more: OrderFields<TopicOrderField>,
  byDefault: readonly OrderBy<TopicOrderField>[],
) {
  return chosen(choice, topicPredicate, { ...topicOrderFields, ...more }, byDefault);
}

const byName: readonly OrderBy<TopicOrderField>[] = [{ field: 'NAME', descending: false }];
const mostPublicationsFirst: readonly OrderBy<TopicOrderField>[] = [
  { field: 'PUBLICATION_COUNT', descending: true },
];
const highestScoreFirst: readonly OrderBy<TopicOrderField>[] = [{ field: 'EDGE_SCORE', descending: true }];

/**
 * The sum of the scores of `r`. It is rounded, because the last digits of a sum depend on the order of what is added,
 * and a cursor holds it.
 */
export const summedScore = cypher`round(sum(r.score), 6)`;

/** All topics, or those whose names `search` finds. */
export function topics(
  choice: TopicsChoice & { readonly search?: Search | undefined },
): Relation<{ readonly node: TopicRow }> {
  const { search, filter } = choice;
  const item = items(topicColumns);
  return search === undefined
    ? {
        ...topicsBy(choice, {}, mostPublicationsFirst),
        ...item,
        name: 'topics',
        match: cypher`MATCH (n:Topic) WHERE ${isTopic} WITH n`,
        degree: cypher`COUNT { MATCH (n:Topic) WHERE ${isTopic} }`,
        reach: filter && ((bindings) => topicsReached(filter, bindings)),
      }
    : {
        ...topicsBy(choice, { RELEVANCE: numberField(cypher`relevance`) }, [
          { field: 'RELEVANCE', descending: true },
        ]),
        ...item,
        name: 'topics.search',
        match: cypher`CALL db.index.fulltext.queryNodes('topic_text', $search) YIELD node AS n, score AS relevance
          WHERE ${isTopic} WITH n, relevance`,
        parameters: { search: fulltextOf(search.text, { ...search.options, english: true }) },
        search,
      };
}

export const broaderOfTopic = perChoice((choice: TopicsChoice): Relation<{ readonly node: TopicRow }> => {
  return {
    ...topicsBy(choice, {}, byName),
    name: 'Topic.broader',
    of: cypher`Topic`,
    match: cypher`MATCH (from)-[:BROADER]->(n:Topic)`,
    ...items(topicColumns),
    degree: cypher`COUNT { (from)-[:BROADER]->() }`,
  };
});

export const narrowerOfTopic = perChoice((choice: TopicsChoice): Relation<{ readonly node: TopicRow }> => {
  return {
    ...topicsBy(choice, {}, byName),
    name: 'Topic.narrower',
    of: cypher`Topic`,
    match: cypher`MATCH (from)<-[:BROADER]-(n:Topic)`,
    ...items(topicColumns),
    degree: cypher`COUNT { (from)<-[:BROADER]-() }`,
  };
});

/** The most central first. */
export const topicsOfPublication = perChoice(
  (choice: TopicsChoice): Relation<{ readonly node: TopicRow } & TopicAssignment> => {
    return {
      ...topicsBy(choice, { EDGE_SCORE: numberField(cypher`r.score`) }, highestScoreFirst),
      name: 'Publication.topics',
      of: cypher`Publication`,
      match: cypher`MATCH (from)-[r:ABOUT]->(n:Topic)`,
      ...items(topicColumns, topicAssignment),
      degree: cypher`COUNT { (from)-[:ABOUT]->() }`,
    };
  },
);

interface MetTopic {
  readonly node: TopicRow;
  readonly publicationCount: number;
  readonly score: number;
}

function metTopics(choice: TopicsChoice) {
  return {
    ...topicsBy(
      choice,
      {
        EDGE_PUBLICATION_COUNT: numberField(cypher`publicationCount`),
        EDGE_SCORE: numberField(cypher`score`),
      },
      highestScoreFirst,
    ),
    ...items(topicColumns, { publicationCount: cypher`publicationCount`, score: cypher`score` }),
  };
}

export const topicsOfAuthor = perChoice((choice: TopicsChoice): Relation<MetTopic> => {
  return {
    ...metTopics(choice),
    name: 'Author.topics',
    of: cypher`Author`,
    match: cypher`
      MATCH (from)-[:AUTHORED]->(:Publication)-[r:ABOUT]->(n:Topic)
      WITH n, count(*) AS publicationCount, ${summedScore} AS score`,
  };
});

export const topicsOfVenue = perChoice((choice: TopicsChoice): Relation<MetTopic> => {
  return {
    ...metTopics(choice),
    name: 'Venue.topics',
    of: cypher`Venue`,
    match: cypher`
      MATCH (from)<-[:PUBLISHED_IN]-(:Publication)-[r:ABOUT]->(n:Topic)
      WITH n, count(*) AS publicationCount, ${summedScore} AS score`,
  };
});

export const topicsOfCommunity = perChoice((choice: TopicsChoice): Relation<{ readonly node: TopicRow }> => {
  return {
    ...topicsBy(choice, {}, mostPublicationsFirst),
    name: 'Community.topics',
    of: cypher`Community`,
    match: cypher`MATCH (from)<-[:IN_COMMUNITY]-(n:Topic)`,
    ...items(topicColumns),
  };
});
/** The strongest first. */
export const relatedOfTopic = perChoice(
  (
    choice: TopicsChoice,
  ): Relation<{ readonly node: TopicRow; readonly npmi: number; readonly publicationCount: number }> => {
    return {
      ...topicsBy(
        choice,
        {
          EDGE_NPMI: numberField(cypher`r.npmi`),
          EDGE_PUBLICATION_COUNT: numberField(cypher`r.publications`),
        },
        [
          { field: 'EDGE_NPMI', descending: true },
          { field: 'EDGE_PUBLICATION_COUNT', descending: true },
        ],
      ),
      name: 'Topic.related',
      of: cypher`Topic`,
      match: cypher`MATCH (from)-[r:RELATED]-(n:Topic)`,
      ...items(topicColumns, { npmi: cypher`r.npmi`, publicationCount: cypher`r.publications` }),
      degree: cypher`COUNT { (from)-[:RELATED]-() }`,
    };
  },
);

export const communitiesOfTopic: Relation<{ readonly node: CommunityRow }> = {
  name: 'Topic.communities',
  of: cypher`Topic`,
  match: cypher`MATCH (from)-[:IN_COMMUNITY]->(n:Community)-[:FOUND_BY]->(run:ClusterRun)`,
  item: cypher`{node: ${communityNode}}`,
  order: orderKeys({ RESOLUTION: numberField(cypher`run.resolution`) }, [
    { field: 'RESOLUTION', descending: false },
  ]),
};

/** @returns the topics of those ids, in their order; an id that was merged away finds what it became */
export function topicsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
  reading?: Reading,
): Promise<(TopicRow | null)[]> {
  const find = namedByRedirect(cypher`Topic`);
  return reading === undefined
    ? rowsById(graph, find, topicNode, ids, options)
    : partsById(graph, find, topicColumns, ids, reading, options);
}

/** How many publications are about each topic. */
export async function publicationCountsOfTopics(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<number[]> {
  const rows = await graph.read<{ id: string; count: number }>(
    cypher`MATCH (n:Topic) WHERE n.id IN $ids RETURN n.id AS id, COUNT { (n)<-[:ABOUT]-() } AS count`,
    { ids },
    options,
  );
  const byId = new Map(rows.map((row) => [row.id, row.count]));
  return ids.map((id) => byId.get(id) ?? 0);
}

/** The topics whose names hold all words of `name`, best first, at most 100. */
export async function topicsNamedLike(
  graph: Graph,
  name: string,
  options: QueryOptions,
): Promise<TopicRow[]> {
  const rows = await graph.read<{ node: TopicRow }>(
    cypher`
      CALL db.index.fulltext.queryNodes('topic_text', $search) YIELD node AS n, score
      WHERE ${isTopic}
      RETURN ${topicNode} AS node ORDER BY score DESC, n.id LIMIT 100`,
    { search: fulltextOf(name) },
    options,
  );
  return rows.map((row) => row.node);
}
