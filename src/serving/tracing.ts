import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';
import { getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Graph } from '../graph/graph.ts';
import { servedRequest } from './request.ts';

const tracer = trace.getTracer('scholargraph');

const fromHeaders: TextMapGetter<Headers> = {
  get: (headers, name) => headers.get(name) ?? undefined,
  keys: (headers) => [...headers.keys()],
};

/**
 * A span for each request and one in it for its operation, by the names of OpenTelemetry's semantic conventions. A request
 * with `traceparent` is part of that trace. No address, header, document or variable goes into a span. Nothing happens
 * where no SDK is registered.
 * @param pathOf the path as it is known here, one name for all others
 */
export function useTracing(pathOf: (pathname: string) => string): Plugin {
  const spans = new WeakMap<Request, ReturnType<typeof tracer.startSpan>>();
  return {
    instrumentation: {
      request({ request }, wrapped) {
        const around = propagation.extract(context.active(), request.headers, fromHeaders);
        const route = pathOf(new URL(request.url).pathname);
        const span = tracer.startSpan(
          `${request.method} ${route}`,
          {
            kind: SpanKind.SERVER,
            attributes: { 'http.request.method': request.method, 'http.route': route },
          },
          around,
        );
        spans.set(request, span);
        return context.with(trace.setSpan(around, span), async () => {
          try {
            await wrapped();
          } finally {
            span.end();
          }
        });
      },
    },
    onExecute({ args: { document, operationName }, executeFn, setExecuteFn }) {
      const operation = getOperationAST(document, operationName);
      if (operation == null) return;
      const type = operation.operation;
      const name = operation.name?.value.slice(0, 100);
      setExecuteFn((given: Parameters<typeof executeFn>[0]) =>
        tracer.startActiveSpan(
          name === undefined ? type : `${type} ${name}`,
          { attributes: { 'graphql.operation.type': type, 'graphql.operation.name': name } },
          async (span) => {
            try {
              const result = await executeFn(given);
              if (!isAsyncIterable(result) && result.errors !== undefined)
                span.setStatus({ code: SpanStatusCode.ERROR });
              return result;
            } finally {
              span.end();
            }
          },
        ),
      );
    },
    onResponse({ request, response }) {
      const span = spans.get(request);
      span?.setAttribute('http.response.status_code', response.status);
      if (response.status >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    },
  };
}

/**
 * A span for each Cypher statement of a request: its text, which is the program's own and has no values in it, its rows
 * and its time in the database.
 * @returns how to end it
 */
export function traceStatements(server: object, graph: Graph): () => void {
  return graph.onQuery(({ text, mode, milliseconds, databaseMilliseconds, rows }) => {
    if (servedRequest()?.server !== server) return;
    const end = performance.now();
    const span = tracer.startSpan(mode, {
      kind: SpanKind.CLIENT,
      startTime: end - milliseconds,
      attributes: {
        'db.system.name': 'neo4j',
        'db.response.returned_rows': rows,
        'scholargraph.database_milliseconds': databaseMilliseconds,
      },
    });
    // Made for those alone who look at it.
    if (span.isRecording()) span.setAttribute('db.query.text', text.replaceAll(/\s+/g, ' ').trim());
    if (rows === undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(end);
  });
}
