import { randomUUID } from 'node:crypto';
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
 *
 * Several processes may be at it at once, and of two the one that has seen less may write last. So whoever ends while
 * somebody else has begun since leaves it to that one to begin anew, and whoever finds that those have ended already does so
 * itself: the last to end has run alone.
 * @returns whether there was anything to do
 */
export async function renewed(graph: Graph, what: Derived, work: () => Promise<void>): Promise<boolean> {
  const by = randomUUID();
  const marked = await graph.write((transaction) =>
    transaction.run(
      cypher`MATCH (o:Outdated {key: $what}) SET o.seen = true, o.by = $by, o.again = null RETURN o.key AS key`,
      { what, by },
    ),
  );
  if (marked.length === 0) return false;
  await work();
  const again = await graph.write(async (transaction) => {
    const [ended] = await transaction.run<{ again: boolean }>(
      cypher`MERGE (o:Outdated {key: $what})
        ON CREATE SET o.seen = false
        SET o.again = CASE WHEN o.by <> $by THEN true ELSE o.again END
        RETURN o.by IS NULL OR (o.by = $by AND coalesce(o.again, false)) AS again`,
      { what, by },
    );
    await transaction.run(
      cypher`MATCH (o:Outdated {key: $what}) WHERE o.by = $by AND o.seen AND o.again IS NULL DELETE o`,
      { what, by },
    );
    return ended?.again === true;
  });
  if (again) await renewed(graph, what, work);
  return true;
}
