import { UndirectedGraph } from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { Arrangement, ArrangementRequest } from './arrangement.ts';

/**
 * Moves nodes from where the server has put them by ForceAtlas2 (Jacomy, Venturini, Heymann and Bastian 2014) with the logarithmic attraction that draws groups apart.
 * Nothing is left to chance: the same network is drawn alike every time.
 */
addEventListener('message', ({ data }: MessageEvent<ArrangementRequest>) => {
  postMessage(arranged(data));
});

function arranged({ network: { nodes, edges }, breadth }: ArrangementRequest): Arrangement {
  const graph = new UndirectedGraph();
  for (const { key, x, y } of nodes) graph.addNode(key, { x, y });
  for (const { source, target, weight } of edges) {
    if (source !== target) graph.mergeEdge(source, target, { weight });
  }
  if (graph.order === 0) return { positions: new Map() };
  const places = forceAtlas2(graph, {
    iterations: Math.round(Math.min(400, Math.max(60, 200_000 / graph.order))),
    getEdgeWeight: 'weight',
    settings: {
      ...forceAtlas2.inferSettings(graph),
      linLogMode: true,
      outboundAttractionDistribution: false,
      strongGravityMode: true,
      gravity: 0.05,
      barnesHutOptimize: graph.order > 400,
    },
  });
  const positions = new Map(
    Object.entries(places).map(([key, { x = 0, y = 0 }]) => [key, { x: x * breadth, y }]),
  );
  return { positions };
}
