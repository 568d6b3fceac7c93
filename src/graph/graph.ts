import neo4j, {
  type Driver,
  type ManagedTransaction,
  Neo4jError,
  type RecordShape,
  type Session,
  type SessionMode,
} from 'neo4j-driver';
import { ScholargraphError } from '../errors.ts';
import type { Cypher } from './cypher.ts';

/** Values that the driver takes. A whole number must be wrapped with `int`, or Neo4j stores and reads a float. */
export type Parameters = Record<string, unknown>;

export const int = neo4j.int;

export interface Address {
  readonly uri: string;
  readonly user: string;
  /** Absent where the server asks for no authentication. */
  readonly password?: string | undefined;
  /** Absent means the user's home database. */
  readonly database?: string | undefined;
}

export interface QueryOptions {
  /** Server-side limit of the transaction in milliseconds; 15 s where absent. */
  readonly timeoutMs?: number | undefined;
  /** Ends the query in the database when the caller goes away. Reads only: an abort does not promise a rollback. */
  readonly signal?: AbortSignal | undefined;
}

/** Told of each Cypher statement when it has ended, for metrics and for tests that count. */
export type QueryListener = (query: { readonly text: string; readonly milliseconds: number }) => void;

/** Asked why when the database fails in its work; its answer, if it has one, is thrown in place of the driver's. */
export type Diagnose = () => Promise<ScholargraphError | undefined>;

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
  readonly #database: string | undefined;
  readonly #diagnose: Diagnose | undefined;
  readonly #listeners = new Set<QueryListener>();

  constructor(address: Address, diagnose?: Diagnose) {
    this.#diagnose = diagnose;
    this.#driver = neo4j.driver(
      address.uri,
      address.password === undefined ? undefined : neo4j.auth.basic(address.user, address.password),
      {
        disableLosslessIntegers: true,
        connectionTimeout: 2_000,
        connectionAcquisitionTimeout: 5_000,
        maxTransactionRetryTime: 10_000,
        userAgent: 'scholargraph',
      },
    );
    this.#database = address.database;
  }

  /** Adds a listener; the returned function removes it. */
  onQuery(listener: QueryListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
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
    try {
      return await this.#inSession('READ', options, (session, config) =>
        this.#timed(statement, async () => {
          const result = await session.run<Row>(statement.toString(), parameters, config);
          return result.records.map((record) => record.toObject());
        }),
      );
    } catch (error) {
      if (!neo4j.isRetryableError(error)) throw await this.#translated(error);
    }
    return this.#within('READ', options, (transaction) => transaction.run<Row>(statement, parameters));
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
   * TRANSACTIONS` need. Where no limit is named, the server's own holds.
   */
  async command<Row extends RecordShape>(
    statement: Cypher,
    parameters: Parameters = {},
    { timeoutMs }: Pick<QueryOptions, 'timeoutMs'> = {},
  ): Promise<Row[]> {
    const session = this.#session('WRITE');
    try {
      return await this.#timed(statement, async () => {
        const config = timeoutMs === undefined ? {} : { timeout: timeoutMs };
        const result = await session.run<Row>(statement.toString(), parameters, config);
        return result.records.map((record) => record.toObject());
      });
    } catch (error) {
      throw await this.#translated(error);
    } finally {
      await session.close();
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

  async close(): Promise<void> {
    await this.#driver.close();
  }

  #session(mode: 'READ' | 'WRITE'): Session {
    const defaultAccessMode: SessionMode = mode === 'READ' ? neo4j.session.READ : neo4j.session.WRITE;
    return this.#driver.session(
      this.#database === undefined ? { defaultAccessMode } : { defaultAccessMode, database: this.#database },
    );
  }

  async #within<Result>(
    mode: 'READ' | 'WRITE',
    options: QueryOptions,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const run = (managed: ManagedTransaction) =>
      work({
        run: <Row extends RecordShape>(statement: Cypher, parameters: Parameters = {}) =>
          this.#timed(statement, async () => {
            const result = await managed.run<Row>(statement.toString(), parameters);
            return result.records.map((record) => record.toObject());
          }),
      });
    try {
      return await this.#inSession(mode, options, (session, config) =>
        mode === 'READ' ? session.executeRead(run, config) : session.executeWrite(run, config),
      );
    } catch (error) {
      throw await this.#translated(error);
    }
  }

  /** @throws the reason of the signal where it has aborted, else what the driver throws */
  async #inSession<Result>(
    mode: 'READ' | 'WRITE',
    { signal, timeoutMs = 15_000 }: QueryOptions,
    work: (session: Session, config: { readonly timeout: number }) => Promise<Result>,
  ): Promise<Result> {
    signal?.throwIfAborted();
    const session = this.#session(mode);
    const abort = () => void session.close();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await work(session, { timeout: timeoutMs });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
      await session.close();
    }
  }

  async #translated(error: unknown): Promise<unknown> {
    const reason = isDatabaseFailure(error) ? await this.#diagnose?.() : undefined;
    return reason ?? translated(error);
  }

  async #timed<Result>(statement: Cypher, work: () => Promise<Result>): Promise<Result> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      const query = { text: statement.toString(), milliseconds: performance.now() - start };
      for (const listener of this.#listeners) listener(query);
    }
  }
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

/** Names the failures a caller can act on; leaves the rest as it is, to be logged and masked. */
function translated(error: unknown): unknown {
  if (!(error instanceof Neo4jError)) return error;
  if (error.code.startsWith('Neo.ClientError.Transaction.TransactionTimedOut')) {
    return new ScholargraphError('DATABASE_TIMEOUT', 'The query took longer than it may', {
      fix: 'Ask for less: fewer items a page, a smaller depth, a narrower filter.',
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
    return new ScholargraphError('DATABASE_UNAVAILABLE', 'The graph database does not answer', {
      fix: 'Try again in a few seconds.',
      cause: error,
    });
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
