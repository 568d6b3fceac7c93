/** Pixels of the width of a tie by so many publications: told apart while they are few, and bounded. */
export const widthOf = (publications: number): number =>
  Math.min(7, 1 + 1.2 * Math.sqrt(Math.max(0, publications - 1)));
