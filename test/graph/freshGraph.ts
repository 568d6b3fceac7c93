import { afterAll, inject } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { migrate } from '../../src/graph/migrate.ts';
import { empty } from './emptyGraph.ts';

export { empty };

const open = new Set<Graph>();

afterAll(async () => {
  await Promise.all([...open].map((graph) => graph.close()));
  open.clear();
});

/**
 * The shared database, emptied and migrated. Call it in `beforeAll` or `beforeEach`; it is closed after the file.
 * Test files run one after another, since Community Edition has one database.
 */
export async function freshGraph(): Promise<Graph> {
  const graph = new Graph(inject('neo4j'));
  open.add(graph);
  await empty(graph);
  await migrate(graph);
  return graph;
}
