import type { ExportedNetwork } from './network.ts';

/**
 * Pajek's .net (Batagelj and Mrvar, Pajek reference manual): numbered vertices with label and position in the unit square,
 * then arcs (directed) or edges with the full count as their value. A label cannot hold a double quote, and readers
 * take it for the vertex's name: quotes and backslashes are replaced, and labels that occur again are numbered.
 */
export function* pajek({ directed, nodes, edges }: ExportedNetwork): Generator<string> {
  const numbers = new Map(nodes.map(({ id }, at) => [id, at + 1]));
  const within = unitSquare(nodes);
  const taken = new Map<string, number>();
  yield `*Vertices ${nodes.length}\n`;
  for (const [at, { label, x, y }] of nodes.entries()) {
    const place = within(x, y);
    yield `${at + 1} "${distinct(written(label), taken)}" ${place.x} ${place.y} 0.5\n`;
  }
  yield directed ? '*Arcs\n' : '*Edges\n';
  for (const { source, target, publications } of edges) {
    yield `${numbers.get(source)} ${numbers.get(target)} ${publications}\n`;
  }
}

function written(label: string): string {
  const text = label
    .replace(/"/g, '”')
    .replace(/\\/g, '/')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return text === '' ? '-' : text;
}

function distinct(label: string, taken: Map<string, number>): string {
  const before = taken.get(label) ?? 0;
  taken.set(label, before + 1);
  return before === 0 ? label : distinct(`${label} (${before + 1})`, taken);
}

function unitSquare(nodes: ExportedNetwork['nodes']): (x: number, y: number) => { x: string; y: string } {
  const [left, bottom] = [Math.min(...nodes.map(({ x }) => x)), Math.min(...nodes.map(({ y }) => y))];
  const [right, top] = [Math.max(...nodes.map(({ x }) => x)), Math.max(...nodes.map(({ y }) => y))];
  const side = Math.max(right - left, top - bottom) || 1;
  return (x, y) => ({ x: ((x - left) / side).toFixed(4), y: ((y - bottom) / side).toFixed(4) });
}
