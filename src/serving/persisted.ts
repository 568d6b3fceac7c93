import { readFileSync } from 'node:fs';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { ScholargraphError } from '../errors.ts';
import { badRequest, requestError } from '../graphql/errors.ts';

const operations = z.record(z.string(), z.string());

/**
 * Takes only operations of a file: a JSON object of documents by the SHA-256 that clients send, as code generators write it.
 * @param mayAsk whether a request may ask for anything else
 * @throws ScholargraphError CONFIG_INVALID
 */
export function usePersisted(file: string, mayAsk: (request: Request) => boolean): Plugin {
  const persisted = new Map(Object.entries(read(file)));
  const refused = () => {
    const error = new ScholargraphError(
      'OPERATION_NOT_PERSISTED',
      'Only operations that are known here are taken',
      {
        expected: '`extensions.persistedQuery.sha256Hash` of one of them, and no query',
        fix: 'Whoever runs the server adds operations to the file of SCHOLARGRAPH_OPERATIONS.',
      },
    );
    return requestError(error, badRequest);
  };
  return usePersistedOperations({
    allowArbitraryOperations: mayAsk,
    getPersistedOperation: (hash: string) => persisted.get(hash) ?? null,
    customErrors: { notFound: refused, keyNotFound: refused, persistedQueryOnly: refused },
  });
}

function read(file: string): Record<string, string> {
  try {
    return operations.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new ScholargraphError('CONFIG_INVALID', `The file of persisted operations ${file} cannot be used`, {
      expected: 'a JSON object: SHA-256 of a document → document',
      fix: 'Name a file that can be read by SCHOLARGRAPH_OPERATIONS.',
      cause,
    });
  }
}
