import type { ParsedName } from '../normalise/name.ts';
import { calledKey, isCalled, type StatedPerson } from './personStatement.ts';

/** Which names sources state to be one person's, though they may look like two people's. */
export class OtherNames {
  /** For each name: the statements that have it. */
  readonly #statements = new Map<string, Set<number>>();
  readonly #ambiguous: ReadonlySet<string>;
  #count = 0;

  constructor(
    mentions: readonly { readonly name: ParsedName; readonly identifiers: readonly string[] }[],
    persons: readonly StatedPerson[],
  ) {
    for (const { called, ambiguous } of persons) if (!ambiguous) this.#state(called);
    for (const { name, identifiers } of mentions) {
      const others = identifiers.filter(isCalled);
      if (others.length > 0) this.#state([calledKey(name), ...others]);
    }
    this.#ambiguous = new Set(persons.filter(({ ambiguous }) => ambiguous).flatMap(({ called }) => called));
  }

  /** Whether no source states such names. */
  get areNone(): boolean {
    return this.#count === 0;
  }

  /** Whether a source says that one of these and one of those are names of one person. */
  tie(these: Iterable<ParsedName>, those: Iterable<ParsedName>): boolean {
    if (this.#count === 0) return false;
    const stated = new Set([...these].flatMap((name) => this.#of(name)));
    if (stated.size === 0) return false;
    return [...those].some((name) => this.#of(name).some((statement) => stated.has(statement)));
  }

  /** Whether a source says that several people are called so. */
  isAmbiguous(name: ParsedName): boolean {
    return this.#ambiguous.size > 0 && this.#ambiguous.has(calledKey(name));
  }

  #of(name: ParsedName): readonly number[] {
    return [...(this.#statements.get(calledKey(name)) ?? [])];
  }

  #state(names: readonly string[]): void {
    if (names.length < 2) return;
    const statement = this.#count++;
    for (const name of names) {
      const statements = this.#statements.get(name);
      if (statements === undefined) this.#statements.set(name, new Set([statement]));
      else statements.add(statement);
    }
  }
}
