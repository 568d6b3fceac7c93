/** The places of the items that have each feature, in their order. */
export function byFeature<Item>(
  items: readonly Item[],
  featuresOf: (item: Item, place: number) => readonly string[],
): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [place, item] of items.entries()) {
    for (const feature of new Set(featuresOf(item, place))) {
      const list = places.get(feature);
      if (list === undefined) places.set(feature, [place]);
      else list.push(place);
    }
  }
  return places;
}
