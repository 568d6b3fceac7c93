import type { Tie } from './network.ts';

/**
 * The multiscale backbone: Serrano, Boguñá and Vespignani, 'Extracting the multiscale backbone of complex weighted
 * networks', PNAS 106(16), 2009. Of a node of degree k whose ties weigh s together, a tie of weight w is as likely as
 * (1 − w/s)^(k − 1) to be so strong if the weight were spread at random. It stays where that is below `alpha` at
 * either end. A tie that is its node's only one says nothing about that node, so there the other end decides; where it
 * is the only one of both, it stays, as nothing speaks against it.
 *
 * @param edges all ties among the nodes; of a part, it is the backbone of that part
 * @param alpha the level of significance, above 0 and at most 1
 */
export function backbone<Edge extends Pick<Tie, 'a' | 'b' | 'weight'>>(
  edges: readonly Edge[],
  alpha: number,
): Edge[] {
  const strength = new Map<string, number>();
  const degree = new Map<string, number>();
  for (const { a, b, weight } of edges) {
    for (const end of [a, b]) {
      strength.set(end, (strength.get(end) ?? 0) + weight);
      degree.set(end, (degree.get(end) ?? 0) + 1);
    }
  }
  return edges.filter((edge) => {
    const [a, b] = [edge.a, edge.b].map((end) => ({ k: degree.get(end) ?? 0, s: strength.get(end) ?? 0 }));
    if (a === undefined || b === undefined) return false;
    if (a.k < 2 && b.k < 2) return true;
    return [a, b].some(({ k, s }) => k > 1 && significance(edge.weight, s, k) < alpha);
  });
}

/** The probability of so strong a tie by chance: α in the paper. */
export function significance(weight: number, strength: number, degree: number): number {
  return (1 - weight / strength) ** (degree - 1);
}
