import type { Profile } from './authorEvidence.ts';
import { byFeature } from './byFeature.ts';
import { candidatePairs } from './candidatePairs.ts';

/** Profiles above which pairs are looked up by what they share instead of compared each with each. */
const exhaustiveLimit = 300;

/** Venues, topics, and institutions, of a profile that others are looked up by. */
const mostOfAKind = 20;

/**
 * The pairs of people of a name block that are worth comparing, round after round while people are joined: each pair comes
 * once, and again only when one of the two has become another profile.
 */
export class AuthorPairs {
  /** Those of the round before; undefined in the first. */
  #before: ReadonlySet<Profile> | undefined;
  /** Where not each is compared with each: what each has been compared with. */
  #compared: WeakMap<Profile, Set<Profile>> | undefined;

  /** @param profiles all there are now, in an order that does not depend on the import */
  *of(profiles: readonly Profile[]): Generator<readonly [Profile, Profile], void, undefined> {
    if (this.#before === undefined && profiles.length > exhaustiveLimit) this.#compared = new WeakMap();
    if (profiles.length > exhaustiveLimit) yield* this.#bySharing(profiles);
    else {
      for (const [place, a] of profiles.entries()) {
        for (let at = place + 1; at < profiles.length; at++) {
          const b = profiles[at];
          if (b !== undefined && this.#isNew(a, b)) yield [a, b];
        }
      }
    }
    this.#before = new Set(profiles);
  }

  *#bySharing(profiles: readonly Profile[]): Generator<readonly [Profile, Profile], void, undefined> {
    for (const features of [
      (profile: Profile) => [...profile.coauthors.keys()],
      (profile: Profile) =>
        first(profile.venues).flatMap((place) => first(profile.topics).map((about) => `${place} ${about}`)),
      (profile: Profile) => first(profile.institutions),
      // Equal full names of a rare family need nothing else.
      (profile: Profile) => [...profile.names.keys()],
    ]) {
      for (const members of byFeature(profiles, features).values()) {
        for (const [one, other] of candidatePairs(members)) {
          const [a, b] = [profiles[one], profiles[other]];
          if (a !== undefined && b !== undefined && this.#isNew(a, b)) yield [a, b];
        }
      }
    }
  }

  #isNew(a: Profile, b: Profile): boolean {
    if (this.#compared === undefined) return !(this.#before?.has(a) && this.#before.has(b));
    const others = this.#compared.get(a);
    if (others === undefined) this.#compared.set(a, new Set([b]));
    else if (others.has(b)) return false;
    else others.add(b);
    return true;
  }
}

function first(counts: ReadonlyMap<string, number>): string[] {
  return [...counts.keys()].sort().slice(0, mostOfAKind);
}
