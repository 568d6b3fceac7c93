import { markBoilerplate } from './boilerplate.ts';
import { refreshTopicClusters } from './cluster.ts';
import type { Graph } from './graph.ts';
import { renewed } from './outdated.ts';
import { relateTopics } from './relatedTopics.ts';

/**
 * Derives what follows from the topics of all publications together: which are none, which are related, and the clusters.
 * Does nothing where no publication has changed since.
 */
export async function refreshTopics(graph: Graph): Promise<void> {
  await renewed(graph, 'topics', async () => {
    await markBoilerplate(graph);
    await relateTopics(graph);
    await refreshTopicClusters(graph);
  });
}
