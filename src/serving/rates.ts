import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ScholargraphError } from '../errors.ts';

/** How often one client may ask, and for how much, each minute. Each server counts by itself. */
export interface Rates {
  /** @throws ScholargraphError RATE_LIMIT */
  request(client: string | undefined): Promise<void>;
  /** @throws ScholargraphError RATE_LIMIT */
  cost(client: string | undefined, cost: number): Promise<void>;
}

export interface RateOptions {
  /** 0 for any number. */
  readonly requestRate: number;
  /** 0 for any cost. */
  readonly costRate: number;
}

export function createRates({ requestRate, costRate }: RateOptions): Rates {
  const requests = limiterOf(requestRate);
  const costs = limiterOf(costRate);
  return {
    request: (client) =>
      take(requests, client, 1, {
        what: 'More requests than one client may send in a minute',
        name: 'requests a minute',
        fix: 'Ask for more in one request, or more slowly.',
      }),
    cost: (client, cost) =>
      take(costs, client, cost, {
        what: 'The requests of the last minute cost more than those of one client may',
        name: 'cost a minute',
        fix: 'Ask for less, or more slowly; the header `x-scholargraph-price: estimate` says what a request would cost.',
      }),
  };
}

/** Seconds for which a client is counted. */
const window = 60;

function limiterOf(points: number): RateLimiterMemory | undefined {
  return points === 0 ? undefined : new RateLimiterMemory({ points, duration: window });
}

/** Nobody is counted without a network in between. */
async function take(
  limiter: RateLimiterMemory | undefined,
  client: string | undefined,
  points: number,
  { what, name, fix }: { readonly what: string; readonly name: string; readonly fix: string },
): Promise<void> {
  if (limiter === undefined || client === undefined || points === 0) return;
  try {
    await limiter.consume(client, points);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    // The limiter forgets a client by a timer, when the minute is over, whatever has become of the wall clock, by which it
    // says how long that is.
    const retryAfter = Math.min(window, Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
    throw new ScholargraphError('RATE_LIMIT', what, {
      expected: `at most ${limiter.points}`,
      fix: `${fix} Try again after ${retryAfter} seconds.`,
      limit: { name, found: error.consumedPoints, allowed: limiter.points },
      retryAfter,
    });
  }
}
