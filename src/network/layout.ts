import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { UndirectedGraph } from 'graphology';
import type { Network } from './network.ts';
import { compared } from './thin.ts';

export interface Position {
  readonly x: number;
  readonly y: number;
}

interface Matrices {
  readonly nodes: Float32Array;
  readonly edges: Float32Array;
}

interface Attributes {
  x: number;
  y: number;
}

interface Weighed {
  weight: number;
}

type Drawn = UndirectedGraph<Attributes, Weighed>;

// The package's own function runs all iterations in one turn of the event loop; these are the parts it is made of, for
// which it has no types.
const required = createRequire(import.meta.url);
const iterate: (settings: object, nodes: Float32Array, edges: Float32Array) => void = required(
  'graphology-layout-forceatlas2/iterate.js',
);
const {
  graphToByteArrays,
  collectLayoutChanges,
}: {
  readonly graphToByteArrays: (graph: Drawn, weight: (key: string, edge: Weighed) => number) => Matrices;
  readonly collectLayoutChanges: (graph: Drawn, nodes: Float32Array) => Record<string, Position>;
} = required('graphology-layout-forceatlas2/helpers.js');
const defaults: object = required('graphology-layout-forceatlas2/defaults.js');
const { inferSettings }: { readonly inferSettings: (order: number) => object } = required(
  'graphology-layout-forceatlas2',
);

/** Enough for a network of the largest size to unfold. */
const iterations = 100;

/** Pairs of nodes that one turn of the event loop looks at; other requests get theirs between. */
const pairsATurn = 1_000_000;

/**
 * Places nodes by ForceAtlas2 (Jacomy, Venturini, Heymann and Bastian 2014), so that what is tied stands together.
 * Every node starts at a place that its id alone says, and nothing is left to chance, so that the same network is
 * drawn alike every time, and a network that has grown is drawn much as before.
 * @returns a position for each node by its id
 */
export async function layout<Row extends { readonly id: string }>(
  { nodes, edges }: Pick<Network<Row>, 'nodes' | 'edges'>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Position>> {
  const graph: Drawn = new UndirectedGraph();
  // Sums of floating-point numbers depend on their order.
  for (const { row } of nodes.toSorted((x, y) => compared(x.row.id, y.row.id))) {
    graph.addNode(row.id, start(row.id));
  }
  for (const { a, b, weight } of edges.toSorted((x, y) => compared(x.a, y.a) || compared(x.b, y.b))) {
    if (a === b) continue;
    graph.updateEdge(a, b, (attributes) => ({ weight: (attributes.weight ?? 0) + weight }));
  }
  const { order } = graph;
  if (order < 2) return new Map(nodes.map(({ row }) => [row.id, { x: 0, y: 0 }]));
  const settings = { ...defaults, ...inferSettings(order), barnesHutOptimize: order > 200 };
  const matrices = graphToByteArrays(graph, (_key, { weight }) => weight);
  const steps = Math.max(1, Math.floor(pairsATurn / order ** 2));
  for (let done = 1; done <= iterations; done += 1) {
    iterate(settings, matrices.nodes, matrices.edges);
    if (done % steps > 0) continue;
    await setImmediate();
    signal?.throwIfAborted();
  }
  return new Map(
    Object.entries(collectLayoutChanges(graph, matrices.nodes)).map(([id, { x, y }]) => [
      id,
      { x: fixed(x), y: fixed(y) },
    ]),
  );
}

/** Within the unit square. */
function start(id: string): Attributes {
  const digest = createHash('sha256').update(id).digest();
  return { x: digest.readUInt32BE(0) / 2 ** 32, y: digest.readUInt32BE(4) / 2 ** 32 };
}

function fixed(coordinate: number): number {
  return Math.round(coordinate * 1e3) / 1e3;
}
