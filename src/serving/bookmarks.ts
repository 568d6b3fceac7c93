import { getOperationAST, OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Graph } from '../graph/graph.ts';

/** Goes out with a mutation, and comes back with a query that has to see what the mutation has written. */
export const bookmarkHeader = 'x-scholargraph-bookmark';

/** A bookmark as Neo4j gives it, or several. A request has one or two. */
const wellFormed = /^[\w:+/=-]{1,500}(?:,[\w:+/=-]{1,500}){0,9}$/;

/**
 * Says with each mutation what a read at another server, from another member of a cluster, has to wait for. Nothing is said
 * where the database is a single one, of which every read sees every write.
 */
export function useBookmarks(graph: Graph): Plugin {
  const mutations = new WeakSet<Request>();
  return {
    onExecute({ args: { document, operationName, contextValue } }) {
      if (getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION)
        mutations.add(contextValue.request);
    },
    async onResponse({ request, response }) {
      if (!mutations.has(request)) return;
      const bookmarks = await graph.bookmarks();
      if (bookmarks.length > 0) response.headers.set(bookmarkHeader, bookmarks.join(','));
    },
  };
}

/** What a request has to see. One that is made up would keep a connection waiting, so it is for who may be trusted. */
export function bookmarksOf({ headers }: Request): readonly string[] {
  const given = headers.get(bookmarkHeader) ?? '';
  return wellFormed.test(given) ? given.split(',') : [];
}
