import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isStatedBy,
  restated,
  type Worded,
  type Wording,
  withoutImport,
} from '../../src/resolve/wordings.ts';

const aWording: fc.Arbitrary<Wording> = fc
  .tuple(fc.constantFrom('one', 'two', 'three'), fc.option(fc.constantFrom('A', 'B', 'C')))
  .map(([text, id]) => (id === null ? { text } : { text, imports: [id] }));

function stated(wordings: readonly Wording[]): Worded | undefined {
  return wordings.reduce<Worded | undefined>((before, wording) => restated(before, wording), undefined);
}

describe('what is kept of an entry', () => {
  test('without an import is as if that had never stated it, whatever came before and after', () => {
    fc.assert(
      fc.property(fc.array(aWording, { maxLength: 8 }), fc.constantFrom('A', 'B', 'C'), (wordings, id) => {
        const entry = stated(wordings);
        const others = stated(wordings.filter(({ imports }) => !imports?.includes(id)));
        expect(entry && withoutImport(entry, id)).toEqual(others);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is the same when the same is stated again, and is what was stated last', () => {
    fc.assert(
      fc.property(fc.array(aWording, { maxLength: 8 }), aWording, (wordings, last) => {
        const once = stated([...wordings, last]);
        expect(stated([...wordings, last, last])).toEqual(once);
        expect(once?.text).toBe(last.text);
      }),
    );
  });

  test('is forgotten where it can never come up again', () => {
    expect(stated([{ text: 'one', imports: ['A'] }, { text: 'two' }])).toEqual({ text: 'two' });
    expect(stated([{ text: 'one', imports: ['A'] }, { text: 'one' }])).toEqual({ text: 'one' });
  });

  test('is bounded: the oldest of ten earlier wordings stays, and what fifty imports state', () => {
    const often = stated(Array.from({ length: 20 }, (_, n) => ({ text: `${n}`, imports: [`${n}`] })));
    expect(often?.earlier?.map(({ text }) => text)).toEqual(
      Array.from({ length: 10 }, (_, n) => `${18 - n}`),
    );
    expect(often?.earlier?.at(-1)).toEqual({ text: '9' });
    expect(often && isStatedBy(often, '9')).toBe(false);
    const same = Array.from({ length: 51 }, (_, n) => ({ text: 'same', imports: [`${n}`] }));
    expect(stated(same.slice(0, 50))?.imports).toHaveLength(50);
    expect(stated(same)).toEqual({ text: 'same' });
  });
});
