import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import neo4j, {
  type BookmarkManager,
  type Driver,
  type ManagedTransaction,
  Neo4jError,
  type ProfiledPlan,
  type QueryResult,
  type RecordShape,
  type Session,
  type SessionMode,
} from 'neo4j-driver';
import { ScholargraphError } from '../errors.ts';
import type { Cypher } from './cypher.ts';

/** Values that the driver takes. A whole number must be wrapped with `int`, or Neo4j stores and reads a float. */
export type Parameters = Record<string, unknown>;

export const int = neo4j.int;

/** Connections of a pool where nothing is said. */
export const connectionLimit = 100;

export interface Address {
  readonly uri: string;
  readonly user: string;
  /** Absent where the server asks for no authentication. */
  readonly password?: string | undefined;
  /** Absent means the user's home database. */
  readonly database?: string | undefined;
  /** Connections of each of the two pools; `connectionLimit` where absent. */
  readonly connections?: number | undefined;
}

export interface QueryOptions {
  /** Server-side limit of the transaction in milliseconds; 15 s where absent. A silent database is given up 5 s later. */
  readonly timeoutMs?: number | undefined;
  /** Ends the query in the database when the caller goes away. Reads only: an abort does not promise a rollback. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Somebody waits for it: a read fails within two seconds where the database is gone, says nothing or has no connection
   * left, after one more attempt at most. Otherwise it is tried again for 10 s. Writes take no notice of it.
   */
  readonly prompt?: boolean | undefined;
  /** Has the database count what each step of the plan does, which makes it slower: for development. */
  readonly profile?: boolean | undefined;
  /** What a read has to see: transactions of other servers, as `bookmarks` of their graph names them. */
  readonly after?: readonly string[] | undefined;
  /** Shown beside the query in the database's list of transactions. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Begins a read when it is its turn among those that belong together; at once where absent. */
  readonly turn?: Turn | undefined;
}

/** Runs work when it is its turn. */
export type Turn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A Cypher statement that has ended. */
export interface Statement {
  readonly text: string;
  readonly mode: 'READ' | 'WRITE';
  /** From here, with the way there and back. */
  readonly milliseconds: number;
  /** In the database, as that says; undefined for a statement that failed. */
  readonly databaseMilliseconds?: number | undefined;
  readonly rows?: number | undefined;
  /** Where it was asked for. */
  readonly plan?: PlanStep | undefined;
}

/** A step of a query plan, and those that it takes its rows from. */
export interface PlanStep {
  readonly operator: string;
  readonly details?: string | undefined;
  readonly rows: number;
  /** Looks into the store. */
  readonly dbHits: number;
  readonly from: readonly PlanStep[];
}

/** Told of each Cypher statement when it has ended, for metrics and for tests that count. */
export type QueryListener = (query: Statement) => void;

/** Asked why when the database fails in its work; its answer, if it has one, is thrown in place of the driver's. */
export type Diagnose = () => Promise<ScholargraphError | undefined>;

/** Of a transaction, as the driver takes it. */
interface TransactionLimits {
  readonly timeout: number;
  readonly metadata: Record<string, unknown>;
}

/** Milliseconds after which it is asked whether the database answers at all, if a prompt read has not ended. */
const silence = 500;

/** Milliseconds that the database has to say so, or to answer anybody else. */
const answerWithin = 1_400;

/** Milliseconds that it has when somebody asks for no other reason. */
const readyWithin = 900;

/** Milliseconds for which no prompt read is tried after the database has not answered. */
const pause = 1_000;

/** Milliseconds: a prompt read that fails sooner is tried once more, after `breath`. */
const soon = 500;
const breath = 200;

/** How often a prompt read tries to get a connection. */
const attempts = 3;

/** What a unit of work in a transaction can do. */
export interface Transaction {
  run<Row extends RecordShape>(statement: Cypher, parameters?: Parameters): Promise<Row[]>;
}

/**
 * A handle to one Neo4j database. Every function of this room takes it first. Whole numbers arrive as JavaScript
 * numbers. Managed transactions retry what Neo4j calls transient, so every write must be idempotent: an ambiguous
 * commit runs again.
 */
