import { backbone } from './disparity.ts';
import type { Tie } from './network.ts';

export interface Thinning {
  /** 1 keeps every tie. */
  readonly minPublications: number;
  /** 0 keeps every tie. */
  readonly minWeight: number;
  /** The level of significance of the disparity filter; absent where it is not wanted. */
  readonly alpha?: number | undefined;
  /** Of each node, only so many of its strongest ties, and those that are among the strongest of the other end. */
  readonly top?: number | undefined;
}

/** Whether which ties stay depends on the others. */
export function isRelative({ alpha, top }: Thinning): boolean {
  return alpha !== undefined || top !== undefined;
}

/**
 * Weak ties first, then the backbone of what is left, then the strongest of each node.
 * @param edges the strongest first
 */
export function thinned<Edge extends Tie>(edges: readonly Edge[], thinning: Thinning): Edge[] {
  const { alpha, top } = thinning;
  const strong = edges.filter((edge) => isStrong(edge, thinning));
  const significant = alpha === undefined ? strong : backbone(strong, alpha);
  return top === undefined ? significant : strongestOfEach(significant, top);
}

export function isStrong(
  { publicationCount, weight }: Tie,
  { minPublications, minWeight }: Thinning,
): boolean {
  return publicationCount >= minPublications && weight >= minWeight;
}

function strongestOfEach<Edge extends Tie>(edges: readonly Edge[], top: number): Edge[] {
  const kept = new Map<string, number>();
  return edges.filter(({ a, b }) => {
    const [ofA, ofB] = [kept.get(a) ?? 0, kept.get(b) ?? 0];
    kept.set(a, ofA + 1);
    kept.set(b, ofB + 1);
    return ofA < top || ofB < top;
  });
}

/** The strongest first; ties in the strict sense by the ids, so that the order is the same in every answer. */
export function strongestFirst(x: Tie, y: Tie): number {
  return (
    y.publicationCount - x.publicationCount || y.weight - x.weight || compared(x.a, y.a) || compared(x.b, y.b)
  );
}

/** By code units: the same in every locale. */
export function compared(x: string, y: string): number {
  return x < y ? -1 : x > y ? 1 : 0;
}
