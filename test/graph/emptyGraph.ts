import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';

/** Deletes all nodes and relationships; constraints and indexes stay, and so does the note of the migrations. */
export async function empty(graph: Graph): Promise<void> {
  await graph.command(
    cypher`MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`,
  );
}
