import { randomUUID } from 'node:crypto';
import { type ErrorCode, ScholargraphError } from '../../errors.ts';
import { type Cypher, cypher } from '../cypher.ts';
import { type Graph, int, type Parameters } from '../graph.ts';
import { type Analysis, slotOf } from './analysis.ts';
import { dropProjections, dropStaleProjections, gdsVersion, hasGds, projectionPrefix } from './gds.ts';

/** What a run does, in this order; similarities and centralities have no labels, and so on. */
export type AnalysisStep = 'PROJECT' | 'COMPUTE' | 'STORE' | 'LABEL' | 'COMPARE';

/** Seconds without a sign of life after which the process of a run counts as gone. */
export const goneAfterSeconds = 30;

/** Milliseconds between two signs of life. */
const signEvery = 5_000;

/** A statement of a run may take its time, unlike a request. */
const timeoutMs = 3_600_000;

export interface AnalysisError {
  readonly code: ErrorCode;
  readonly message: string;
}

export const analysisInterrupted: AnalysisError = {
  code: 'ANALYSIS_INTERRUPTED',
  message:
    'The process was stopped before the analysis had come to its end. Nothing of it is shown; the result before it stays. Ask for it again.',
};

/** The parameters as they are compared and stored. */
export function parametersOf({ kind: _kind, ...parameters }: Analysis): string {
  return JSON.stringify(parameters);
}

/**
 * Claims the turn of the analysis's kind in the graph: at most one run of a kind is under way, whoever asks. Who asks
 * for what is under way already, with the same parameters, joins it.
 * @returns the run, and whether it was under way already
 * @throws ScholargraphError ANALYSIS_RUNNING where one of other parameters is under way
 */
export async function claimRun(
  graph: Graph,
  analysis: Analysis,
  by: string,
): Promise<{ readonly id: string; readonly joined: boolean }> {
  const id = randomUUID();
  const parameters = parametersOf(analysis);
  const version = await gdsVersion(graph);
  const [claimed] = await graph.write(async (transaction) => {
    await transaction.run(
      cypher`
        MATCH (run:AnalysisRun {claim: $kind})
        WHERE run.aliveAt < datetime() - duration({seconds: $gone})
        SET run.state = 'INTERRUPTED', run.partial = true, run.step = null, run.ended = datetime(),
          run.errorCode = $error.code, run.errorMessage = $error.message
        REMOVE run.claim`,
      { kind: analysis.kind, gone: int(goneAfterSeconds), error: analysisInterrupted },
    );
    return transaction.run<{ id: string; parameters: string; by: string }>(
      cypher`
        MERGE (run:AnalysisRun {claim: $kind})
        ON CREATE SET run.id = $id, run.kind = $kind, run.state = 'RUNNING', run.partial = true, run.by = $by,
          run.parameters = $parameters, run.gdsVersion = $version, run.began = datetime(), run.aliveAt = datetime(),
          run.progress = 0.0
        RETURN run.id AS id, run.parameters AS parameters, run.by AS by`,
      { id, kind: analysis.kind, by, parameters, version },
    );
  });
  if (claimed === undefined) throw new Error('MERGE has returned no run');
  if (claimed.id === id) return { id, joined: false };
  if (claimed.parameters === parameters) return { id: claimed.id, joined: true };
  throw new ScholargraphError(
    'ANALYSIS_RUNNING',
    `${claimed.by} runs an analysis of the kind ${analysis.kind} with other parameters already`,
    {
      fix: `Ask again when it has ended: the query analysisRuns lists it, with the id ${claimed.id} inside its own.`,
    },
  );
}

export interface RunFigures {
  readonly nodeCount: number;
  readonly relationshipCount: number;
  /** How the betweenness was computed, and other things that only the run itself finds out. */
  readonly note?: string | undefined;
}

export interface RunLimits {
  /** Stops the run. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes of Neo4j's heap that the run may take; 80 % of it where absent. */
  readonly memoryLimit?: number | undefined;
}

