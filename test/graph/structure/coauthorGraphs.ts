import { cypher } from '../../../src/graph/cypher.ts';
import { type Graph, int } from '../../../src/graph/graph.ts';

/** A publication by hand: names are ids, too. */
export interface Written {
  readonly id: string;
  readonly year: number;
  readonly authors: readonly string[];
  readonly topics?: readonly string[];
  readonly cites?: readonly string[];
}

/** Writes publications, what follows from them, and nothing else. */
export async function writePublications(graph: Graph, publications: readonly Written[]): Promise<void> {
  await graph.write(async ({ run }) => {
    await run(
      cypher`
        UNWIND $publications AS row
        MERGE (p:Publication {id: row.id})
        SET p.title = row.id, p.sortTitle = row.id, p.year = row.year, p.authorCount = size(row.authors)
        FOREACH (at IN range(0, size(row.authors) - 1) |
          MERGE (a:Author {id: row.authors[at]})
          ON CREATE SET a.name = row.authors[at], a.names = [row.authors[at]], a.sortName = row.authors[at]
          MERGE (a)-[r:AUTHORED]->(p) SET r.order = at, r.rawName = row.authors[at])
        FOREACH (name IN row.topics |
          MERGE (t:Topic {id: name}) ON CREATE SET t.name = name, t.names = [name]
          MERGE (p)-[r:ABOUT]->(t) SET r.score = 1.0)
        FOREACH (id IN row.cites | MERGE (q:Publication {id: id}) MERGE (p)-[:CITES]->(q))`,
      {
        publications: publications.map(({ year, topics = [], cites = [], ...rest }) => ({
          ...rest,
          topics,
          cites,
          year: int(year),
        })),
      },
    );
    await run(cypher`
      MATCH (a:Author)-[:AUTHORED]->(p:Publication)<-[:AUTHORED]-(b:Author) WHERE a.id < b.id
      WITH a, b, count(p) AS publications, sum(1.0 / (p.authorCount - 1)) AS weight
      MERGE (a)-[r:COAUTHORED]->(b) SET r.publications = publications, r.weight = weight`);
    await run(cypher`
      MATCH (a:Author)-[:AUTHORED]->(p) WITH a, count(p) AS publications SET a.publicationCount = publications`);
    await run(cypher`
      MATCH (s:Topic)<-[:ABOUT]-(p)-[:ABOUT]->(t:Topic) WHERE s.id < t.id
      WITH s, t, count(p) AS shared WHERE shared >= 2
      MERGE (s)-[r:RELATED]->(t) SET r.npmi = 0.5, r.publications = shared`);
  });
}

/** A publication of its own for every pair. */
export function pairs(
  ties: readonly (readonly [string, string])[],
  topics: readonly string[],
  year = 2020,
): Written[] {
  return ties.map((authors) => ({ id: authors.join('-'), year, authors, topics }));
}

function clique(names: readonly string[]): [string, string][] {
  return names.flatMap((one, at) => names.slice(at + 1).map((other): [string, string] => [one, other]));
}

export const left = ['a1', 'a2', 'a3', 'a4'];
export const right = ['b1', 'b2', 'b3', 'b4'];

/** Two cliques of four, each with a topic of its own, and a bridge from a4 to b1. */
export const twoCliques: readonly Written[] = [
  ...pairs(clique(left), ['graph theory', 'machine learning']),
  ...pairs(clique(right), ['parsing', 'machine learning']),
  ...pairs([['a4', 'b1']], ['machine learning']),
];

const karateNeighbours: Readonly<Record<number, readonly number[]>> = {
  1: [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32],
  2: [3, 4, 8, 14, 18, 20, 22, 31],
  3: [4, 8, 9, 10, 14, 28, 29, 33],
  4: [8, 13, 14],
  5: [7, 11],
  6: [7, 11, 17],
  7: [17],
  9: [31, 33, 34],
  10: [34],
  14: [34],
  15: [33, 34],
  16: [33, 34],
  19: [33, 34],
  20: [34],
  21: [33, 34],
  23: [33, 34],
  24: [26, 28, 30, 33, 34],
  25: [26, 28, 32],
  26: [32],
  27: [30, 34],
  28: [34],
  29: [32, 34],
  30: [33, 34],
  31: [33, 34],
  32: [33, 34],
  33: [34],
};

/** The 34 members and 78 ties of Zachary's karate club ('An information flow model for conflict and fission in small groups', 1977). */
export const karateClub: readonly Written[] = pairs(
  Object.entries(karateNeighbours).flatMap(([one, others]) =>
    others.map((other): [string, string] => [`k${one}`, `k${other}`]),
  ),
  ['karate'],
);
