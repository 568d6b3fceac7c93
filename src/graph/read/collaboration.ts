import { bylineLimit } from '../../network/network.ts';
import { cypher } from '../cypher.ts';
import { type Graph, int, type QueryOptions } from '../graph.ts';
import { Bindings, filteredRows, type Parent, parentOf, type Relation } from './page.ts';

/** Pairs of authors on publications, all together, that are looked at for new ones; beyond it there is no answer. */
export const pairLimit = 1_000_000;

export interface CollaborationYear {
  readonly year: number;
  readonly publicationCount: number;
  /** With a known author. */
  readonly attributedCount: number;
  /** With two authors or more. */
  readonly sharedCount: number;
  readonly authorCount: number;
  /** Who has none of the publications of an earlier year. */
  readonly newAuthorCount: number;
  /** Pairs who share none of the publications of an earlier year; null where there are too many to look at. */
  readonly newPairCount: number | null;
}

/**
 * With how many others people wrote the publications of a relation, year by year from the first: for each parent, in the
 * order of `parents`, by one statement. Pairs of all publications are those that are stored; of others they are counted
 * out of the publications, where these have no more than `most` of them. Bylines beyond `bylineLimit` make no pairs.
 */
export async function readCollaboration(
  graph: Graph,
  relation: Relation<unknown>,
  parents: readonly Parent[],
  options: QueryOptions,
  most = pairLimit,
): Promise<CollaborationYear[][]> {
  const bindings = new Bindings();
  // Goes over the publications once for each part: a list of them all would cost far more memory than counting does.
  const publications = cypher`${parentOf(relation)} ${filteredRows(relation, bindings)} WITH n WHERE n.year IS NOT NULL`;
  const stored = relation.whole === true && relation.where === undefined;
  const ties = cypher`n.authorCount > 1 AND n.authorCount <= $bylineLimit`;
  // Without labels the ties are read off the index of their type, and not from each author.
  const newPairs = stored
    ? cypher`
        MATCH ()-[tie:COAUTHORED]->() WHERE tie.firstYear IS NOT NULL
        WITH tie.firstYear AS year, count(*) AS count
        RETURN collect([year, count]) AS pairs`
    : cypher`
        ${publications} AND found <= $most AND ${ties}
        MATCH (a:Author)-[:AUTHORED]->(n)<-[:AUTHORED]-(b:Author) WHERE a.id < b.id
        WITH a, b, min(n.year) AS year
        WITH year, count(*) AS count
        RETURN collect([year, count]) AS pairs`;
  const activeYears = stored
    ? cypher`
        MATCH (a:Author)
        CALL (a) {
          MATCH (a)-[:AUTHORED]->(n) WHERE n.year IS NOT NULL
          RETURN collect(DISTINCT n.year) AS active, min(n.year) AS first
        }`
    : cypher`
        ${publications}
        MATCH (n)<-[:AUTHORED]-(a:Author)
        WITH a, collect(DISTINCT n.year) AS active, min(n.year) AS first`;
  const rows = await graph.read<{
    key: string;
    years: (readonly [year: number, publications: number, attributed: number, shared: number])[];
    found: number;
    people: (readonly [year: number, authors: number, newAuthors: number])[];
    pairs: (readonly [year: number, pairs: number])[];
  }>(
    cypher`
      UNWIND $parents AS parent
      CALL (parent) {
        ${publications}
        WITH n.year AS year, count(*) AS publications, sum(CASE WHEN n.authorCount > 0 THEN 1 ELSE 0 END) AS attributed,
          sum(CASE WHEN n.authorCount > 1 THEN 1 ELSE 0 END) AS shared,
          sum(CASE WHEN ${ties} THEN n.authorCount * (n.authorCount - 1) / 2 ELSE 0 END) AS pairs
        ORDER BY year
        RETURN collect([year, publications, attributed, shared]) AS years, sum(pairs) AS found
      }
      CALL (parent) {
        ${activeYears}
        UNWIND active AS year
        WITH year, count(*) AS authors, sum(CASE WHEN year = first THEN 1 ELSE 0 END) AS newAuthors
        RETURN collect([year, authors, newAuthors]) AS people
      }
      CALL (parent, found) {
        ${newPairs}
      }
      RETURN parent.key AS key, years, found, people, pairs`,
    {
      ...relation.parameters,
      ...bindings.values,
      parents,
      bylineLimit: int(bylineLimit),
      most: int(most),
    },
    options,
  );
  const byParent = new Map(rows.map((row) => [row.key, row]));
  return parents.map(({ key }) => {
    const { years = [], found = 0, people = [], pairs = [] } = byParent.get(key) ?? {};
    const peopleOf = new Map(people.map(([year, ...counts]) => [year, counts]));
    const pairsOf = new Map(pairs);
    const isCounted = stored || found <= most;
    return years.map(([year, publicationCount, attributedCount, sharedCount]) => {
      const [authorCount = 0, newAuthorCount = 0] = peopleOf.get(year) ?? [];
      const newPairCount = isCounted ? (pairsOf.get(year) ?? 0) : null;
      return {
        year,
        publicationCount,
        attributedCount,
        sharedCount,
        authorCount,
        newAuthorCount,
        newPairCount,
      };
    });
  });
}
