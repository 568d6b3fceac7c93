import { cypher } from '../cypher.ts';
import type { Graph, QueryOptions } from '../graph.ts';
import { type Coauthorship, coauthorship } from './authors.ts';
import { type AuthorRow, authorNode } from './rows.ts';

/** Collaboration graphs are small worlds, so that who is further away than this is taken for unconnected. */
export const pathLimit = 30;

export interface CollaborationPath {
  readonly authors: readonly AuthorRow[];
  /** From each author to the next; one fewer than `authors`. */
  readonly steps: readonly Coauthorship[];
}

/**
 * A shortest chain of coauthors between two authors. Of several, the one whose neighbours share the most
 * publications, then the first by id; where there are more than 1,000, of the first 1,000 found.
 * @returns undefined where no chain connects them
 */
export async function collaborationPath(
  graph: Graph,
  from: AuthorRow,
  to: AuthorRow,
  options: QueryOptions,
): Promise<CollaborationPath | undefined> {
  if (from.id === to.id) return { authors: [from], steps: [] };
  const [row] = await graph.read<{ authors: AuthorRow[]; steps: Omit<Coauthorship, 'a' | 'b'>[] }>(
    cypher`
      MATCH (a:Author {id: $from}), (b:Author {id: $to})
      MATCH path = allShortestPaths((a)-[:COAUTHORED*..30]-(b))
      WITH path LIMIT 1000
      ORDER BY reduce(sum = 0, r IN relationships(path) | sum + r.publications) DESC, [n IN nodes(path) | n.id]
      LIMIT 1
      RETURN [n IN nodes(path) | ${authorNode}] AS authors, [r IN relationships(path) | {${coauthorship}}] AS steps`,
    { from: from.id, to: to.id },
    options,
  );
  if (row === undefined) return undefined;
  const pairs = row.authors.slice(1).map((author, at) => ({ a: row.authors[at], b: author }));
  return {
    authors: row.authors,
    steps: row.steps.flatMap((step, at) => {
      const pair = pairs[at];
      return pair?.a === undefined ? [] : [{ ...step, a: pair.a.id, b: pair.b.id }];
    }),
  };
}
