import type { Graph } from '../graph.ts';
import { type Analysis, requireSound } from './analysis.ts';
import { rankAuthors } from './centralities.ts';
import { findCommunities } from './communities.ts';
import { followCommunities } from './evolution.ts';
import { requireGds } from './gds.ts';
import { claimRun, type Run, type RunFigures, type RunLimits, sweepRuns, underClaim } from './run.ts';
import { findSimilar } from './similarity.ts';

export interface Claimed {
  readonly id: string;
  readonly analysis: Analysis;
  /** Whether somebody runs it already. */
  readonly joined: boolean;
}

/**
 * Claims an analysis for `carryOut`; it is stored as under way from here on.
 * @throws ScholargraphError BAD_INPUT, GDS_MISSING, ANALYSIS_RUNNING
 */
export async function claimAnalysis(graph: Graph, analysis: Analysis, by: string): Promise<Claimed> {
  requireSound(analysis);
  await requireGds(graph);
  await sweepRuns(graph);
  return { ...(await claimRun(graph, analysis, by)), analysis };
}

/**
 * Runs a claimed analysis and stores what it finds, which becomes what queries read when it is complete, and not before.
 * @throws ScholargraphError ANALYSIS_TOO_LARGE, ANALYSIS_NOT_FOUND, ANALYSIS_INTERRUPTED
 */
export async function carryOut(
  graph: Graph,
  { id, analysis }: Claimed,
  limits: RunLimits = {},
): Promise<void> {
  await underClaim(graph, id, limits, async (run) => {
    await run.complete(analysis, await found(run, analysis));
  });
}

function found(run: Run, analysis: Analysis): Promise<RunFigures> {
  switch (analysis.kind) {
    case 'AUTHOR_COMMUNITIES':
    case 'TOPIC_COMMUNITIES':
      return findCommunities(run, analysis);
    case 'AUTHOR_EVOLUTION':
    case 'TOPIC_EVOLUTION':
      return followCommunities(run, analysis);
    case 'AUTHOR_CENTRALITIES':
      return rankAuthors(run, analysis);
    default:
      return findSimilar(run, analysis);
  }
}
