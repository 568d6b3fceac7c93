import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { ImportQueue } from '../../src/imports/importQueue.ts';
import { FairQueue } from '../../src/serving/fairQueue.ts';
import { createMetrics } from '../../src/serving/metrics.ts';

test('the Grafana dashboard asks for metrics that there are, and for all of them', async () => {
  const graph = new Graph({ uri: 'bolt://127.0.0.1:9', user: 'neo4j' });
  const { registry, close } = createMetrics(
    graph,
    new ImportQueue(graph, pino({ level: 'silent' })),
    new FairQueue({ running: 1, waiting: 1, patience: 1 }),
  );
  const names = registry.getMetricsAsArray().map(({ name }) => name);
  const text = readFileSync(new URL('../../docs/grafana-dashboard.json', import.meta.url), 'utf8');
  const expressions: string[] = JSON.parse(text).panels.flatMap(
    ({ targets }: { targets: { expr: string }[] }) => targets.map(({ expr }) => expr),
  );
  const asked = expressions.flatMap((expr) =>
    [...expr.matchAll(/\b(?:scholargraph|process|nodejs)_\w+/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ''),
    ),
  );
  expect(asked.filter((name) => !names.includes(name))).toEqual([]);
  const own = names.filter((name) => name.startsWith('scholargraph_'));
  expect(own.filter((name) => !asked.includes(name))).toEqual([]);
  close();
  await graph.close();
});
