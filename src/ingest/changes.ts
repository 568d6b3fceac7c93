import { EventEmitter, once } from 'node:events';
import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { watch } from 'chokidar';
import { isHidden } from './input.ts';

export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Milliseconds that a file has to keep its size before it counts as written; 1 s where absent. */
  readonly stableMs?: number | undefined;
  /** Told of a folder that cannot be watched, or not any more; the others go on. */
  readonly onError: (error: unknown) => void;
}

/** What comes up in watched folders. */
export interface Changes {
  /**
   * Real paths, sorted, of what has come up since the group before was asked for. Ends with the signal.
   */
  groups(): AsyncGenerator<readonly string[], void, undefined>;
  close(): Promise<void>;
}

/**
 * Watches folders, and files, for files that appear or change; they come up once they are written. Hidden ones are left
 * out as in a walk, and what is deleted is of no interest. Resolves when the watch has begun: what is there already
 * does not come up.
 */
export async function watchChanges(
  targets: readonly string[],
  { signal, stableMs = 1_000, onError }: WatchOptions,
): Promise<Changes> {
  const roots = targets.map((target) => path.resolve(target));
  const ignored = (file: string) => {
    const root = roots.find((each) => !path.relative(each, file).startsWith('..'));
    if (root === undefined || root === file) return false;
    return path.relative(root, file).split(path.sep).some(isHidden) || leadsBack(file, root);
  };
  const changed = new Set<string>();
  const arrivals = new EventEmitter();
  const note = (file: string) => {
    changed.add(realPathOf(file));
    arrivals.emit('arrival');
  };
  const watcher = watch(roots, {
    ignored,
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: stableMs, pollInterval: Math.min(100, stableMs) },
  });
  watcher.on('add', note).on('change', note).on('error', onError);
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return {
    async *groups() {
      while (!signal.aborted) {
        if (changed.size === 0) {
          // Aborting rejects, and ends the loop.
          await once(arrivals, 'arrival', { signal }).catch(() => {});
          continue;
        }
        const group = [...changed].sort();
        changed.clear();
        yield group;
      }
    },
    close: () => watcher.close(),
  };
}

/** Whether a link is to a folder that it is in, however it was come to: chokidar would follow it without end. */
function leadsBack(file: string, root: string): boolean {
  try {
    if (!lstatSync(file).isSymbolicLink()) return false;
    const real = realpathSync(file);
    for (let above = path.dirname(file); above.length >= root.length; above = path.dirname(above)) {
      if (realpathSync(above) === real) return true;
      if (above === root) break;
    }
  } catch {
    // Gone, or a link to itself: nothing to follow.
  }
  return false;
}

/** Of a file that has gone meanwhile, the path as it was. */
function realPathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}
