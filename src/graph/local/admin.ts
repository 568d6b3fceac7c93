import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ErrorCode, ScholargraphError } from '../../errors.ts';
import { ensureArtifacts } from './artifacts.ts';
import { diskFull } from './diskSpace.ts';
import { findJava } from './java.ts';
import type { LocalNeo4jOptions } from './localNeo4j.ts';
import { readLock } from './lock.ts';
import { classPathArguments } from './settings.ts';
import { Watchdog } from './watchdog.ts';

export type AdminOptions = Omit<LocalNeo4jOptions, 'port' | 'onProgress' | 'claim'>;

export interface AdminRun {
  /** Neo4j's home: the databases are in its subfolder `data`. Nothing else may use it. */
  readonly home: string;
  /** Of `neo4j-admin`. */
  readonly arguments: readonly string[];
  /** What it reads from its standard input. */
  readonly input?: Readable | undefined;
  /** Takes its standard output; told to `onSaid` where absent, as standard error always is. */
  readonly output?: ((output: Readable) => Promise<void>) | undefined;
  readonly onSaid?: ((text: string) => void) | undefined;
  /** What to throw where it fails: `what` ends in how it ended, `fix` in its last words. */
  readonly failure: { readonly code: ErrorCode; readonly what: string; readonly fix: string };
}

/**
 * Runs `neo4j-admin` of the local Neo4j's version.
 *
 * @throws ScholargraphError the failure's code, DISK_FULL, and those of a start
 */
export async function runAdmin(options: AdminOptions, admin: AdminRun): Promise<void> {
  const java = await findJava(options.env ?? process.env);
  const jars = await ensureArtifacts(await readLock(), {
    mavenUrl: options.mavenUrl,
    folder: path.join(options.cacheFolder, 'maven'),
    signal: options.signal,
  });
  const configFolder = path.join(admin.home, 'admin');
  await mkdir(configFolder, { recursive: true });
  await writeFile(path.join(configFolder, 'neo4j.conf'), '');
  await writeFile(path.join(configFolder, 'classpath.args'), classPathArguments(jars));
  options.signal?.throwIfAborted();
  const child = spawn(
    java.command,
    [
      `-Xmx${options.heap}`,
      ...(options.javaArguments ?? []),
      '-Dlog4j2.disable.jmx=true',
      ...['java.nio', 'java.io', 'sun.nio.ch', 'java.lang'].map(
        (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
      ),
      `@${path.join(configFolder, 'classpath.args')}`,
      'org.neo4j.cli.AdminTool',
      ...admin.arguments,
    ],
    {
      cwd: admin.home,
      env: {
        ...(options.env ?? process.env),
        LC_ALL: 'C.UTF-8',
        NEO4J_HOME: admin.home,
        NEO4J_CONF: configFolder,
      },
      // A session of its own, as for the server: we end it in order.
      detached: true,
      stdio: [admin.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    },
  );
  const watchdog = child.pid === undefined ? undefined : new Watchdog(child.pid);
  const end = () => child.kill('SIGTERM');
  options.signal?.addEventListener('abort', end, { once: true });
  let said = '';
  const listen = (stream: Readable | null) => {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      admin.onSaid?.(text);
      said = (said + text).slice(-20_000);
    });
  };
  /** Whoever fails to read or to write ends the process. */
  const failureOf = (stream: Promise<void> | undefined) =>
    stream?.then(
      () => undefined,
      (error: unknown) => {
        end();
        return error;
      },
    );
  try {
    listen(child.stderr);
    const { stdin, stdout } = child;
    if (admin.output === undefined) listen(stdout);
    const ended = new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) =>
        resolve(code === 0 ? undefined : signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
    });
    const [how, unread, unwritten] = await Promise.all([
      ended,
      failureOf(admin.input && stdin !== null ? pipeline(admin.input, stdin) : undefined),
      failureOf(admin.output && stdout !== null ? admin.output(stdout) : undefined),
    ]);
    options.signal?.throwIfAborted();
    if (unwritten !== undefined && !isBrokenPipe(unwritten)) throw unwritten;
    // It may have read enough and ended well.
    if (how === undefined) return;
    if (unread !== undefined && !isBrokenPipe(unread)) throw unread;
    if (/No space left on device|Disk quota exceeded/i.test(said)) throw diskFull(admin.home);
    const { code, what, fix } = admin.failure;
    throw new ScholargraphError(code, `${what} with ${how}`, {
      fix: `${fix} Its last words: ${lastWords(said) || 'none'}`,
    });
  } finally {
    watchdog?.dismiss();
    options.signal?.removeEventListener('abort', end);
  }
}

/** The other end has gone; why it has says more. */
function isBrokenPipe(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EPIPE' || error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
  );
}

function lastWords(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[-.*[]|^at |^Run with|^WARNING/.test(line))
    .slice(-4)
    .join(' / ')
    .slice(-800);
}
