import { neo4jVersion } from './connect.ts';
import { cypher } from './cypher.ts';
import type { Graph } from './graph.ts';
import { migrationOf } from './migrate.ts';

/** How much a graph holds, and what it is kept in: by this a copy is compared with its original. */
export interface Contents {
  readonly neo4j: string;
  /** The newest migration that has run; 0 where none has. */
  readonly migration: number;
  readonly nodes: number;
  readonly relationships: number;
}

export async function contentsOf(graph: Graph): Promise<Contents> {
  const [counts] = await graph.read<{ nodes: number; relationships: number }>(
    cypher`RETURN COUNT { () } AS nodes, COUNT { ()-->() } AS relationships`,
  );
  return {
    neo4j: (await neo4jVersion(graph)) ?? '',
    migration: await migrationOf(graph),
    nodes: counts?.nodes ?? 0,
    relationships: counts?.relationships ?? 0,
  };
}
