import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUMap } from 'mnemonist';
import { z } from 'zod';
import { ScholargraphError } from '../errors.ts';
import { documentLength, documents } from '../graphql/documentCache.ts';
import { badRequest, requestError } from '../graphql/errors.ts';

const extension = z.object({ version: z.literal(1), sha256Hash: z.string().max(100) });

/**
 * Automatic persisted queries, as clients of Apollo send them: the hash alone first, and the document with it where the server
 * answers that it does not know it. There is a plugin for it, but one of an older GraphQL Tools, which would come in twice.
 */
export function useAutomaticPersisted(): Plugin {
  const known = new LRUMap<string, string>(documents);
  return {
    onParams({ params, setParams }) {
      const { success, data } = extension.safeParse(params.extensions?.['persistedQuery']);
      if (!success) return;
      const { sha256Hash } = data;
      if (params.query === undefined || params.query === '') {
        const query = known.get(sha256Hash);
        // Clients know this message and code.
        if (query === undefined) {
          throw new GraphQLError('PersistedQueryNotFound', {
            extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', http: { status: 404, spec: true } },
          });
        }
        setParams({ ...params, query });
        return;
      }
      if (createHash('sha256').update(params.query).digest('hex') !== sha256Hash) {
        const error = new ScholargraphError(
          'BAD_INPUT',
          'The hash of the persisted query is that of another one',
          { expected: 'the SHA-256 of the query, in hexadecimal digits' },
        );
        throw requestError(error, badRequest);
      }
      if (params.query.length <= documentLength) known.set(sha256Hash, params.query);
    },
  };
}