export class Graph {
  readonly #driver: Driver;
  /** For prompt reads: those who import wait for none of its connections. */
  readonly #prompt: Driver;
  readonly #connections: number;
  readonly #database: string | undefined;
  /** Whether reads may go to several members of a cluster. */
  readonly routed: boolean;
  readonly #diagnose: Diagnose | undefined;
  /** By which a read at another member of a cluster sees what was written here. */
  readonly #bookmarks: BookmarkManager | undefined;
  readonly #listeners = new Set<QueryListener>();
  #writes = 0;
  #sessions = 0;
  #asking: Promise<boolean> | undefined;
  #pausedUntil = 0;
  #heardAt = 0;

  constructor(address: Address, diagnose?: Diagnose) {
    this.#diagnose = diagnose;
    this.routed = address.uri.startsWith('neo4j');
    this.#bookmarks = this.routed ? neo4j.bookmarkManager() : undefined;
    this.#connections = address.connections ?? connectionLimit;
    const driver = (patience: { readonly connect: number; readonly acquire: number }) =>
      neo4j.driver(
        address.uri,
        address.password === undefined ? undefined : neo4j.auth.basic(address.user, address.password),
        {
          disableLosslessIntegers: true,
          connectionTimeout: patience.connect,
          connectionAcquisitionTimeout: patience.acquire,
          maxConnectionPoolSize: this.#connections,
          maxTransactionRetryTime: 10_000,
          userAgent: 'scholargraph',
          // Statements are the program's own, and what the database advises of them came with each answer.
          notificationFilter: { minimumSeverityLevel: 'OFF' },
        },
      );
    this.#driver = driver({ connect: 2_000, acquire: 5_000 });
    this.#prompt = driver({ connect: 900, acquire: 900 });
    this.#database = address.database;
  }

  /** How many units of work that may have written something have ended. */
  get writes(): number {
    return this.#writes;
  }

