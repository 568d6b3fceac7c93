import { delimitedLine } from './delimited.ts';
import { type ExportedNetwork, truncation } from './network.ts';

/*
 * What VOSviewer and VOSviewer Online open: one JSON file, or a map file with the items and a network file with the links
 * (van Eck and Waltman, VOSviewer manual, 'Map and network files' and 'VOSviewer JSON files'). Items are numbered from 1.
 * A link's strength is the full count, as VOSviewer's own networks have it.
 */

export function* vosviewerJson({ name, truncated, nodes, edges }: ExportedNetwork): Generator<string> {
  const numbers = numbered(nodes);
  yield `{"network":{"items":[`;
  for (const [at, { id, label, kind, weight, x, y }] of nodes.entries()) {
    yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify({
      id: at + 1,
      label,
      description: `${kind} ${id}`,
      x,
      y,
      weights: { [measure(name)]: weight },
    })}`;
  }
  yield '\n],"links":[';
  for (const [at, { source, target, publications }] of edges.entries()) {
    yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify({
      source_id: numbers.get(source),
      target_id: numbers.get(target),
      strength: publications,
    })}`;
  }
  const info = { title: name, ...(truncated ? { description: truncation } : {}) };
  yield `\n]},"info":${JSON.stringify(info)}}\n`;
}

export function* vosviewerMap({ name, nodes }: ExportedNetwork): Generator<string> {
  yield delimitedLine(['id', 'label', 'description', 'x', 'y', `weight<${measure(name)}>`], '\t');
  for (const [at, { id, label, kind, weight, x, y }] of nodes.entries()) {
    yield delimitedLine([at + 1, oneLine(label), `${kind} ${id}`, x, y, weight], '\t');
  }
}

/** Without a header: two items and the strength of their link in each line. */
export function* vosviewerNetwork({ nodes, edges }: ExportedNetwork): Generator<string> {
  const numbers = numbered(nodes);
  for (const { source, target, publications } of edges) {
    yield delimitedLine([numbers.get(source) ?? '', numbers.get(target) ?? '', publications], '\t');
  }
}

function numbered(nodes: ExportedNetwork['nodes']): ReadonlyMap<string, number> {
  return new Map(nodes.map(({ id }, at) => [id, at + 1]));
}

/** What the weight of an item is called in VOSviewer's menus. */
function measure(name: string): string {
  return name === 'citations' || name === 'cocitations' ? 'Citations' : 'Publications';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
