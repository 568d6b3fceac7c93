import { type Cypher, cypher } from '../../cypher.ts';
import { type Graph, int, type QueryOptions } from '../../graph.ts';
import { type AuthorsChoice, authorsBy } from '../authors.ts';
import { rowsById } from '../byId.ts';
import { key, numberField, orderKeys, perChoice } from '../order.ts';
import { Bindings, filteredRows, type Parent, parentOf, type Relation } from '../page.ts';
import { type AuthorRow, authorNode, type TopicRow, topicNode } from '../rows.ts';
import { type TopicsChoice, topicsBy } from '../topics.ts';

/** One division of all members into communities, at one resolution and in one window. */
export interface PartitionRow {
  readonly id: string;
  readonly resolution: number;
  readonly fromYear: number | null;
  readonly toYear: number | null;
  readonly levels: number;
  readonly communityCount: number;
  readonly nodeCount: number;
  readonly modularity: number;
  readonly objectives: readonly number[];
  readonly conductance: number | null;
}

const partitionNode = cypher`n {
  .id, .resolution, .fromYear, .toYear, .levels, .communityCount, .nodeCount, .modularity,
  objectives: coalesce(n.objectives, []), .conductance
}`;

export interface DetectedCommunityRow {
  readonly kind: 'DetectedCommunity';
  readonly id: string;
  readonly number: number;
  readonly level: number;
  readonly size: number;
  readonly label: string;
  readonly terms: readonly string[];
  readonly conductance: number | null;
  readonly resolution: number;
  readonly fromYear: number | null;
  readonly toYear: number | null;
  readonly runId: string;
}

/** @param node the variable of the community, which becomes a row */
function communityRow(node: Cypher): Cypher {
  return cypher`${node} {
    kind: 'DetectedCommunity', .id, .number, .level, .size, label: coalesce(${node}.label, ''), terms: coalesce(${node}.terms, []),
    .conductance, resolution: head([(${node})-[:OF_PARTITION]->(of) | of.resolution]),
    fromYear: head([(${node})-[:OF_PARTITION]->(of) | of.fromYear]), toYear: head([(${node})-[:OF_PARTITION]->(of) | of.toYear]),
    runId: head([(${node})-[:OF_PARTITION]->()-[:OF_RUN]->(ofRun) | ofRun.id])
  }`;
}

const detectedCommunityNode = communityRow(cypher`n`);

/** Of a run that is complete, in the order in which they were asked for. */
export const partitionsOfRun: Relation<{ readonly node: PartitionRow }> = {
  name: 'AnalysisRun.partitions',
  from: cypher`MATCH (from:AnalysisRun {id: parent.id, state: 'DONE'})`,
  match: cypher`MATCH (from)<-[:OF_RUN]-(n:Partition)`,
  item: cypher`{node: ${partitionNode}}`,
  order: [key('POSITION', 'number', cypher`n.position`), key('ID', 'string', cypher`n.id`)],
};

/** The largest first. @param level of the hierarchy; the last where it is not given */
export function communitiesOfPartition(
  level: number | undefined,
): Relation<{ readonly node: DetectedCommunityRow }> {
  return {
    name: 'CommunityPartition.communities',
    variant: String(level),
    from: cypher`MATCH (from:Partition {id: parent.id})`,
    match: cypher`MATCH (from)<-[:OF_PARTITION]-(n:DetectedCommunity)`,
    where: (bindings) =>
      level === undefined ? cypher`n.level = from.levels - 1` : cypher`n.level = ${bindings.add(int(level))}`,
    item: cypher`{node: ${detectedCommunityNode}}`,
    order: orderKeys({ SIZE: numberField(cypher`n.size`) }, [{ field: 'SIZE', descending: true }]),
  };
}

