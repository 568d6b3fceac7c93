import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';

/**
 * Everything that the graph says, in an order of its own: two graphs are the same if their snapshots are equal. Left
 * out is what tells of the import and not of the publications: when it ran, which ids were given out before, that
 * something was decided, and what nobody sees and a later run takes away of clusters whose process was killed.
 */
export async function graphSnapshot(graph: Graph): Promise<readonly string[]> {
  const nodes = await graph.read<{ labels: string[]; key: string; properties: Record<string, unknown> }>(
    cypher`MATCH (n) WHERE NOT n:Migration AND NOT n:Redirect AND NOT n:ClusterRun
        AND NOT n:Community AND NOT n:StagedCommunity AND NOT n:FormerCommunity
        AND NOT n:Decision AND NOT n:DecisionLog
      RETURN labels(n) AS labels, coalesce(n.id, n.key) AS key, properties(n) AS properties`,
  );
  const relationships = await graph.read<{
    type: string;
    from: string;
    to: string;
    properties: Record<string, unknown>;
  }>(
    cypher`MATCH (a)-[r]->(b)
      WHERE NOT r:REDIRECTS_TO AND NOT r:IN_COMMUNITY AND NOT r:FOUND_BY
      RETURN type(r) AS type, coalesce(a.id, a.key) AS from, coalesce(b.id, b.key) AS to, properties(r) AS properties`,
  );
  return [
    ...nodes.map((node) => `(${node.labels.join(':')} ${node.key} ${stable(node.properties)})`),
    ...relationships.map((each) => `(${each.from})-[${each.type} ${stable(each.properties)}]->(${each.to})`),
  ].sort();
}

function stable(properties: Record<string, unknown>): string {
  const entries = Object.entries(properties)
    .filter(([name]) => name !== 'importedAt')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}
