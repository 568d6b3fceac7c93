import {
  type Color,
  converter,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  type Rgb,
  wcagContrast,
} from 'culori';
import { describe, expect, test } from 'vitest';
import { groupColours, inkOf, rimOf } from '../../web/parts/ink.ts';

/** Colours as they are seen by the simulation of Machado, Oliveira and Fernandes (2009), at full severity. */
const sights: Readonly<Record<string, (colour: Rgb) => Color>> = {
  'all colours': (colour) => colour,
  'no red (protanopia)': filterDeficiencyProt(1),
  'no green (deuteranopia)': filterDeficiencyDeuter(1),
  'no blue (tritanopia)': filterDeficiencyTrit(1),
};
/** By the colour difference CIEDE2000: 2 can just be seen side by side, 10 at a glance. */
const atAGlance = 10;
const difference = differenceCiede2000();
const rgb = converter('rgb');

describe.each(Object.entries(sights))('who sees %s', (_sight, seen) => {
  const between = (a: string, b: string) => {
    const [one, other] = [rgb(a), rgb(b)];
    if (one === undefined || other === undefined) throw new Error(`${a} or ${b} is no colour`);
    return difference(seen(one), seen(other));
  };

  test.each(['light', 'dark'] as const)(
    'tells communities apart at a glance, and from others: %s',
    (theme) => {
      const colours = [...groupColours, inkOf(theme).other];
      const near = colours.flatMap((one, at) =>
        colours
          .slice(at + 1)
          .filter((other) => between(one, other) < atAGlance)
          .map((other) => `${one} and ${other}: ${between(one, other).toFixed(1)}`),
      );
      expect(near).toEqual([]);
    },
  );

  test.each(['light', 'dark'] as const)('sees the steps of a heat map: %s', (theme) => {
    const { scale } = inkOf(theme);
    for (const [at, colour] of scale.slice(1).entries()) {
      expect(between(scale[at] ?? '', colour)).toBeGreaterThan(atAGlance);
    }
  });
});

test.each(['light', 'dark'] as const)(
  'text, marks, ties and what is in no community stand out from the ground: %s',
  (theme) => {
    const { ground, text, quiet, main, other, tie } = inkOf(theme);
    for (const colour of [text, quiet]) expect(wcagContrast(colour, ground)).toBeGreaterThan(4.5);
    for (const colour of [main, other, tie]) expect(wcagContrast(colour, ground)).toBeGreaterThan(3);
  },
);

test.each(['light', 'dark'] as const)(
  'a node stands out from the ground by its rim whatever its colour is (WCAG 1.4.11): %s',
  (theme) => {
    const ink = inkOf(theme);
    const faint = [...groupColours, ink.main, ink.other]
      .map((colour) => ({ colour, contrast: wcagContrast(rimOf(ink, colour), ink.ground) }))
      .filter(({ contrast }) => contrast < 3);
    expect(faint).toEqual([]);
  },
);
