import type { IncomingMessage, ServerResponse } from 'node:http';
import { useDisableIntrospection } from '@graphql-yoga/plugin-disable-introspection';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import { connectionLimit, type Graph } from '../graph/graph.ts';
import type { Callers } from '../graphql/callers.ts';
import type { ContextOptions } from '../graphql/context.ts';
import { graphqlPath } from '../graphql/yoga.ts';
import type { ImportQueue } from '../imports/importQueue.ts';
import type { Serving } from '../serving.ts';
import { useAccess } from './access.ts';
import { useAdmission } from './admission.ts';
import { useAutomaticPersisted } from './automaticPersisted.ts';
import { bookmarksOf, useBookmarks } from './bookmarks.ts';
import { endWith } from './deadline.ts';
import { FairQueue, patience } from './fairQueue.ts';
import { useSecurityHeaders } from './headers.ts';
import { hostRefusal } from './hostHeader.ts';
import { createMetrics, metricsPath, useMetrics } from './metrics.ts';
import { followStatements, pathAmong, useObservation } from './observation.ts';
import { usePersisted } from './persisted.ts';
import { priceWanted } from './price.ts';
import { createRates } from './rates.ts';
import { metadataOf, servedRequest } from './request.ts';
import { shedding } from './shedding.ts';
import { useNoSuggestions } from './suggestions.ts';
import { traceStatements, useTracing } from './tracing.ts';

/** Cypher statements of one request that may run at a time, however many operations do. */
const mostStatements = 8;

export interface GuardOptions {
  readonly graph: Graph;
  readonly imports: ImportQueue;
  readonly logger: Logger;
  readonly callers: Callers;
  readonly serving: Serving;
  /** Beside GraphQL's: where work is done for whoever asks. */
  readonly exportPath: string;
}

/** What is around the GraphQL endpoint and the exports of a server. */
export interface Guards {
  /** Around everything. */
  readonly outer: readonly Plugin[];
  /** Before what is worked on: GraphQL and the exports. */
  readonly inner: readonly Plugin[];
  readonly queue: FairQueue;
  /** Before all of them: see `hostRefusal` and `shedding`. @returns whether the request has been answered */
  turnsAway(request: IncomingMessage, response: ServerResponse): boolean;
  /** Whether a request may be answered from memory: not one that wants to know what it costs. */
  isRemembered(initial: YogaInitialContext): boolean;
  contextOf(
    initial: YogaInitialContext,
  ): Pick<ContextOptions, 'query' | 'onBatch'> & { readonly signal?: AbortSignal };
  close(): void;
}

/** How many operations of one client may run at a time: a few places are always there for somebody else. */
function placesOfOne(concurrency: number): number {
  return concurrency - Math.floor(concurrency / 4);
}

/**
 * How many statements of one request may run at a time: so few that all requests together leave connections to the database. Six
 * kilobytes can ask for hundreds of facets, and would take every connection from everybody else.
 */
export function statementsAtOnce(concurrency: number): number {
  return Math.max(1, Math.min(mostStatements, Math.floor(connectionLimit / concurrency)));
}

/** @throws ScholargraphError CONFIG_INVALID for a file of persisted operations that cannot be used */
export function createGuards(options: GuardOptions): Guards {
  const { graph, imports, logger, callers, serving, exportPath } = options;
  const { production, operations } = serving;
  const { concurrency, waiting } = serving;
  const queue = new FairQueue({ running: concurrency, each: placesOfOne(concurrency), waiting, patience });
  /** Tells the requests of this server from those of others in the process. */
  const server = {};
  const rates = createRates(serving);
  const metrics = createMetrics(graph, imports, queue);
  const stopFollowing = followStatements(server, graph, serving.slowStatement, logger);
  const stopTracing = traceStatements(server, graph);
  const refusesHost = hostRefusal(serving);
  const sheds = shedding({ ...serving, queue, metrics });
  const pathOf = pathAmong([graphqlPath, exportPath, metricsPath, '/health', '/ready']);
  const isAdministrator = (request: Request) => callers.of(request)?.administrator === true;
  const mayReadSchema = (request: Request) => serving.introspection || callers.of(request)?.reader === true;
  return {
    queue,
    turnsAway: (request, response) => refusesHost(request, response) || sheds(request, response),
    outer: [
      useObservation(server, metrics, pathOf, logger),
      useTracing(pathOf),
      useSecurityHeaders(serving),
      useMetrics(metrics, serving),
    ],
    inner: [
      useAccess({ ...serving, callers, exportPath, rates }),
      operations === undefined ? useAutomaticPersisted() : usePersisted(operations, isAdministrator),
      useDisableIntrospection({ isDisabled: (request) => !mayReadSchema(request) }),
      useNoSuggestions(mayReadSchema),
      useAdmission({ ...serving, graph, rates, queue, metrics }),
      useBookmarks(graph),
    ],
    contextOf: (initial) => {
      const served = servedRequest();
      if (served !== undefined) endWith(served.ending, initial.request.signal);
      return {
        ...(served === undefined ? {} : { signal: served.ending.signal }),
        query: {
          prompt: true,
          timeoutMs: serving.statementTimeout,
          after: isAdministrator(initial.request) ? bookmarksOf(initial.request) : [],
          profile: !production && priceWanted(initial) === 'measure',
          metadata: metadataOf(served),
          turn: pLimit(statementsAtOnce(concurrency)),
        },
        onBatch: metrics.batch,
      };
    },
    isRemembered: (initial) => priceWanted(initial) === undefined,
    close() {
      stopFollowing();
      stopTracing();
      metrics.close();
    },
  };
}
