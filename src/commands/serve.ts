import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Config } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import { connectGraph } from '../graph/connect.ts';
import type { Graph } from '../graph/graph.ts';
import { migrate } from '../graph/migrate.ts';
import { isEmptyBesides } from '../graph/read/sources.ts';
import { refreshTopics } from '../graph/refreshTopics.ts';
import { carryOut, claimAnalysis } from '../graph/structure/analyse.ts';
import { analysisDefaults } from '../graph/structure/analysis.ts';
import { settleAuthors } from '../graph/write/authors.ts';
import { inputOf } from '../ingest/input.ts';
import { ingest } from '../ingest.ts';
import { createServer, requirePort } from '../server.ts';
import { requestLogFields } from '../serving/request.ts';
import { summary } from './importReport.ts';
import { startProgress } from './startProgress.ts';
import { startTracing } from './tracing.ts';

/** The sample page that `--seed` imports. */
export const seedPage = fileURLToPath(new URL('../../seed/profile-page.txt', import.meta.url));
/** Its name in provenance: the same wherever the package lies. */
const seedName = 'seed/profile-page.txt';

export interface ServeOptions {
  readonly seed: boolean;
  /** Stops the server, and then the local Neo4j. */
  readonly signal: AbortSignal;
}

/** Serves until the signal; then lets running requests end, closes the database and returns 0. */
export async function serve(config: Config, options: ServeOptions): Promise<number> {
  const logger = pino({
    level: config.logLevel,
    mixin: requestLogFields,
    ...(process.stdout.isTTY
      ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } }
      : {}),
  });
  await requirePort(config);
  const stopTracing = await startTracing(process.env);
  const ended = new AbortController();
  const connection = await connectGraph(config.neo4j, {
    signal: options.signal,
    onProgress: startProgress(),
    onNeo4jEnded: (reason) => ended.abort(reason),
  });
  try {
    const { applied } = await migrate(connection.graph);
    if (applied.length > 0) logger.info({ applied }, 'migrations have run');
    await completeImport(connection.graph, (text) => logger.info(text));
    if (options.seed) await importSeed(connection.graph, (text) => logger.info(text));
    const server = await createServer({ graph: connection.graph, config, logger });
    const address = await server.listen();
    process.stdout.write(
      `\n  Explorer                ${new URL('/', address)}\n  Playground and GraphQL  ${address}\n  Stop with Ctrl-C\n\n`,
    );
    const over = AbortSignal.any([options.signal, ended.signal]);
    if (!over.aborted) await once(over, 'abort');
    logger.info('stopping');
    await server.close();
    ended.signal.throwIfAborted();
    return 0;
  } finally {
    await connection.close();
    await stopTracing();
  }
}

/** Resolves and derives what an interrupted import has left. */
async function completeImport(graph: Graph, log: (text: string) => void): Promise<void> {
  const { blocks } = await settleAuthors(graph);
  await refreshTopics(graph);
  if (blocks === 0) return;
  log(`an import had been interrupted: authors of ${blocks} names are resolved now`);
}

/** Into an empty graph, or one that has it already: sample data has no place among the user's own. */
async function importSeed(graph: Graph, log: (text: string) => void): Promise<void> {
  if (!(await isEmptyBesides(graph, seedName))) {
    log('the graph holds data already; the sample data stays out');
    return;
  }
  const report = await ingest(graph, [inputOf(seedPage, seedName)]);
  await refreshTopics(graph);
  log(summary(report).trim());
  if (report.sources.some(({ created }) => created > 0)) await findSeedCommunities(graph, log);
}

/** By which the explorer colours people. Without Graph Data Science there are none. */
export async function findSeedCommunities(graph: Graph, log: (text: string) => void): Promise<void> {
  try {
    const { resolution, seed } = analysisDefaults;
    const claimed = await claimAnalysis(
      graph,
      {
        kind: 'AUTHOR_COMMUNITIES',
        resolutions: [resolution],
        seed,
        during: {},
        seededFrom: null,
        leastMembers: 1,
      },
      seedName,
    );
    if (!claimed.joined) await carryOut(graph, claimed);
  } catch (error) {
    if (!(error instanceof ScholargraphError && error.code === 'GDS_MISSING')) throw error;
    log(error.message);
  }
}
