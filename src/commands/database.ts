import type { Config } from '../config.ts';
import { connectGraph } from '../graph/connect.ts';
import type { Graph } from '../graph/graph.ts';
import type { Claim } from '../graph/local/owner.ts';
import { migrate } from '../graph/migrate.ts';
import { startProgress } from './startProgress.ts';

/**
 * Runs `work` on the configured database, with its schema up to date, and lets go of it whatever happens.
 *
 * @param work its second argument aborts, with the reason, if the local Neo4j ends by itself
 * @param options `migrates`: false leaves the schema as it is; `claim`: of the local Neo4j's data folder, which stays
 */
export async function withDatabase<Result>(
  config: Config,
  signal: AbortSignal | undefined,
  work: (graph: Graph, ended: AbortSignal) => Promise<Result>,
  { migrates = true, claim }: { readonly migrates?: boolean; readonly claim?: Claim | undefined } = {},
): Promise<Result> {
  const ended = new AbortController();
  const connection = await connectGraph(config.neo4j, {
    signal,
    claim,
    onProgress: startProgress(),
    onNeo4jEnded: (reason) => ended.abort(reason),
  });
  try {
    if (migrates) await migrate(connection.graph);
    return await work(connection.graph, ended.signal);
  } finally {
    await connection.close();
  }
}