  /** Name the transactions that are seen here, for `after` on another server; none where the database is a single one. */
  async bookmarks(): Promise<string[]> {
    return [...((await this.#bookmarks?.getBookmarks()) ?? [])];
  }

  /** Adds a listener; the returned function removes it. */
  onQuery(listener: QueryListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Sessions that are open: each takes a connection of the pool while it runs something. */
  get sessions(): number {
    return this.#sessions;
  }

  /**
   * Runs one statement in a read transaction: at first in one that is begun and ended with the statement, which takes one
   * message to the database in place of three, and in a managed one, with retries, if that fails by what may pass.
   */
  async read<Row extends RecordShape>(
    statement: Cypher,
    parameters: Parameters = {},
    options: QueryOptions = {},
  ): Promise<Row[]> {
    const once = (how: QueryOptions) =>
      this.#inSession('READ', how, (session) =>
        this.#timed('READ', statement, () =>
          session.run<Row>(textOf(statement, options), parameters, limitsOf(options)),
        ),
      );
    const { turn = (work) => work() } = options;
    if (options.prompt === true) return turn(() => this.#promptly(options, once));
    try {
      return await once(options);
    } catch (error) {
      if (!mayPass(error)) throw await this.#translated(error);
    }
    return this.#within('READ', options, (transaction) => transaction.run<Row>(statement, parameters));
  }

  /** Runs `work` in one read transaction, at one member of a cluster. `work` may run again. */
  async readTogether<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    options: QueryOptions = {},
  ): Promise<Result> {
    return this.#within('READ', options, work);
  }

  /** Runs `work` in one write transaction: all of it or nothing. `work` may run again, so it must be idempotent. */
  async write<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    options: QueryOptions = {},
  ): Promise<Result> {
    return this.#within('WRITE', options, work);
  }

  /**
   * Runs one statement outside a managed transaction, as schema commands and statements with `CALL … IN
   * TRANSACTIONS` need. Where no limit is named, it is ten minutes. Where the signal ends it, what it has committed stays.
   */
  async command<Row extends RecordShape>(
    statement: Cypher,
    parameters: Parameters = {},
    options: QueryOptions = {},
  ): Promise<Row[]> {
    const { timeoutMs = 600_000 } = options;
    try {
      return await this.#inSession('WRITE', options, (session) =>
        this.#timed('WRITE', statement, () =>
          session.run<Row>(statement.toString(), parameters, { timeout: timeoutMs }),
        ),
      );
    } catch (error) {
      throw await this.#translated(error);
    }
  }

  /** Resolves when the database answers. @throws ScholargraphError DATABASE_UNAVAILABLE */
  async verify(): Promise<void> {
    try {
      await this.#driver.getServerInfo(this.#database === undefined ? {} : { database: this.#database });
    } catch (error) {
      throw await this.#translated(error);
    }
  }

  /** Whether the database answers within a second. */
  async answers(): Promise<boolean> {
    const enough = new AbortController();
    const late = delay(readyWithin, false, { signal: enough.signal }).catch(() => false);
    const answers = await Promise.race([this.#isThere(), late]);
    enough.abort();
    return answers;
  }

  /** Names the last transaction that was committed. @throws ScholargraphError DATABASE_UNAVAILABLE */
  async bookmark(): Promise<string | undefined> {
    try {
      return await this.#whileItAnswers({ prompt: true }, (options) =>
        this.#inSession('READ', options, async (session) => {
          await session.run('RETURN 1', {}, { timeout: 1_000 });
          return session.lastBookmarks()[0];
        }),
      );
    } catch (error) {
      throw await this.#translated(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#driver.close(), this.#prompt.close()]);
  }

  /** One question at a time, for all who want to know. */
  #isThere(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<boolean> {
    const began = performance.now();
    const answered = this.verify().then(
      () => true,
      () => false,
    );
    const over = new AbortController();
    const late = delay(answerWithin, undefined, { signal: over.signal }).then(
      async () => {
        // What came while this process was busy is read first.
        await setImmediate();
        return this.#heardAt > began;
      },
      () => false,
    );
    const there = await Promise.race([answered, late]);
    over.abort();
    this.#pausedUntil = there ? 0 : performance.now() + pause;
    return there;
  }

  /** Tries again what fails at once, and waits for a connection for as long as the database answers others. */
  async #promptly<Result>(
    options: QueryOptions,
    work: (options: QueryOptions) => Promise<Result>,
  ): Promise<Result> {
    const began = performance.now();
    try {
      return await this.#whileItAnswers(options, async (watched) => {
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await work(watched);
          } catch (error) {
            const unmade = this.#isUnmade(error);
            const again = attempt === 1 && mayPass(error) && performance.now() - began < soon;
            if (attempt === attempts || !(unmade || again)) throw error;
            if (again) await delay(breath);
          }
        }
      });
    } catch (error) {
      throw await this.#translated(error);
    }
  }

  /**
   * Lets a prompt read go on for as long as the database answers others. A read that takes long and a database that is
   * gone without a word look the same otherwise.
   * @throws ScholargraphError DATABASE_UNAVAILABLE
   */
  async #whileItAnswers<Result>(
    { signal, ...options }: QueryOptions,
    work: (options: QueryOptions) => Promise<Result>,
  ): Promise<Result> {
    if (performance.now() < this.#pausedUntil) throw doesNotAnswer();
    const over = new AbortController();
    const look = setInterval(async () => {
      if (!(await this.#isThere())) over.abort(doesNotAnswer());
    }, silence);
    const abort = () => over.abort(signal?.reason);
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await work({ ...options, signal: over.signal });
    } finally {
      signal?.removeEventListener('abort', abort);
      clearInterval(look);
    }
  }

  /** `#inSession` closes it, and counts it out. */
  #session(mode: 'READ' | 'WRITE', prompt: boolean, after: readonly string[] = []): Session {
    this.#sessions += 1;
    const driver = prompt ? this.#prompt : this.#driver;
    const defaultAccessMode: SessionMode = mode === 'READ' ? neo4j.session.READ : neo4j.session.WRITE;
    return driver.session({
      defaultAccessMode,
      ...(this.#database === undefined ? {} : { database: this.#database }),
      ...(this.#bookmarks === undefined ? {} : { bookmarkManager: this.#bookmarks }),
      ...(after.length === 0 ? {} : { bookmarks: [...after] }),
    });
  }

  async #within<Result>(
    mode: 'READ' | 'WRITE',
    options: QueryOptions,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const run = (managed: ManagedTransaction) =>
      work({
        run: async <Row extends RecordShape>(statement: Cypher, parameters: Parameters = {}) => {
          try {
            return await this.#timed(mode, statement, () =>
              managed.run<Row>(textOf(statement, options), parameters),
            );
          } catch (error) {
            // The driver would run it again, and again it would take all memory.
            throw isOutOfMemory(error) ? translated(error) : error;
          }
        },
      });
    try {
      return await this.#inSession(mode, options, (session) =>
        mode === 'READ'
          ? session.executeRead(run, limitsOf(options))
          : session.executeWrite(run, limitsOf(options)),
      );
    } catch (error) {
      throw await this.#translated(error);
    }
  }

  /**
   * The one place where sessions are opened, counted, ended by a signal and closed. A read that is ended does not wait for
   * the database to say so.
   * @throws the reason of the signal where it has aborted, else what the driver throws
   */
  async #inSession<Result>(
    mode: 'READ' | 'WRITE',
    { signal, timeoutMs = usualTimeoutMs, prompt = false, after }: QueryOptions,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    signal?.throwIfAborted();
    const session = this.#session(mode, prompt && mode === 'READ', after);
    let abort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => {
        void session.close();
        if (mode === 'READ') reject(signal?.reason);
      };
    });
    signal?.addEventListener('abort', abort, { once: true });
    let worked = false;
    const working = work(session).finally(() => {
      worked = true;
    });
    try {
      const ended = Promise.race([working, aborted]);
      return await (mode === 'READ' ? heardWithin(timeoutMs + silenceMs, ended) : ended);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
      if (mode === 'WRITE') this.#writes += 1;
      const closed = session.close().finally(() => {
        this.#sessions -= 1;
      });
      if (worked) await closed;
    }
  }

  async #translated(error: unknown): Promise<unknown> {
    const reason = isDatabaseFailure(error) ? await this.#diagnose?.() : undefined;
    if (reason !== undefined) return reason;
    return this.#isUnmade(error) ? doesNotAnswer(error) : translated(error);
  }

  /** Whether a connection could not be made in time, though there is room for one. */
  #isUnmade(error: unknown): error is Neo4jError {
    return (
      error instanceof Neo4jError &&
      isAcquisition(error) &&
      !error.message.includes(`Active conn count = ${this.#connections}`)
    );
  }

  async #timed<Row extends RecordShape>(
    mode: 'READ' | 'WRITE',
    statement: Cypher,
    work: () => PromiseLike<QueryResult<Row>>,
  ): Promise<Row[]> {
    const start = performance.now();
    let result: QueryResult<Row> | undefined;
    try {
      result = await work();
      this.#heardAt = performance.now();
      return result.records.map((record) => record.toObject());
    } finally {
      const ended = {
        text: statement.toString(),
        mode,
        milliseconds: performance.now() - start,
        ...(result === undefined ? {} : measured(result)),
      };
      for (const listener of this.#listeners) listener(ended);
    }
  }
}

