import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { requireSpace } from './diskSpace.ts';
import { type DownloadOptions, download, sha256Of } from './download.ts';
import { type Artifact, type Lock, mavenPath } from './lock.ts';
import type { OnNeo4jProgress } from './progress.ts';

export interface ArtifactOptions extends Omit<DownloadOptions, 'onBytes'> {
  readonly onProgress?: OnNeo4jProgress | undefined;
}

/** Absolute paths of jars. */
export interface Jars {
  readonly classPath: readonly string[];
  readonly plugins: readonly string[];
}

/**
 * Makes sure that every artifact of the lock is in the cache with the right content and says where. Every file is
 * hashed at every start (123 MB, a fraction of a second); one that is damaged is downloaded again.
 */
export async function ensureArtifacts(lock: Lock, options: ArtifactOptions): Promise<Jars> {
  const missing = await missingArtifacts(lock, options.folder);
  if (missing.length > 0) await downloadAll(missing, options);
  const jars = lock.artifacts.map((artifact) => ({
    file: path.join(options.folder, mavenPath(artifact.coordinates)),
    plugin: artifact.plugin === true,
  }));
  return {
    classPath: jars.map(({ file }) => file),
    plugins: jars.filter(({ plugin }) => plugin).map(({ file }) => file),
  };
}

async function missingArtifacts(lock: Lock, folder: string): Promise<Artifact[]> {
  const limit = pLimit(8);
  const checked = await Promise.all(
    lock.artifacts.map((artifact) =>
      limit(async () => {
        const file = path.join(folder, mavenPath(artifact.coordinates));
        const size = await stat(file).then(
          (found) => found.size,
          () => undefined,
        );
        return size === artifact.size && (await sha256Of(file)) === artifact.sha256 ? [] : [artifact];
      }),
    ),
  );
  return checked.flat();
}

async function downloadAll(missing: readonly Artifact[], options: ArtifactOptions): Promise<void> {
  const totalBytes = missing.reduce((sum, { size }) => sum + size, 0);
  await mkdir(options.folder, { recursive: true });
  await requireSpace(options.folder, totalBytes);

  const arrived = new Map<Artifact, number>();
  let files = 0;
  const report = () => {
    const bytes = [...arrived.values()].reduce((sum, one) => sum + one, 0);
    options.onProgress?.({ step: 'download', bytes, totalBytes, files, totalFiles: missing.length });
  };
  report();
  // The first failure stops the others: they would most likely fail too, each after its own retries.
  const stop = new AbortController();
  const onAbort = () => stop.abort(options.signal?.reason);
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', onAbort);
  const limit = pLimit(8);
  const largestFirst = missing.toSorted((a, b) => b.size - a.size);
  await Promise.allSettled(
    largestFirst.map((artifact) =>
      limit(async () => {
        try {
          stop.signal.throwIfAborted();
          const onBytes = (bytes: number) => {
            arrived.set(artifact, bytes);
            report();
          };
          await download(artifact, { ...options, signal: stop.signal, onBytes });
          files += 1;
          report();
        } catch (error) {
          stop.abort(error);
          throw error;
        }
      }),
    ),
  );
  options.signal?.removeEventListener('abort', onAbort);
  stop.signal.throwIfAborted();
}
