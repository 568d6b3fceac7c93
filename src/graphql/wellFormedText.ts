import { GraphQLError, type ValidationRule } from 'graphql';

/**
 * Text that Neo4j would reject, or store as something else: with a NUL, or with half of a surrogate pair.
 */
function isWellFormed(text: string): boolean {
  return !text.includes('\0') && !loneSurrogate.test(text);
}

const loneSurrogate = /\p{Surrogate}/u;

const message = 'A text has a character that is none: NUL, or half of a surrogate pair';

/** For texts that stand in the document. */
export const wellFormedText: ValidationRule = (context) => ({
  StringValue(node) {
    if (!isWellFormed(node.value)) {
      context.reportError(new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_INPUT' } }));
    }
  },
});

/** For texts in variables, at any depth. @returns the error where there is one */
export function illFormedVariable(variables: unknown): GraphQLError | undefined {
  const waiting: unknown[] = [variables];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string' && !isWellFormed(value)) {
      return new GraphQLError(message, {
        extensions: { code: 'BAD_INPUT', http: { status: 400, spec: true } },
      });
    }
    if (typeof value !== 'object' || value === null) continue;
    // One by one: as arguments of one call they would overflow the stack.
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) waiting.push(key);
      waiting.push(inner);
    }
  }
  return undefined;
}