function textOf(statement: Cypher, { profile }: QueryOptions): string {
  return `${profile === true ? 'PROFILE ' : ''}${statement}`;
}

/** Milliseconds that a transaction may take where nothing is said. */
export const usualTimeoutMs = 15_000;

/** Milliseconds after the limit of a read by which the database has ended it, if it is there at all. */
const silenceMs = 5_000;

/**
 * Gives up a read of which nothing is heard: the database's process is stopped, or the connection leads nowhere and
 * nobody says so. The connection stays taken until something comes over it or the system ends it.
 * @throws ScholargraphError DATABASE_UNAVAILABLE
 */
async function heardWithin<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let patience: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    patience = setTimeout(() => reject(doesNotAnswer()), milliseconds);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(patience);
  }
}

/** Of a transaction that somebody waits for. */
function limitsOf({ timeoutMs = usualTimeoutMs, metadata }: QueryOptions): TransactionLimits {
  return { timeout: timeoutMs, metadata: { ...metadata } };
}

function measured({ records, summary }: QueryResult): Partial<Statement> {
  const { resultAvailableAfter, resultConsumedAfter, profile } = summary;
  return {
    databaseMilliseconds:
      Math.max(0, neo4j.integer.toNumber(resultAvailableAfter)) +
      Math.max(0, neo4j.integer.toNumber(resultConsumedAfter)),
    rows: records.length,
    plan: profile === false ? undefined : stepOf(profile),
  };
}

