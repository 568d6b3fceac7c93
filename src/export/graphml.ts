import type { ExportedNetwork } from './network.ts';
import { escapeXml } from './xml.ts';

/** GraphML 1.0 (Brandes et al. 2002; http://graphml.graphdrawing.org), which yEd, Gephi, igraph and NetworkX read. */
export function* graphml({ name, directed, truncated, nodes, edges }: ExportedNetwork): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n';
  for (const [key, element, attribute, type] of keys) {
    yield `  <key id="${key}" for="${element}" attr.name="${attribute}" attr.type="${type}"/>\n`;
  }
  yield `  <graph id="${escapeXml(name)}" edgedefault="${directed ? 'directed' : 'undirected'}">\n`;
  yield `    ${data({ truncated: String(truncated) })}\n`;
  for (const { id, label, kind, weight, x, y } of nodes) {
    yield `    <node id="${escapeXml(id)}">${data({ label, kind, size: weight, x, y })}</node>\n`;
  }
  for (const [at, { source, target, weight, publications, firstYear, lastYear }] of edges.entries()) {
    yield `    <edge id="e${at}" source="${escapeXml(source)}" target="${escapeXml(target)}">${data({ weight, publications, firstYear, lastYear })}</edge>\n`;
  }
  yield '  </graph>\n</graphml>\n';
}

/** `size` is a node's weight: two keys cannot have one id. */
const keys = [
  ['truncated', 'graph', 'truncated', 'boolean'],
  ['label', 'node', 'label', 'string'],
  ['kind', 'node', 'kind', 'string'],
  ['size', 'node', 'weight', 'int'],
  ['x', 'node', 'x', 'double'],
  ['y', 'node', 'y', 'double'],
  ['weight', 'edge', 'weight', 'double'],
  ['publications', 'edge', 'publications', 'int'],
  ['firstYear', 'edge', 'firstYear', 'int'],
  ['lastYear', 'edge', 'lastYear', 'int'],
] as const;

function data(values: Readonly<Record<string, string | number | null>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `<data key="${key}">${escapeXml(String(value))}</data>`)
    .join('');
}
