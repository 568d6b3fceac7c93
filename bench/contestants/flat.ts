/**
 * A GraphQL answer without what only GraphQL adds, so that it can be compared with rows: of a connection its items, of
 * an edge its own fields and those of its node, and of a global id the id in it.
 */
export function flat(value: unknown): unknown {
  if (typeof value === 'string') return idIn(value);
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== 'object' || value === null) return value;
  if ('nodes' in value && Object.keys(value).length === 1) return flat(value.nodes);
  if ('edges' in value && Object.keys(value).length === 1) return flat(value.edges);
  const { node, ...fields } = Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, flat(field)]),
  );
  return typeof node === 'object' ? { ...node, ...fields } : fields;
}

const globalId = /^[A-Z][A-Za-z]+:(?=[a-z])/;

function idIn(text: string): string {
  if (!/^[\w+/]{12,}=*$/.test(text)) return text;
  const decoded = Buffer.from(text, 'base64').toString();
  return globalId.test(decoded) ? decoded.replace(globalId, '') : text;
}