/** The communities that a member has in the current run of the slot: the lowest resolution first, its last level first. */
export function communitiesOfMember(
  label: 'Author' | 'Topic',
  slot: string,
): Relation<{ readonly node: DetectedCommunityRow }> {
  const member = label === 'Author' ? cypher`Author` : cypher`Topic`;
  return {
    name: `${label}.detectedCommunities`,
    from: cypher`MATCH (from:${member} {id: parent.id})`,
    match: cypher`MATCH (from)-[:MEMBER_OF]->(n:DetectedCommunity)-[:OF_PARTITION]->(partition)-[:OF_RUN]->(:AnalysisRun {currentOf: $slot})`,
    item: cypher`{node: ${detectedCommunityNode}}`,
    order: [
      key('POSITION', 'number', cypher`partition.position`),
      key('LEVEL', 'number', cypher`n.level`, 'descending'),
      key('ID', 'string', cypher`n.id`),
    ],
    parameters: { slot },
  };
}

/** People by the community that they are in. */
export interface CommunitySizes {
  /** The most people first. */
  readonly values: readonly { readonly community: DetectedCommunityRow; readonly authorCount: number }[];
  /** How many communities there are in all. */
  readonly distinct: number;
  /** People in communities that are not among `values`. */
  readonly otherCount: number;
  /** People in none. */
  readonly missingCount: number;
}

/**
 * The authors of the publications of a relation by their communities on the last level of a partition: for each parent,
 * in the order of `parents`, by one statement that goes over each publication once.
 */
export async function readCommunitySizes(
  graph: Graph,
  relation: Relation<unknown>,
  parents: readonly Parent[],
  { partition, first }: { readonly partition: string; readonly first: number },
  options: QueryOptions,
): Promise<CommunitySizes[]> {
  const bindings = new Bindings();
  const rows = await graph.read<{
    key: string;
    values: CommunitySizes['values'];
    distinct: number;
    total: number;
    missingCount: number;
  }>(
    cypher`
      UNWIND $parents AS parent
      CALL (parent) {
        ${parentOf(relation)}
        ${filteredRows(relation, bindings)}
        WITH n
        MATCH (n)<-[:AUTHORED]-(author:Author)
        WITH DISTINCT author
        OPTIONAL MATCH (author)-[:MEMBER_OF]->(community:DetectedCommunity)-[:OF_PARTITION]->(of:Partition {id: $partition})
        WHERE community.level = of.levels - 1
        WITH community, count(*) AS authors
        ORDER BY authors DESC, community.id
        WITH sum(CASE WHEN community IS NULL THEN authors ELSE 0 END) AS missingCount,
          sum(CASE WHEN community IS NULL THEN 0 ELSE authors END) AS total, collect(community) AS communities,
          collect(CASE WHEN community IS NOT NULL THEN authors END) AS counts
        RETURN missingCount, total, size(communities) AS distinct,
          [at IN range(0, size(communities) - 1)[..$first] | [communities[at], counts[at]]] AS top
      }
      RETURN parent.key AS key, missingCount, total, distinct,
        COLLECT { UNWIND top AS pair WITH pair[0] AS n, pair[1] AS authors
          RETURN {community: ${detectedCommunityNode}, authorCount: authors} } AS values`,
    { ...relation.parameters, ...bindings.values, parents, partition, first: int(first) },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row]));
  return parents.map(({ key }) => {
    const { values = [], distinct = 0, total = 0, missingCount = 0 } = byParent.get(key) ?? {};
    const listed = values.reduce((sum, { authorCount }) => sum + authorCount, 0);
    return { values, distinct, otherCount: total - listed, missingCount };
  });
}

/** The most publications first. */
export const authorsOfCommunity = perChoice(
  (choice: AuthorsChoice): Relation<{ readonly node: AuthorRow }> => {
    return {
      ...authorsBy(choice, {}, [{ field: 'PUBLICATION_COUNT', descending: true }]),
      name: 'DetectedCommunity.authors',
      from: cypher`MATCH (from:DetectedCommunity {id: parent.id})`,
      match: cypher`MATCH (from)<-[:MEMBER_OF]-(n:Author)`,
      item: cypher`{node: ${authorNode}}`,
    };
  },
);

