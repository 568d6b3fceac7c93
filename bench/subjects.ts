import { cypher } from '../src/graph/cypher.ts';
import { type Graph, int } from '../src/graph/graph.ts';
import { hubOrcid } from './queryCorpus.ts';

/** What is asked, and what each of it stands for. */
export const queries = {
  profile: 'profile: author → 20 newest publications → venue, authors, topics',
  coauthors: 'two steps of coauthors, 25 × 25',
  topic: '100 newest publications of a topic, with authors and venue',
  deepPage: '100 publications from the middle of all of them',
  search: '20 best hits of a full-text search, with authors',
  topicByYear: 'topic × year over all publications, 10 × all years',
  network: 'coauthor network around an author with 1,000 publications, depth 2, 300 nodes',
} as const;
export type QueryName = keyof typeof queries;
export const queryNames = Object.keys(queries).filter((name): name is QueryName => name in queries);

/** A place in all publications, the newest first, the largest id first in a year. */
export interface Place {
  readonly id: string;
  readonly year: number;
  /** Publications up to it, itself among them. */
  readonly offset: number;
}

/** Ids of what is asked about. A query goes from one to the next, so that no answer is asked for twice in a row. */
export interface Subjects {
  readonly authors: readonly string[];
  readonly coauthors: readonly string[];
  readonly topics: readonly string[];
  readonly places: readonly Place[];
  readonly searches: readonly string[];
  readonly hub: string;
}

/** How large the pages and the network are. */
export const sizes = {
  profile: 20,
  authors: 20,
  coauthors: 25,
  topic: 100,
  page: 100,
  hits: 20,
  rows: 10,
  columns: 100,
  networkNodes: 300,
  networkEdges: 10_000,
} as const;

/** Chosen by what the graph holds, the same each time. */
export async function subjectsOf(graph: Graph): Promise<Subjects> {
  const [hub] = await graph.read<{ id: string }>(cypher`MATCH (n:Author {orcid: $orcid}) RETURN n.id AS id`, {
    orcid: hubOrcid,
  });
  if (hub === undefined) throw new Error('the graph has no author with a thousand publications');
  const authors = await graph.read<{ id: string }>(
    cypher`MATCH (n:Author) WHERE n.publicationCount >= 20 RETURN n.id AS id ORDER BY n.id LIMIT 15`,
  );
  const coauthors = await graph.read<{ id: string }>(
    cypher`
      MATCH (n:Author) WHERE COUNT { (n)-[:COAUTHORED]-() } >= 25 RETURN n.id AS id ORDER BY n.id LIMIT 15`,
  );
  const topics = await graph.read<{ id: string }>(
    cypher`MATCH (n:Topic) RETURN n.id AS id ORDER BY COUNT { (n)<-[:ABOUT]-() } DESC, n.id LIMIT 4`,
  );
  const [{ total } = { total: 0 }] = await graph.read<{ total: number }>(
    cypher`MATCH (n:Publication) RETURN count(n) AS total`,
  );
  const middle = Math.floor(total / 2);
  const places = await graph.read<{ id: string; year: number }>(
    cypher`
      MATCH (n:Publication) WITH n ORDER BY n.year DESC, n.id DESC SKIP $skip LIMIT 15
      RETURN n.id AS id, n.year AS year`,
    { skip: int(middle) },
  );
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
  return {
    hub: hub.id,
    authors: [hub.id, ...ids(authors)],
    coauthors: [hub.id, ...ids(coauthors)],
    topics: ids(topics),
    places: places.map((place, at) => ({ ...place, offset: middle + at + 1 })),
    searches: [
      'graph clustering',
      'sparse language',
      'protein folding',
      'market forecasting',
      'robust speech',
      'quantum verification',
    ],
  };
}
