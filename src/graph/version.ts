import type { Graph } from './graph.ts';

/** For so long a write by another process may not be seen; one by this process is seen at once. */
export const versionAgeMs = 1_000;

/**
 * What the graph was when it was asked: two equal versions are of the same graph. It is the bookmark of an empty read,
 * which names the last transaction that Neo4j committed, so that every write counts, also one that did not come through
 * here. The members of a cluster are not all as far, so that there it would say nothing.
 */
export class GraphVersion {
  readonly #graph: Graph;
  #read:
    | { readonly at: number; readonly writes: number; readonly version: Promise<string | undefined> }
    | undefined;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** @returns undefined where the database is a cluster's, or does not answer */
  async current(): Promise<string | undefined> {
    if (this.#graph.routed) return undefined;
    const { writes } = this.#graph;
    const now = performance.now();
    if (this.#read === undefined || this.#read.writes !== writes || now - this.#read.at > versionAgeMs) {
      this.#read = { at: now, writes, version: this.#graph.bookmark().catch(() => undefined) };
    }
    return this.#read.version;
  }
}
