import fc from 'fast-check';

/**
 * Copies of a JSON object in which some values, at any depth, are replaced by values of any type: what a field can hold
 * that should hold something else.
 */
export function mutatedJson(template: object): fc.Arbitrary<unknown> {
  const hostile = fc.oneof(
    fc.jsonValue({ noUnicodeString: false }),
    fc.constantFrom<unknown>(
      null,
      '',
      ' \u202e\u0000\u0301 ',
      '\ud800',
      '<script>alert(1)</script>',
      -1,
      1e308,
      99_999,
      4_294_967_296,
      [],
      [[]],
      [null],
      {},
      { __proto__: null, constructor: { prototype: {} } },
    ),
  );
  const change = fc.record({ path: fc.constantFrom(...pathsOf(template)), value: hostile });
  return fc
    .array(change, { minLength: 1, maxLength: 8 })
    .map((changes) =>
      changes.reduce<unknown>((value, { path, value: put }) => replaced(value, path, put), template),
    );
}

type Path = readonly string[];

function pathsOf(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner).map((path) => [key, ...path])),
  ];
}

function replaced(value: unknown, path: Path, put: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (Array.isArray(value)) {
    return value.map((inner, index) => (String(index) === key ? replaced(inner, rest, put) : inner));
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === key ? replaced(inner, rest, put) : inner]),
  );
}
