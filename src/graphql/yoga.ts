import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import type { GraphQLError } from 'graphql';
import { createYoga, type Plugin, useReadinessCheck, type YogaInitialContext } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Analyses } from '../analyses/analyses.ts';
import type { Graph } from '../graph/graph.ts';
import { GraphVersion } from '../graph/version.ts';
import type { ImportQueue } from '../imports/importQueue.ts';
import { useAnswerCache } from './answerCache.ts';
import type { Callers } from './callers.ts';
import { type ContextOptions, createContext } from './context.ts';
import { documentCache } from './documentCache.ts';
import { errorMask, isRequestError, statusOf } from './errors.ts';
import { schema } from './index.ts';
import { useRequestBody } from './requestBody.ts';
import { illFormedVariable, wellFormedText } from './wellFormedText.ts';

/** Where GraphQL is served. */
export const graphqlPath = '/graphql';

export interface GraphqlOptions {
  readonly graph: Graph;
  readonly imports: ImportQueue;
  readonly analyses: Analyses;
  readonly logger: Logger;
  readonly callers: Callers;
  /** Bytes that the files of a request may have together. */
  readonly uploadLimit: number;
  /** Characters that remembered answers may have together; 0 remembers none. */
  readonly answerCache: number;
  /** Whether an answer may come from memory, and go there; all may where absent. */
  readonly isRemembered?: ((initial: YogaInitialContext) => boolean) | undefined;
  /** What the context of a request takes besides. */
  readonly contextOf?:
    | ((
        initial: YogaInitialContext,
      ) => Pick<ContextOptions, 'query' | 'onBatch'> & { readonly signal?: AbortSignal })
    | undefined;
  /** Of other sites whose pages may ask. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Of responses, that those pages may read besides what any page may. */
  readonly exposedHeaders?: readonly string[] | undefined;
  readonly plugins?: readonly Plugin[] | undefined;
}

/** The GraphQL endpoint as a fetch handler: `yoga.fetch(request)`. */
export function createGraphql({
  graph,
  imports,
  analyses,
  logger,
  callers,
  uploadLimit,
  answerCache,
  isRemembered = () => true,
  contextOf = () => ({}),
  corsOrigins = [],
  exposedHeaders = [],
  plugins = [],
}: GraphqlOptions) {
  return createYoga({
    schema,
    graphqlEndpoint: graphqlPath,
    context: (initial) => {
      const { signal = initial.request.signal, ...context } = contextOf(initial);
      return createContext(graph, signal, {
        ...context,
        imports,
        analyses,
        caller: callers.of(initial.request),
      });
    },
    maskedErrors: { maskError: errorMask(logger) },
    // `errorMask` logs what is worth it.
    logging: false,
    graphiql: false,
    landingPage: false,
    // `useRequestBody` reads forms, and bounds what is read.
    multipart: false,
    parserAndValidationCache: { documentCache: documentCache(), errorCache: documentCache() },
    maxRequestBodySize: false,
    cors:
      corsOrigins.length > 0
        ? { origin: [...corsOrigins], methods: ['GET', 'POST'], exposedHeaders: [...exposedHeaders] }
        : false,
    plugins: [
      ...plugins,
      useRequestBody({ callers, uploadLimit }),
      useWellFormedText(),
      useStatus(),
      useReadiness(graph),
      useDeferStream(),
      ...(answerCache > 0
        ? [useAnswerCache({ version: new GraphVersion(graph), size: answerCache, isRemembered })]
        : []),
    ],
  });
}

function useWellFormedText(): Plugin {
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const error = illFormedVariable(args.variableValues);
      if (error !== undefined) setResultAndStopExecution({ errors: [error] });
    },
    onValidate({ addValidationRule }) {
      addValidationRule(wellFormedText);
    },
    onExecute({ args, setResultAndStopExecution }) {
      const error = illFormedVariable(args.variableValues);
      if (error !== undefined) setResultAndStopExecution({ errors: [error] });
    },
  };
}

function useStatus(): Plugin {
  return {
    onExecutionResult({ result, setResult }) {
      if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result) return;
      // GraphQL over HTTP: 400, unless the client only takes `application/json`.
      const http = isRequestError(result) ? { status: 400, spec: true } : undefined;
      const status = statusOf(result);
      const headers = status === undefined ? {} : retryAfter(status, result.errors);
      if (status !== undefined)
        setResult({ ...result, extensions: { ...result.extensions, http: { status, headers } } });
      else if (http !== undefined) for (const error of result.errors ?? []) error.extensions['http'] ??= http;
    },
  };
}

/** When it is worth to try again: in a second, if nothing else is known. */
function retryAfter(status: number, errors: readonly GraphQLError[] = []): Record<string, string> {
  if (status !== 503 && status !== 429) return {};
  const [seconds] = errors
    .map(({ extensions }) => extensions['retryAfter'])
    .filter((each) => each !== undefined);
  return { 'retry-after': String(seconds ?? 1) };
}

/** `/ready`: whether the database answers within a second. `/health` answers as long as the process does. */
function useReadiness(graph: Graph): Plugin {
  return useReadinessCheck({ check: () => graph.answers() });
}
