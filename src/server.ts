import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { Analyses } from './analyses/analyses.ts';
import { type Config, defaultUploadLimit } from './config.ts';
import { ScholargraphError } from './errors.ts';
import { useExplorer } from './explorer/staticFiles.ts';
import { exportPath, truncatedHeader, useExports } from './exporting/endpoint.ts';
import type { Graph } from './graph/graph.ts';
import { Callers } from './graphql/callers.ts';
import { isMultipart } from './graphql/requestBody.ts';
import { receiveWithin, requestTimes, takeWithin, uploadTimes } from './graphql/requestTimes.ts';
import { createGraphql, graphqlPath } from './graphql/yoga.ts';
import { ImportQueue } from './imports/importQueue.ts';
import { usePlayground } from './playground/playground.ts';
import { bookmarkHeader } from './serving/bookmarks.ts';
import { createGuards } from './serving/guards.ts';
import { idHeader } from './serving/observation.ts';
import { tokenVerifier } from './serving/oidc.ts';
import { defaultServing } from './serving.ts';

export interface ServerOptions {
  readonly graph: Graph;
  readonly config: Pick<Config, 'host' | 'port' | 'administrators'> &
    Partial<Pick<Config, 'uploadLimit' | 'answerCache' | 'serving'>>;
  readonly logger: Logger;
}

export interface Server {
  /** The handler itself, for requests without a network. */
  readonly yoga: ReturnType<typeof createGraphql>;
  /** @returns the address of the playground. @throws ScholargraphError PORT_IN_USE */
  listen(): Promise<string>;
  /**
   * Takes no more requests, and lets running ones end for up to 10 s, and the import that runs to the end of its batch;
   * an analysis is interrupted.
   * The database is the caller's to close.
   */
  close(): Promise<void>;
}

const closeWithinMs = 10_000;

/** What a page of another site that may ask can read of a response's headers: a browser keeps all but a few others from it. */
const exposedHeaders = [
  'content-disposition',
  'etag',
  'retry-after',
  'www-authenticate',
  idHeader,
  bookmarkHeader,
  truncatedHeader,
];

export function createServer({ graph, config, logger }: ServerOptions): Server {
  const {
    administrators,
    uploadLimit = defaultUploadLimit,
    answerCache = 0,
    serving = defaultServing,
  } = config;
  const imports = new ImportQueue(graph, logger);
  const analyses = new Analyses(graph, logger);
  const { readers, oidc } = serving;
  const verify = oidc === undefined ? undefined : tokenVerifier(oidc);
  const callers = new Callers({ administrators, readers, verify });
  const guards = createGuards({ graph, imports, logger, callers, serving, exportPath });
  const yoga = createGraphql({
    graph,
    imports,
    analyses,
    logger,
    callers,
    uploadLimit,
    answerCache,
    isRemembered: guards.isRemembered,
    contextOf: guards.contextOf,
    corsOrigins: serving.corsOrigins,
    exposedHeaders,
    plugins: [
      ...guards.outer,
      ...(serving.playground ? [usePlayground()] : []),
      useExplorer(),
      ...guards.inner,
      useExports({ ...serving, graph, logger, queue: guards.queue }),
    ],
  });
  const timesOf = async ({ headers }: IncomingMessage) => {
    if (!isMultipart(headers['content-type'] ?? '')) return requestTimes;
    const caller = await callers.named(headers.authorization).catch(() => undefined);
    return caller?.administrator === true ? uploadTimes : requestTimes;
  };
  const http = createHttpServer(
    // Node looks at its connections each half minute otherwise.
    { headersTimeout: 20_000, connectionsCheckingInterval: 5_000, requestTimeout: uploadTimes.whole },
    async (request, response) => {
      if (guards.turnsAway(request, response)) return;
      takeWithin(response, serving.exportIdle);
      receiveWithin(request, response, await timesOf(request));
      void yoga(request, response);
    },
  );
  return {
    yoga,
    async listen() {
      await imports.start();
      await analyses.start();
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
      const closed = http.listening ? once(http, 'close') : undefined;
      http.close();
      // What was open when closing began, such as a subscription, becomes idle later.
      const idle = setInterval(() => http.closeIdleConnections(), 100);
      const patience = setTimeout(() => http.closeAllConnections(), closeWithinMs);
      try {
        await Promise.all([imports.close(), analyses.close()]);
        await closed;
      } finally {
        clearInterval(idle);
        clearTimeout(patience);
      }
      await yoga.dispose();
      guards.close();
    },
  };
}

/**
 * Binds the port and lets go of it: what is wrong with it is better said before a database has been started.
 * @throws ScholargraphError PORT_IN_USE, CONFIG_INVALID
 */
export async function requirePort(config: Pick<Config, 'host' | 'port'>): Promise<void> {
  const probe = createHttpServer();
  try {
    probe.listen(config.port, config.host);
    await once(probe, 'listening');
  } catch (cause) {
    throw portError(cause, config);
  }
  probe.close();
  await once(probe, 'close');
}

const unusableAddress = new Set(['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL']);

function portError(cause: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  if (cause.code === 'EADDRINUSE') {
    return new ScholargraphError('PORT_IN_USE', `Port ${port} on ${host} is taken`, {
      fix: 'Stop what listens there, or name another port by PORT or --port.',
      cause,
    });
  }
  if (typeof cause.code === 'string' && unusableAddress.has(cause.code)) {
    return new ScholargraphError('CONFIG_INVALID', `The server cannot listen on port ${port} of ${host}`, {
      fix: 'Name an address of this machine by HOST, and a port above 1023 by PORT.',
      cause,
    });
  }
  return cause;
}
