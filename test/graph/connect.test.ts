import { expect, inject, test, vi } from 'vitest';
import { connectGraph, isSupported } from '../../src/graph/connect.ts';
import { cypher } from '../../src/graph/cypher.ts';
import setup from '../neo4j.ts';
import { empty, freshGraph } from './freshGraph.ts';

test('opens the database that the configuration names', async () => {
  const { uri, user, password, database } = inject('neo4j');
  const connection = await connectGraph({ kind: 'remote', uri, user, password, database });
  try {
    expect(await connection.graph.read(cypher`RETURN 1 AS one`)).toEqual([{ one: 1 }]);
  } finally {
    await connection.close();
  }
});

test('a fresh graph is migrated and holds nothing else', async () => {
  const graph = await freshGraph();
  expect(await graph.read(cypher`MATCH (n) WHERE NOT n:Migration RETURN n`)).toEqual([]);
  const [row] = await graph.read<{ constraints: number }>(
    cypher`SHOW CONSTRAINTS YIELD name RETURN count(*) AS constraints`,
  );
  expect(row?.constraints).toBeGreaterThan(5);
});

test('a database that does not answer is refused within seconds', async () => {
  const nobody = { uri: 'bolt://127.0.0.1:1', user: 'neo4j', password: 'x', database: undefined };
  await expect(connectGraph({ kind: 'remote', ...nobody })).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
  });
});

test('wrong credentials are refused, and the message names the settings', async () => {
  const { uri, user, database } = inject('neo4j');
  await expect(
    connectGraph({ kind: 'remote', uri, user, password: 'not the password', database }),
  ).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringMatching(/NEO4J_USER.*NEO4J_PASSWORD/),
  });
});

test('a database that the server does not have is refused, and the message names the setting', async () => {
  const { uri, user, password } = inject('neo4j');
  await expect(
    connectGraph({ kind: 'remote', uri, user, password, database: 'nowhere' }),
  ).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining('NEO4J_DATABASE'),
  });
});

test('the tests refuse a database of someone else, rather than empty it', async () => {
  const { uri, user, password = '', database = '' } = inject('neo4j');
  const graph = await freshGraph();
  await graph.write((transaction) => transaction.run(cypher`CREATE (:Precious)`));
  vi.stubEnv('NEO4J_URI', uri);
  vi.stubEnv('NEO4J_USER', user);
  vi.stubEnv('NEO4J_PASSWORD', password);
  vi.stubEnv('NEO4J_DATABASE', database);
  const provide = vi.fn();
  await expect(setup({ provide })).rejects.toThrow(/1 nodes, which the tests would delete/);
  expect(provide).not.toHaveBeenCalled();
  await empty(graph);
  const teardown = await setup({ provide });
  expect(provide).toHaveBeenCalledWith('neo4j', { uri, user, password, database });
  await teardown();
  vi.unstubAllEnvs();
});

test.each([
  ['5.26.30', true],
  ['5.27-aura', true],
  ['2025.01.0', true],
  ['5.25.1', false],
  ['4.4.40', false],
  ['', false],
])('Neo4j %s is supported: %s', (version, expected) => {
  expect(isSupported(version)).toBe(expected);
});
