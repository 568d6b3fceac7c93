/**
 * A piece of Cypher that was written in the source code. Only this file makes one, and only out of other pieces, so a
 * value from outside cannot become query text: the type forbids it, and so does the check at run time. Values go
 * in as parameters.
 */
export class Cypher {
  readonly #text: string;

  /** @internal Call the `cypher` tag instead. */
  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Writes Cypher; what is interpolated must itself be Cypher. */
export function cypher(strings: TemplateStringsArray, ...pieces: readonly Cypher[]): Cypher {
  if (!Object.isFrozen(strings) || !Array.isArray(strings.raw)) {
    throw new TypeError('cypher is a template tag; it cannot be called with strings made at run time');
  }
  return new Cypher(
    onOneLine(strings).reduce((text, string, index) => {
      const piece = pieces[index - 1];
      if (!(piece instanceof Cypher)) {
        throw new TypeError('only Cypher can be put into Cypher; pass a value as a parameter');
      }
      return text + piece.toString() + string;
    }),
  );
}

const lines = new WeakMap<TemplateStringsArray, readonly string[]>();

/**
 * Without line breaks and what indents them. The driver sends 1,400 bytes at a time, and each time wakes the database: a
 * statement that is asked often is better below that.
 */
function onOneLine(strings: TemplateStringsArray): readonly string[] {
  const known = lines.get(strings);
  if (known !== undefined) return known;
  if (strings.some((string) => /^\s*\/\//m.test(string)))
    throw new TypeError(
      'a comment in Cypher would take the rest of the line with it, which is all that follows',
    );
  const made = strings.map((string) => string.replace(/\s*\n\s*/g, ' '));
  lines.set(strings, made);
  return made;
}

/**
 * What is between the brackets of a map, such as `id: n.id, name: n.name`.
 * @param values by names that are written in the source code
 */
export function entries(values: Readonly<Record<string, Cypher>>): Cypher {
  const names = Object.keys(values);
  if (!names.every((name) => /^[A-Za-z]+$/.test(name)))
    throw new TypeError('a name in a map has letters only');
  return new Cypher(names.map((name) => `${name}: ${values[name]}`).join(', '));
}

/**
 * A name with a number, such as `$v3`, for statements that are put together from a varying number of pieces.
 * @param index a whole number that the program counts, not one that a caller sends
 */
export function numbered(name: Cypher, index: number): Cypher {
  if (!Number.isSafeInteger(index) || index < 0)
    throw new TypeError('a name can only be numbered 0, 1, 2, …');
  return new Cypher(`${name}${index}`);
}
