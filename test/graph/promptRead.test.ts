import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { Graph } from '../../src/graph/graph.ts';
import { FaultyProxy } from '../processes/faultyProxy.ts';
import { freshGraph } from './freshGraph.ts';

/** What a read for which somebody waits does when it fails by what may pass. */

let proxy: FaultyProxy;
let graph: Graph;

beforeAll(async () => {
  await freshGraph();
  const address = inject('neo4j');
  proxy = await FaultyProxy.start(Number(new URL(address.uri).port));
  graph = new Graph({ ...address, uri: `bolt://127.0.0.1:${proxy.port}` });
});
afterAll(async () => {
  await graph.close();
  await proxy.close();
});

/** How often the statement of a read has come to the database; its text is on the wire as it is. */
async function attempts(work: () => Promise<unknown>): Promise<number> {
  let sent = '';
  proxy.onSent = (bytes) => {
    sent += bytes.toString('latin1');
  };
  await work();
  proxy.onSent = undefined;
  return sent.split('RETURN $value AS answer').length - 1;
}

const read = () =>
  graph.read<{ answer: string }>(
    cypher`RETURN $value AS answer`,
    { value: 'x'.repeat(4_000) },
    { prompt: true },
  );

test('it is run once where all is well', async () => {
  expect(await attempts(read)).toBe(1);
});

test('it is run twice at most where every connection breaks off in the middle of the answer', async () => {
  proxy.cutAfter = 2_000;
  proxy.reset();
  const refused = { code: 'DATABASE_UNAVAILABLE' };
  const found = await attempts(() => expect(read()).rejects.toMatchObject(refused));
  // On a busy machine the first may take so long that there is no time for a second.
  expect([1, 2]).toContain(found);
});
