import { compared } from './thin.ts';

interface Edge {
  readonly a: string;
  readonly b: string;
  readonly publicationCount: number;
}

export interface Chain<Tie> {
  readonly ids: readonly string[];
  /** One fewer than `ids`. */
  readonly ties: readonly Tie[];
}

export interface ChainsWanted {
  /** Chains of so many steps or fewer are left out. */
  readonly longerThan: number;
  readonly wanted: number;
}

/** Steps that a search takes before it gives up. */
const stepLimit = 200_000;
/** How much longer than the shortest a chain may be: further on, everybody is connected by everybody. */
const detourLimit = 3;

/**
 * Chains without repetition between two nodes, by length, and of one length those over the strongest ties first: depth
 * first for each length, and never into a node from which the other end is too far away. It takes at most `stepLimit`
 * steps.
 * @returns `exhausted`: whether it gave up before it had looked everywhere
 */
export function shortestChains<Tie extends Edge>(
  ties: readonly Tie[],
  from: string,
  to: string,
  { longerThan, wanted }: ChainsWanted,
): { readonly chains: readonly Chain<Tie>[]; readonly exhausted: boolean } {
  const neighbours = neighboursOf(ties);
  const left = distancesFrom(to, neighbours);
  const chains: Chain<Tie>[] = [];
  let steps = 0;
  for (let length = longerThan + 1; length <= longerThan + detourLimit; length += 1) {
    const search = (ids: readonly string[], used: readonly Tie[]) => {
      const here = ids.at(-1) ?? from;
      if (here === to) {
        if (used.length === length) chains.push({ ids, ties: used });
        return;
      }
      for (const { id, tie } of neighbours.get(here) ?? []) {
        if (chains.length >= wanted || steps >= stepLimit) return;
        steps += 1;
        const remaining = length - used.length - 1;
        const distance = left.get(id);
        if (distance === undefined || distance > remaining || ids.includes(id)) continue;
        if (id === to && remaining > 0) continue;
        search([...ids, id], [...used, tie]);
      }
    };
    search([from], []);
    if (chains.length >= wanted || steps >= stepLimit) break;
  }
  return { chains, exhausted: steps >= stepLimit };
}

type Neighbours<Tie> = ReadonlyMap<string, readonly { readonly id: string; readonly tie: Tie }[]>;

/** The strongest first. */
function neighboursOf<Tie extends Edge>(ties: readonly Tie[]): Neighbours<Tie> {
  const neighbours = new Map<string, { id: string; tie: Tie }[]>();
  const add = (from: string, id: string, tie: Tie) => {
    const known = neighbours.get(from);
    if (known === undefined) neighbours.set(from, [{ id, tie }]);
    else known.push({ id, tie });
  };
  for (const tie of ties) {
    add(tie.a, tie.b, tie);
    add(tie.b, tie.a, tie);
  }
  for (const known of neighbours.values()) {
    known.sort((x, y) => y.tie.publicationCount - x.tie.publicationCount || compared(x.id, y.id));
  }
  return neighbours;
}

function distancesFrom<Tie>(start: string, neighbours: Neighbours<Tie>): ReadonlyMap<string, number> {
  const distances = new Map([[start, 0]]);
  let frontier = [start];
  for (let distance = 1; frontier.length > 0; distance += 1) {
    const next: string[] = [];
    for (const from of frontier) {
      for (const { id } of neighbours.get(from) ?? []) {
        if (distances.has(id)) continue;
        distances.set(id, distance);
        next.push(id);
      }
    }
    frontier = next;
  }
  return distances;
}
