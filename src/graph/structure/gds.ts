import { ScholargraphError } from '../../errors.ts';
import { cypher } from '../cypher.ts';
import type { Graph } from '../graph.ts';

/** @returns whether the database has Graph Data Science */
export async function hasGds(graph: Graph): Promise<boolean> {
  const rows = await graph.command<{ name: string }>(
    cypher`SHOW PROCEDURES YIELD name WHERE name = 'gds.leiden.mutate' RETURN name`,
  );
  return rows.length > 0;
}

/** @throws ScholargraphError GDS_MISSING where the database is without Graph Data Science */
export async function requireGds(graph: Graph): Promise<void> {
  if (await hasGds(graph)) return;
  throw new ScholargraphError(
    'GDS_MISSING',
    'The database has no Graph Data Science, which communities, centralities and similarities come from',
    {
      fix: 'Install the GDS plugin in Neo4j, or use the local Neo4j or the compose file, which have it.',
    },
  );
}

export async function gdsVersion(graph: Graph): Promise<string> {
  const [row] = await graph.command<{ version: string }>(cypher`RETURN gds.version() AS version`);
  return row?.version ?? 'unknown';
}

/** What a projection's name begins with; the id of its run follows. */
export const projectionPrefix = 'analysis-';
/** What the names of the projections of topic clusters begin with. */
export const topicProjectionPrefix = 'topics-';

/** Drops every projection of a run. */
export async function dropProjections(graph: Graph, run: string): Promise<void> {
  await graph.command(
    cypher`
      CALL gds.graph.list() YIELD graphName
      WITH graphName WHERE graphName STARTS WITH $name
      CALL gds.graph.drop(graphName, false) YIELD graphName AS dropped
      RETURN dropped`,
    { name: `${projectionPrefix}${run}` },
  );
}

/**
 * Drops the projections that runs of killed processes have left: those of no run that is under way, and those of topic
 * clusters that are older than their run may take.
 */
export async function dropStaleProjections(graph: Graph): Promise<void> {
  await graph.command(
    cypher`
      CALL gds.graph.list() YIELD graphName, creationTime
      WITH graphName, creationTime
      WHERE (graphName STARTS WITH $prefix
          AND NOT EXISTS { MATCH (run:AnalysisRun {state: 'RUNNING'}) WHERE graphName STARTS WITH $prefix + run.id })
        OR (graphName STARTS WITH $topicPrefix AND creationTime < datetime() - duration({minutes: 60}))
      CALL gds.graph.drop(graphName, false) YIELD graphName AS dropped
      RETURN dropped`,
    { prefix: projectionPrefix, topicPrefix: topicProjectionPrefix },
  );
}
