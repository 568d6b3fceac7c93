import { ScholargraphError } from '../../errors.ts';
import { cypher } from '../cypher.ts';
import type { Graph } from '../graph.ts';
import type { BulkFiles } from './bulkLoad.ts';
import { tables } from './files.ts';

const timeoutMs = 3_600_000;

/**
 * @param refusal what to say where it holds something; that of a bulk import where absent
 * @throws ScholargraphError GRAPH_NOT_EMPTY where the graph holds more than what every start leaves in it
 */
export async function requireEmptyGraph(
  graph: Graph,
  refusal = {
    what: 'A bulk import makes a new graph, and this one holds something',
    fix: 'Import without --bulk, which adds to what is there. Or name another folder with SCHOLARGRAPH_DATA.',
  },
): Promise<void> {
  if (await isEmptyGraph(graph)) return;
  throw new ScholargraphError('GRAPH_NOT_EMPTY', refusal.what, { fix: refusal.fix });
}

/** Whether the graph holds no more than what every start leaves in it. */
export async function isEmptyGraph(graph: Graph): Promise<boolean> {
  const [row] = await graph.read<{ holds: boolean }>(
    cypher`RETURN EXISTS { MATCH (n) WHERE NOT n:Migration AND NOT n:DecisionLog AND NOT n:ImportTurn } AS holds`,
  );
  return row?.holds !== true;
}

/**
 * Compares how much the graph holds with what was written for it.
 * @throws ScholargraphError BULK_LOAD_FAILED
 */
export async function checkLoaded(graph: Graph, files: BulkFiles): Promise<void> {
  const labels = await graph.read<{ name: string; rows: number }>(
    cypher`MATCH (n) WHERE NOT n:Migration UNWIND labels(n) AS name RETURN name, count(*) AS rows`,
    {},
    { timeoutMs },
  );
  const types = await graph.read<{ name: string; rows: number }>(
    cypher`MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS rows`,
    {},
    { timeoutMs },
  );
  const stored = new Map([...labels, ...types].map(({ name, rows }) => [name, rows]));
  for (const { table, rows } of files.tables) {
    const { name } = tables[table];
    const found = stored.get(name) ?? 0;
    if (found === rows) continue;
    throw new ScholargraphError('BULK_LOAD_FAILED', `The graph holds ${found} ${name} of ${rows} written`, {
      fix: 'Delete the data folder and import again; if it happens again, please report it.',
    });
  }
}
