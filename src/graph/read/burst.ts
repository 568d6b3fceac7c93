/** How many of all items of a step were about one thing. */
export interface Step {
  readonly at: number;
  readonly count: number;
  readonly total: number;
}

export interface Burst {
  /** The first and the last step, both of it. */
  readonly from: number;
  readonly to: number;
  /** How much better the higher rate explains these steps, in natural units of information. */
  readonly weight: number;
}

export interface BurstOptions {
  /** How many times the usual rate the rate of a burst is; above 1. Kleinberg's s. */
  readonly factor: number;
  /** How hard it is to enter a burst; the higher, the fewer bursts. Kleinberg's γ. */
  readonly reluctance: number;
}

/**
 * Bursts of a thing among batches, by Kleinberg's automaton with two states: Kleinberg, J. (2003). Bursty and
 * hierarchical structure in streams. Data Mining and Knowledge Discovery 7, section 4. In the lower state an item is
 * about the thing with its overall rate p, in the upper one with s·p; entering the upper one costs γ·ln(steps), leaving
 * it nothing. The cheapest sequence of states is found by dynamic programming (Viterbi 1967).
 * @param steps in their order
 */
export function bursts(steps: readonly Step[], { factor, reluctance }: BurstOptions): Burst[] {
  const total = steps.reduce((sum, step) => sum + step.total, 0);
  const count = steps.reduce((sum, step) => sum + step.count, 0);
  if (count === 0 || count === total) return [];
  const low = count / total;
  const high = Math.min(factor * low, 1 - (1 - low) / 1_000);
  const entering = reluctance * Math.log(steps.length);
  // The binomial coefficients are the same in both states, so they are left out.
  const cost = ({ count: hits, total: all }: Step, rate: number) =>
    -(hits * Math.log(rate) + (all - hits) * Math.log1p(-rate));

  let lowCost = 0;
  let highCost = Number.POSITIVE_INFINITY;
  /** For each step and state, whether the step before was in the upper state. */
  const cameFrom: { low: boolean; high: boolean }[] = [];
  for (const step of steps) {
    const fromHigh = { low: highCost < lowCost, high: highCost <= lowCost + entering };
    const nextLow = Math.min(lowCost, highCost) + cost(step, low);
    highCost = Math.min(highCost, lowCost + entering) + cost(step, high);
    lowCost = nextLow;
    cameFrom.push(fromHigh);
  }
  const upper = new Set<Step>();
  let inUpper = highCost < lowCost;
  for (let at = steps.length - 1; at >= 0; at -= 1) {
    const [step, from] = [steps[at], cameFrom[at]];
    if (step === undefined || from === undefined) break;
    if (inUpper) upper.add(step);
    inUpper = inUpper ? from.high : from.low;
  }

  const found: { from: number; to: number; weight: number }[] = [];
  let open: { from: number; to: number; weight: number } | undefined;
  for (const step of steps) {
    if (!upper.has(step)) {
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = { from: step.at, to: step.at, weight: 0 };
      found.push(open);
    }
    open.to = step.at;
    open.weight += cost(step, low) - cost(step, high);
  }
  return found;
}
