import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pieces } from '../../web/parts/mathematics.ts';

const mathematics = (text: string) =>
  pieces(text).flatMap(({ kind, text: tex }) => (kind === 'mathematics' ? [tex] : []));

describe('mathematics in a text', () => {
  test.each([
    ['falls by $17\\%$ compared', ['17\\%']],
    ['of $O(n \\log n)$, and $x$.', ['O(n \\log n)', 'x']],
    ['as \\(a^2\\) or \\[b^2\\] or $$c^2$$', ['a^2', 'b^2', 'c^2']],
    ['costs $5 and $6', []],
    ['costs $5 or 6$', ['5 or 6']],
    ['a \\$5 note and \\$6', []],
    ['<script>alert(1)</script>', []],
    ['an open $x', []],
  ])('%s', (text, expected) => {
    expect(mathematics(text)).toEqual(expected);
  });

  test('nothing of a text is lost but the delimiters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('$', '\\', '(', ')', '[', ']', ' ', '1', 'a', '<') }),
        (text) => {
          const without = (value: string) => value.replace(/[$\\()[\]]/g, '');
          expect(
            without(
              pieces(text)
                .map((piece) => piece.text)
                .join(''),
            ),
          ).toBe(without(text));
        },
      ),
    );
  });
});
