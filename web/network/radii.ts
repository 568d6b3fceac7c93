/** Pixels of the radius of the smallest node, and how many more the largest has. */
const [least, room] = [4, 14];
/** So many nodes have room beside each other; where there are more, each is smaller. */
const roomy = 150;

/** Radii of nodes in pixels: what is more than the smallest node says the number by its area. */
export function radii(numbers: Iterable<readonly [key: string, value: number]>): (key: string) => number {
  const values = new Map(numbers);
  let most = 1;
  for (const value of values.values()) most = Math.max(most, value);
  const scale = Math.min(1, Math.sqrt(roomy / values.size));
  return (key) => Math.max(1, scale * (least + room * Math.sqrt((values.get(key) ?? 0) / most)));
}
