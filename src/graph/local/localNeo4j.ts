import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Neo4jError } from 'neo4j-driver';
import { ScholargraphError } from '../../errors.ts';
import { cypher } from '../cypher.ts';
import { type Address, Graph } from '../graph.ts';
import { ensureArtifacts, type Jars } from './artifacts.ts';
import { classData } from './classData.ts';
import { diskFull, isDiskFull, isNearlyFull, requireSpace } from './diskSpace.ts';
import { explain, logLength, readLogs } from './failure.ts';
import { findJava, type Java } from './java.ts';
import { readLock } from './lock.ts';
import { type Claim, claim } from './owner.ts';
import { readOrMakePassword } from './password.ts';
import { freePort, requirePort } from './port.ts';
import type { OnNeo4jProgress } from './progress.ts';
import { type Home, homeIn, javaArguments, layOut } from './settings.ts';
import { Watchdog } from './watchdog.ts';

export interface LocalNeo4jOptions {
  /** Neo4j's home is its subfolder `neo4j`. */
  readonly dataFolder: string;
  readonly cacheFolder: string;
  readonly mavenUrl: string;
  /** Of the Java process, such as `512m`. */
  readonly heap: string;
  /** What it may hold of its files in memory, such as `512m`. It takes as much of it as the graph needs. */
  readonly pageCache: string;
  /** For Bolt, on the loopback address; a free one where absent. */
  readonly port?: number | undefined;
  /** Further arguments for Java. */
  readonly javaArguments?: readonly string[] | undefined;
  /** Where `JAVA_HOME` and `PATH` are looked for, and what Java gets; this process's where absent. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly onProgress?: OnNeo4jProgress | undefined;
  /** Of the data folder, where this process has it already and goes on having it: see `claimFolder`. */
  readonly claim?: Claim | undefined;
  /** Aborting ends the start; what was downloaded is kept. */
  readonly signal?: AbortSignal | undefined;
}

export interface LocalNeo4j {
  readonly address: Address;
  /** Of the Java process. */
  readonly pid: number;
  /** Resolves when Neo4j has ended: with nothing after `stop`, with the reason if it ended by itself. */
  readonly ended: Promise<ScholargraphError | undefined>;
  /** The reason, if it can be told, why the database has begun to refuse its work: it has ended, or the disk is full. */
  diagnose(): Promise<ScholargraphError | undefined>;
  /** Stops Neo4j cleanly and waits for its end. May be called again. */
  stop(): Promise<void>;
}

/** Bytes: what an empty Neo4j takes (70 MB) and some to work with. A disk that fills up later on ends the database. */
const roomToRun = 200e6;

/**
 * Starts a Neo4j with Graph Data Science as a child process: finds Java, downloads what is missing, claims the data
 * folder, waits until Bolt answers. It ends with this process, however that ends.
 *
 * @throws ScholargraphError JAVA_NOT_FOUND, NEO4J_DOWNLOAD_FAILED, NEO4J_ARTIFACT_CORRUPT, DISK_FULL, PORT_IN_USE,
 * STORE_LOCKED or NEO4J_START_FAILED
 */
export async function startLocalNeo4j(options: LocalNeo4jOptions): Promise<LocalNeo4j> {
  const home = homeIn(options.dataFolder);
  try {
    const java = await findJava(options.env ?? process.env);
    if (options.port !== undefined) await requirePort(options.port);
    const jars = await artifactsFor(options);
    await mkdir(home.folder, { recursive: true });
    await requireSpace(home.folder, roomToRun);
    const held = await claim(home, { held: options.claim });
    try {
      return await startClaimed(home, held, java, jars, options);
    } catch (error) {
      await held.release();
      throw error;
    }
  } catch (error) {
    options.onProgress?.({ step: 'failed' });
    throw isDiskFull(error) ? diskFull(home.folder, { cause: error }) : (folderFailure(error) ?? error);
  }
}

/**
 * Does what of a start can fail for want of Java or of the network: for whoever works long before Neo4j is needed.
 *
 * @throws ScholargraphError JAVA_NOT_FOUND, NEO4J_DOWNLOAD_FAILED, NEO4J_ARTIFACT_CORRUPT or DISK_FULL
 */
