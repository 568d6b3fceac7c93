import type { Network } from './network.ts';

/** Where nodes go. */
export interface Arrangement {
  readonly positions: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
}

/** What the worker is sent. */
export interface ArrangementRequest {
  readonly network: Network;
  /** How many times as broad as high. */
  readonly breadth: number;
}

/** Computes in a worker, so that the page answers meanwhile. @throws the signal's reason */
export function arrange(asked: ArrangementRequest, signal: AbortSignal): Promise<Arrangement> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./arrange.worker.ts', import.meta.url), { type: 'module' });
    const end = () => worker.terminate();
    signal.addEventListener(
      'abort',
      () => {
        end();
        reject(signal.reason);
      },
      { once: true },
    );
    worker.addEventListener('message', ({ data }: MessageEvent<Arrangement>) => {
      end();
      resolve(data);
    });
    worker.addEventListener('error', ({ message }) => {
      end();
      reject(new Error(message));
    });
    worker.postMessage(asked);
  });
}
