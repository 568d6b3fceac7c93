import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ScholargraphError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { type AnalysisRunRow, analysisRunsById } from '../graph/read/structure/runs.ts';
import { carryOut, claimAnalysis } from '../graph/structure/analyse.ts';
import type { Analysis } from '../graph/structure/analysis.ts';
import { sweepRuns } from '../graph/structure/run.ts';

/** Watchers of analyses that one server serves at a time. */
export const watchLimit = 100;

/** Milliseconds between two looks at an analysis that is watched. */
const lookEvery = 1_000;

/** Milliseconds between two looks for runs whose process is gone. */
const sweepEvery = 60_000;

/**
 * The analyses that a server has been asked for, in the background. What they do is in the graph, so that any server can
 * tell of them, and so that no two of a kind are under way whichever server was asked.
 */
export class Analyses {
  readonly #graph: Graph;
  readonly #logger: Logger;
  /** Those under way here, each with its end. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #stopped = new AbortController();
  #watching = 0;
  #sweeps: NodeJS.Timeout | undefined;

  constructor(graph: Graph, logger: Logger) {
    this.#graph = graph;
    this.#logger = logger;
  }

  /** Takes away what servers that are gone have left, now and from time to time. */
  async start(): Promise<void> {
    await this.#sweep();
    this.#sweeps = setInterval(() => void this.#sweep(), sweepEvery).unref();
  }

  /**
   * Begins an analysis, or joins the one that is under way with the same parameters.
   * @returns the id of its run
   * @throws ScholargraphError BAD_INPUT, GDS_MISSING, ANALYSIS_RUNNING, SERVER_STOPPING
   */
  async ask(analysis: Analysis, by: string): Promise<string> {
    if (this.#stopping.signal.aborted) throw serverStopping();
    const claimed = await claimAnalysis(this.#graph, analysis, by);
    if (claimed.joined) return claimed.id;
    this.#logger.info({ run: claimed.id, kind: analysis.kind, by }, 'an analysis begins');
    const ended = carryOut(this.#graph, claimed, { signal: this.#stopping.signal })
      .then(
        () => this.#logger.info({ run: claimed.id }, 'an analysis has ended'),
        (error: unknown) => this.#logger.error({ err: error, run: claimed.id }, 'an analysis failed'),
      )
      .finally(() => this.#running.delete(claimed.id));
    this.#running.set(claimed.id, ended);
    return claimed.id;
  }

  /** Resolves when a run has ended, whoever runs it, or the milliseconds have passed, or the signal says so. */
  async ended(id: string, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    const enough = new AbortController();
    const signals = [enough.signal, ...(signal === undefined ? [] : [signal])];
    const stop = AbortSignal.any(signals);
    const patience = delay(milliseconds, undefined, { signal: stop }).catch(() => {});
    await Promise.race([this.#running.get(id) ?? this.#endedElsewhere(id, stop), patience]);
    enough.abort();
  }

  /**
   * A run of whichever server: as it is now, and again each time that it has changed, until it has ended or the signal.
   * Looks once a second at most.
   * @throws ScholargraphError NOT_FOUND, SUBSCRIPTIONS_FULL, and SERVER_STOPPING where the server stops before the end
   */
  async *watch(id: string, signal: AbortSignal | undefined): AsyncGenerator<AnalysisRunRow, void, undefined> {
    if (this.#watching >= watchLimit) {
      throw new ScholargraphError('SUBSCRIPTIONS_FULL', `${watchLimit} subscriptions are open already`, {
        fix: 'Try again later, or ask for the run by its id from time to time.',
      });
    }
    this.#watching += 1;
    try {
      let shown: string | undefined;
      while (signal?.aborted !== true) {
        const last = this.#stopped.signal.aborted;
        const [row] = await analysisRunsById(this.#graph, [id], { signal });
        if (row == null) throw new ScholargraphError('NOT_FOUND', 'There is no analysis run with this id');
        const text = JSON.stringify(row);
        if (text !== shown) yield row;
        shown = text;
        if (row.state !== 'RUNNING') return;
        if (last) throw serverStopping();
        const wake = [this.#stopped.signal, ...(signal === undefined ? [] : [signal])];
        await delay(lookEvery, undefined, { signal: AbortSignal.any(wake) }).catch(() => {});
      }
    } finally {
      this.#watching -= 1;
    }
  }

  /** Takes no more, and ends what is under way: it is stored as interrupted, and the results before it stay. */
  async close(): Promise<void> {
    clearInterval(this.#sweeps);
    this.#stopping.abort();
    await Promise.all(this.#running.values());
    this.#stopped.abort();
  }

  async #endedElsewhere(id: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const [row] = await analysisRunsById(this.#graph, [id], {});
      if (row?.state !== 'RUNNING') return;
      await delay(lookEvery, undefined, { signal }).catch(() => {});
    }
  }

  async #sweep(): Promise<void> {
    try {
      const ids = await sweepRuns(this.#graph);
      if (ids.length > 0) this.#logger.warn({ runs: ids }, 'analyses of a process that is gone are over');
    } catch (error) {
      // The next sweep will do.
      this.#logger.debug({ err: error }, 'what analyses have left could not be taken away');
    }
  }
}

function serverStopping(): ScholargraphError {
  return new ScholargraphError('SERVER_STOPPING', 'The server is being stopped', {
    fix: 'Try again in a few seconds.',
  });
}
