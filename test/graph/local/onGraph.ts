import { Graph } from '../../../src/graph/graph.ts';
import { startLocalNeo4j } from '../../../src/graph/local/localNeo4j.ts';
import { migrate } from '../../../src/graph/migrate.ts';
import { localConfig } from './localConfig.ts';

/** Works on the graph of a data folder with its Neo4j running. */
export async function onGraph<Result>(
  dataFolder: string,
  work: (graph: Graph) => Promise<Result>,
): Promise<Result> {
  const local = await startLocalNeo4j(localConfig(dataFolder));
  const graph = new Graph(local.address);
  try {
    await migrate(graph);
    return await work(graph);
  } finally {
    await graph.close();
    await local.stop();
  }
}
