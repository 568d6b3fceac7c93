import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { ScholargraphError } from './errors.ts';
import { useExports } from './exporting/endpoint.ts';
import type { Graph } from './graph/graph.ts';
import { createGraphql, graphqlPath } from './graphql/yoga.ts';
import { usePlayground } from './playground/playground.ts';

export interface ServerOptions {
  readonly graph: Graph;
  readonly config: Pick<Config, 'host' | 'port' | 'administrators'>;
  readonly logger: Logger;
}

export interface Server {
  /** The handler itself, for requests without a network. */
  readonly yoga: ReturnType<typeof createGraphql>;
  /** @returns the address of the playground. @throws ScholargraphError PORT_IN_USE */
  listen(): Promise<string>;
  /** Takes no more requests, and lets running ones end for up to 10 s. The database is the caller's to close. */
  close(): Promise<void>;
}

const closeWithinMs = 10_000;

export function createServer({ graph, config, logger }: ServerOptions): Server {
  const yoga = createGraphql({
    graph,
    logger,
    administrators: config.administrators,
    plugins: [usePlayground(), useExports(graph, logger)],
  });
  const http = createHttpServer({ headersTimeout: 20_000, requestTimeout: 30_000 }, yoga);
  return {
    yoga,
    async listen() {
      try {
        http.listen(config.port, config.host);
        await once(http, 'listening');
      } catch (cause) {
        throw portError(cause, config);
      }
      const address = http.address();
      const port = typeof address === 'object' && address !== null ? address.port : config.port;
      const host = config.host.includes(':') ? `[${config.host}]` : config.host;
      return `http://${host}:${port}${graphqlPath}`;
    },
    async close() {
      if (http.listening) {
        const closed = once(http, 'close');
        http.close();
        http.closeIdleConnections();
        const patience = setTimeout(() => http.closeAllConnections(), closeWithinMs);
        await closed;
        clearTimeout(patience);
      }
      await yoga.dispose();
    },
  };
}

function portError(cause: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  if (cause.code === 'EADDRINUSE') {
    return new ScholargraphError('PORT_IN_USE', `Port ${port} on ${host} is taken`, {
      fix: 'Stop what listens there, or name another port by PORT or --port.',
      cause,
    });
  }
  if (cause.code === 'EACCES' || cause.code === 'EADDRNOTAVAIL') {
    return new ScholargraphError('CONFIG_INVALID', `The server cannot listen on port ${port} of ${host}`, {
      fix: 'Name an address of this machine by HOST, and a port above 1023 by PORT.',
      cause,
    });
  }
  return cause;
}
