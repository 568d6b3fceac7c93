import type { Plugin } from 'graphql-yoga';
import { type ErrorCode, ScholargraphError } from '../errors.ts';
import { administratorRequired } from './administrator.ts';
import type { Callers } from './callers.ts';
import { badRequest, requestError } from './errors.ts';
import { receiveMultipart, type Upload } from './uploads.ts';

/** Bytes of a request body without files; a long query with its variables has a hundredth of it. */
export const bodyLimit = 1_000_000;

export interface RequestBodyOptions {
  readonly callers: Callers;
  /** Bytes that the files of a request may have together. */
  readonly uploadLimit: number;
}

/**
 * Bounds what is read of a request, and reads forms with files.
 *
 * A form with files is only read for an administrator. That also keeps out forms on foreign pages, which browsers send
 * with the cookies of whom they are sent for, but without asking: a token in a header is nothing that a browser adds by
 * itself, so there is no need of a header against them.
 */
export function useRequestBody({ callers, uploadLimit }: RequestBodyOptions): Plugin {
  const uploads = new WeakMap<Request, readonly Upload[]>();
  return {
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI }) {
      const { body } = request;
      if (request.method !== 'POST' || body === null) {
        if (requestParser !== undefined) setRequestParser((address) => parsedBy(requestParser, address));
        return;
      }
      const contentType = request.headers.get('content-type') ?? '';
      requireReadable(request.headers);
      if (!isMultipart(contentType)) {
        if (requestParser === undefined) return;
        requireDeclared(request, bodyLimit);
        setRequestParser(async ({ url, method, headers, signal }) => {
          const chunks: Uint8Array[] = [];
          try {
            for await (const chunk of bounded(body, bodyLimit)) chunks.push(chunk);
          } catch (error) {
            throw refused(error);
          }
          return parsedBy(
            requestParser,
            new fetchAPI.Request(url, { method, headers, signal, body: Buffer.concat(chunks) }),
          );
        });
        return;
      }
      const caller = callers.of(request);
      if (caller?.administrator !== true) throw refused(administratorRequired(caller?.name));
      const limit = uploadLimit + bodyLimit;
      requireDeclared(request, limit);
      setRequestParser(async () => {
        try {
          const received = await receiveMultipart(contentType, bounded(body, limit), {
            fieldSize: bodyLimit,
          });
          uploads.set(request, received.uploads);
          return received.params;
        } catch (error) {
          throw refused(error);
        }
      });
    },
    async onResponse({ request }) {
      for (const upload of uploads.get(request) ?? []) await upload.discard();
    },
  };
}

/** Yoga's parsers of addresses and forms leave it to JSON to say what is wrong with variables and extensions. */
async function parsedBy<Params>(
  parser: (request: Request) => Params | PromiseLike<Params>,
  request: Request,
): Promise<Params> {
  try {
    return await parser(request);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Without it as the cause: it quotes the values, which would go into the log.
    const wrong = new ScholargraphError('BAD_INPUT', 'The variables or the extensions are not JSON', {
      expected: 'a JSON object',
    });
    throw requestError(wrong, badRequest);
  }
}

export function isMultipart(contentType: string): boolean {
  return /^\s*multipart\/form-data\s*(?:;|$)/i.test(contentType);
}

/**
 * Another encoding would be read as something else than a proxy before this server has seen in it, and what is packed can be
 * unpacked to any size.
 */
function requireReadable(headers: Headers): void {
  const [, charset] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers.get('content-type') ?? '') ?? [];
  const packed = headers.get('content-encoding') ?? 'identity';
  if (/^(?:utf-?8|us-ascii)$/i.test(charset ?? 'utf-8') && packed.toLowerCase() === 'identity') return;
  const error = new ScholargraphError('BAD_INPUT', 'The body of the request is not taken in this form', {
    expected: 'UTF-8, and no Content-Encoding',
  });
  throw requestError(error, { status: 415, headers: { connection: 'close' } });
}

/** What the client says about it is looked at before anything is read. */
function requireDeclared({ headers }: Request, limit: number): void {
  if (Number(headers.get('content-length') ?? 0) > limit) throw refused(tooLarge(limit));
}

/** Stops reading at the limit, and leaves the rest where it is: cancelling would cut the connection before the answer. */
async function* bounded(
  body: ReadableStream<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    size += value.byteLength;
    if (size > limit) throw tooLarge(limit);
    yield value;
  }
}

function tooLarge(limit: number): ScholargraphError {
  return new ScholargraphError('REQUEST_TOO_LARGE', 'The request is too large', {
    expected: `at most ${limit} bytes`,
    fix: 'Send a bibliography by importFile, packed with gzip. Whoever runs the server sets the limit of files by SCHOLARGRAPH_UPLOAD_LIMIT.',
  });
}

const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_INPUT: 400,
  ADMINISTRATOR_REQUIRED: 401,
  ROLE_REQUIRED: 403,
  REQUEST_TOO_LARGE: 413,
  DISK_FULL: 507,
};

/** The rest of the request is not read, so the connection cannot be used again. */
function refused(error: unknown): unknown {
  if (!(error instanceof ScholargraphError)) return error;
  const status = statuses[error.code] ?? 500;
  return requestError(error, { status, headers: { connection: 'close' } });
}
