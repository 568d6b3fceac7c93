import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fragmentLimits, fragments } from '../../src/graph/read/highlight.ts';

/** The words that are marked, fragment by fragment. */
function marked(text: string, typed: string, fuzzy = false): string[][] {
  return fragments(text, { text: typed, options: { fuzzy } }).map((fragment) =>
    fragment.matches.map(({ start, end }) => fragment.text.slice(start, end)),
  );
}

describe('what is marked', () => {
  test.each<[string, string, string[]]>([
    ['The networks of a network', 'networking', ['networks', 'network']],
    ['Questions of an active question', '"active question"', ['active', 'question']],
    ['Łukasz and Jastrzębski', 'jastrzebski', ['Jastrzębski']],
    ['The start of startling words', 'start', ['start', 'startling']],
    ['The start of startling words', 'start words', ['start', 'words']],
    ['The cat and the hat', 'the cat', ['cat']],
    ['<script>alert("cat")</script>', 'cat', ['cat']],
  ])('%s: %s', (text, typed, words) => {
    expect(marked(text, typed)).toEqual([words]);
  });

  test('a near word only where near words count', () => {
    expect(marked('reinforcement learning', 'reenforcement')).toEqual([]);
    expect(marked('reinforcement learning', 'reenforcement', true)).toEqual([['reinforcement']]);
  });

  test('of a long text, the pieces with the most of it', () => {
    const filler = 'nothing to see here '.repeat(30);
    const text = `${filler}one needle. ${filler}a needle in the haystack of needles. ${filler}`;
    const [first, second] = fragments(text, { text: 'needle haystack', options: {} });
    expect(first?.matches).toHaveLength(1);
    expect(second?.matches).toHaveLength(3);
    expect(second?.text.length).toBeLessThanOrEqual(fragmentLimits.characters + 20);
    expect(second?.text).toContain('a needle in the haystack of needles.');
  });
});

test('whatever the text and the words, a fragment is a piece of the text, and its matches are words in it', () => {
  const words = fc.constantFrom(
    'network',
    'Networks',
    'graph',
    'é',
    '日本',
    '<b>',
    'a',
    '🙂',
    '-',
    'x'.repeat(80),
  );
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 120 }),
      fc.array(words, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (text, typed, fuzzy) => {
        const whole = text.join(' ');
        fc.pre(/[\p{L}\p{N}]/u.test(typed.join(' ')));
        const found = fragments(whole, { text: typed.join(' '), options: { fuzzy } });
        expect(found.length).toBeLessThanOrEqual(fragmentLimits.fragments);
        for (const fragment of found) {
          expect(whole.slice(fragment.offset, fragment.offset + fragment.text.length)).toBe(fragment.text);
          expect(fragment.matches.length).toBeGreaterThan(0);
          for (const { start, end } of fragment.matches)
            expect(fragment.text.slice(start, end)).toMatch(/^[\p{L}\p{M}\p{N}]+$/u);
        }
      },
    ),
  );
});
