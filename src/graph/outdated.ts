import { cypher } from './cypher.ts';
import type { Graph, Transaction } from './graph.ts';

/** What is derived from the whole graph, after an import and not with each batch. */
export type Derived = 'topics' | 'venues';

/**
 * Says that what is derived has to be derived again. Whoever marks it waits for others who do until they commit, so this
 * comes last in a transaction.
 */
export async function markOutdated(transaction: Transaction, ...what: readonly Derived[]): Promise<void> {
  await transaction.run(cypher`UNWIND $keys AS key MERGE (o:Outdated {key: key}) SET o.seen = false`, {
    keys: [...what].sort(),
  });
}

/**
 * Runs `work` if `what` has been marked since it last ran to its end, after an interruption too. A mark that is made
 * meanwhile stays for the next time.
 * @returns whether there was anything to do
 */
export async function renewed(graph: Graph, what: Derived, work: () => Promise<void>): Promise<boolean> {
  const marked = await graph.write((transaction) =>
    transaction.run(cypher`MATCH (o:Outdated {key: $what}) SET o.seen = true RETURN o.key AS key`, { what }),
  );
  if (marked.length === 0) return false;
  await work();
  await graph.write((transaction) =>
    transaction.run(cypher`MATCH (o:Outdated {key: $what}) WHERE o.seen DELETE o`, { what }),
  );
  return true;
}