/** A run that has its claim: what its steps are done with. */
export class Run {
  readonly graph: Graph;
  readonly id: string;
  /** Bytes of the heap that it may take; the most of it where absent. */
  readonly memoryLimit: number | undefined;
  readonly #signal: AbortSignal;
  readonly #started = performance.now();

  constructor(
    graph: Graph,
    id: string,
    { signal, memoryLimit }: RunLimits & { readonly signal: AbortSignal },
  ) {
    this.graph = graph;
    this.id = id;
    this.memoryLimit = memoryLimit;
    this.#signal = signal;
  }

  /** The name of a projection of this run. */
  projection(number = 0): string {
    return `${projectionPrefix}${this.id}-${number}`;
  }

  /** Runs a statement, which ends when the run is stopped. */
  async command<Row extends Record<string, unknown>>(
    statement: Cypher,
    parameters: Parameters,
  ): Promise<Row[]> {
    try {
      return await this.graph.command<Row>(statement, parameters, { timeoutMs, signal: this.#signal });
    } catch (error) {
      // Graph Data Science looks for itself, too, and knows of other analyses that are under way.
      if (!(error instanceof Error && error.message.includes('minimum estimated memory'))) throw error;
      throw new ScholargraphError(
        'ANALYSIS_TOO_LARGE',
        'Graph Data Science has too little memory for it now',
        {
          fix: 'Ask again when other analyses have ended, give Neo4j more heap, or analyse a shorter window of years.',
          cause: error,
        },
      );
    }
  }

  /** Says how far it is. @param progress 0 to 1 */
  async step(step: AnalysisStep, progress: number): Promise<void> {
    this.#signal.throwIfAborted();
    await this.graph.write((transaction) =>
      transaction.run(
        cypher`MATCH (run:AnalysisRun {id: $id, state: 'RUNNING'})
          SET run.step = $step, run.progress = $progress, run.aliveAt = datetime()`,
        { id: this.id, step, progress },
      ),
    );
  }

  /** Makes it the current one of its slot: what queries read changes here, in one transaction. */
  async complete(analysis: Analysis, { nodeCount, relationshipCount, note }: RunFigures): Promise<void> {
    const slot = slotOf(analysis);
    const completed = await this.graph.write(async (transaction) => {
      await transaction.run(
        cypher`MATCH (old:AnalysisRun {currentOf: $slot}) WHERE old.id <> $id REMOVE old.currentOf`,
        { slot, id: this.id },
      );
      return transaction.run(
        // Written twice where the answer to the commit was lost.
        cypher`MATCH (run:AnalysisRun {id: $id}) WHERE run.state IN ['RUNNING', 'DONE']
          SET run.state = 'DONE', run.slot = $slot, run.currentOf = $slot, run.step = null, run.progress = 1.0,
            run.ended = coalesce(run.ended, datetime()), run.nodeCount = $nodeCount,
            run.relationshipCount = $relationshipCount, run.milliseconds = $milliseconds, run.note = $note
          REMOVE run.claim, run.partial
          RETURN run.id AS id`,
        {
          id: this.id,
          slot,
          nodeCount: int(nodeCount),
          relationshipCount: int(relationshipCount),
          milliseconds: int(Math.round(performance.now() - this.#started)),
          note: note ?? null,
        },
      );
    });
    if (completed.length === 0) throw interruptedError();
  }
}

/**
 * Does `work` under the claim of run `id` with signs of life, and stores how it ended. Projections are dropped
 * whatever happens, and what a failed run has stored goes.
 * @throws what `work` throws; ScholargraphError ANALYSIS_INTERRUPTED where `signal` has stopped it
 */
export async function underClaim(
  graph: Graph,
  id: string,
  { signal, memoryLimit }: RunLimits,
  work: (run: Run) => Promise<void>,
): Promise<void> {
  const lost = new AbortController();
  const signs = setInterval(() => {
    void signOfLife(graph, id).then(
      (alive) => alive || lost.abort(interruptedError()),
      // The next sign, or the work itself, will tell.
      () => {},
    );
  }, signEvery);
  const stop = AbortSignal.any([lost.signal, ...(signal === undefined ? [] : [signal])]);
  try {
    await work(new Run(graph, id, { signal: stop, memoryLimit }));
  } catch (error) {
    const thrown = stop.aborted ? interruptedError(error) : error;
    await end(graph, id, thrown);
    throw thrown;
  } finally {
    clearInterval(signs);
    await dropProjections(graph, id);
    await removeLeftovers(graph);
  }
}

async function signOfLife(graph: Graph, id: string): Promise<boolean> {
  const rows = await graph.write((transaction) =>
    transaction.run(
      cypher`MATCH (run:AnalysisRun {id: $id}) WHERE run.state IN ['RUNNING', 'DONE']
        SET run.aliveAt = datetime() RETURN run.id AS id`,
      { id },
    ),
  );
  return rows.length > 0;
}

async function end(graph: Graph, id: string, thrown: unknown): Promise<void> {
  const known = thrown instanceof ScholargraphError;
  const interrupted = known && thrown.code === 'ANALYSIS_INTERRUPTED';
  const error: AnalysisError = interrupted
    ? analysisInterrupted
    : {
        code: known ? thrown.code : 'INTERNAL',
        message: known ? thrown.message : 'Something went wrong in the server; its log says what',
      };
  await graph.write((transaction) =>
    transaction.run(
      cypher`MATCH (run:AnalysisRun {id: $id, state: 'RUNNING'})
        SET run.state = $state, run.step = null, run.ended = datetime(), run.errorCode = $error.code,
          run.errorMessage = $error.message
        REMOVE run.claim`,
      { id, state: interrupted ? 'INTERRUPTED' : 'FAILED', error },
    ),
  );
}

function interruptedError(cause?: unknown): ScholargraphError {
  return new ScholargraphError(
    'ANALYSIS_INTERRUPTED',
    'The analysis was stopped before it had come to its end',
    {
      fix: 'Ask for it again. The result before it stays.',
      cause,
    },
  );
}

/**
 * Ends the runs whose process is gone without having ended them, and takes away what they have left: stored parts,
 * which nobody has been shown, and projections.
 * @returns the runs that were ended
 */
export async function sweepRuns(graph: Graph): Promise<string[]> {
  const gone = await graph.write((transaction) =>
    transaction.run<{ id: string }>(
      cypher`MATCH (run:AnalysisRun {state: 'RUNNING'})
        WHERE run.aliveAt < datetime() - duration({seconds: $gone})
        SET run.state = 'INTERRUPTED', run.step = null, run.ended = datetime(),
          run.errorCode = $error.code, run.errorMessage = $error.message
        REMOVE run.claim
        RETURN run.id AS id`,
      { gone: int(goneAfterSeconds), error: analysisInterrupted },
    ),
  );
  await removeLeftovers(graph);
  if (await hasGds(graph)) await dropStaleProjections(graph);
  return gone.map(({ id }) => id);
}

/**
 * Deletes a run that has ended, and what it found. Where it was the current one of its slot, the one before it is.
 * @throws ScholargraphError NOT_FOUND, ANALYSIS_RUNNING
 */
export async function deleteRun(graph: Graph, id: string): Promise<void> {
  const [found] = await graph.read<{ state: string }>(
    cypher`MATCH (run:AnalysisRun {id: $id}) RETURN run.state AS state`,
    { id },
  );
  if (found === undefined) throw new ScholargraphError('NOT_FOUND', 'There is no analysis run with this id');
  if (found.state === 'RUNNING') {
    throw new ScholargraphError('ANALYSIS_RUNNING', 'The analysis run is under way', {
      fix: 'Delete it when it has ended.',
    });
  }
  await removeRuns(graph, [id]);
}

/**
 * Deletes all runs of a kind that have ended but, of each slot, the last `keep` that are complete.
 * @returns how many
 */
export async function pruneRuns(graph: Graph, kind: string, keep: number): Promise<number> {
  const rows = await graph.read<{ id: string }>(
    cypher`
      MATCH (run:AnalysisRun {kind: $kind}) WHERE run.state <> 'RUNNING'
      WITH run ORDER BY run.ended DESC, run.id
      WITH run.slot AS slot, collect(run) AS runs
      UNWIND CASE WHEN slot IS NULL THEN runs ELSE runs[$keep..] END AS old
      RETURN old.id AS id`,
    { kind, keep: int(keep) },
  );
  await removeRuns(
    graph,
    rows.map((row) => row.id),
  );
  return rows.length;
}

/** From here on nobody sees them; taking away what they found may be interrupted and goes on with the next sweep. */
async function removeRuns(graph: Graph, ids: readonly string[]): Promise<void> {
  await graph.write(async (transaction) => {
    await transaction.run(
      cypher`MATCH (run:AnalysisRun) WHERE run.id IN $ids
        SET run.state = 'REMOVED', run.partial = true REMOVE run.currentOf`,
      { ids },
    );
    await transaction.run(
      cypher`
        MATCH (gone:AnalysisRun) WHERE gone.id IN $ids AND gone.slot IS NOT NULL
        WITH DISTINCT gone.slot AS slot
        WHERE NOT EXISTS { MATCH (:AnalysisRun {currentOf: slot}) }
        CALL (slot) {
          MATCH (run:AnalysisRun {state: 'DONE'}) WHERE run.slot = slot
          RETURN run ORDER BY run.ended DESC, run.id LIMIT 1
        }
        SET run.currentOf = slot`,
      { ids },
    );
  });
  await removeLeftovers(graph);
}

/** Minutes after which somebody else takes away what one who began to has left. */
const sweepMinutes = 10;

async function removeLeftovers(graph: Graph): Promise<void> {
  const runs = await graph.write((transaction) =>
    transaction.run<{ id: string }>(
      // Setting locks the node, so that of several who look one takes it.
      cypher`
        MATCH (run:AnalysisRun {partial: true}) WHERE run.state <> 'RUNNING'
        SET run.partial = true
        WITH run WHERE run.sweptAt IS NULL OR run.sweptAt < datetime() - duration({minutes: $minutes})
        SET run.sweptAt = datetime()
        RETURN run.id AS id`,
      { minutes: int(sweepMinutes) },
    ),
  );
  for (const { id } of runs) {
    const run = { run: id };
    const within = { timeoutMs };
    await graph.command(
      cypher`MATCH ()-[s:SIMILAR_TO {run: $run}]->()
        CALL (s) { DELETE s } IN TRANSACTIONS OF 10000 ROWS`,
      run,
      within,
    );
    await graph.command(
      cypher`MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-()
        CALL (s) { DELETE s } IN TRANSACTIONS OF 10000 ROWS`,
      run,
      within,
    );
    await graph.command(
      cypher`MATCH (:AnalysisRun {id: $run})<-[:OF_RUN]-(event:CommunityEvent)
        CALL (event) { DETACH DELETE event } IN TRANSACTIONS OF 1000 ROWS`,
      run,
      within,
    );
    await graph.command(
      cypher`MATCH (:AnalysisRun {id: $run})<-[:OF_RUN]-(:Partition)<-[:OF_PARTITION]-(:DetectedCommunity)<-[m:MEMBER_OF]-()
        CALL (m) { DELETE m } IN TRANSACTIONS OF 10000 ROWS`,
      run,
      within,
    );
    await graph.command(
      cypher`MATCH (:AnalysisRun {id: $run})<-[:OF_RUN]-(:Partition)<-[:OF_PARTITION]-(community:DetectedCommunity)
        CALL (community) { DETACH DELETE community } IN TRANSACTIONS OF 1000 ROWS`,
      run,
      within,
    );
    await graph.write(async (transaction) => {
      await transaction.run(
        cypher`MATCH (:AnalysisRun {id: $run})<-[:OF_RUN]-(partition:Partition) DETACH DELETE partition`,
        run,
      );
      await transaction.run(
        cypher`MATCH (run:AnalysisRun {id: $run, state: 'REMOVED'}) DETACH DELETE run`,
        run,
      );
      await transaction.run(cypher`MATCH (run:AnalysisRun {id: $run}) REMOVE run.partial, run.sweptAt`, run);
    });
  }
}
