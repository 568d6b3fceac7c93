/** Radius of the smallest node. */
const least = 4;

/** Radii of nodes in pixels: what is more than the smallest node says the number by its area. */
export function radii(
  numbers: Iterable<readonly [key: string, value: number]>,
  room = 12,
): (key: string) => number {
  const values = new Map(numbers);
  let most = 1;
  for (const value of values.values()) most = Math.max(most, value);
  return (key) => least + room * Math.sqrt((values.get(key) ?? 0) / most);
}
