import { type Cypher, cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { Bindings, filteredRows, type Parent, parentOf, type Relation } from './page.ts';
import { citationsOf } from './rows.ts';

/** Numbers of a set of publications. */
export interface PublicationMetrics {
  readonly publicationCount: number;
  /** Σ share, the share that a publication counts with being the caller's. */
  readonly fractionalPublicationCount: number;
  readonly citationCount: number;
  readonly fractionalCitationCount: number;
  /** How many publications' citations a source states; those of the others are counted in the graph. */
  readonly statedCitationCounts: number;
  readonly hIndex: number;
  readonly firstYear: number | null;
  readonly lastYear: number | null;
  readonly soloCount: number;
  /** Of the publications with a known author; null where there are none. */
  readonly soloShare: number | null;
  readonly meanTeamSize: number | null;
}

/** With which share a publication counts in fractional counting. */
export type Share = 'AUTHORS' | 'VENUES' | 'INSTITUTIONS';

const shares: Readonly<Record<Share, Cypher>> = {
  AUTHORS: cypher`CASE WHEN authors > 0 THEN 1.0 / authors ELSE 1.0 END`,
  VENUES: cypher`CASE WHEN venues > 0 THEN 1.0 / venues ELSE 1.0 END`,
  INSTITUTIONS: cypher`CASE
    WHEN EXISTS { (n)-[:AFFILIATED_WITH]->() } THEN 1.0 / COUNT { (n)-[:AFFILIATED_WITH]->() } ELSE 1.0 END`,
};

const none: PublicationMetrics = {
  publicationCount: 0,
  fractionalPublicationCount: 0,
  citationCount: 0,
  fractionalCitationCount: 0,
  statedCitationCounts: 0,
  hIndex: 0,
  firstYear: null,
  lastYear: null,
  soloCount: 0,
  soloShare: null,
  meanTeamSize: null,
};

/**
 * The metrics of the publications of a relation that pass its filter: for each parent, in the order of `parents`, by
 * one statement that goes over each publication once. The h-index is Hirsch's (2005): the largest h such that h
 * publications have at least h citations each.
 */
export async function readMetrics(
  graph: Graph,
  relation: Relation<unknown>,
  parents: readonly Parent[],
  share: Share,
  options: QueryOptions,
): Promise<PublicationMetrics[]> {
  const bindings = new Bindings();
  const rows = await graph.read<{ key: string; metrics: PublicationMetrics }>(
    // It makes as many groups as there are different numbers of citations, however many publications there are.
    cypher`
      UNWIND $parents AS parent
      CALL (parent) {
        ${parentOf(relation)}
        ${filteredRows(relation, bindings)}
        WITH n, coalesce(n.authorCount, 0) AS authors, COUNT { (n)-[:PUBLISHED_IN]->() } AS venues,
          ${citationsOf(cypher`n`)} AS citations
        WITH n, authors, citations, ${shares[share]} AS share
        WITH citations, count(*) AS size, sum(share) AS share, count(n.citationCount) AS stated,
          min(n.year) AS firstYear, max(n.year) AS lastYear, sum(CASE WHEN authors = 1 THEN 1 ELSE 0 END) AS solo,
          sum(CASE WHEN authors > 0 THEN 1 ELSE 0 END) AS attributed, sum(authors) AS authors
        ORDER BY citations DESC
        WITH sum(size) AS publicationCount, sum(share) AS fractionalPublicationCount,
          sum(citations * size) AS citationCount, sum(citations * share) AS fractionalCitationCount,
          sum(stated) AS statedCitationCounts, collect([citations, size]) AS ranked,
          min(firstYear) AS firstYear, max(lastYear) AS lastYear, sum(solo) AS soloCount,
          sum(attributed) AS attributed, sum(authors) AS authors
        RETURN {
          publicationCount: publicationCount, fractionalPublicationCount: round(fractionalPublicationCount, 6),
          citationCount: citationCount, fractionalCitationCount: round(fractionalCitationCount, 6),
          statedCitationCounts: statedCitationCounts,
          hIndex: reduce(so = [0, 0], group IN ranked | [
            so[0] + group[1],
            CASE WHEN so[1] >= group[0] THEN so[1] WHEN so[0] + group[1] < group[0] THEN so[0] + group[1] ELSE group[0] END
          ])[1],
          firstYear: firstYear, lastYear: lastYear, soloCount: soloCount,
          soloShare: CASE WHEN attributed > 0 THEN toFloat(soloCount) / attributed END,
          meanTeamSize: CASE WHEN attributed > 0 THEN toFloat(authors) / attributed END
        } AS metrics
      }
      RETURN parent.key AS key, metrics`,
    { ...relation.parameters, ...bindings.values, parents },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row.metrics]));
  return parents.map(({ key }) => byParent.get(key) ?? none);
}

/** How the publications of authors, venues, topics or institutions are distributed. */
export interface Distribution {
  readonly count: number;
  readonly sum: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export type Publishing = 'AUTHORS' | 'VENUES' | 'TOPICS' | 'INSTITUTIONS';

const publicationsOf: Readonly<Record<Publishing, Cypher>> = {
  AUTHORS: cypher`coalesce(n.publicationCount, 0)`,
  VENUES: cypher`COUNT { (n)<-[:PUBLISHED_IN]-() }`,
  TOPICS: cypher`COUNT { (n)<-[:ABOUT]-() }`,
  INSTITUTIONS: cypher`COUNT { (n)<-[:AFFILIATED_WITH]-() }`,
};

/**
 * How many publications each row of a relation has that passes its filter: for each parent, in the order of
 * `parents`, by one statement.
 */
export async function readDistribution(
  graph: Graph,
  relation: Relation<unknown>,
  parents: readonly Parent[],
  of: Publishing,
  options: QueryOptions,
): Promise<Distribution[]> {
  const bindings = new Bindings();
  const rows = await graph.read<{ key: string; distribution: Distribution }>(
    cypher`
      UNWIND $parents AS parent
      CALL (parent) {
        ${parentOf(relation)}
        ${filteredRows(relation, bindings)}
        WITH ${publicationsOf[of]} AS publications
        RETURN {
          count: count(*), sum: sum(publications), mean: avg(publications), median: percentileCont(publications, 0.5),
          min: min(publications), max: max(publications)
        } AS distribution
      }
      RETURN parent.key AS key, distribution`,
    { ...relation.parameters, ...bindings.values, parents },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row.distribution]));
  return parents.map(
    ({ key }) => byParent.get(key) ?? { count: 0, sum: 0, mean: null, median: null, min: null, max: null },
  );
}