function stepOf({ operatorType, arguments: given, rows, dbHits, children }: ProfiledPlan): PlanStep {
  const details = given['Details'];
  return {
    // Neo4j adds the name of the database.
    operator: operatorType.replace(/@.*$/, ''),
    details: typeof details === 'string' ? details : undefined,
    rows,
    dbHits,
    from: children.map(stepOf),
  };
}

/** Whether it may succeed when it is tried again. What took too much memory would take it again. */
function mayPass(error: unknown): boolean {
  return (
    neo4j.isRetryableError(error) && !(error instanceof Neo4jError && error.code.includes('OutOfMemory'))
  );
}

/** Whether no connection was there in time: all are in use, or none can be made. */
function isAcquisition({ message }: Neo4jError): boolean {
  return message.startsWith('Connection acquisition timed out');
}

export function doesNotAnswer(cause?: Neo4jError): ScholargraphError {
  return new ScholargraphError('DATABASE_UNAVAILABLE', 'The graph database does not answer', {
    fix: 'Try again in a few seconds.',
    cause,
  });
}

/** Whether the database is at fault or gone, rather than the query. */
function isDatabaseFailure(error: unknown): boolean {
  return (
    error instanceof Neo4jError &&
    (/^Neo\.DatabaseError\.(?:Transaction|General)\./.test(error.code) ||
      error.code === 'Neo.TransientError.General.DatabaseUnavailable' ||
      error.code === 'ServiceUnavailable' ||
      error.code === 'SessionExpired')
  );
}

/** Neo4j calls it transient. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof Neo4jError && error.code.includes('OutOfMemory');
}

/** Names the failures a caller can act on; leaves the rest as it is, to be logged and masked. */
function translated(error: unknown): unknown {
  if (!(error instanceof Neo4jError)) return error;
  if (error.code.startsWith('Neo.ClientError.Transaction.TransactionTimedOut')) {
    return new ScholargraphError('DATABASE_TIMEOUT', 'The query took longer than it may', {
      fix: 'Ask for less: fewer items a page, a smaller depth, a narrower filter.',
      cause: error,
    });
  }
  if (isOutOfMemory(error)) {
    return new ScholargraphError('DATABASE_TIMEOUT', 'The query took more memory than it may', {
      fix: 'Ask for less: fewer items a page, a smaller depth, a narrower filter.',
      cause: error,
    });
  }
  if (isAcquisition(error)) {
    return new ScholargraphError('SERVER_BUSY', 'All connections to the graph database are in use', {
      fix: 'Try again after a second; ask for less at a time.',
      cause: error,
    });
  }
  if (error.code.endsWith('.Transaction.LockAcquisitionTimeout')) {
    return new ScholargraphError('DATABASE_TIMEOUT', 'Something else is being written to the graph', {
      fix: 'Try again when it is done: an import, or a decision that concerns much.',
      cause: error,
    });
  }
  if (error.code === 'ServiceUnavailable' || error.code === 'SessionExpired') {
    return doesNotAnswer(error);
  }
  if (
    error.code.startsWith('Neo.DatabaseError.Transaction.') ||
    error.code === 'Neo.TransientError.General.DatabaseUnavailable'
  ) {
    return new ScholargraphError('DATABASE_UNAVAILABLE', 'The graph database has stopped working', {
      fix: 'Its log says why; a full disk is the usual reason. It works again when that is mended and it is restarted.',
      cause: error,
    });
  }
  if (error.code.startsWith('Neo.ClientError.Transaction.InvalidBookmark')) {
    return new ScholargraphError('BAD_INPUT', 'The bookmark names no transaction of this database', {
      fix: 'Send the bookmark as it came with the mutation, or none.',
      cause: error,
    });
  }
  if (error.code.startsWith('Neo.ClientError.Database.')) {
    return new ScholargraphError('DATABASE_UNAVAILABLE', 'The graph database server has no such database', {
      fix: "Check NEO4J_DATABASE; unset, it is the user's home database.",
      cause: error,
    });
  }
  if (error.code.startsWith('Neo.ClientError.Security.')) {
    return new ScholargraphError('DATABASE_UNAVAILABLE', 'The graph database refuses the credentials', {
      fix: 'Check NEO4J_USER and NEO4J_PASSWORD.',
      cause: error,
    });
  }
  return error;
}