/** The most publications first. */
export const topicsOfDetectedCommunity = perChoice(
  (choice: TopicsChoice): Relation<{ readonly node: TopicRow }> => {
    return {
      ...topicsBy(choice, {}, [{ field: 'PUBLICATION_COUNT', descending: true }]),
      name: 'DetectedCommunity.topics',
      from: cypher`MATCH (from:DetectedCommunity {id: parent.id})`,
      match: cypher`MATCH (from)<-[:MEMBER_OF]-(n:Topic)`,
      item: cypher`{node: ${topicNode}}`,
    };
  },
);

/** Of the next level: the one that most members are in. */
export const communityAbove: Relation<{ readonly node: DetectedCommunityRow }> = {
  name: 'DetectedCommunity.parent',
  from: cypher`MATCH (from:DetectedCommunity {id: parent.id})`,
  match: cypher`MATCH (from)-[:WITHIN]->(n:DetectedCommunity)`,
  item: cypher`{node: ${detectedCommunityNode}}`,
  order: orderKeys({}, []),
};

/** Of the level below, the largest first. */
export const communitiesBelow: Relation<{ readonly node: DetectedCommunityRow }> = {
  name: 'DetectedCommunity.children',
  from: cypher`MATCH (from:DetectedCommunity {id: parent.id})`,
  match: cypher`MATCH (from)<-[:WITHIN]-(n:DetectedCommunity)`,
  item: cypher`{node: ${detectedCommunityNode}}`,
  order: orderKeys({ SIZE: numberField(cypher`n.size`) }, [{ field: 'SIZE', descending: true }]),
};

/** @returns the communities of those ids, in their order; none of a run that is not complete */
export function detectedCommunitiesById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(DetectedCommunityRow | null)[]> {
  return rowsById(
    graph,
    cypher`MATCH (n:DetectedCommunity {id: asked})-[:OF_PARTITION]->()-[:OF_RUN]->(:AnalysisRun {state: 'DONE'})`,
    detectedCommunityNode,
    ids,
    options,
  );
}

export type CommunityEventKind = 'BORN' | 'DIED' | 'MERGED' | 'SPLIT' | 'GROWN' | 'SHRUNK' | 'CONTINUED';

/** What happened to communities between a window and the next. */
export interface CommunityEventRow {
  readonly id: string;
  readonly event: CommunityEventKind;
  readonly before: readonly DetectedCommunityRow[];
  readonly after: readonly DetectedCommunityRow[];
  readonly overlaps: readonly {
    readonly before: string;
    readonly after: string;
    readonly shared: number;
    readonly jaccard: number;
  }[];
  readonly fromYear: number;
  readonly toYear: number;
}

/** The communities of the event `n`, as rows. @param way `BEFORE` or `AFTER` */
function communities(way: Cypher): Cypher {
  return cypher`COLLECT { MATCH (n)-[:${way}]->(each:DetectedCommunity) RETURN ${communityRow(cypher`each`)} ORDER BY each.size DESC, each.id }`;
}

/** In the order of time, and of a window those of the largest communities first. */
export function eventsOfRun(
  kind: CommunityEventKind | undefined,
): Relation<{ readonly node: CommunityEventRow }> {
  return {
    name: 'AnalysisRun.events',
    variant: kind ?? '',
    from: cypher`MATCH (from:AnalysisRun {id: parent.id, state: 'DONE'})`,
    match: cypher`
      MATCH (from)<-[:OF_RUN]-(n:CommunityEvent)
      MATCH (from)<-[:OF_RUN]-(later:Partition {position: n.position})`,
    where: kind === undefined ? undefined : (bindings) => cypher`n.kind = ${bindings.add(kind)}`,
    item: cypher`{node: {
      id: n.id, event: n.kind, before: ${communities(cypher`BEFORE`)}, after: ${communities(cypher`AFTER`)},
      overlaps: COLLECT {
        MATCH (n)-[:BEFORE]->(old)-[became:BECAME]->(new)<-[:AFTER]-(n)
        RETURN {before: old.id, after: new.id, shared: became.shared, jaccard: became.jaccard} ORDER BY became.jaccard DESC, old.id, new.id
      },
      fromYear: later.fromYear, toYear: later.toYear
    }}`,
    order: [
      key('POSITION', 'number', cypher`n.position`),
      key('SIZE', 'number', cypher`n.size`, 'descending'),
      key('ID', 'string', cypher`n.id`),
    ],
  };
}

