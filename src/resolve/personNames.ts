import type { ParsedName } from '../normalise/name.ts';
import { canBeOne, writing } from './authorEvidence.ts';
import type { OtherNames } from './otherNames.ts';

/** Names that go with each other, by how they are written. */
type Names = ReadonlyMap<string, ParsedName>;

/**
 * The names of people, each as a number that people with the same names share: there are few ways to write a name and many
 * pairs of people to compare, so what is found of two is kept. A person who has names that do not go with each other,
 * because people have decided or a source has stated so, has several lists of them.
 */
export class PersonNames {
  readonly #otherNames: OtherNames;
  readonly #numbers = new Map<string, number>();
  readonly #lists: (readonly Names[])[] = [];
  /** For each two: the number of both together, or -1. */
  readonly #together: Map<number, number>[] = [];
  readonly #stated: Map<number, boolean>[] = [];

  constructor(otherNames: OtherNames) {
    this.#otherNames = otherNames;
  }

  of(name: ParsedName): number {
    return this.#numberOf([new Map([[writing(name), name]])]);
  }

  written(number: number): ParsedName[] {
    return this.#listsOf(number).flatMap((names) => [...names.values()]);
  }

  /**
   * The names of two people as one person's; undefined where they cannot be. A person with names that do not go with each
   * other takes what goes with one of them.
   */
  together(a: number, b: number): number | undefined {
    const found = kept(this.#together, a, b, () => {
      const lists = listsTogether(this.#listsOf(a), this.#listsOf(b));
      return lists === undefined ? -1 : this.#numberOf(lists);
    });
    return found === -1 ? undefined : found;
  }

  /** The names of two people as one person's, whether or not they go with each other. */
  joined(a: number, b: number): number {
    return this.together(a, b) ?? this.#numberOf([...this.#listsOf(a), ...this.#listsOf(b)]);
  }

  /** Whether a source says that a name of one and a name of the other are one person's. */
  stated(a: number, b: number): boolean {
    if (this.#otherNames.areNone) return false;
    return kept(this.#stated, a, b, () => this.#otherNames.tie(this.written(a), this.written(b)));
  }

  #listsOf(number: number): readonly Names[] {
    const lists = this.#lists[number];
    if (lists === undefined) throw new RangeError(`names that nobody has: ${number}`);
    return lists;
  }

  #numberOf(lists: readonly Names[]): number {
    const key = lists.map((names) => [...names.keys()].sort().join('\x01')).join('\x02');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#lists.length);
    return this.#lists.push(lists) - 1;
  }
}

function kept<Found>(found: Map<number, Found>[], a: number, b: number, find: () => Found): Found {
  let ofA = found[a];
  if (ofA === undefined) {
    ofA = new Map();
    found[a] = ofA;
  }
  let value = ofA.get(b);
  if (value === undefined) {
    value = find();
    ofA.set(b, value);
  }
  return value;
}

function listsTogether(a: readonly Names[], b: readonly Names[]): Names[] | undefined {
  for (const [indexA, namesA] of a.entries()) {
    for (const [indexB, namesB] of b.entries()) {
      if (!canBeOne(namesA, namesB)) continue;
      return [
        new Map([...namesA, ...namesB]),
        ...a.filter((_, index) => index !== indexA),
        ...b.filter((_, index) => index !== indexB),
      ];
    }
  }
  return undefined;
}
