import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { BulkContext, Pass, PassResult, Piece } from './pass.ts';
import { makePass, type PassName, type PassOptions } from './passes.ts';

/** What a worker is told. */
export type Order =
  | { readonly begin: PassName; readonly writer: string; readonly options: PassOptions }
  | { readonly run: Piece }
  | { readonly end: true };

export interface CrewRun {
  readonly signal?: AbortSignal | undefined;
  /** Told, from 0 to 1, how much of the pass is done. */
  readonly onProgress: (share: number) => void;
}

/** Works on the pieces of a pass. */
interface Member {
  begin(name: PassName, writer: string, options: PassOptions): Promise<void>;
  run(piece: Piece): Promise<void>;
  end(): Promise<PassResult>;
  dismiss(): Promise<void>;
}

/** Shares the pieces of a pass among threads. */
export class Crew {
  readonly #members: readonly Member[];
  #passes = 0;

  /** @param threads 0 works in this thread: from TypeScript, which Node 20 does not run, there is no other way */
  constructor(context: BulkContext, threads: number) {
    this.#members =
      threads === 0 || import.meta.url.endsWith('.ts')
        ? [new ThisThread(context)]
        : Array.from({ length: threads }, () => new Thread(context));
  }

  /** @param count of what is numbered: statements or partitions; a piece is `size` of them */
  async run(
    name: PassName,
    count: number,
    size: number,
    options: PassOptions,
    { signal, onProgress }: CrewRun,
  ): Promise<PassResult[]> {
    this.#passes += 1;
    onProgress(0);
    let next = 0;
    let done = 0;
    return Promise.all(
      this.#members.map(async (member, at) => {
        await member.begin(name, `${this.#passes}-${at + 1}`, options);
        while (next < count) {
          signal?.throwIfAborted();
          const piece = { from: next, to: Math.min(count, next + size) };
          next = piece.to;
          await member.run(piece);
          done += piece.to - piece.from;
          onProgress(done / count);
        }
        return member.end();
      }),
    );
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.dismiss()));
  }
}

class ThisThread implements Member {
  readonly #context: BulkContext;
  #pass: Pass | undefined;

  constructor(context: BulkContext) {
    this.#context = context;
  }

  async begin(name: PassName, writer: string, options: PassOptions): Promise<void> {
    this.#pass = makePass(name, this.#context, writer, options);
  }

  async run(piece: Piece): Promise<void> {
    await turn();
    this.#pass?.run(piece);
  }

  async end(): Promise<PassResult> {
    return this.#pass?.close() ?? { written: [] };
  }

  async dismiss(): Promise<void> {}
}

class Thread implements Member {
  readonly #worker: Worker;
  #answer: { resolve: (result: PassResult) => void; reject: (reason: unknown) => void } | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(context: BulkContext) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: context,
      // Most of what a piece makes is garbage when the piece ends: with room for it, little is copied.
      resourceLimits: { maxYoungGenerationSizeMb: 96 },
    });
    this.#worker.on('message', (result: PassResult) => this.#answer?.resolve(result));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('a worker thread has ended')));
  }

  async begin(name: PassName, writer: string, options: PassOptions): Promise<void> {
    await this.#ask({ begin: name, writer, options });
  }

  async run(piece: Piece): Promise<void> {
    await this.#ask({ run: piece });
  }

  end(): Promise<PassResult> {
    return this.#ask({ end: true });
  }

  async dismiss(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(order: Order): Promise<PassResult> {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      if (this.#failure !== undefined) reject(this.#failure.error);
      else this.#worker.postMessage(order);
    });
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#answer?.reject(error);
  }
}
