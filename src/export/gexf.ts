import { type ExportedNetwork, truncation } from './network.ts';
import { escapeXml } from './xml.ts';

/** GEXF 1.3 (https://gexf.net), Gephi's own format, with positions. */
export function* gexf({ name, directed, truncated, nodes, edges }: ExportedNetwork): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n';
  yield `  <meta><creator>Scholargraph</creator><description>${escapeXml(truncated ? `${name}; ${truncation}` : name)}</description></meta>\n`;
  yield `  <graph defaultedgetype="${directed ? 'directed' : 'undirected'}">\n`;
  yield '    <attributes class="node">\n';
  yield '      <attribute id="kind" title="kind" type="string"/>\n';
  yield '      <attribute id="weight" title="weight" type="integer"/>\n';
  yield '    </attributes>\n';
  yield '    <attributes class="edge">\n';
  yield '      <attribute id="publications" title="publications" type="integer"/>\n';
  yield '      <attribute id="firstYear" title="firstYear" type="integer"/>\n';
  yield '      <attribute id="lastYear" title="lastYear" type="integer"/>\n';
  yield '    </attributes>\n';
  yield '    <nodes>\n';
  for (const { id, label, kind, weight, x, y } of nodes) {
    yield `      <node id="${escapeXml(id)}" label="${escapeXml(label)}">${values({ kind, weight })}<viz:position x="${x}" y="${y}" z="0"/></node>\n`;
  }
  yield '    </nodes>\n    <edges>\n';
  for (const [at, { source, target, weight, publications, firstYear, lastYear }] of edges.entries()) {
    yield `      <edge id="${at}" source="${escapeXml(source)}" target="${escapeXml(target)}" weight="${weight}">${values({ publications, firstYear, lastYear })}</edge>\n`;
  }
  yield '    </edges>\n  </graph>\n</gexf>\n';
}

function values(attributes: Readonly<Record<string, string | number | null>>): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<attvalue for="${name}" value="${escapeXml(String(value))}"/>`);
  return `<attvalues>${given.join('')}</attvalues>`;
}
