import type { Network } from './network.ts';

/** Where nodes go. */
export interface Arrangement {
  readonly positions: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
}

/** Computes in a worker, so that the page answers meanwhile. @throws the signal's reason */
export function arrange(network: Network, signal: AbortSignal): Promise<Arrangement> {
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
    worker.postMessage(network);
  });
}
