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
