import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * GraphQL's "Did you mean …?" tells the names of the schema to whoever guesses, one by one. Whoever may not read the schema
 * is not told them.
 */
export function useNoSuggestions(mayReadSchema: (request: Request) => boolean): Plugin {
  return {
    onExecutionResult({ result, request, setResult }) {
      if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result) return;
      if (result.errors === undefined || mayReadSchema(request)) return;
      setResult({ ...result, errors: result.errors.map(withoutSuggestion) });
    },
  };
}

function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ ?Did you mean .*$/s, '');
  if (message === error.message) return error;
  const { nodes, source, positions, path, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}
