import type { ExportedNetwork } from './network.ts';

/** Cytoscape.js JSON (https://js.cytoscape.org/#notation/elements-json), which Cytoscape Desktop imports, too. */
export function* cytoscape({ name, truncated, nodes, edges }: ExportedNetwork): Generator<string> {
  yield `{"format_version":"1.0","generated_by":"scholargraph","target_cytoscapejs_version":"~3","data":${JSON.stringify({ name, truncated })},"elements":{"nodes":[`;
  for (const [at, { x, y, ...data }] of nodes.entries()) {
    // Downwards, as in a picture.
    yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify({ data, position: { x, y: -y } })}`;
  }
  yield '\n],"edges":[';
  for (const [at, data] of edges.entries()) {
    yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify({ data: { id: `e${at}`, ...data } })}`;
  }
  yield '\n]}}\n';
}
