import { type Cypher, cypher } from '../cypher.ts';
import { int } from '../graph.ts';
import type { SimilarityAnalysis } from './analysis.ts';
import { projectFeatures, requireMemory } from './projections.ts';
import type { Run, RunFigures } from './run.ts';

/** Numbers that stand for a node in FastRP. */
const embeddingDimension = 128;

/** Which steps from a node count in FastRP: what it has, and who else has that. */
const iterationWeights = [1, 1];

/**
 * Authors alike by topics, or publications alike by topics or references:
 *
 * - node similarity: the weighted Jaccard index of what two have (Ružička 1958), 0 to 1;
 * - FastRP (Chen et al., 'Fast and accurate network embeddings via very sparse random projection', CIKM 2019), then the
 *   k nearest neighbours by NN-Descent (Dong, Moses and Li, WWW 2011): the cosine of the embeddings as Graph Data Science
 *   maps it to 0 … 1.
 */
export async function findSimilar(run: Run, analysis: SimilarityAnalysis): Promise<RunFigures> {
  const { method, seed, topK } = analysis;
  await run.step('PROJECT', 0);
  const name = run.projection();
  const { nodeCount, relationshipCount } = await projectFeatures(run, name, analysis);
  if (nodeCount === 0) return { nodeCount, relationshipCount };
  await run.step('COMPUTE', 0.3);
  if (method === 'NODE_SIMILARITY') {
    await store(run, name, 'Node similarity', {
      estimate: cypher`CALL gds.nodeSimilarity.stream.estimate($name, $settings) YIELD bytesMax AS bytes RETURN bytes`,
      pairs: cypher`CALL gds.nodeSimilarity.stream($name, $settings) YIELD node1, node2, similarity`,
      settings: {
        topK: int(topK),
        relationshipWeightProperty: 'weight',
        similarityCutoff: 1e-9,
      },
    });
    return { nodeCount, relationshipCount };
  }
  const embedding = {
    embeddingDimension: int(embeddingDimension),
    iterationWeights,
    relationshipWeightProperty: 'weight',
    randomSeed: int(seed),
    concurrency: int(1),
    mutateProperty: 'embedding',
  };
  await requireMemory(run, 'FastRP', async () => {
    const [estimate] = await run.command<{ bytes: number }>(
      cypher`CALL gds.fastRP.mutate.estimate($name, $settings) YIELD bytesMax AS bytes RETURN bytes`,
      { name, settings: embedding },
    );
    return estimate?.bytes ?? 0;
  });
  await run.command(
    cypher`CALL gds.fastRP.mutate($name, $settings) YIELD nodePropertiesWritten AS written RETURN written`,
    { name, settings: embedding },
  );
  await run.step('COMPUTE', 0.6);
  await store(run, name, 'The nearest neighbours', {
    estimate: cypher`CALL gds.knn.stream.estimate($name, $settings) YIELD bytesMax AS bytes RETURN bytes`,
    pairs: cypher`CALL gds.knn.stream($name, $settings) YIELD node1, node2, similarity`,
    settings: {
      nodeLabels: ['Member'],
      nodeProperties: { embedding: 'COSINE' },
      topK: int(topK),
      randomSeed: int(seed),
      concurrency: int(1),
      // All of a small graph are looked at.
      sampleRate: 1,
      deltaThreshold: 0,
      maxIterations: int(20),
    },
  });
  return { nodeCount, relationshipCount };
}

/** Stores the pairs as they come, in batches; a pair of whom each is among the likest of the other is there twice. */
async function store(
  run: Run,
  name: string,
  what: string,
  {
    estimate,
    pairs,
    settings,
  }: { readonly estimate: Cypher; readonly pairs: Cypher; readonly settings: object },
): Promise<void> {
  await requireMemory(run, what, async () => {
    const [estimated] = await run.command<{ bytes: number }>(estimate, { name, settings });
    return estimated?.bytes ?? 0;
  });
  await run.command(
    cypher`
      ${pairs}
      WITH gds.util.asNode(node1) AS one, gds.util.asNode(node2) AS other, similarity WHERE similarity > 0
      CALL (one, other, similarity) {
        CREATE (one)-[:SIMILAR_TO {run: $run, score: round(similarity, 6)}]->(other)
      } IN TRANSACTIONS OF 5000 ROWS`,
    { name, settings, run: run.id },
  );
}
