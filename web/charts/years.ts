/** Every year from the first to the last, so that years without anything are seen as such. */
export function everyYear(values: readonly { readonly year: number; readonly count: number }[]): {
  readonly years: number[];
  readonly counts: number[];
} {
  const counts = new Map(values.map(({ year, count }) => [year, count]));
  const known = [...counts.keys()];
  if (known.length === 0) return { years: [], counts: [] };
  const first = Math.min(...known);
  const last = Math.max(...known);
  // A slip such as the year 1203 must not make a thousand columns.
  if (last - first > 150) {
    const years = known.sort((a, b) => a - b);
    return { years, counts: years.map((year) => counts.get(year) ?? 0) };
  }
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return { years, counts: years.map((year) => counts.get(year) ?? 0) };
}

/** Years that stand together, from the first to the last of them, and how many things they have. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** All years in at most ten spans as long as each other, so that each can be hit by a finger. */
export function spans(values: readonly { readonly year: number; readonly count: number }[]): readonly Span[] {
  const years = values.map(({ year }) => year);
  if (years.length === 0) return [];
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const within = (start: number, length: number) => Math.floor(start / length) * length;
  const lengths = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const length = lengths.find((each) => (within(last, each) - within(first, each)) / each < 10) ?? 1000;
  const found: Span[] = [];
  for (let start = within(first, length); start <= last; start += length) {
    const [from, to] = [Math.max(first, start), Math.min(last, start + length - 1)];
    const count = values.reduce(
      (sum, { year, count: of }) => (year >= from && year <= to ? sum + of : sum),
      0,
    );
    found.push({ from, to, count });
  }
  return found;
}
