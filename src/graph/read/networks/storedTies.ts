import type { Tie } from '../../../network/network.ts';
import { strongestFirst, type Thinning } from '../../../network/thin.ts';
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

/** The ties of one author to others, in lists of one length. */
type StoredTies = readonly [
  a: string,
  others: readonly string[],
  publications: readonly number[],
  weights: readonly number[],
  firstYears: readonly number[],
  lastYears: readonly number[],
];

/** In place of a year that is not known: lists hold no null. */
const unknownYear = 0;

/** The strongest coauthorships among these authors, as stored; one statement, or two where there are more than `limit`. */
export async function strongestTies(
  graph: Graph,
  ids: readonly string[],
  thinning: Thinning,
  limit: number,
  options: QueryOptions,
): Promise<Tie[]> {
  // Sorting them there takes as long as reading them, and is needed only where some have no room.
  const some = await ties(graph, ids, thinning, cypher`LIMIT $limit`, limit, options);
  const strongest =
    some.length < limit
      ? some
      : await ties(
          graph,
          ids,
          thinning,
          cypher`ORDER BY r.publications DESC, r.weight DESC, node.id, other.id LIMIT $limit`,
          limit,
          options,
        );
  return strongest.sort(strongestFirst);
}

async function ties(
  graph: Graph,
  ids: readonly string[],
  thinning: Thinning,
  which: Cypher,
  limit: number,
  options: QueryOptions,
): Promise<Tie[]> {
  // As lists in one row, and the author of many ties once: rows of maps take several times as long to write and to read.
  const [row] = await graph.read<{ ties: StoredTies[] }>(
    cypher`
      MATCH (s:Author) WHERE s.id IN $ids
      WITH collect(s) AS nodes
      UNWIND nodes AS node
      MATCH (node)-[r:COAUTHORED]->(other)
      WHERE other IN nodes ${strongEnough(thinning)}
      WITH node, other, r ${which}
      WITH node, collect(other.id) AS others, collect(r.publications) AS publications, collect(r.weight) AS weights,
        collect(coalesce(r.firstYear, $unknownYear)) AS firstYears,
        collect(coalesce(r.lastYear, $unknownYear)) AS lastYears
      RETURN collect([node.id, others, publications, weights, firstYears, lastYears]) AS ties`,
    { ids, ...strengthParameters(thinning), limit: int(limit), unknownYear: int(unknownYear) },
    options,
  );
  const year = (stored: number | undefined) =>
    stored === undefined || stored === unknownYear ? null : stored;
  return (row?.ties ?? []).flatMap(([a, others, publications, weights, firstYears, lastYears]) =>
    others.map((b, at) => ({
      a,
      b,
      publicationCount: publications[at] ?? 0,
      weight: weights[at] ?? 0,
      firstYear: year(firstYears[at]),
      lastYear: year(lastYears[at]),
    })),
  );
}
