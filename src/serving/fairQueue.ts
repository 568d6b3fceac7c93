import { ScholargraphError } from '../errors.ts';

/** Milliseconds that an operation waits for its turn, and an export for its turn among exports before that. */
export const patience = 5_000;

export interface FairQueueOptions {
  /** How many are inside at a time. */
  readonly running: number;
  /** How many of one client are; as many as of all where absent. */
  readonly each?: number | undefined;
  /** How many wait, together. */
  readonly waiting: number;
  /** Milliseconds after which one who waits is sent away. */
  readonly patience: number;
}

interface Waiting {
  readonly admit: () => void;
  readonly refuse: (error: Error) => void;
}

/**
 * Lets in so many at a time. The clients who wait are let in one each, in turn, however many times each has come; and where
 * there is no more room to wait, the client with the most waiting loses its latest.
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  /** In the order of their turns. */
  readonly #clients = new Map<string, Waiting[]>();
  /** How many of each client are inside; no client is here who has none. */
  readonly #inside = new Map<string, number>();
  #running = 0;
  #waiting = 0;
  #shed = 0;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** How many have been sent away. */
  get shed(): number {
    return this.#shed;
  }

  /**
   * @returns what has to be called when the work is over; a second call does nothing
   * @throws ScholargraphError SERVER_BUSY, or the reason of the signal
   */
  async enter(client: string, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#hasPlace(client)) this.#count(client, 1);
    else await this.#turn(client, signal);
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#leave(client);
    };
  }

  /** @returns SERVER_BUSY where `enter` would throw it for another one of the client */
  turnAway(client: string): ScholargraphError | undefined {
    if (this.#hasPlace(client) || this.#waiting < this.#options.waiting) return undefined;
    if (this.#mostWaiting()[1].length > this.#waitingOf(client) + 1) return undefined;
    this.#shed += 1;
    return busy();
  }

  async #turn(client: string, signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting >= this.#options.waiting) this.#makeRoom(client);
    const gone = new AbortController();
    try {
      await new Promise<void>((admit, refuse) => {
        const waiting = { admit, refuse };
        const own = this.#clients.get(client);
        if (own === undefined) this.#clients.set(client, [waiting]);
        else own.push(waiting);
        this.#waiting += 1;
        const leave = (error: unknown) => {
          if (this.#remove(client, waiting)) refuse(error);
        };
        const late = setTimeout(() => {
          this.#shed += 1;
          leave(busy());
        }, this.#options.patience);
        gone.signal.addEventListener('abort', () => clearTimeout(late));
        signal?.addEventListener('abort', () => leave(signal.reason), { signal: gone.signal });
      });
    } finally {
      gone.abort();
    }
  }

  /** @throws ScholargraphError SERVER_BUSY where nobody has more waiting than the client would */
  #makeRoom(client: string): void {
    this.#shed += 1;
    const [most, theirs] = this.#mostWaiting();
    const last = theirs.at(-1);
    if (last === undefined || theirs.length <= this.#waitingOf(client) + 1) throw busy();
    this.#remove(most, last);
    last.refuse(busy());
  }

  #waitingOf(client: string): number {
    return this.#clients.get(client)?.length ?? 0;
  }

  #mostWaiting(): readonly [client: string, theirs: readonly Waiting[]] {
    let longest: readonly [string, readonly Waiting[]] = ['', []];
    for (const each of this.#clients) if (each[1].length > longest[1].length) longest = each;
    return longest;
  }

  /** @returns whether it was waiting still */
  #remove(client: string, waiting: Waiting): boolean {
    const own = this.#clients.get(client) ?? [];
    const at = own.indexOf(waiting);
    if (at < 0) return false;
    own.splice(at, 1);
    if (own.length === 0) this.#clients.delete(client);
    this.#waiting -= 1;
    return true;
  }

  #hasPlace(client: string): boolean {
    const { running, each = running } = this.#options;
    return this.#running < running && (this.#inside.get(client) ?? 0) < each;
  }

  #count(client: string, one: 1 | -1): void {
    this.#running += one;
    const inside = (this.#inside.get(client) ?? 0) + one;
    if (inside > 0) this.#inside.set(client, inside);
    else this.#inside.delete(client);
  }

  /** The place goes to whoever's turn it is. */
  #leave(leaving: string): void {
    this.#count(leaving, -1);
    for (const [client, [first, ...others]] of this.#clients) {
      if (!this.#hasPlace(client)) continue;
      this.#clients.delete(client);
      if (others.length > 0) this.#clients.set(client, others);
      this.#waiting -= 1;
      this.#count(client, 1);
      first?.admit();
      return;
    }
  }
}

function busy(): ScholargraphError {
  return new ScholargraphError('SERVER_BUSY', 'The server has as much to do as it can', {
    fix: 'Try again after a second; ask for less at a time.',
  });
}
