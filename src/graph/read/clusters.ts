import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { labelled, rowsById } from './byId.ts';
import { key, numberField, orderKeys } from './order.ts';
import type { Relation } from './page.ts';
import { type ClusterRunRow, type CommunityRow, clusterRunNode, communityNode } from './rows.ts';

export const clusterRuns: Relation<{ readonly node: ClusterRunRow }> = {
  name: 'clusterRuns',
  match: cypher`MATCH (n:ClusterRun)`,
  item: cypher`{node: ${clusterRunNode}}`,
  order: [
    key('ALGORITHM', 'string', cypher`n.algorithm`),
    key('RESOLUTION', 'number', cypher`n.resolution`),
    key('ID', 'string', cypher`n.id`),
  ],
};

/** The largest first. */
export const communitiesOfRun: Relation<{ readonly node: CommunityRow }> = {
  name: 'ClusterRun.communities',
  from: cypher`MATCH (from:ClusterRun {id: parent.id})`,
  match: cypher`MATCH (from)<-[:FOUND_BY]-(n:Community)`,
  item: cypher`{node: ${communityNode}}`,
  order: orderKeys({ SIZE: numberField(cypher`n.size`) }, [{ field: 'SIZE', descending: true }]),
  degree: cypher`COUNT { (from)<-[:FOUND_BY]-() }`,
};

export const runOfCommunity: Relation<{ readonly node: ClusterRunRow }> = {
  name: 'Community.run',
  from: cypher`MATCH (from:Community {id: parent.id})`,
  match: cypher`MATCH (from)-[:FOUND_BY]->(n:ClusterRun)`,
  item: cypher`{node: ${clusterRunNode}}`,
  order: orderKeys({}, []),
};

/** Every stored run of `algorithm`, the lowest resolution first. */
export async function clusterRunsOf(
  graph: Graph,
  algorithm: string,
  options: QueryOptions,
): Promise<ClusterRunRow[]> {
  const rows = await graph.read<{ node: ClusterRunRow }>(
    cypher`
      MATCH (n:ClusterRun {algorithm: $algorithm})
      RETURN ${clusterRunNode} AS node ORDER BY n.resolution, n.id`,
    { algorithm },
    options,
  );
  return rows.map((row) => row.node);
}

/** @returns the runs of those ids, in their order */
export function clusterRunsById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(ClusterRunRow | null)[]> {
  return rowsById(graph, labelled(cypher`ClusterRun`), clusterRunNode, ids, options);
}

/** @returns the communities of those ids, in their order */
export function communitiesById(
  graph: Graph,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(CommunityRow | null)[]> {
  return rowsById(graph, labelled(cypher`Community`), communityNode, ids, options);
}
