import { execFileSync } from 'node:child_process';
import { Ajv } from 'ajv';
import cytoscapeReader from 'cytoscape';
import { DirectedGraph, UndirectedGraph } from 'graphology';
import * as gexfReader from 'graphology-gexf';
import * as graphmlReader from 'graphology-graphml';
import { describe, expect, test } from 'vitest';
import { networkFormats } from '../../src/export/index.ts';
import type { ExportedNetwork } from '../../src/export/network.ts';
import { lacksPython, python } from '../python.ts';
import { table } from './table.ts';

/** Labels that break a writer which does not escape. */
const hostile = [
  'Plain Name',
  '<b>&amp; "quoted" \'name\'</b>',
  ']]></node><node id="x"/>',
  'tab\there, line\nbreak',
  'control \u0001\u0008 and \uFFFF',
  'back\\slash "and quote\\"',
  '=HYPERLINK("http://example.org")',
  '中文 Łukasz é 😀',
  '1 "x" 0 0',
  '*Edges',
  'Wei Wang',
  'Wei Wang',
  '',
];

const nodes = hostile.map((label, at) => ({
  id: Buffer.from(`Author:a${at}`).toString('base64'),
  label,
  kind: 'Author',
  weight: at + 1,
  x: at * 1.5 - 3,
  y: 1 - at,
}));
const idAt = (at: number) => nodes[at]?.id ?? '';
const edges = nodes.slice(1).map((node, at) => ({
  source: idAt(0),
  target: node.id,
  weight: 1 / (at + 1),
  publications: at + 1,
  firstYear: at === 0 ? null : 2000 + at,
  lastYear: at === 0 ? null : 2010 + at,
}));

const network = (directed: boolean): ExportedNetwork => ({
  name: directed ? 'citations' : 'coauthors',
  directed,
  truncated: false,
  nodes,
  edges,
});

