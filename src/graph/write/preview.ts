import type { Graph, Transaction } from '../graph.ts';

/** What work in a transaction comes to, without what it has done: that is rolled back. */
export async function previewed<Result>(
  graph: Graph,
  work: (transaction: Transaction) => Promise<Result>,
  timeoutMs: number,
): Promise<Result> {
  const done: Result[] = [];
  const rolledBack = new Error('rolled back');
  try {
    await graph.write(
      async (transaction) => {
        // Work that is tried again counts by its last time.
        done[0] = await work(transaction);
        throw rolledBack;
      },
      { timeoutMs },
    );
  } catch (error) {
    const [result] = done;
    if (error === rolledBack && result !== undefined) return result;
    throw error;
  }
  throw new Error('a preview has been committed');
}
