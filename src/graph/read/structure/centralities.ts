import { cypher } from '../../cypher.ts';
import type { Graph, QueryOptions } from '../../graph.ts';
import { type AuthorsChoice, authorsBy } from '../authors.ts';
import { numberField } from '../order.ts';
import type { Relation } from '../page.ts';
import { type AuthorRow, authorNode } from '../rows.ts';

/** What a run says of an author's place in the coauthor graph. */
export interface Centralities {
  readonly degree: number;
  readonly weightedDegree: number;
  readonly pageRank: number;
  readonly betweenness: number;
  readonly closeness: number | null;
  readonly articulationPoint: boolean;
}

/** Takes the scores as `s`. */
const centralities = cypher`s {.degree, .weightedDegree, .pageRank, .betweenness, .closeness, .articulationPoint}`;

/** The authors of a complete run with their scores, the highest PageRank first. */
export function authorsOfRun(
  choice: AuthorsChoice,
  articulationPoint: boolean | undefined,
): Relation<{ readonly node: AuthorRow; readonly centralities: Centralities }> {
  const by = authorsBy(
    choice,
    {
      PAGE_RANK: numberField(cypher`s.pageRank`),
      BETWEENNESS: numberField(cypher`s.betweenness`),
      WEIGHTED_DEGREE: numberField(cypher`s.weightedDegree`),
      CLOSENESS: numberField(cypher`s.closeness`),
    },
    [{ field: 'PAGE_RANK', descending: true }],
  );
  const { where } = by;
  return {
    ...by,
    name: 'AnalysisRun.authors',
    variant: `${by.variant} ${articulationPoint}`,
    from: cypher`MATCH (from:AnalysisRun {id: parent.id, state: 'DONE'})`,
    match: cypher`MATCH (from)<-[s:SCORED]-(n:Author)`,
    where:
      articulationPoint === undefined
        ? where
        : (bindings) => {
            const cut = cypher`s.articulationPoint = ${bindings.add(articulationPoint)}`;
            return where === undefined ? cut : cypher`${cut} AND ${where(bindings)}`;
          },
    item: cypher`{node: ${authorNode}, centralities: ${centralities}}`,
  };
}

/** @returns what the current run of `slot` says of those authors, in their order; null for who had no coauthors */
export async function centralitiesOfAuthors(
  graph: Graph,
  slot: string,
  ids: readonly string[],
  options: QueryOptions,
): Promise<(Centralities | null)[]> {
  const rows = await graph.read<{ id: string; scores: Centralities }>(
    cypher`
      UNWIND $ids AS id
      MATCH (a:Author {id: id})-[s:SCORED]->(:AnalysisRun {currentOf: $slot})
      RETURN id, ${centralities} AS scores`,
    { ids, slot },
    options,
  );
  const byId = new Map(rows.map((row) => [row.id, row.scores]));
  return ids.map((id) => byId.get(id) ?? null);
}
