/** Members up to which every pair is compared. */
const exhaustive = 60;
/** Beyond that: how many of the following members each is compared with. */
const window = 15;

/**
 * The pairs of a group that are worth comparing. A large group is compared in a sliding window over its order, so that
 * the work grows with the group and not with its square (sorted neighbourhood method: Hernández and Stolfo, SIGMOD
 * 1995). Give the members in an order that puts likely matches side by side and does not depend on the import.
 */
export function* candidatePairs(members: readonly number[]): Generator<[number, number], void, undefined> {
  const reach = members.length <= exhaustive ? members.length : window;
  for (const [place, a] of members.entries()) {
    for (const b of members.slice(place + 1, place + 1 + reach)) yield [a, b];
  }
}
