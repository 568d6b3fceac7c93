import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanTitle, sortTitle, titleKey } from '../../src/normalise/title.ts';

describe('a title is shown without what bibliographies put around it', () => {
  test.each([
    ['  Attention  is\n all you need. ', 'Attention is all you need'],
    ['"Why Should I Trust You?"', 'Why Should I Trust You?'],
    ['“Deep Learning.”', 'Deep Learning'],
    ['„Über Sprache“.', 'Über Sprache'],
    ['[A translated title.]', 'A translated title'],
    ['"Quoted" and "quoted"', '"Quoted" and "quoted"'],
    [
      '“Why Should I Trust You?”: Explaining Predictions',
      '“Why Should I Trust You?”: Explaining Predictions',
    ],
    ['Migration to the U.S.', 'Migration to the U.S.'],
    ['To be continued...', 'To be continued...'],
    ['Reply to Smith et al.', 'Reply to Smith et al.'],
    ['Lookahead Optimizer: $k$ steps forward', 'Lookahead Optimizer: $k$ steps forward'],
    ['.', '.'],
    ['""', '""'],
  ])('%j', (stated, shown) => {
    expect(cleanTitle(stated)).toBe(shown);
  });
});

describe('titles that differ only in how they are written have one key', () => {
  test.each([
    ['Attention Is All You Need', 'attention is all you need.'],
    [
      'BERT: Pre-training of Deep Bidirectional Transformers',
      'BERT: pretraining of deep bidirectional transformers',
    ],
    ['Flexible Multi-task Networks', 'Flexible multitask networks'],
    ['Flexible Multi-task Networks', 'Flexible multi task networks'],
    ['State-of-the-art Parsing', 'State of the Art Parsing'],
    ['Naïve Bayes — revisited', 'Naive Bayes: Revisited'],
    ['TNF-α in mice', 'TNF-$\\alpha$ in mice'],
    ['TNF-α in mice', 'TNF-alpha in mice'],
    ['Search & Rescue', 'Search and Rescue'],
    ['H$_2$O on Mars', 'H₂O on Mars'],
    ['Solving $\\mathcal{O}(n^{2})$ problems', 'Solving O(n²) problems'],
    ['Schrödinger’s cat', "Schrodinger's Cat"],
    ['The “Why” Question', 'The Why question'],
    ["On Erd\\H{o}s-R\\'enyi graphs", 'On Erdős–Rényi graphs'],
    ["{\\L}o\\'{s}'s \\\"Uber-theorem for $\\dot{x}$", 'Łoś’s Über-theorem for $\\dot{x}$'],
  ])('%j and %j', (a, b) => {
    expect(titleKey(a)).toBe(titleKey(b));
    expect(titleKey(a)).not.toBe('');
  });

  test.each([
    ['Deep Learning', 'Deep Learning: A Review'],
    ['Part 1', 'Part 2'],
    ['C++ in practice', 'C in practise'],
    ['On α-stable laws', 'On β-stable laws'],
    ['深度学习', '机器学习'],
  ])('%j and %j stay two', (a, b) => {
    expect(titleKey(a)).not.toBe(titleKey(b));
  });

  test('words of Greek are words, not symbols', () => {
    expect(titleKey('Η γλώσσα')).toBe('eta glossa');
  });
});

describe('order', () => {
  test.each([
    ['The Art of Computer Programming', 'art of computer programming'],
    ['A Mathematical Theory', 'mathematical theory'],
    ['“An Essay”', 'essay'],
    ['A', 'a'],
    ['Theory of Everything', 'theory of everything'],
    ['A* search', 'a search'],
    ['Émile', 'emile'],
    ['…?!', '…?!'],
  ])('%j goes by %j', (title, sorted) => {
    expect(sortTitle(title)).toBe(sorted);
  });

  test('a title of any length fits an index', () => {
    expect(sortTitle('王'.repeat(100_000)).length).toBe(500);
  });
});

// any-ascii unpacks each block of Unicode when it first meets it.
describe('whatever the title', { timeout: 60_000 }, () => {
  const title = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.string({ unit: 'grapheme', maxLength: 100 }),
    fc
      .array(fc.constantFrom('pre-', 'multi', '$', '\\alpha', '{', 'α', 'É', ' ', 'the', '"', '.', 're', 'a'))
      .map((parts) => parts.join('')),
  );

  test('the key is folded words, and does not change with case, spaces or a full stop', () => {
    fc.assert(
      fc.property(title, (text) => {
        const key = titleKey(text);
        expect(key).toMatch(/^(?:[a-z\d]+(?: [a-z\d]+)*)?$/);
        expect(titleKey(`  ${text} . `)).toBe(key);
      }),
    );
  });

  test('cleaning and folding twice changes nothing more', () => {
    fc.assert(
      fc.property(title, (text) => {
        expect(titleKey(titleKey(text))).toBe(titleKey(text));
        expect(cleanTitle(cleanTitle(text)).length).toBeLessThanOrEqual(cleanTitle(text).length);
        expect(titleKey(cleanTitle(text))).toBe(titleKey(text));
      }),
    );
  });
});
