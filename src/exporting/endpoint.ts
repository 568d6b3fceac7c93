import type { Socket } from 'node:net';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { type ErrorCode, ScholargraphError } from '../errors.ts';
import { type ExportedName, exportedNames, fieldOf, openExport } from '../exporting.ts';
import type { Graph } from '../graph/graph.ts';
import { argumentsOfTexts } from '../graphql/fieldQuery.ts';
import { connectedBy } from '../serving/client.ts';
import { endWith, tookTooLong } from '../serving/deadline.ts';
import { requireShallow } from '../serving/document.ts';
import { FairQueue, patience } from '../serving/fairQueue.ts';
import { metadataOf, servedRequest } from '../serving/request.ts';
import type { Serving } from '../serving.ts';

/** Where exports are: `/export/publications.bib`, `/export/coauthors.gexf`. */
export const exportPath = '/export/';

/** `true` where something of a network was left out because there was no room for it, else `false`. */
export const truncatedHeader = 'x-scholargraph-truncated';

/** Bytes of the arguments in a request's body. */
const bodyLimit = 1_000_000;

/** Characters that go out together: the network wants no packet for a line. */
const chunkSize = 64 * 1024;

export interface ExportsOptions
  extends Pick<
    Serving,
    'concurrency' | 'waiting' | 'statementTimeout' | 'requestTimeout' | 'exportTimeout' | 'exportIdle'
  > {
  readonly graph: Graph;
  readonly logger: Logger;
  readonly queue: FairQueue;
}

/**
 * Exports over HTTP. GET takes the arguments of the field as parameters, JSON where the schema wants no text; POST takes
 * them as one JSON object. A failure before anything has gone out is a JSON object with the error and its code; after
 * that, the connection breaks, so that nobody takes a part for the whole. It breaks also where an export takes too long, or
 * nothing of it is taken.
 */
export function useExports({
  graph,
  logger,
  queue,
  concurrency,
  waiting,
  statementTimeout,
  ...times
}: ExportsOptions): Plugin {
  const running = Math.ceil(concurrency / 2);
  const exports = new FairQueue({ running, each: Math.ceil(running / 2), waiting, patience });
  return {
    async onRequest({ request, url, serverContext, fetchAPI, endResponse }) {
      if (!url.pathname.startsWith(exportPath)) return;
      const clock = new Clock(times.exportTimeout);
      let leave = () => clock.stop();
      try {
        const { what, format } = fileOf(url.pathname.slice(exportPath.length));
        const args = await argumentsOfRequest(request, url, what);
        const served = servedRequest();
        const client = served?.client;
        // Nobody is counted without a network in between.
        for (const each of client === undefined ? [queue] : [exports, queue]) {
          const leaveThis = await each.enter(client ?? 'nobody', request.signal);
          const leaveBefore = leave;
          leave = () => {
            leaveBefore();
            leaveThis();
          };
        }
        // Of whoever goes before the response begins, the body is never taken, nor cancelled.
        request.signal.addEventListener('abort', leave, { once: true });
        clock.expect(times.requestTimeout);
        const ending = new AbortController();
        for (const signal of [request.signal, clock.signal]) endWith(ending, signal);
        const options = {
          prompt: true,
          signal: ending.signal,
          timeoutMs: statementTimeout,
          metadata: metadataOf(served),
        };
        const { contentType, truncated, parts } = await openExport(graph, { what, format, args, options });
        const chunks = chunked(parts)[Symbol.asyncIterator]();
        const first = await chunks.next();
        const socket = connectedBy(serverContext)?.socket;
        const body = bodyOf(first, chunks, { logger, clock, idle: times.exportIdle, leave, socket });
        endResponse(
          new fetchAPI.Response(body, {
            headers: {
              'content-type': contentType,
              'content-disposition': `attachment; filename="${what}.${format}"`,
              [truncatedHeader]: String(truncated),
              'x-content-type-options': 'nosniff',
              'cache-control': 'no-store',
            },
          }),
        );
      } catch (error) {
        leave();
        endResponse(refusal(error, request, logger, fetchAPI.Response));
      }
    },
  };
}

/** @throws ScholargraphError NOT_FOUND */
function fileOf(file: string): { readonly what: ExportedName; readonly format: string } {
  const dot = file.indexOf('.');
  const what = exportedNames.find((name) => name === file.slice(0, dot));
  if (dot > 0 && what !== undefined) return { what, format: file.slice(dot + 1) };
  throw new ScholargraphError('NOT_FOUND', 'There is no such export', {
    expected: `${exportPath}NAME.FORMAT, with one of ${exportedNames.join(', ')} for the name`,
  });
}

