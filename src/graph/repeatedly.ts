import type { Cypher } from './cypher.ts';
import type { Graph, Parameters } from './graph.ts';

/**
 * Runs a change of a bounded size, each time in a transaction of its own, until there is nothing left to change.
 * @param change returns how much it has `changed`, as one row
 * @param timeoutMs of each transaction
 */
export async function repeatedly(
  graph: Graph,
  change: Cypher,
  parameters: Parameters,
  timeoutMs: number,
): Promise<void> {
  for (;;) {
    const [done] = await graph.write(
      (transaction) => transaction.run<{ changed: number }>(change, parameters),
      { timeoutMs },
    );
    if ((done?.changed ?? 0) === 0) return;
  }
}
