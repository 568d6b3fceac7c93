import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ScholargraphError } from '../../errors.ts';
import { ensureArtifacts } from './artifacts.ts';
import { diskFull, isDiskFull } from './diskSpace.ts';
import { findJava } from './java.ts';
import type { LocalNeo4jOptions } from './localNeo4j.ts';
import { readLock } from './lock.ts';
import { claim } from './owner.ts';
import { classPathArguments, type Home, homeIn } from './settings.ts';
import { Watchdog } from './watchdog.ts';

export interface OfflineImportOptions extends Omit<LocalNeo4jOptions, 'port' | 'onProgress'> {
  /** Of `neo4j-admin`. */
  readonly arguments: readonly string[];
  /** Told how much is done, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Whether the local Neo4j of this folder has ever had data. */
export function hasLocalStore(dataFolder: string): boolean {
  return existsSync(storeOf(homeIn(dataFolder)));
}

/**
 * Runs `neo4j-admin` of the local Neo4j's version to make a new database beside the one that is there, and puts it in
 * that one's place when it is whole. Whatever ends this before, the old one stays.
 *
 * The new database comes without users: the next start gives it the password that lies in the data folder.
 *
 * @throws ScholargraphError BULK_LOAD_FAILED with the importer's words, DISK_FULL, STORE_LOCKED, and those of a start
 */
export async function importOffline(options: OfflineImportOptions): Promise<void> {
  const home = homeIn(options.dataFolder);
  const java = await findJava(options.env ?? process.env);
  const jars = await ensureArtifacts(await readLock(), {
    mavenUrl: options.mavenUrl,
    folder: path.join(options.cacheFolder, 'maven'),
    signal: options.signal,
  });
  await mkdir(home.folder, { recursive: true });
  const held = await claim(home, { held: options.claim });
  const aside = path.join(home.folder, 'bulk-store');
  try {
    await rm(aside, { recursive: true, force: true });
    await mkdir(path.join(aside, 'conf'), { recursive: true });
    await writeFile(path.join(aside, 'conf', 'neo4j.conf'), '');
    await writeFile(path.join(aside, 'conf', 'classpath.args'), classPathArguments(jars));
    await runImporter(aside, java.command, options);
    options.signal?.throwIfAborted();
    if (hasLocalStore(options.dataFolder)) await rename(storeOf(home), path.join(aside, 'replaced'));
    await rename(path.join(aside, 'data'), storeOf(home));
  } finally {
    await rm(aside, { recursive: true, force: true });
    await held.release();
  }
}

function storeOf(home: Home): string {
  return path.join(home.folder, 'data');
}

async function runImporter(aside: string, java: string, options: OfflineImportOptions): Promise<void> {
  const child = spawn(
    java,
    [
      `-Xmx${options.heap}`,
      ...(options.javaArguments ?? []),
      '-Dlog4j2.disable.jmx=true',
      ...['java.nio', 'java.io', 'sun.nio.ch', 'java.lang'].map(
        (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
      ),
      `@${path.join(aside, 'conf', 'classpath.args')}`,
      'org.neo4j.cli.AdminTool',
      ...options.arguments,
      `--report-file=${path.join(aside, 'report')}`,
    ],
    {
      cwd: aside,
      env: {
        ...(options.env ?? process.env),
        LC_ALL: 'C.UTF-8',
        NEO4J_HOME: aside,
        NEO4J_CONF: path.join(aside, 'conf'),
      },
      // A session of its own, as for the server: we end it in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    },
  );
  const watchdog = child.pid === undefined ? undefined : new Watchdog(child.pid);
  const onAbort = () => child.kill('SIGTERM');
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const said = listen(child, options.onProgress ?? (() => {}));
    const how = await new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) =>
        resolve(code === 0 ? undefined : signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
    });
    options.signal?.throwIfAborted();
    if (how === undefined) return;
    if (/No space left on device|Disk quota exceeded/i.test(said.text)) throw diskFull(aside);
    throw new ScholargraphError('BULK_LOAD_FAILED', `Neo4j's importer ended with ${how}`, {
      fix: `The graph is as it was. The importer's last words: ${lastWords(said.text) || 'none'}`,
    });
  } catch (error) {
    throw isDiskFull(error) ? diskFull(aside, { cause: error }) : error;
  } finally {
    watchdog?.dismiss();
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** The importer goes through four stages and prints dots with a percentage for each. */
function listen(child: ChildProcess, onProgress: (share: number) => void): { readonly text: string } {
  const said = { text: '' };
  let stage = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      for (const [, begun, percent] of text.matchAll(/\((\d)\/4\)|(\d+)% ∆/g)) {
        if (begun !== undefined) stage = Number(begun) - 1;
        if (percent !== undefined) onProgress((stage + Number(percent) / 100) / 4);
      }
      said.text = (said.text + text).slice(-20_000);
    });
  }
  return said;
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
