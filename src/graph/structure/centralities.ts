import { ScholargraphError } from '../../errors.ts';
import { type Cypher, cypher } from '../cypher.ts';
import { int } from '../graph.ts';
import { analysisLimits, type CentralityAnalysis } from './analysis.ts';
import { projectAuthors, requireMemory } from './projections.ts';
import type { Run, RunFigures } from './run.ts';

/**
 * Centralities of the authors in the coauthor graph:
 *
 * - degree: coauthors; weighted degree: the sum of the fractional weights (Newman 2001);
 * - PageRank (Brin and Page 1998), damping 0.85, weighted; the scores of all authors sum to 1;
 * - betweenness (Brandes 2001), unweighted, each pair of authors counted once: exact, or estimated from a sample of
 *   sources (Brandes and Pich 2007) that Graph Data Science draws by degree;
 * - closeness in the form for graphs that fall apart (Wasserman and Faust 1994), where it is asked for;
 * - articulation points: without them what hangs on them falls apart (Tarjan 1972).
 */
export async function rankAuthors(run: Run, analysis: CentralityAnalysis): Promise<RunFigures> {
  const { during, seed, closeness } = analysis;
  await run.step('PROJECT', 0);
  const name = run.projection();
  const { nodeCount, relationshipCount } = await projectAuthors(run, name, during);
  if (nodeCount === 0) return { nodeCount, relationshipCount, note: 'There are no coauthors' };
  if (closeness && nodeCount > analysisLimits.closenessUpTo) {
    throw new ScholargraphError(
      'ANALYSIS_TOO_LARGE',
      `Closeness of ${nodeCount} authors takes a search from each`,
      {
        field: 'closeness',
        expected: `at most ${analysisLimits.closenessUpTo} authors`,
        fix: 'Leave closeness out, or analyse a shorter window of years.',
      },
    );
  }
  const sources = sourcesOf(analysis, nodeCount);
  const one = { concurrency: int(1) };
  const sampling = sources === undefined ? {} : { samplingSize: int(sources), samplingSeed: int(seed) };
  await run.step('COMPUTE', 0.2);
  await mutate(run, name, 'The degree', {
    estimate: cypher`CALL gds.degree.mutate.estimate($name, $settings) YIELD bytesMax AS bytes RETURN bytes`,
    mutate: cypher`CALL gds.degree.mutate($name, $settings) YIELD nodePropertiesWritten AS written RETURN written`,
    settings: { ...one, mutateProperty: 'degree' },
  });
  await mutate(run, name, 'The weighted degree', {
    estimate: cypher`CALL gds.degree.mutate.estimate($name, $settings) YIELD bytesMax AS bytes RETURN bytes`,
    mutate: cypher`CALL gds.degree.mutate($name, $settings) YIELD nodePropertiesWritten AS written RETURN written`,
    settings: { ...one, mutateProperty: 'weightedDegree', relationshipWeightProperty: 'weight' },
  });
  await mutate(run, name, 'PageRank', {
    estimate: cypher`CALL gds.pageRank.mutate.estimate($name, $settings) YIELD bytesMax AS bytes RETURN bytes`,
    mutate: cypher`CALL gds.pageRank.mutate($name, $settings) YIELD nodePropertiesWritten AS written RETURN written`,
    settings: {
      ...one,
      mutateProperty: 'pageRank',
      relationshipWeightProperty: 'weight',
      dampingFactor: 0.85,
      maxIterations: int(100),
      tolerance: 1e-9,
      scaler: 'L1Norm',
    },
  });
  await mutate(run, name, 'Articulation points', {
    estimate: cypher`CALL gds.articulationPoints.mutate.estimate($name, $settings) YIELD bytesMax AS bytes RETURN bytes`,
    mutate: cypher`CALL gds.articulationPoints.mutate($name, $settings) YIELD nodePropertiesWritten AS written RETURN written`,
    settings: { ...one, mutateProperty: 'articulationPoint' },
  });
  await run.step('COMPUTE', 0.4);
  await mutate(run, name, 'Betweenness', {
    estimate: cypher`CALL gds.betweenness.mutate.estimate($name, $settings) YIELD bytesMax AS bytes RETURN bytes`,
    mutate: cypher`CALL gds.betweenness.mutate($name, $settings) YIELD nodePropertiesWritten AS written RETURN written`,
    settings: { ...one, ...sampling, mutateProperty: 'betweenness' },
  });
  if (closeness) {
    await mutate(run, name, 'Closeness', {
      // Graph Data Science gives no estimate of it; what it takes is a few numbers a node.
      mutate: cypher`CALL gds.closeness.mutate($name, $settings) YIELD nodePropertiesWritten AS written RETURN written`,
      settings: { ...one, mutateProperty: 'closeness', useWassermanFaust: true },
    });
  }
  await run.step('STORE', 0.8);
  await run.command(
    cypher`
      CALL gds.graph.nodeProperty.stream($name, 'degree') YIELD nodeId, propertyValue AS degree
      WITH gds.util.asNode(nodeId) AS author, degree,
        gds.util.nodeProperty($name, nodeId, 'weightedDegree') AS weightedDegree,
        gds.util.nodeProperty($name, nodeId, 'pageRank') AS pageRank,
        gds.util.nodeProperty($name, nodeId, 'articulationPoint') AS articulationPoint,
        gds.util.nodeProperty($name, nodeId, 'betweenness') AS betweenness,
        CASE WHEN $closeness THEN gds.util.nodeProperty($name, nodeId, 'closeness') ELSE null END AS closeness
      CALL (author, degree, weightedDegree, pageRank, articulationPoint, betweenness, closeness) {
        MATCH (run:AnalysisRun {id: $run})
        CREATE (author)-[:SCORED {
          degree: toInteger(degree), weightedDegree: round(weightedDegree, 6), pageRank: pageRank,
          articulationPoint: articulationPoint = 1, betweenness: round(betweenness * $scale, 6), closeness: closeness
        }]->(run)
      } IN TRANSACTIONS OF 5000 ROWS`,
    { name, run: run.id, closeness, scale: sources === undefined ? 1 : nodeCount / sources },
  );
  return {
    nodeCount,
    relationshipCount,
    note:
      sources === undefined
        ? 'Betweenness is exact'
        : `Betweenness is estimated from ${sources} of ${nodeCount} sources`,
  };
}

/** @returns how many sources to sample; undefined for all of them */
function sourcesOf({ samplingSize }: CentralityAnalysis, nodeCount: number): number | undefined {
  if (samplingSize !== null) return samplingSize < nodeCount ? samplingSize : undefined;
  return nodeCount <= analysisLimits.exactUpTo ? undefined : analysisLimits.samplingSize;
}

async function mutate(
  run: Run,
  name: string,
  what: string,
  {
    estimate,
    mutate: statement,
    settings,
  }: { readonly estimate?: Cypher; readonly mutate: Cypher; readonly settings: Record<string, unknown> },
): Promise<void> {
  if (estimate !== undefined) {
    await requireMemory(run, what, async () => {
      const [estimated] = await run.command<{ bytes: number }>(estimate, { name, settings });
      return estimated?.bytes ?? 0;
    });
  }
  await run.command(statement, { name, settings });
}
