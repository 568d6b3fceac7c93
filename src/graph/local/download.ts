import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ScholargraphError } from '../../errors.ts';
import { diskFull, isDiskFull } from './diskSpace.ts';
import { type Artifact, mavenPath } from './lock.ts';
import { isAlive } from './processes.ts';

export interface DownloadOptions {
  /** Root of a Maven repository, without a slash at its end. User and password in it are sent as Basic credentials. */
  readonly mavenUrl: string;
  /** Root of the cache; files lie in it as they do in a Maven repository. */
  readonly folder: string;
  /** Told how many bytes of this artifact are there now; falls when a damaged part is thrown away. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a byte after which a connection counts as dead; 30 s where absent. */
  readonly stallMs?: number | undefined;
  /** Milliseconds before the first retry, doubled for each further one; 500 where absent. */
  readonly retryDelayMs?: number | undefined;
}

const attempts = 4;

/** A part that nobody has written to for so long is nobody's, whatever process has its number now. */
const abandonedAfterMs = 10 * 60_000;

/**
 * Downloads one artifact into the cache and verifies it; resumes where an interrupted process stopped.
 *
 * Each process writes to a part file of its own, named by its process id, and renames it into place when its SHA-256
 * is right, so processes that download at once cannot mix their bytes and nobody sees half a file. The part of a
 * process that died is taken over by renaming it, which only one can win.
 *
 * @throws ScholargraphError NEO4J_DOWNLOAD_FAILED, NEO4J_ARTIFACT_CORRUPT (after a second download from the
 * start), DISK_FULL
 */
export async function download(artifact: Artifact, options: DownloadOptions): Promise<void> {
  const file = path.join(options.folder, mavenPath(artifact.coordinates));
  const part = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await adoptPart(file, part);
    // Another process may have finished it since this one looked.
    if ((await sha256Of(file).catch(() => undefined)) === artifact.sha256) {
      await rm(part, { force: true });
      options.onBytes?.(artifact.size);
      return;
    }
    for (let corrupt = 0; ; corrupt += 1) {
      await fill(part, artifact, options);
      const sha256 = await sha256Of(part);
      if (sha256 === artifact.sha256) break;
      await rm(part, { force: true });
      options.onBytes?.(0);
      if (corrupt === 1) throw corruptArtifact(artifact, sha256, options);
    }
    await rename(part, file);
  } catch (error) {
    throw isDiskFull(error) ? diskFull(options.folder, { need: artifact.size, cause: error }) : error;
  }
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

async function adoptPart(file: string, part: string): Promise<void> {
  const prefix = `${path.basename(file)}.`;
  for (const name of await readdir(path.dirname(file))) {
    const owner = name.startsWith(prefix) && /^(\d+)-[0-9a-f]+\.part$/.exec(name.slice(prefix.length))?.[1];
    if (!owner) continue;
    const left = path.join(path.dirname(file), name);
    try {
      const { mtimeMs } = await stat(left);
      if (isAlive(Number(owner)) && Date.now() - mtimeMs < abandonedAfterMs) continue;
      await rename(left, part);
    } catch {
      // Another process was quicker.
    }
  }
}

/** Fetches what the part still lacks, trying again where the network fails. */
async function fill(part: string, artifact: Artifact, options: DownloadOptions): Promise<void> {
  const { url, headers } = request(artifact, options.mavenUrl);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await fetchRest(part, artifact, url, headers, options);
      return;
    } catch (error) {
      options.signal?.throwIfAborted();
      const final = error instanceof ScholargraphError || isFileSystemError(error);
      if (final) throw error;
      if (attempt === attempts) throw downloadFailed(url, reason(error), error);
      await delay((options.retryDelayMs ?? 500) * 2 ** (attempt - 1), undefined, { signal: options.signal });
    }
  }
}

async function fetchRest(
  part: string,
  artifact: Artifact,
  url: string,
  headers: Readonly<Record<string, string>>,
  options: DownloadOptions,
): Promise<void> {
  const handle = await open(part, 'a+').then(async (appending) => {
    await appending.close();
    return open(part, 'r+');
  });
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error('the connection stalled')), options.stallMs ?? 30_000);
  const onAbort = () => stop.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', onAbort);
  try {
    let position = (await handle.stat()).size;
    if (position > artifact.size) {
      await handle.truncate(0);
      position = 0;
    }
    options.onBytes?.(position);
    if (position === artifact.size) return;
    const response = await fetch(url, {
      headers: { ...headers, ...(position > 0 ? { range: `bytes=${position}-` } : {}) },
      signal: stop.signal,
    });
    if (response.status === 416) {
      await handle.truncate(0);
      throw new Error('the repository has no such range');
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      const answer = `the repository answers ${response.status}`;
      if (response.status >= 500 || response.status === 429 || response.status === 408)
        throw new Error(answer);
      throw downloadFailed(url, answer);
    }
    if (response.status !== 206 || !startsAt(response.headers.get('content-range'), position)) {
      await handle.truncate(0);
      position = 0;
    }
    for await (const chunk of response.body) {
      timer.refresh();
      if (position + chunk.length > artifact.size) {
        await handle.truncate(0);
        throw new Error(`the repository sends more than the ${artifact.size} bytes it should`);
      }
      await handle.write(chunk, 0, chunk.length, position);
      position += chunk.length;
      options.onBytes?.(position);
    }
    if (position < artifact.size) throw new Error(`the connection ended after ${position} bytes`);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    await handle.close();
  }
}

function startsAt(contentRange: string | null, position: number): boolean {
  return new RegExp(`^bytes ${position}-`).test(contentRange ?? '');
}

/** `fetch` refuses an address with credentials in it, so they go into a header and stay out of messages. */
function request(artifact: Artifact, mavenUrl: string): { url: string; headers: Record<string, string> } {
  const url = new URL(`${mavenUrl}/${mavenPath(artifact.coordinates)}`);
  // Compressed again on the way, a range would not be one of the file.
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'scholargraph' };
  if (url.username !== '') {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers['authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`;
    url.username = '';
    url.password = '';
  }
  return { url: url.href, headers };
}

function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error ? true : isDiskFull(error);
}

/** `fetch` says only 'fetch failed'; its cause knows more. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

function downloadFailed(url: string, what: string, cause?: unknown): ScholargraphError {
  return new ScholargraphError('NEO4J_DOWNLOAD_FAILED', `Neo4j could not be downloaded: ${what}`, {
    source: url,
    fix:
      'Check the network and start again: what has arrived is kept. ' +
      'Behind a mirror, set SCHOLARGRAPH_MAVEN to its address.',
    cause,
  });
}

function corruptArtifact(artifact: Artifact, sha256: string, options: DownloadOptions): ScholargraphError {
  return new ScholargraphError(
    'NEO4J_ARTIFACT_CORRUPT',
    `${artifact.coordinates} came with the wrong content twice`,
    {
      source: request(artifact, options.mavenUrl).url,
      expected: `SHA-256 ${artifact.sha256}, not ${sha256}`,
      fix: 'Something between here and the repository alters files. Set SCHOLARGRAPH_MAVEN to a repository you trust.',
    },
  );
}
