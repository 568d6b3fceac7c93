import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that is the same for one seed. */
export class Chance {
  readonly #random: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#random = xoroshiro128plus(seed);
  }

  unit(): number {
    return uniformFloat64(this.#random);
  }

  is(probability: number): boolean {
    return this.unit() < probability;
  }

  below(limit: number): number {
    return Math.min(limit - 1, Math.floor(this.unit() * limit));
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] ?? nothing();
  }

  /** The first of the items are the likeliest: P(rank) ~ 1 / rank. */
  zipf<Item>(items: readonly Item[]): Item {
    const rank = Math.floor((items.length + 1) ** this.unit()) - 1;
    return items[Math.min(items.length - 1, rank)] ?? nothing();
  }

  /** Flatter than `zipf`: the first of some 60 names has 3 in 100 people, as the commonest given names have. */
  skewed<Item>(items: readonly Item[]): Item {
    const rank = Math.floor(flat * ((items.length + flat) / flat) ** this.unit()) - flat;
    return items[Math.min(items.length - 1, rank)] ?? nothing();
  }

  weighted<Item extends { readonly weight: number }>(items: readonly Item[]): Item {
    const total = items.reduce((sum, { weight }) => sum + weight, 0);
    let left = this.unit() * total;
    for (const item of items) {
      left -= item.weight;
      if (left < 0) return item;
    }
    return items.at(-1) ?? nothing();
  }
}

const flat = 15;

function nothing(): never {
  throw new RangeError('nothing to choose from');
}
