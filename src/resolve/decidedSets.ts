import { StaticDisjointSet } from 'mnemonist';

/** What a decision says of the members of `DecidedSets`. */
export interface DecidedMembers {
  readonly id: string;
  /** One and the same, as far as newer decisions let them. */
  readonly one: readonly number[];
  /** Of a split: not the same as any of `one`. */
  readonly rest: readonly number[];
}

type Side = 'one' | 'rest';

/**
 * Disjoint sets of statements or mentions on which people have the last word: what they put together is together from
 * the start, and what they split never comes together. Where decisions contradict each other, the newer holds.
 */
export class DecidedSets {
  readonly #sets: StaticDisjointSet;
  readonly #merge: (rootA: number, rootB: number, root: number, decided: boolean) => void;
  /** For each root: on which side of which splits it is. */
  readonly #sides = new Map<number, ReadonlyMap<string, Side>>();

  /**
   * @param decided the newest first
   * @param merge told of each union, also of those that were decided: the roots before, and the root of both
   */
  constructor(
    size: number,
    decided: readonly DecidedMembers[],
    merge: (rootA: number, rootB: number, root: number, decided: boolean) => void,
  ) {
    this.#sets = new StaticDisjointSet(size);
    this.#merge = merge;
    for (const { id, one, rest } of decided) {
      this.uniteAll(one, (a, b) => this.#unite(a, b, true));
      if (rest.length > 0) this.#part(id, one, rest);
    }
  }

  find(member: number): number {
    return this.#sets.find(member);
  }

  /** Whether no split keeps the sets of the two apart. */
  permits(a: number, b: number): boolean {
    if (this.#sides.size === 0) return true;
    const [sidesA, sidesB] = [this.#sides.get(this.find(a)), this.#sides.get(this.find(b))];
    if (sidesA === undefined || sidesB === undefined) return true;
    return [...sidesA].every(([split, side]) => (sidesB.get(split) ?? side) === side);
  }

  /** @returns whether the two are in one set now; false where a split keeps them apart */
  unite(a: number, b: number): boolean {
    return this.#unite(a, b, false);
  }

  /** Puts together as many of the members as `unite` lets: each with the first that takes it. */
  uniteAll(members: readonly number[], unite: (a: number, b: number) => boolean): void {
    const heads: number[] = [];
    for (const member of members) if (!heads.some((head) => unite(head, member))) heads.push(member);
  }

  compile(): number[][] {
    return this.#sets.compile();
  }

  #unite(a: number, b: number, decided: boolean): boolean {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    if (rootA === rootB) return true;
    if (!this.permits(a, b)) return false;
    this.#sets.union(a, b);
    const root = this.find(a);
    const sides = [...(this.#sides.get(rootA) ?? []), ...(this.#sides.get(rootB) ?? [])];
    if (sides.length > 0) this.#sides.set(root, new Map(sides));
    this.#merge(rootA, rootB, root, decided);
    return true;
  }

  /** A set that newer decisions have made of both sides stays whole. */
  #part(split: string, one: readonly number[], rest: readonly number[]): void {
    const ones = new Set(one.map((member) => this.find(member)));
    const rests = new Set(rest.map((member) => this.find(member)));
    const tag = (root: number, side: Side) =>
      this.#sides.set(root, new Map(this.#sides.get(root)).set(split, side));
    for (const root of ones) if (!rests.has(root)) tag(root, 'one');
    for (const root of rests) if (!ones.has(root)) tag(root, 'rest');
  }
}
