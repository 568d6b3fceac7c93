import type { Neo4jConfig } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import { cypher } from './cypher.ts';
import { type Address, type Diagnose, Graph } from './graph.ts';
import { startLocalNeo4j } from './local/localNeo4j.ts';
import type { Claim } from './local/owner.ts';
import type { OnNeo4jProgress } from './local/progress.ts';

export interface ConnectOptions {
  readonly onProgress?: OnNeo4jProgress | undefined;
  /** Told the reason if the local Neo4j ends by itself later on. */
  readonly onNeo4jEnded?: ((reason: ScholargraphError) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Of the local Neo4j's data folder, where this process has it already and goes on having it. */
  readonly claim?: Claim | undefined;
}

export interface Connection {
  readonly graph: Graph;
  readonly address: Address;
  /** Closes the graph and stops the local Neo4j, if there is one. May be called again. */
  close(): Promise<void>;
}

/**
 * Opens the graph that the configuration names; starts the local Neo4j if it names none.
 *
 * @throws ScholargraphError DATABASE_UNAVAILABLE, DATABASE_UNSUPPORTED, and those of the local start
 */
export async function connectGraph(config: Neo4jConfig, options: ConnectOptions = {}): Promise<Connection> {
  if (config.kind === 'remote') {
    const graph = await openGraph(config);
    return { graph, address: config, close: () => graph.close() };
  }
  const { onProgress, signal, claim } = options;
  const local = await startLocalNeo4j({ ...config, onProgress, signal, claim });
  void local.ended.then((reason) => {
    if (reason !== undefined) options.onNeo4jEnded?.(reason);
  });
  try {
    const graph = await openGraph(local.address, () => local.diagnose());
    return {
      graph,
      address: local.address,
      close: async () => {
        await graph.close();
        await local.stop();
      },
    };
  } catch (error) {
    await local.stop();
    throw error;
  }
}

async function openGraph(address: Address, diagnose?: Diagnose): Promise<Graph> {
  const graph = new Graph(address, diagnose);
  try {
    await graph.verify();
    await requireVersion(graph);
    return graph;
  } catch (error) {
    await graph.close();
    throw error;
  }
}

/** The version of Neo4j that the graph is kept in, such as `5.26.30`; undefined where it does not say. */
export async function neo4jVersion(graph: Graph): Promise<string | undefined> {
  const [kernel] = await graph.read<{ version: string }>(
    cypher`CALL dbms.components() YIELD name, versions WITH name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version`,
  );
  return kernel?.version;
}

async function requireVersion(graph: Graph): Promise<void> {
  const version = await neo4jVersion(graph);
  if (!isSupported(version ?? '')) {
    throw new ScholargraphError(
      'DATABASE_UNSUPPORTED',
      `The database is Neo4j ${version ?? 'of no known version'}`,
      {
        expected: 'Neo4j 5.26 or newer',
        fix: 'Upgrade it, or unset NEO4J_URI to have a local one started.',
      },
    );
  }
}

/** Versions are 5.26.30, 5.27-aura or, since the numbering by date, 2025.01.0. */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = (/^(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  return major > 5 || (major === 5 && minor >= 26);
}
