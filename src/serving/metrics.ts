import { createHash, timingSafeEqual } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Graph } from '../graph/graph.ts';
import type { ImportQueue } from '../imports/importQueue.ts';
import type { FairQueue } from './fairQueue.ts';

/** Where Prometheus reads. */
export const metricsPath = '/metrics';

export interface Metrics {
  readonly registry: Registry;
  answered(what: { readonly status: number; readonly path: string; readonly seconds: number }): void;
  failed(code: string): void;
  priced(cost: number): void;
  /** Of one request. */
  read(statements: number): void;
  batch(size: number): void;
  /** Stops listening to the graph. */
  close(): void;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];

/** What a server counts, each in a registry of its own. docs/operations.md lists them. */
export function createMetrics(graph: Graph, imports: ImportQueue, queue: FairQueue): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'scholargraph_request_seconds',
    help: 'Time from a request to its response, by path and status',
    labelNames: ['path', 'status'],
    buckets: seconds,
    registers,
  });
  const errors = new Counter({
    name: 'scholargraph_errors_total',
    help: 'GraphQL errors, by code',
    labelNames: ['code'],
    registers,
  });
  const cost = new Histogram({
    name: 'scholargraph_request_cost',
    help: 'Estimated cost of operations',
    buckets: [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000],
    registers,
  });
  const statements = new Histogram({
    name: 'scholargraph_request_statements',
    help: 'Cypher statements of an operation',
    buckets: [0, 1, 2, 5, 10, 20, 50, 100],
    registers,
  });
  const cypher = new Histogram({
    name: 'scholargraph_cypher_seconds',
    help: 'Time of Cypher statements, by access mode and outcome',
    labelNames: ['mode', 'outcome'],
    buckets: seconds,
    registers,
  });
  const batches = new Histogram({
    name: 'scholargraph_loader_batch_size',
    help: 'How many were read by one call of a loader',
    buckets: sizes,
    registers,
  });
  gauge('scholargraph_sessions', 'Open sessions of the database driver', () => graph.sessions);
  gauge('scholargraph_operations_running', 'Operations that are executed', () => queue.running);
  gauge('scholargraph_operations_waiting', 'Operations that wait for their turn', () => queue.waiting);
  gauge('scholargraph_imports', 'Imports of this server that run or wait', () => imports.pending);
  gauge('scholargraph_import_watchers', 'Subscriptions that are open', () => imports.watching);
  let counted = 0;
  new Counter({
    name: 'scholargraph_operations_shed_total',
    help: 'Operations that were sent away because the server was busy',
    registers,
    collect() {
      this.inc(queue.shed - counted);
      counted = queue.shed;
    },
  });
  const stop = graph.onQuery(({ mode, milliseconds, rows }) =>
    cypher.observe({ mode, outcome: rows === undefined ? 'failed' : 'ok' }, milliseconds / 1_000),
  );

  function gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  }

  return {
    registry,
    answered: ({ status, path, seconds }) => requests.observe({ path, status: String(status) }, seconds),
    failed: (code) => errors.inc({ code }),
    priced: (value) => cost.observe(value),
    read: (count) => statements.observe(count),
    batch: (size) => batches.observe(size),
    close: stop,
  };
}

export interface MetricsOptions {
  readonly production: boolean;
  readonly metricsToken: string | undefined;
}

/** Metrics in Prometheus' text format. In production they take the token; where there is none, they are not there. */
export function useMetrics({ registry }: Metrics, { production, metricsToken }: MetricsOptions): Plugin {
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname !== metricsPath) return;
      if (metricsToken === undefined && production) {
        endResponse(new fetchAPI.Response(null, { status: 404 }));
        return;
      }
      const given = request.headers.get('authorization') ?? '';
      if (metricsToken !== undefined && !equal(given, `Bearer ${metricsToken}`)) {
        endResponse(new fetchAPI.Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } }));
        return;
      }
      endResponse(
        new fetchAPI.Response(await registry.metrics(), {
          headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
        }),
      );
    },
  };
}

/** In the same time whatever is given. */
function equal(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