export async function requireStartable(options: LocalNeo4jOptions): Promise<void> {
  try {
    await findJava(options.env ?? process.env);
    await artifactsFor(options);
  } catch (error) {
    options.onProgress?.({ step: 'failed' });
    throw isDiskFull(error)
      ? diskFull(options.cacheFolder, { cause: error })
      : (folderFailure(error) ?? error);
  }
}

async function artifactsFor(options: LocalNeo4jOptions): Promise<Jars> {
  return ensureArtifacts(await readLock(), {
    mavenUrl: options.mavenUrl,
    folder: path.join(options.cacheFolder, 'maven'),
    onProgress: options.onProgress,
    signal: options.signal,
  });
}

/**
 * Claims a data folder for more than one start, so that nothing else comes to it in between.
 *
 * @throws ScholargraphError STORE_LOCKED, or NEO4J_START_FAILED where the folder cannot be made
 */
export async function claimFolder(dataFolder: string): Promise<Claim> {
  const home = homeIn(dataFolder);
  try {
    await mkdir(home.folder, { recursive: true });
    return await claim(home);
  } catch (error) {
    throw folderFailure(error) ?? error;
  }
}

/** A failure of the file system that names its folder: no right to write there, a file in its place. */
function folderFailure(error: unknown): ScholargraphError | undefined {
  if (!(error instanceof Error && 'path' in error && typeof error.path === 'string')) return undefined;
  return new ScholargraphError('NEO4J_START_FAILED', `${error.path} cannot be used: ${error.message}`, {
    fix: 'Name folders that this user can write to with SCHOLARGRAPH_DATA and SCHOLARGRAPH_CACHE.',
    cause: error,
  });
}

async function startClaimed(
  home: Home,
  held: Claim,
  java: Java,
  jars: Jars,
  options: LocalNeo4jOptions,
): Promise<LocalNeo4j> {
  const began = performance.now();
  options.onProgress?.({ step: 'start' });
  const password = await readOrMakePassword(home.password);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    await layOut(home, jars, port, options.pageCache);
    options.signal?.throwIfAborted();
    const classes = await classData(home, options.cacheFolder, java, jars.classPath);
    const server = await Server.spawn({
      home,
      held,
      port,
      command: java.command,
      arguments: javaArguments(home, java, options.heap, [
        ...classes.javaArguments,
        ...(options.javaArguments ?? []),
      ]),
      env: options.env ?? process.env,
    });
    const address: Address = { uri: `bolt://127.0.0.1:${port}`, user: 'neo4j', password, database: 'neo4j' };
    try {
      await server.ready(address, options.signal);
    } catch (error) {
      await server.stop();
      const code = error instanceof ScholargraphError ? error.code : undefined;
      if (code === 'PORT_IN_USE' && options.port === undefined && attempt < 3) continue;
      if (server.crashed) await classes.discard();
      throw error;
    }
    options.onProgress?.({ step: 'ready', milliseconds: performance.now() - began });
    return {
      address,
      pid: server.pid,
      ended: server.ended,
      diagnose: () => server.diagnose(),
      stop: async () => {
        if (await server.stop()) await classes.keep();
        await held.release();
      },
    };
  }
}

interface Launch {
  readonly home: Home;
  readonly held: Claim;
  readonly port: number;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The Java process. */
class Server {
  readonly pid: number;
  /** The reason if it ended without being told to. */
  readonly ended: Promise<ScholargraphError | undefined>;
  /** Whether a signal ended it that was not ours, such as SIGABRT after a fault in Java. */
  crashed = false;
  readonly #child: ChildProcess;
  /** With the exit code, if it has one. */
  readonly #exited: Promise<number | null>;
  readonly #explain: (how: string) => Promise<ScholargraphError>;
  readonly #home: Home;
  #reason: ScholargraphError | undefined;
  #stopping = false;

  static async spawn(launch: Launch): Promise<Server> {
    const { home } = launch;
    const logFrom = await logLength(home);
    const output = await open(home.output, 'w', 0o600);
    try {
      const child = spawn(launch.command, launch.arguments, {
        cwd: home.folder,
        // In the C locale Java could not open a folder whose name is not ASCII.
        env: { ...launch.env, LC_ALL: 'C.UTF-8' },
        // A session of its own: Ctrl-C in the terminal reaches only us, and we stop Neo4j in order.
        detached: true,
        stdio: ['ignore', output.fd, output.fd],
        windowsHide: true,
      });
      const server = new Server(child, launch, logFrom);
      try {
        await launch.held.running(server.pid);
      } catch (error) {
        await server.stop();
        throw error;
      }
      return server;
    } finally {
      await output.close();
    }
  }

