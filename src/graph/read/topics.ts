import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { type TopicFilter, topicPredicate } from './filter.ts';
import { fulltextOf } from './fulltext.ts';
import { numberField, type OrderBy, orderKeys, textField } from './order.ts';
import type { Bindings, Relation } from './page.ts';
import { type CommunityRow, communityNode, type TopicRow, topicNode } from './rows.ts';

export const topicOrderFields = {
  NAME: textField(cypher`n.name`),
  PUBLICATION_COUNT: numberField(cypher`COUNT { (n)<-[:ABOUT]-() }`),
  RELEVANCE: numberField(cypher`relevance`),
} as const;
export type TopicOrderField = keyof typeof topicOrderFields;

export interface TopicsRequest {
  readonly filter?: TopicFilter | undefined;
  readonly orderBy?: readonly OrderBy<TopicOrderField>[] | undefined;
  readonly search?: string | undefined;
}

/** All topics, or those whose names `search` finds. */
export function topics({ filter, orderBy, search }: TopicsRequest): Relation<{ readonly node: TopicRow }> {
  const common = {
    variant: JSON.stringify({ filter, orderBy }),
    item: cypher`{node: ${topicNode}}`,
    where: filter && ((bindings: Bindings) => topicPredicate(filter, bindings)),
  };
  return search === undefined
    ? {
        ...common,
        name: 'topics',
        match: cypher`MATCH (n:Topic WHERE n.boilerplate IS NULL)`,
        order: orderKeys(topicOrderFields, orderBy ?? [{ field: 'PUBLICATION_COUNT', descending: true }]),
      }
    : {
        ...common,
        name: 'topics.search',
        match: cypher`CALL db.index.fulltext.queryNodes('topic_text', $search) YIELD node AS n, score AS relevance
          WHERE n.boilerplate IS NULL WITH n, relevance`,
        order: orderKeys(topicOrderFields, orderBy ?? [{ field: 'RELEVANCE', descending: true }], true),
        parameters: { search: fulltextOf(search) },
      };
}

const byName = orderKeys(topicOrderFields, [{ field: 'NAME', descending: false }]);

export const broaderOfTopic: Relation<{ readonly node: TopicRow }> = {
  name: 'Topic.broader',
  from: cypher`MATCH (from:Topic {id: parent.id})`,
  match: cypher`MATCH (from)-[:BROADER]->(n:Topic)`,
  item: cypher`{node: ${topicNode}}`,
  order: byName,
  degree: cypher`COUNT { (from)-[:BROADER]->() }`,
};

export const narrowerOfTopic: Relation<{ readonly node: TopicRow }> = {
  name: 'Topic.narrower',
  from: cypher`MATCH (from:Topic {id: parent.id})`,
  match: cypher`MATCH (from)<-[:BROADER]-(n:Topic)`,
  item: cypher`{node: ${topicNode}}`,
  order: byName,
  degree: cypher`COUNT { (from)<-[:BROADER]-() }`,
};

/** The strongest first. */
export const relatedOfTopic: Relation<{
  readonly node: TopicRow;
  readonly npmi: number;
  readonly publicationCount: number;
}> = {
  name: 'Topic.related',
  from: cypher`MATCH (from:Topic {id: parent.id})`,
  match: cypher`MATCH (from)-[r:RELATED]-(n:Topic)`,
  item: cypher`{node: ${topicNode}, npmi: r.npmi, publicationCount: r.publications}`,
  order: orderKeys(
    { NPMI: numberField(cypher`r.npmi`), PUBLICATION_COUNT: numberField(cypher`r.publications`) },
    [
      { field: 'NPMI', descending: true },
      { field: 'PUBLICATION_COUNT', descending: true },
    ],
  ),
  degree: cypher`COUNT { (from)-[:RELATED]-() }`,
};

export const topicsOfCommunity: Relation<{ readonly node: TopicRow }> = {
  name: 'Community.topics',
  from: cypher`MATCH (from:Community {id: parent.id})`,
  match: cypher`MATCH (from)<-[:IN_COMMUNITY]-(n:Topic)`,
  item: cypher`{node: ${topicNode}}`,
  order: orderKeys(topicOrderFields, [{ field: 'PUBLICATION_COUNT', descending: true }]),
};

export const communitiesOfTopic: Relation<{ readonly node: CommunityRow }> = {
  name: 'Topic.communities',
  from: cypher`MATCH (from:Topic {id: parent.id})`,
  match: cypher`MATCH (from)-[:IN_COMMUNITY]->(n:Community)-[:FOUND_BY]->(run:ClusterRun)`,
  item: cypher`{node: ${communityNode}}`,
  order: orderKeys({ RESOLUTION: numberField(cypher`run.resolution`) }, [
    { field: 'RESOLUTION', descending: false },
  ]),
};

/** @returns the topics of those ids, in their order */
export async function topicsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(TopicRow | null)[]> {
  const rows = await graph.read<{ node: TopicRow }>(
    cypher`MATCH (n:Topic) WHERE n.id IN $ids RETURN ${topicNode} AS node`,
    { ids },
    options,
  );
  const byId = new Map(rows.map((row) => [row.node.id, row.node]));
  return ids.map((id) => byId.get(id) ?? null);
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
      WHERE n.boilerplate IS NULL
      RETURN ${topicNode} AS node ORDER BY score DESC, n.id LIMIT 100`,
    { search: fulltextOf(name) },
    options,
  );
  return rows.map((row) => row.node);
}
