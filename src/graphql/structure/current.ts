import { ScholargraphError } from '../../errors.ts';
import { type AnalysisRunRow, currentRun } from '../../graph/read/structure/runs.ts';
import type { AnalysisKind } from '../../graph/structure/analysis.ts';
import { hasGds } from '../../graph/structure/gds.ts';
import type { Context } from '../context.ts';

/**
 * The run whose result is read, looked up once a request.
 * @param slot what it has to be the current run of, see `slotOf`
 * @throws ScholargraphError ANALYSIS_NOT_FOUND, and GDS_MISSING where there can be none
 */
export async function currentRunOf(
  context: Context,
  kind: AnalysisKind,
  slot: string,
): Promise<AnalysisRunRow> {
  const found = await context.one(currentRun, { key: slot, slot });
  if (found !== null) return found.node;
  await requireGdsToFind(context);
  throw new ScholargraphError('ANALYSIS_NOT_FOUND', `No analysis ${slot} has been completed yet`, {
    fix: `An administrator asks for one over GraphQL, or runs: scholargraph analyse ${commandOf[kind]}`,
  });
}

/**
 * For what is not stored: whether it could be, looked up once a request.
 * @throws ScholargraphError GDS_MISSING
 */
export async function requireGdsToFind(context: Context): Promise<void> {
  const gds = await context.detail('gds', '', async (graph) => [await hasGds(graph)]);
  if (gds) return;
  throw new ScholargraphError(
    'GDS_MISSING',
    'Nothing of this kind is stored, and the database has no Graph Data Science to find it with',
    { fix: 'Install the GDS plugin in Neo4j, or use the local Neo4j or the compose file, which have it.' },
  );
}

const commandOf: Readonly<Record<AnalysisKind, string>> = {
  AUTHOR_COMMUNITIES: 'communities --of authors',
  TOPIC_COMMUNITIES: 'communities --of topics',
  AUTHOR_EVOLUTION: 'evolution --of authors --from YEAR --to YEAR --years NUMBER',
  TOPIC_EVOLUTION: 'evolution --of topics --from YEAR --to YEAR --years NUMBER',
  AUTHOR_CENTRALITIES: 'centralities',
  AUTHOR_SIMILARITY: 'similarity --of authors',
  PUBLICATION_SIMILARITY: 'similarity --of publications',
};
