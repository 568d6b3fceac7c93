import { delimitedLine } from './delimited.ts';
import type { ExportedNetwork } from './network.ts';

/** The nodes as a table. */
export function* nodesCsv({ nodes }: ExportedNetwork): Generator<string> {
  yield delimitedLine(['id', 'label', 'kind', 'weight', 'x', 'y'], ',');
  for (const { id, label, kind, weight, x, y } of nodes) {
    yield delimitedLine([id, label, kind, weight, x, y], ',');
  }
}

/** The edges as a table. */
export function* edgesCsv({ edges }: ExportedNetwork): Generator<string> {
  yield delimitedLine(['source', 'target', 'weight', 'publications', 'firstYear', 'lastYear'], ',');
  for (const { source, target, weight, publications, firstYear, lastYear } of edges) {
    yield delimitedLine([source, target, weight, publications, firstYear, lastYear], ',');
  }
}

/** One JSON object a line: first what the network is, then each node, then each edge. */
export function* networkJsonl({ nodes, edges, ...network }: ExportedNetwork): Generator<string> {
  yield `${JSON.stringify({ is: 'network', ...network })}\n`;
  for (const node of nodes) yield `${JSON.stringify({ is: 'node', ...node })}\n`;
  for (const edge of edges) yield `${JSON.stringify({ is: 'edge', ...edge })}\n`;
}
