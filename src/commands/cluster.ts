import type { Config } from '../config.ts';
import { runTopicClusters, type TopicClusterOptions } from '../graph/cluster.ts';
import { withDatabase } from './database.ts';

/** Finds the topic clusters of one resolution and stores them for the query `topicClusters`. */
export async function cluster(
  config: Config,
  options: TopicClusterOptions,
  signal?: AbortSignal,
): Promise<number> {
  const report = await withDatabase(config, signal, (graph) => runTopicClusters(graph, options));
  process.stdout.write(
    `${report.communityCount} clusters of ${report.nodeCount} publications and topics, ` +
      `modularity ${report.modularity.toFixed(3)}, in ${report.milliseconds} ms ` +
      `(resolution ${report.resolution}, seed ${report.seed})\n`,
  );
  return 0;
}
