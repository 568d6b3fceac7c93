import type { Operation } from './documents.ts';
import { graphqlPath } from './graphqlPath.ts';

/** Why there is no answer, in words for the person who asked. */
export class RequestFailure extends Error {
  readonly code: string;
  readonly fix: string | undefined;

  constructor(message: string, code: string, fix?: string) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

/** What was thrown, in words for the person who asked. */
export function failureOf(error: unknown): RequestFailure {
  return error instanceof RequestFailure ? error : new RequestFailure('Something went wrong', 'UNKNOWN');
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly token?: string | undefined;
  /** Files for the variables at these paths, sent as a GraphQL multipart request. */
  readonly files?: ReadonlyMap<string, Blob>;
}

/** @throws RequestFailure; what `fetch` throws when the signal is aborted */
export async function request<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  { signal, token, files }: RequestOptions = {},
): Promise<Data> {
  const headers = new Headers({ accept: 'application/graphql-response+json, application/json' });
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  const text = JSON.stringify({ query: operation.text, operationName: operation.name, variables });
  let body: BodyInit = text;
  if (files === undefined) headers.set('content-type', 'application/json');
  else {
    body = new FormData();
    body.set('operations', text);
    const paths = [...files.keys()].map((path, index) => [String(index), [path]]);
    body.set('map', JSON.stringify(Object.fromEntries(paths)));
    for (const [index, file] of [...files.values()].entries()) body.set(String(index), file);
  }
  let answer: unknown;
  let status = 0;
  try {
    const response = await fetch(graphqlPath, { method: 'POST', headers, body, signal: signal ?? null });
    status = response.status;
    answer = await response.json();
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    if (status > 0) throw new RequestFailure(`The server answered with status ${status}`, 'NO_ANSWER');
    throw new RequestFailure('The server cannot be reached', 'UNREACHABLE', 'Try again in a moment.');
  }
  const failure = failureIn(answer);
  if (failure !== undefined) throw failure;
  if (hasData<Data>(answer)) return answer.data;
  throw new RequestFailure('The answer is not one of GraphQL', 'NO_ANSWER');
}

/** The server holds to its schema, from which `Data` was written. */
function hasData<Data>(answer: unknown): answer is { readonly data: Data } {
  return typeof answer === 'object' && answer !== null && 'data' in answer && answer.data !== null;
}

function failureIn(answer: unknown): RequestFailure | undefined {
  if (typeof answer !== 'object' || answer === null || !('errors' in answer)) return undefined;
  const [error] = Array.isArray(answer.errors) ? (answer.errors as unknown[]) : [];
  if (typeof error !== 'object' || error === null) return undefined;
  const message = 'message' in error && typeof error.message === 'string' ? error.message : 'An error';
  const extensions = 'extensions' in error ? error.extensions : undefined;
  return new RequestFailure(message, textIn(extensions, 'code') ?? 'UNKNOWN', textIn(extensions, 'fix'));
}

function textIn(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = new Map(Object.entries(value)).get(name);
  return typeof found === 'string' ? found : undefined;
}
