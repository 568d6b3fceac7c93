import { enumFields, enumTypes, type Operation } from './documents.ts';
import { graphqlPath } from './graphqlPath.ts';

/** The address of the playground with this very query in it. GraphiQL takes no variables from an address: they become defaults. */
export function playgroundLink<Variables extends object>(
  operation: Operation<unknown, Variables>,
  variables: Variables,
): string {
  return `${graphqlPath}?${new URLSearchParams({ query: withDefaults(operation.text, variables) })}`;
}

export function withDefaults(text: string, variables: object): string {
  const values = new Map<string, unknown>(Object.entries(variables));
  const body = text.indexOf('{\n');
  const header = text
    .slice(0, body)
    .replace(/\$(\w+): ([[\]\w!]+)/g, (declaration, name: string, type: string) => {
      const value = values.get(name);
      if (value === undefined) return declaration;
      return `${declaration} = ${literal(value, enumTypes.has(type.replace(/[[\]!]/g, '')))}`;
    });
  return header + text.slice(body);
}

/** A value as GraphQL writes it. */
function literal(value: unknown, isEnum: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, isEnum)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => `${name}: ${literal(field, enumFields.has(name))}`);
    return `{ ${fields.join(', ')} }`;
  }
  return isEnum ? String(value) : JSON.stringify(value);
}
