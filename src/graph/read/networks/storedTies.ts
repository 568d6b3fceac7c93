import type { Tie } from '../../../network/network.ts';
import type { Thinning } from '../../../network/thin.ts';
import { type Cypher, cypher, entries } from '../../cypher.ts';
import { type Graph, int, type QueryOptions } from '../../graph.ts';
import { coauthorship } from '../authors.ts';

/** A coauthorship with its ends in the order in which it is stored, so that a pair has one name. */
export const storedTie: Cypher = cypher`a: startNode(r).id, b: endNode(r).id, ${entries(coauthorship)}`;

/** A condition on the coauthorship `r`, to go behind another; its parameters are those of `strengthParameters`. */
export function strongEnough({ minPublications, minWeight }: Thinning): Cypher {
  return cypher`
    ${minPublications > 1 ? cypher`AND r.publications >= $minPublications` : cypher``}
    ${minWeight > 0 ? cypher`AND r.weight >= $minWeight` : cypher``}`;
}

export function strengthParameters({ minPublications, minWeight }: Thinning): Record<string, unknown> {
  return { minPublications: int(minPublications), minWeight };
}

type StoredTie = readonly [
  a: string,
  b: string,
  publicationCount: number,
  weight: number,
  firstYear: number | null,
  lastYear: number | null,
];

/** The strongest coauthorships among these authors, as stored. */
export async function strongestTies(
  graph: Graph,
  ids: readonly string[],
  thinning: Thinning,
  limit: number,
  options: QueryOptions,
): Promise<Tie[]> {
  // As lists in one row, which decode several times as fast as thousands of rows of maps.
  const [row] = await graph.read<{ ties: StoredTie[] }>(
    // `at` parts ties as the id would, without reading it for every edge.
    cypher`
      MATCH (s:Author) WHERE s.id IN $ids
      WITH s ORDER BY s.id
      WITH collect(s) AS nodes
      UNWIND range(0, size(nodes) - 1) AS at
      WITH nodes, at, nodes[at] AS node
      MATCH (node)-[r:COAUTHORED]->(other)
      WHERE other IN nodes ${strongEnough(thinning)}
      WITH r, node, other ORDER BY r.publications DESC, r.weight DESC, at, other.id
      LIMIT $limit
      RETURN collect([node.id, other.id, r.publications, r.weight, r.firstYear, r.lastYear]) AS ties`,
    { ids, ...strengthParameters(thinning), limit: int(limit) },
    options,
  );
  return (row?.ties ?? []).map(([a, b, publicationCount, weight, firstYear, lastYear]) => ({
    a,
    b,
    publicationCount,
    weight,
    firstYear,
    lastYear,
  }));
}
