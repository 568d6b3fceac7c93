import type { AuthorMention } from '../record.ts';
import { institutionNameKey, type ResolvedInstitution, resolveInstitution } from './institutionKey.ts';

/** That authors of a publication were at an institution when they wrote it. */
export interface Affiliation {
  readonly institution: ResolvedInstitution;
  /** Places of the authors, 0-based, as shown; ascending. */
  readonly orders: readonly number[];
  /** As the sources have it. */
  readonly forms: readonly string[];
}

interface StatedAffiliation {
  readonly institution: ResolvedInstitution;
  readonly form: string;
}

/**
 * The institutions of a publication, each once, by their keys. Of each person that source is taken which names institutions
 * by identifiers, else the first that names any, for a union would hold most of them twice. A bare name is taken for the
 * institution that has it elsewhere in the same publication, if that is one.
 * @param people each as all sources mention them, the most trusted source first
 */
export function mergeAffiliations(people: readonly (readonly AuthorMention[])[]): readonly Affiliation[] {
  const stated = people.map(affiliationsOf);
  const identified = new Map<string, ResolvedInstitution | undefined>();
  for (const { institution } of stated.flat()) {
    if (!isIdentified(institution)) continue;
    const { nameKey, key } = institution;
    const before = identified.get(nameKey);
    const another = identified.has(nameKey) && before?.key !== key;
    identified.set(nameKey, another ? undefined : institution);
  }
  const merged = new Map<string, Affiliation>();
  for (const [order, ofPerson] of stated.entries()) {
    for (const { institution: named, form } of ofPerson) {
      const institution = isIdentified(named) ? named : (identified.get(named.nameKey) ?? named);
      const before = merged.get(institution.key);
      merged.set(institution.key, {
        institution: before === undefined ? institution : together(before.institution, institution),
        orders: [...new Set([...(before?.orders ?? []), order])],
        forms: [...new Set([...(before?.forms ?? []), form])].sort(),
      });
    }
  }
  return [...merged.values()].sort((a, b) => (a.institution.key < b.institution.key ? -1 : 1));
}

/** How the institutions of each author of a publication are compared, by the author's place. */
export function institutionsByPlace(
  affiliations: readonly { readonly name: string; readonly orders: readonly number[] }[],
): ReadonlyMap<number, readonly string[]> {
  const places = new Map<number, string[]>();
  for (const { name, orders } of affiliations) {
    const key = institutionNameKey(name);
    if (key === undefined) continue;
    for (const order of orders) {
      const keys = places.get(order);
      if (keys === undefined) places.set(order, [key]);
      else if (!keys.includes(key)) keys.push(key);
    }
  }
  return places;
}

function affiliationsOf(mentions: readonly AuthorMention[]): readonly StatedAffiliation[] {
  const lists = mentions.map(({ affiliations = [] }) =>
    affiliations.flatMap((mention): StatedAffiliation[] => {
      const institution = resolveInstitution(mention);
      return institution === undefined ? [] : [{ institution, form: mention.name }];
    }),
  );
  return (
    lists.find((list) => list.some(({ institution }) => isIdentified(institution))) ??
    lists.find((list) => list.length > 0) ??
    []
  );
}

function isIdentified({ key }: ResolvedInstitution): boolean {
  return !key.startsWith('name:');
}

function together(a: ResolvedInstitution, b: ResolvedInstitution): ResolvedInstitution {
  const lesser = (one: string | undefined, other: string | undefined) =>
    one === undefined || other === undefined ? (one ?? other) : one < other ? one : other;
  return {
    ...a,
    name: lesser(a.name, b.name) ?? a.name,
    openalexId: lesser(a.openalexId, b.openalexId),
    countryCode: lesser(a.countryCode, b.countryCode),
  };
}