async function argumentsOfRequest(
  request: Request,
  url: URL,
  what: ExportedName,
): Promise<Record<string, unknown>> {
  if (request.method === 'GET') {
    const args = argumentsOfTexts(fieldOf(what), url.searchParams);
    requireShallow(args);
    return args;
  }
  if (request.method !== 'POST') throw new MethodNotAllowed();
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  const body = type === 'application/json' ? await textOf(request) : undefined;
  const args = body === undefined ? undefined : json(body);
  requireShallow(args);
  if (typeof args === 'object' && args !== null && !Array.isArray(args)) return { ...args };
  throw new ScholargraphError('BAD_INPUT', 'The body is not an object of arguments', {
    expected: 'a JSON object with the content type application/json',
  });
}

class MethodNotAllowed extends Error {}

/** @throws ScholargraphError BAD_INPUT for a body that is larger than it may be */
async function textOf(request: Request): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > bodyLimit) {
      throw new ScholargraphError('BAD_INPUT', 'The body is too large', {
        expected: `at most ${bodyLimit} bytes`,
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Parts in pieces of a size. */
async function* chunked(parts: AsyncIterable<string>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let waiting: string[] = [];
  let size = 0;
  for await (const part of parts) {
    waiting.push(part);
    size += part.length;
    if (size < chunkSize) continue;
    yield encoder.encode(waiting.join(''));
    waiting = [];
    size = 0;
  }
  yield encoder.encode(waiting.join(''));
}

interface BodyOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Milliseconds for which nothing may be taken. */
  readonly idle: number;
  /** Called when it is over. */
  readonly leave: () => void;
  /** Where the body goes. */
  readonly socket: Pick<Socket, 'destroy'> | undefined;
}

function bodyOf(
  first: IteratorResult<Uint8Array<ArrayBuffer>>,
  rest: AsyncIterator<Uint8Array<ArrayBuffer>>,
  { logger, clock, idle, leave, socket }: BodyOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let next: IteratorResult<Uint8Array<ArrayBuffer>> | undefined = first;
  return new ReadableStream({
    start(controller) {
      clock.signal.addEventListener('abort', () => {
        logger.warn({ err: clock.signal.reason }, 'an export has broken off');
        leave();
        void rest.return?.();
        // Nobody hears of an error in what they do not take.
        if (socket === undefined) controller.error(clock.signal.reason);
        else socket.destroy();
      });
    },
    async pull(controller) {
      clock.expect(undefined);
      try {
        const chunk = next ?? (await rest.next());
        next = undefined;
        if (chunk.done === true) {
          leave();
          controller.close();
        } else {
          clock.expect(idle);
          controller.enqueue(chunk.value);
        }
      } catch (error) {
        leave();
        logger.warn({ err: error }, 'an export has broken off');
        controller.error(error);
      }
    },
    async cancel() {
      leave();
      await rest.return?.();
    },
  });
}

/** Of an export: how long it may take in all, and until what comes next. */
class Clock {
  readonly #over = new AbortController();
  readonly #whole: NodeJS.Timeout;
  #next: NodeJS.Timeout | undefined;

  /** @param milliseconds in all */
  constructor(milliseconds: number) {
    this.#whole = this.#abortAfter(milliseconds);
  }

  /** Aborted when it has taken too long. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** @param milliseconds until the next call; any number where absent */
  expect(milliseconds: number | undefined): void {
    clearTimeout(this.#next);
    if (milliseconds !== undefined) this.#next = this.#abortAfter(milliseconds);
  }

  stop(): void {
    clearTimeout(this.#whole);
    clearTimeout(this.#next);
  }

  #abortAfter(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#over.abort(tookTooLong(milliseconds)), milliseconds);
  }
}

const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_INPUT: 400,
  DEPTH_LIMIT: 400,
  AMBIGUOUS: 400,
  NOT_FOUND: 404,
  DATABASE_UNAVAILABLE: 503,
  SERVER_BUSY: 503,
  DATABASE_TIMEOUT: 504,
  REQUEST_TIMEOUT: 504,
};

function refusal(
  error: unknown,
  request: Request,
  logger: Logger,
  Response: typeof globalThis.Response,
): Response {
  if (error instanceof MethodNotAllowed) {
    return Response.json(
      { error: { code: 'BAD_INPUT', message: 'An export takes GET and POST.' } },
      { status: 405, headers: { allow: 'GET, POST' } },
    );
  }
  if (error instanceof ScholargraphError) {
    const { field, expected, fix } = error.detail;
    const status = statuses[error.code] ?? 500;
    return Response.json(
      { error: { code: error.code, message: error.message, field, expected, fix } },
      { status, headers: status === 503 ? { 'retry-after': '1' } : {} },
    );
  }
  if (!request.signal.aborted) logger.error({ err: error }, 'an export failed');
  return Response.json(
    { error: { code: 'INTERNAL', message: 'Something went wrong in the server' } },
    { status: 500 },
  );
}
