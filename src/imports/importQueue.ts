import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import { ScholargraphError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { importsById } from '../graph/read/imports.ts';
import type { ImportRow } from '../graph/read/rows.ts';
import {
  abandonedUndos,
  askUndo,
  beginImport,
  endImports,
  interruptAbandoned,
  keepImports,
  queueImport,
} from '../graph/write/imports.ts';
import { parseSince } from '../ingest/since.ts';
import { type ImportJob, interrupted, runImport } from './runImport.ts';
import { runUndo } from './undoImport.ts';

/** Imports of one server that run or wait. */
export const queueLimit = 20;

/** Watchers of imports that one server serves at a time. */
export const watchLimit = 100;

/** Characters of a source's name. */
export const sourceNameLimit = 1_000;

/** Milliseconds between two looks at an import that is watched, or that waits for another server. */
const lookEvery = 1_000;

/** Milliseconds between two signs of life of imports that wait, and between two looks for servers that are gone. */
const rounds = 10_000;

export interface ImportRequest extends Omit<ImportJob, 'id'> {
  /** The administrator who asks. */
  readonly by: string;
}

/**
 * The imports that a server has been asked for, one after another. What they do is in the graph, so that any server can
 * tell of them.
 */
export class ImportQueue {
  readonly #graph: Graph;
  readonly #logger: Logger;
  readonly #inTurn = pLimit(1);
  /** Those that run or wait, each with its end. */
  readonly #jobs = new Map<string, Promise<void>>();
  /** What the stop has kept from beginning. */
  readonly #notBegun: string[] = [];
  readonly #stopping = new AbortController();
  readonly #stopped = new AbortController();
  #watching = 0;
  #rounds: NodeJS.Timeout | undefined;

  constructor(graph: Graph, logger: Logger) {
    this.#graph = graph;
    this.#logger = logger;
  }

  /** Ends what servers that are gone have left, now and from time to time. */
  async start(): Promise<void> {
    await this.#round();
    this.#rounds = setInterval(() => void this.#round(), rounds).unref();
  }

  /**
   * Queues an import. Its content is closed when it has ended; where this throws, that stays with the caller.
   * @returns its id
   * @throws ScholargraphError BAD_INPUT, IMPORT_QUEUE_FULL, SERVER_STOPPING
   */
  async add({ by, ...request }: ImportRequest): Promise<string> {
    requireName(request.sourceName);
    const since = request.since === undefined ? undefined : parseSince(request.since);
    if (this.#stopping.signal.aborted) throw serverStopping();
    if (this.#jobs.size >= queueLimit) {
      throw new ScholargraphError('IMPORT_QUEUE_FULL', `${queueLimit} imports run or wait already`, {
        fix: 'Send it again when some of them have ended: the query imports lists them.',
      });
    }
    const job = { ...request, since, id: randomUUID() };
    const { content, ...asked } = job;
    const queued = queueImport(this.#graph, { ...asked, by, size: content.size });
    const ended = this.#inTurn(async () => {
      await queued;
      await this.#run(job).finally(() => content.close());
    })
      .catch((error: unknown) => this.#logger.error({ err: error, import: job.id }, 'an import failed'))
      .finally(() => this.#jobs.delete(job.id));
    this.#jobs.set(job.id, ended);
    await queued;
    return job.id;
  }

  /**
   * Undoes an import, after what runs or waits on this server. Where it is undone, or being undone, there is nothing to do.
   * @throws ScholargraphError NOT_FOUND, SERVER_STOPPING, and BAD_INPUT where it cannot be undone
   */
  async undo(id: string, by: string): Promise<void> {
    if (this.#stopping.signal.aborted) throw serverStopping();
    if (!(await askUndo(this.#graph, id, by))) return;
    const ended = this.#inTurn(async () => {
      this.#logger.info({ import: id, by }, 'the undoing of an import begins');
      await runUndo(this.#graph, id, this.#stopping.signal);
      this.#logger.info({ import: id }, 'an import is undone');
    })
      .catch((error: unknown) => {
        if (this.#stopping.signal.aborted) return;
        this.#logger.error({ err: error, import: id }, 'undoing an import has failed; it is tried again');
      })
      .finally(() => this.#jobs.delete(id));
    this.#jobs.set(id, ended);
  }

  /** Resolves when an import of this server has ended, or the milliseconds have passed, or the signal says so. */
  async ended(id: string, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    const enough = new AbortController();
    const signals = [enough.signal, ...(signal === undefined ? [] : [signal])];
    const patience = delay(milliseconds, undefined, { signal: AbortSignal.any(signals) }).catch(() => {});
    await Promise.race([this.#jobs.get(id), patience]);
    enough.abort();
  }

  /**
   * An import of whichever server: as it is now, and again each time that it has changed, until it has ended, or its
   * undoing has, or the signal. Looks once a second at most.
   * @throws ScholargraphError NOT_FOUND, SUBSCRIPTIONS_FULL, and SERVER_STOPPING where the server stops before the
   * import has ended
   */
  async *watch(id: string, signal: AbortSignal | undefined): AsyncGenerator<ImportRow, void, undefined> {
    if (this.#watching >= watchLimit) {
      throw new ScholargraphError('SUBSCRIPTIONS_FULL', `${watchLimit} subscriptions are open already`, {
        fix: 'Try again later, or ask for the import by its id from time to time.',
      });
    }
    this.#watching += 1;
    try {
      let shown: string | undefined;
      while (signal?.aborted !== true) {
        const last = this.#stopped.signal.aborted;
        const [row] = await importsById(this.#graph, [id], { signal });
        if (row == null) throw new ScholargraphError('NOT_FOUND', 'There is no import with this id');
        const text = JSON.stringify(row);
        if (text !== shown) yield row;
        shown = text;
        if (row.ended !== null && row.state !== 'UNDOING') return;
        if (last) throw serverStopping();
        const wake = [this.#stopped.signal, ...(signal === undefined ? [] : [signal])];
        await delay(lookEvery, undefined, { signal: AbortSignal.any(wake) }).catch(() => {});
      }
    } finally {
      this.#watching -= 1;
    }
  }

  /** How many imports of this server run or wait. */
  get pending(): number {
    return this.#jobs.size;
  }

  /** How many watch an import. */
  get watching(): number {
    return this.#watching;
  }

  /** Takes no more, finishes the batch that is being written, and says of what has not ended that it was interrupted. */
  async close(): Promise<void> {
    clearInterval(this.#rounds);
    this.#stopping.abort();
    await Promise.all(this.#jobs.values());
    try {
      if (this.#notBegun.length > 0) {
        await endImports(this.#graph, this.#notBegun, 'INTERRUPTED', interrupted);
      }
    } finally {
      this.#stopped.abort();
    }
  }

  async #run(job: ImportJob): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (await beginImport(this.#graph, job.id)) {
        this.#logger.info({ import: job.id, source: job.sourceName }, 'an import begins');
        await runImport(this.#graph, job, signal);
        this.#logger.info({ import: job.id }, 'an import has ended');
        return;
      }
      await delay(lookEvery, undefined, { signal }).catch(() => {});
    }
    this.#notBegun.push(job.id);
  }

  async #round(): Promise<void> {
    try {
      if (this.#jobs.size > 0) await keepImports(this.#graph, [...this.#jobs.keys()]);
      const ids = await interruptAbandoned(this.#graph, interrupted);
      if (ids.length > 0) this.#logger.warn({ imports: ids }, 'imports of a server that is gone are over');
      for (const { id, by } of await abandonedUndos(this.#graph)) await this.undo(id, by);
    } catch (error) {
      // The next round will do.
      this.#logger.debug({ err: error }, 'the database does not take signs of life of imports');
    }
  }
}

function requireName(name: string): void {
  if (name.trim() === name && name !== '' && name.length <= sourceNameLimit && !/\p{Cc}/u.test(name)) return;
  throw new ScholargraphError('BAD_INPUT', 'The name of the source cannot be used', {
    field: 'sourceName',
    expected: `1 to ${sourceNameLimit} characters on one line, without blanks around them`,
  });
}

function serverStopping(): ScholargraphError {
  return new ScholargraphError('SERVER_STOPPING', 'The server is being stopped', {
    fix: 'Try again in a few seconds.',
  });
}
