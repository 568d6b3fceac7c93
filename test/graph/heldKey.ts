import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';

/**
 * Holds an identifier, such as `doi:10.1000/one`, as another writer would: an import that comes to it waits, for ten seconds at
 * most, when the database has it try again. Nothing of this stays.
 * @returns lets it go
 */
export async function holdKey(graph: Graph, key: string): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let held = Promise.resolve();
  await new Promise<void>((locked) => {
    held = graph
      .write(
        async (transaction) => {
          await transaction.run(
            cypher`MERGE (i:Identifier {key: $key}) SET i.locked = true REMOVE i.locked`,
            { key },
          );
          locked();
          await released;
          throw new Error('it is undone');
        },
        { timeoutMs: 60_000 },
      )
      .catch(() => {});
  });
  return async () => {
    release();
    await held;
  };
}
