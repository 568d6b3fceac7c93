import { createHash } from 'node:crypto';
import { BREAK, type DocumentNode, type ExecutionResult, getOperationAST, print, visit } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { GraphVersion } from '../graph/version.ts';
import type { Context } from './context.ts';

export interface AnswerCacheOptions {
  readonly version: GraphVersion;
  /** Characters of JSON that all remembered answers may have together. */
  readonly size: number;
  readonly isRemembered: (initial: YogaInitialContext) => boolean;
}

/**
 * Remembers answers to queries of anybody who is no administrator, for as long as the graph stays what it is. Each goes
 * out with an `ETag`; a request that sends it as `If-None-Match` gets 304 without a query in the database.
 *
 * The tag is of the graph's version, the operation and its variables, so that nothing ever has to be removed: a tag of
 * an older graph is never computed again.
 */
export function useAnswerCache({
  version,
  size,
  isRemembered,
}: AnswerCacheOptions): Plugin<Context & YogaInitialContext> {
  const answers = new LRUCache<string, ExecutionResult>({
    maxSize: size,
    sizeCalculation: (answer) => JSON.stringify(answer).length + 100,
  });
  const tags = new WeakMap<Request, string>();

  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const { request, administrator } = args.contextValue;
      if (
        administrator !== undefined ||
        !isRemembered(args.contextValue) ||
        !isWholeQuery(args.document, args.operationName)
      )
        return;
      const current = await version.current();
      if (current === undefined) return;
      const tag = tagOf([current, textOf(args.document), args.operationName, args.variableValues]);
      tags.set(request, tag);
      const known = answers.get(tag);
      if (known !== undefined) {
        setResultAndStopExecution({ ...known });
        return;
      }
      if (hasIt(request, tag)) {
        // Never sent: `onResponse` says that nothing has changed.
        setResultAndStopExecution({ data: null });
        return;
      }
      return {
        onExecuteDone({ result }) {
          if (Symbol.asyncIterator in result || result.errors !== undefined || result.data === undefined)
            tags.delete(request);
          else answers.set(tag, { data: result.data });
        },
      };
    },
    onResponse({ request, response, setResponse, fetchAPI }) {
      const tag = tags.get(request);
      if (tag === undefined || response.status !== 200) return;
      const { headers } = response;
      headers.set('etag', tag);
      headers.set('cache-control', 'no-cache');
      // What stands there already, such as Origin where pages of other sites may ask, holds as well.
      for (const name of ['accept', 'authorization']) headers.append('vary', name);
      if (!hasIt(request, tag)) return;
      for (const name of ['content-type', 'content-length', 'content-encoding']) headers.delete(name);
      setResponse(new fetchAPI.Response(null, { status: 304, headers }));
    },
  };
}

/** RFC 9110, 13.1.2; for another method than GET the header means something else. */
function hasIt(request: Request, tag: string): boolean {
  if (request.method !== 'GET') return false;
  const tags = request.headers.get('if-none-match')?.split(',') ?? [];
  return tags.some((held) => held.trim().replace(/^(W\/)?/, 'W/') === tag);
}

/** Weak: the same answer goes out in more than one content type. */
function tagOf(parts: readonly unknown[]): string {
  return `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}"`;
}

const texts = new WeakMap<DocumentNode, string>();

/** Yoga parses a text once, so that the document is the same one. */
function textOf(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = print(document);
  texts.set(document, text);
  return text;
}

const whole = new WeakMap<DocumentNode, boolean>();

/** Whether the operation is a query that is answered all at once. */
function isWholeQuery(document: DocumentNode, operationName: string | null | undefined): boolean {
  if (getOperationAST(document, operationName)?.operation !== 'query') return false;
  const known = whole.get(document);
  if (known !== undefined) return known;
  let inParts = false;
  visit(document, {
    Directive({ name }) {
      if (name.value !== 'defer' && name.value !== 'stream') return;
      inParts = true;
      return BREAK;
    },
  });
  whole.set(document, !inParts);
  return !inParts;
}