function written(name: string, of: ExportedNetwork): string {
  const format = networkFormats.find((each) => each.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  return [...format.write(of)].join('');
}

/** What XML can hold of a label. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
const inXml = (label: string) => label.replace(/[\u0001\u0008\uFFFF]/g, '');

describe.each([false, true])('of a network, directed %s,', (directed) => {
  const given = network(directed);
  const Graph = directed ? DirectedGraph : UndirectedGraph;

  test('GraphML is read by graphology', () => {
    const graph = graphmlReader.parse(Graph, written('graphml', given), { addMissingNodes: false });
    expect(graph.order).toBe(nodes.length);
    expect(graph.size).toBe(edges.length);
    expect(graph.type).toBe(directed ? 'directed' : 'undirected');
    for (const { id, label, kind, weight, x, y } of nodes) {
      expect(graph.getNodeAttributes(id)).toMatchObject({ label: inXml(label), kind, weight, x, y });
    }
    for (const { source, target, weight, publications, firstYear } of edges) {
      const attributes = graph.getEdgeAttributes(source, target);
      expect(attributes).toMatchObject({ publications });
      expect(attributes['weight']).toBeCloseTo(weight, 10);
      expect(attributes['firstYear'] ?? null).toBe(firstYear);
    }
  });

  test('GEXF is read by graphology', () => {
    const graph = gexfReader.parse(Graph, written('gexf', given), { addMissingNodes: false });
    expect(graph.order).toBe(nodes.length);
    expect(graph.size).toBe(edges.length);
    for (const { id, label, kind, weight, x, y } of nodes) {
      const attributes = graph.getNodeAttributes(id);
      expect(attributes).toMatchObject({ kind, weight, x, y });
      expect(attributes['label'] ?? '').toBe(inXml(label));
    }
    for (const { source, target, weight, publications } of edges) {
      const attributes = graph.getEdgeAttributes(source, target);
      expect(attributes).toMatchObject({ publications });
      expect(attributes['weight']).toBeCloseTo(weight, 10);
    }
  });

  test('Cytoscape JSON is read by Cytoscape.js', () => {
    const { elements, data } = JSON.parse(written('cytoscape.json', given));
    const cy = cytoscapeReader({ headless: true, elements, layout: { name: 'preset' } });
    expect(data.name).toBe(given.name);
    expect(cy.nodes()).toHaveLength(nodes.length);
    expect(cy.edges()).toHaveLength(edges.length);
    for (const { id, label, x, y } of nodes) {
      expect(cy.getElementById(id).data('label')).toBe(label);
      expect(cy.getElementById(id).position()).toEqual({ x, y: 0 - y });
    }
    expect(cy.edges()[3]?.data()).toMatchObject({ source: idAt(0), target: idAt(4), publications: 4 });
  });

  test('VOSviewer JSON fits its schema', () => {
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(vosviewerSchema);
    const file = JSON.parse(written('vosviewer.json', given));
    const { network: map } = file;
    expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
    const items = new Map<number, { label: string }>(
      map.items.map((item: { id: number }) => [item.id, item]),
    );
    expect(items.size).toBe(nodes.length);
    expect([...items.values()].map(({ label }) => label)).toEqual(hostile);
    for (const { source_id, target_id } of map.links) {
      expect(items.has(source_id) && items.has(target_id)).toBe(true);
    }
    expect(map.links[2]).toEqual({ source_id: 1, target_id: 4, strength: 3 });
  });

  test('VOSviewer map and network files are tables of whole lines', () => {
    const [header, ...rows] = table(written('vosviewer-map.txt', given), '\t');
    expect(header?.slice(0, 5)).toEqual(['id', 'label', 'description', 'x', 'y']);
    expect(header?.[5]).toMatch(/^weight<\w+>$/);
    expect(rows.map(([id]) => Number(id))).toEqual(nodes.map((_, at) => at + 1));
    expect(rows.map(([, label]) => label)).toEqual(hostile.map((label) => label.replace(/\s+/g, ' ').trim()));
    const links = table(written('vosviewer-network.txt', given), '\t').map((row) => row.map(Number));
    expect(links).toEqual(edges.map(({ publications }, at) => [1, at + 2, publications]));
  });

  test('CSV has every value back', () => {
    expect(table(written('nodes.csv', given), ',')).toEqual([
      ['id', 'label', 'kind', 'weight', 'x', 'y'],
      ...nodes.map(({ id, label, kind, weight, x, y }) => [id, label, kind, `${weight}`, `${x}`, `${y}`]),
    ]);
    expect(table(written('edges.csv', given), ',')).toEqual([
      ['source', 'target', 'weight', 'publications', 'firstYear', 'lastYear'],
      ...edges.map(({ source, target, weight, publications, firstYear, lastYear }) => [
        source,
        target,
        `${weight}`,
        `${publications}`,
        `${firstYear ?? ''}`,
        `${lastYear ?? ''}`,
      ]),
    ]);
  });

  test('JSON Lines has a line for the network, each node and each edge', () => {
    const lines = written('jsonl', given)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({ is: 'network', name: given.name, directed, truncated: false });
    expect(lines.filter(({ is }) => is === 'node')).toEqual(nodes.map((node) => ({ is: 'node', ...node })));
    expect(lines.filter(({ is }) => is === 'edge')).toEqual(edges.map((edge) => ({ is: 'edge', ...edge })));
  });

  test('Pajek has numbered vertices with labels of their own, in the unit square, and ties among them', () => {
    const lines = written('net', given).trimEnd().split('\n');
    const [head, ...rest] = lines;
    expect(head).toBe(`*Vertices ${nodes.length}`);
    const vertices = rest
      .slice(0, nodes.length)
      .map((line) => /^(\d+) "([^"]+)" (\S+) (\S+) 0\.5$/.exec(line));
    expect(vertices.map((vertex) => Number(vertex?.[1]))).toEqual(nodes.map((_, at) => at + 1));
    expect(new Set(vertices.map((vertex) => vertex?.[2])).size).toBe(nodes.length);
    for (const vertex of vertices) {
      for (const coordinate of [vertex?.[3], vertex?.[4]].map(Number)) {
        expect(coordinate).toBeGreaterThanOrEqual(0);
        expect(coordinate).toBeLessThanOrEqual(1);
      }
    }
    expect(rest[nodes.length]).toBe(directed ? '*Arcs' : '*Edges');
    expect(rest.slice(nodes.length + 1)).toEqual(
      edges.map(({ publications }, at) => `1 ${at + 2} ${publications}`),
    );
  });

  test.skipIf(lacksPython('networkx'))('GraphML, GEXF and Pajek are read by NetworkX', () => {
    for (const [format, read] of [
      ['graphml', 'networkx.parse_graphml(text)'],
      ['gexf', 'networkx.read_gexf(io.BytesIO(known(text).encode()))'],
      ['net', 'networkx.parse_pajek(text.splitlines())'],
    ] as const) {
      const script = `${knownGexf}\nimport sys, io, networkx; text = sys.stdin.buffer.read().decode(); g = ${read}; print(g.is_directed(), g.number_of_nodes(), g.number_of_edges())`;
      const answer = execFileSync(python, ['-c', script], { input: written(format, given) }).toString();
      expect(answer.trim(), format).toBe(`${directed ? 'True' : 'False'} ${nodes.length} ${edges.length}`);
    }
  });
});

describe.each([false, true])('that a network is truncated, %s, is said', (truncated) => {
  const given = { ...network(false), truncated };
  const description = truncated ? 'truncated: there is more than had room' : undefined;

  test('by the graph in GraphML', () => {
    const graph = graphmlReader.parse(UndirectedGraph, written('graphml', given));
    expect(graph.getAttribute('truncated')).toBe(truncated);
  });

  test('by the description in GEXF', () => {
    const graph = gexfReader.parse(UndirectedGraph, written('gexf', given));
    expect(graph.getAttribute('description')).toBe(truncated ? `coauthors; ${description}` : 'coauthors');
  });

  test('by the description in VOSviewer JSON', () => {
    const { info } = JSON.parse(written('vosviewer.json', given));
    expect(info).toEqual({ title: 'coauthors', ...(description === undefined ? {} : { description }) });
  });

  test('by the data of the network in Cytoscape JSON', () => {
    expect(JSON.parse(written('cytoscape.json', given)).data).toEqual({ name: 'coauthors', truncated });
  });

  test('by the first line in JSON Lines', () => {
    expect(JSON.parse(written('jsonl', given).split('\n')[0] ?? '')).toMatchObject({
      is: 'network',
      truncated,
    });
  });
});

/** To NetworkX 2, which apt installs, 1.2 is the newest GEXF; what we write of 1.3 is in both. */
const knownGexf = `
from networkx.readwrite.gexf import GEXF
def known(text):
    if "1.3" in GEXF.versions:
        return text
    return text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace('version="1.3"', 'version="1.2"')`;

test('every format writes a network of nothing', () => {
  for (const { name } of networkFormats) {
    const text = written(name, { ...network(false), nodes: [], edges: [] });
    if (name.endsWith('json')) expect(() => JSON.parse(text), name).not.toThrow();
    if (name === 'graphml') expect(graphmlReader.parse(UndirectedGraph, text).order).toBe(0);
  }
});

/** As the VOSviewer manual describes JSON files: what items and links have to have, and of which types. */
const vosviewerSchema = {
  type: 'object',
  required: ['network'],
  additionalProperties: false,
  properties: {
    info: {
      type: 'object',
      additionalProperties: false,
      properties: { title: { type: 'string' }, description: { type: 'string' } },
    },
    network: {
      type: 'object',
      required: ['items', 'links'],
      additionalProperties: false,
      properties: {
        items: {
          type: 'array',
          items: {
            type: 'object',
            required: ['id', 'label', 'x', 'y', 'weights'],
            additionalProperties: false,
            properties: {
              id: { type: ['integer', 'string'] },
              label: { type: 'string' },
              description: { type: 'string' },
              url: { type: 'string' },
              x: { type: 'number' },
              y: { type: 'number' },
              cluster: { type: 'integer', minimum: 1 },
              weights: { type: 'object', additionalProperties: { type: 'number', minimum: 0 } },
              scores: { type: 'object', additionalProperties: { type: 'number' } },
            },
          },
        },
        links: {
          type: 'array',
          items: {
            type: 'object',
            required: ['source_id', 'target_id', 'strength'],
            additionalProperties: false,
            properties: {
              source_id: { type: ['integer', 'string'] },
              target_id: { type: ['integer', 'string'] },
              strength: { type: 'number', exclusiveMinimum: 0 },
            },
          },
        },
      },
    },
  },
};