  private constructor(child: ChildProcess, { home, port }: Launch, logFrom: number) {
    this.#child = child;
    this.#home = home;
    this.pid = child.pid ?? 0;
    const watchdog = child.pid === undefined ? undefined : new Watchdog(child.pid);
    const end = new Promise<{ code: number | null; how: string }>((resolve) => {
      child.once('error', (error) => resolve({ code: null, how: error.message }));
      child.once('exit', (code, signal) => {
        this.crashed = signal !== null && !this.#stopping;
        resolve({ code, how: signal === null ? `exit code ${code}` : `signal ${signal}` });
      });
    });
    this.#exited = end.then(({ code }) => {
      watchdog?.dismiss();
      return code;
    });
    this.#explain = async (how) => explain(home, port, how, await readLogs(home, logFrom));
    this.ended = end.then(async ({ how }) => {
      if (this.#stopping) return undefined;
      this.#reason = await this.#explain(`ended with ${how}`);
      return this.#reason;
    });
    // Neo4j is no reason for this process to go on; the watchdog ends it with us.
    child.unref();
  }

  async ready(address: Address, signal: AbortSignal | undefined): Promise<void> {
    const failed = this.ended.then((failure) => {
      throw failure ?? new Error('stopped while starting');
    });
    failed.catch(() => {});
    for (const end = performance.now() + 300_000; ; ) {
      signal?.throwIfAborted();
      const state = await Promise.race([answers(address), failed]);
      if (state === 'ready') return;
      if (state !== 'not yet') throw await this.#explain(`could not open its database: ${state.failed}`);
      if (performance.now() > end) throw await this.#explain('did not answer within five minutes');
      await Promise.race([delay(100), failed]);
    }
  }

  async diagnose(): Promise<ScholargraphError | undefined> {
    if (this.#reason !== undefined) return this.#reason;
    return (await isNearlyFull(this.#home.folder)) ? diskFull(this.#home.folder) : undefined;
  }

  /** @returns whether it ended in order */
  async stop(): Promise<boolean> {
    this.#stopping = true;
    this.#child.ref();
    this.#child.kill('SIGTERM');
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), 30_000);
    const code = await this.#exited;
    clearTimeout(kill);
    // Java's exit code after SIGTERM is 128 + 15.
    return code === 0 || code === 143;
  }
}

/** Asks Bolt, with the password, for the state of the database. At the first start, gives Neo4j that password. */
async function answers(address: Address): Promise<'ready' | 'not yet' | { failed: string }> {
  try {
    const [row] = await onSystem(address, address.password, (system) =>
      system.command<{ status: string; message: string }>(
        cypher`SHOW DATABASE neo4j YIELD currentStatus AS status, statusMessage AS message`,
      ),
    );
    if (row?.status === 'online') return 'ready';
    return row === undefined || row.message === '' ? 'not yet' : { failed: row.message };
  } catch (error) {
    if (!isUnauthorized(error)) return 'not yet';
  }
  try {
    await onSystem(address, 'neo4j', (system) =>
      system.command(cypher`ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password`, {
        password: address.password,
      }),
    );
    return 'not yet';
  } catch (error) {
    if (!isUnauthorized(error)) return 'not yet';
    throw new ScholargraphError('NEO4J_START_FAILED', 'The data was made with another password', {
      fix: "Put back the file 'password' that lay in the data folder when the data was made, or name another folder with SCHOLARGRAPH_DATA.",
      cause: error,
    });
  }
}

async function onSystem<Result>(
  address: Address,
  password: string | undefined,
  work: (system: Graph) => Promise<Result>,
): Promise<Result> {
  const system = new Graph({ ...address, password, database: 'system' });
  try {
    return await work(system);
  } finally {
    await system.close();
  }
}

function isUnauthorized(error: unknown): boolean {
  return (
    error instanceof ScholargraphError &&
    error.cause instanceof Neo4jError &&
    error.cause.code === 'Neo.ClientError.Security.Unauthorized'
  );
}