/** How alike two divisions of the same members are. */
export interface PartitionComparison {
  readonly commonCount: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly adjustedRandIndex: number;
  readonly normalisedMutualInformation: number;
}

/**
 * Compares the last levels of two partitions over the members that both have, by counts of pairs: the adjusted Rand
 * index (Hubert and Arabie 1985), and the mutual information normalised by the mean of the entropies (Danon et al. 2005).
 */
export async function comparePartitions(
  graph: Graph,
  first: string,
  second: string,
  options: QueryOptions,
): Promise<PartitionComparison> {
  const [row] = await graph.read<PartitionComparison & Record<string, unknown>>(
    cypher`
      MATCH (one:Partition {id: $first}), (two:Partition {id: $second})
      CALL (one, two) {
        MATCH (one)<-[:OF_PARTITION]-(a:DetectedCommunity)<-[:MEMBER_OF]-(member)-[:MEMBER_OF]->(b:DetectedCommunity)-[:OF_PARTITION]->(two)
        WHERE a.level = one.levels - 1 AND b.level = two.levels - 1
        WITH a.number AS a, b.number AS b, toFloat(count(member)) AS n
        RETURN collect({a: a, b: b, n: n}) AS cells
      }
      CALL (cells) { UNWIND cells AS cell RETURN sum(cell.n) AS n, sum(cell.n * (cell.n - 1) / 2) AS pairs, sum(cell.n * log(cell.n)) AS logs }
      CALL (cells) {
        UNWIND cells AS cell WITH cell.a AS a, sum(cell.n) AS n
        RETURN sum(n * (n - 1) / 2) AS pairsA, sum(n * log(n)) AS logsA
      }
      CALL (cells) {
        UNWIND cells AS cell WITH cell.b AS b, sum(cell.n) AS n
        RETURN sum(n * (n - 1) / 2) AS pairsB, sum(n * log(n)) AS logsB
      }
      CALL (one) { MATCH (one)<-[:OF_PARTITION]-(a:DetectedCommunity) WHERE a.level = one.levels - 1 RETURN sum(a.size) AS inFirst }
      CALL (two) { MATCH (two)<-[:OF_PARTITION]-(b:DetectedCommunity) WHERE b.level = two.levels - 1 RETURN sum(b.size) AS inSecond }
      WITH inFirst, inSecond, n, pairs, logs, pairsA, logsA, pairsB, logsB,
        CASE WHEN n > 1 THEN pairsA * pairsB / (n * (n - 1) / 2) ELSE 0.0 END AS expected,
        CASE WHEN n > 0 THEN n * log(n) ELSE 0.0 END AS all
      RETURN toInteger(n) AS commonCount, inFirst - toInteger(n) AS onlyFirst, inSecond - toInteger(n) AS onlySecond,
        CASE WHEN (pairsA + pairsB) / 2 - expected = 0 THEN 1.0
          ELSE round((pairs - expected) / ((pairsA + pairsB) / 2 - expected), 6) END AS adjustedRandIndex,
        CASE WHEN 2 * all - logsA - logsB = 0 THEN 1.0
          ELSE round(2 * (logs - logsA - logsB + all) / (2 * all - logsA - logsB), 6) END AS normalisedMutualInformation`,
    { first, second },
    options,
  );
  if (row === undefined) throw new Error(`there is no partition ${first} or ${second}`);
  return row;
}
