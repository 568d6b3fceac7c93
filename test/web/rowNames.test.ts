import { expect, test } from 'vitest';
import { inTwoLines } from '../../web/charts/options.ts';

test.each([
  ['arXiv', 'arXiv'],
  ['International Conference on Machine Learning', 'International Conference on\nMachine Learning'],
  [
    'International Conference on Learning Representations',
    'International Conference on\nLearning Representations',
  ],
  [
    'Conference of the European Chapter of the Association for Computational Linguistics',
    'Conference of the European\nChapter of the Association…',
  ],
  // Nowhere to break.
  ['Donaudampfschifffahrtsgesellschaft', 'Donaudampfschifffahrtsgesel…'],
])('the name before a row: %s', (name, lines) => {
  expect(inTwoLines(name)).toBe(lines);
});
