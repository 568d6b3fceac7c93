/** How far two ways to group the same mentions agree. */
export interface Agreement {
  readonly precision: number;
  readonly recall: number;
  /** The harmonic mean of the two. */
  readonly f1: number;
}

export interface Agreements {
  readonly mentions: number;
  /** By the answers. */
  readonly people: number;
  /** As found. */
  readonly groups: number;
  /**
   * Averaged over mentions: of a mention's group, the share that is the same person's, and of the person's mentions the
   * share that is in the group (Bagga and Baldwin, 'Entity-based cross-document coreferencing using the vector space
   * model', COLING-ACL 1998).
   */
  readonly bCubed: Agreement;
  /** Of the pairs in one group those of one person, and of the pairs of one person those in one group. */
  readonly pairwise: Agreement;
}

/** @param groups as found: for each mention, who it really is; undefined where that is not known, which counts nowhere */
export function agreements(groups: readonly (readonly (string | undefined)[])[]): Agreements {
  const known = groups
    .map((group) => group.filter((person) => person !== undefined))
    .filter((group) => group.length > 0);
  const sizes = counts(known.flat());
  let mentions = 0;
  let precision = 0;
  let recall = 0;
  let joined = 0;
  let rightlyJoined = 0;
  for (const group of known) {
    mentions += group.length;
    joined += pairs(group.length);
    for (const [person, count] of counts(group)) {
      rightlyJoined += pairs(count);
      precision += (count * count) / group.length;
      recall += (count * count) / (sizes.get(person) ?? count);
    }
  }
  const together = [...sizes.values()].reduce((sum, size) => sum + pairs(size), 0);
  return {
    mentions,
    people: sizes.size,
    groups: known.length,
    bCubed: agreement(precision / mentions, recall / mentions),
    pairwise: agreement(rightlyJoined / joined, rightlyJoined / together),
  };
}

/** Nothing to find is nothing missed. */
function agreement(precision: number, recall: number): Agreement {
  const [p, r] = [precision, recall].map((share) => (Number.isNaN(share) ? 1 : share));
  if (p === undefined || r === undefined || p + r === 0) return { precision: 0, recall: 0, f1: 0 };
  return { precision: p, recall: r, f1: (2 * p * r) / (p + r) };
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

function counts(values: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}
