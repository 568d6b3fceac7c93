import { setMaxListeners } from 'node:events';
import { ScholargraphError } from '../errors.ts';

export interface Deadline {
  /** Rejects when the time is over. */
  readonly over: Promise<never>;
  /** Has the time not end any more. */
  stop(): void;
}

/**
 * Aborts what is done for a request when its client goes. `AbortSignal.any` is not for the signal of a request: listeners of
 * one that it has taken hear nothing any more.
 */
export function endWith(ending: AbortController, signal: AbortSignal): void {
  // Each of the reads of a request listens to it.
  setMaxListeners(0, ending.signal);
  if (signal.aborted) ending.abort(signal.reason);
  else signal.addEventListener('abort', () => ending.abort(signal.reason), { once: true });
}

/**
 * Counts the time of a request, and aborts what is done for it when that is over.
 * @param milliseconds from now
 */
export function startDeadline(ending: AbortController, milliseconds: number): Deadline {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = tookTooLong(milliseconds);
      ending.abort(error);
      reject(error);
    }, milliseconds);
  });
  // Whoever has the answer by then waits for it no more.
  over.catch(() => {});
  return { over, stop: () => clearTimeout(timer) };
}

export function tookTooLong(milliseconds: number): ScholargraphError {
  return new ScholargraphError('REQUEST_TIMEOUT', 'The request took longer than it may', {
    expected: `at most ${milliseconds} ms`,
    fix: 'Ask for less: fewer items a page, a smaller depth, a narrower filter. What a mutation was to change may still be changed.',
  });
}
