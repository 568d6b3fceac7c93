interface Point {
  readonly x: number;
  readonly y: number;
}

/** The convex hull, by the monotone chain of Andrew (1979). */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (from: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of from) {
      for (;;) {
        const [a, b] = chain.slice(-2);
        if (a === undefined || b === undefined) break;
        if ((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain;
  };
  if (sorted.length < 3) return sorted;
  return [...half(sorted).slice(0, -1), ...half(sorted.reverse()).slice(0, -1)];
}

/** Whether a point is in a convex hull, or on its rim. */
export function isInside(rim: readonly Point[], { x, y }: Point): boolean {
  if (rim.length < 3) return false;
  return rim.every((from, at) => {
    const to = rim[(at + 1) % rim.length] ?? from;
    return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) >= 0;
  });
}
