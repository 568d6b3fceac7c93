import type { Contestant } from './contestants/contestant.ts';
import type { QueryName } from './subjects.ts';

export interface Measured {
  readonly query: QueryName;
  readonly contestant: string;
  readonly publications: number;
  readonly concurrency: number;
  /** Milliseconds from asking to the whole answer. */
  readonly median: number;
  readonly p95: number;
  /** Answers a second. */
  readonly throughput: number;
}

interface Load {
  readonly publications: number;
  readonly concurrency: number;
  readonly rounds: number;
  /** That a contestant is asked for in a round. */
  readonly seconds: number;
}

/** Answers of a contestant in a round at least, however long they take. */
const fewest = 3;

/** Each contestant in turn, round after round, after one that does not count: by then every plan is made and hot. */
export async function measured(
  contestants: readonly Contestant[],
  query: QueryName,
  { publications, concurrency, rounds, seconds }: Load,
): Promise<Measured[]> {
  const runs = contestants.map((contestant) => ({
    contestant,
    latencies: [] as number[],
    rates: [] as number[],
  }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { contestant, latencies, rates } of runs) {
      const found = await run(contestant, query, concurrency, seconds);
      if (round === 0) continue;
      latencies.push(...found.latencies);
      rates.push(found.rate);
    }
  }
  return runs.map(({ contestant: { name }, latencies, rates }) => ({
    query,
    contestant: name,
    publications,
    concurrency,
    median: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    throughput: quantile(rates, 0.5),
  }));
}

async function run(contestant: Contestant, query: QueryName, concurrency: number, seconds: number) {
  const latencies: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1_000;
  let turn = 0;
  const client = async () => {
    while (performance.now() < end || turn < fewest) {
      const start = performance.now();
      await contestant.ask(query, turn++);
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return { latencies, rate: (latencies.length / (performance.now() - begin)) * 1_000 };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
