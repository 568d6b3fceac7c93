import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CrossReferences, crossReferenceLimits } from '../../src/readers/bibtexCrossReferences.ts';
import type { BibtexEntry } from '../../src/readers/bibtexEntries.ts';

function entry(type: string, key: string, fields: Readonly<Record<string, string>>, text = ''): BibtexEntry {
  return { type, key, fields: new Map(Object.entries(fields)), line: 1, text };
}

/** What comes out, by key: the fields of an entry, or why it is a reject. */
function resolved(entries: readonly BibtexEntry[]): Readonly<Record<string, unknown>> {
  const references = new CrossReferences();
  const found = [...entries.flatMap((one) => [...references.take(one)]), ...references.end()];
  return Object.fromEntries(
    found.map((item) =>
      'reject' in item
        ? [item.reject.locator.key, item.reject.reason]
        : [item.key, Object.fromEntries(item.fields)],
    ),
  );
}

const paper = entry('inproceedings', 'paper', { title: 'Paper', crossref: 'Volume' });
const volume = entry('proceedings', 'volume', {
  title: 'Volume',
  subtitle: 'First Half',
  author: 'Nobody',
  editor: 'Editor, Edith',
  year: '2001',
  doi: '10.1000/182',
  url: 'https://example.org',
  abstract: 'Of the volume',
});

describe('a part of a whole', () => {
  test('takes over what is true of it, too', () => {
    expect(resolved([paper, volume])['paper']).toEqual({
      title: 'Paper',
      crossref: 'Volume',
      booktitle: 'Volume',
      booksubtitle: 'First Half',
      editor: 'Editor, Edith',
      year: '2001',
    });
  });

  test('keeps what it has itself, and its own year without the whole’s month', () => {
    const own = entry('inproceedings', 'own', { crossref: 'volume', booktitle: 'Own', date: '2002-03' });
    const fields = resolved([own, volume])['own'];
    expect(fields).toMatchObject({ booktitle: 'Own', date: '2002-03' });
    expect(fields).not.toHaveProperty('year');
  });

  test('of a classic proceedings entry, whose booktitle is there to be inherited, takes that', () => {
    const classic = entry('proceedings', 'volume', { title: 'Long Title', booktitle: 'Short Title' });
    expect(resolved([paper, classic])['paper']).toMatchObject({ booktitle: 'Short Title' });
  });

  test.each([
    ['periodical', 'article', 'journaltitle'],
    ['mvproceedings', 'proceedings', 'maintitle'],
    ['book', 'inbook', 'booktitle'],
  ])('of a %s takes its title, as an %s, for its %s', (whole, part, field) => {
    const fields = resolved([
      entry(part, 'part', { crossref: 'whole' }),
      entry(whole, 'whole', { title: 'Whole' }),
    ])['part'];
    expect(fields).toEqual({ crossref: 'whole', [field]: 'Whole' });
  });

  test('goes without where there is no such whole', () => {
    expect(resolved([paper])).toEqual({ paper: { title: 'Paper', crossref: 'Volume' } });
  });
});

test('data entries give all their fields, and are no publications', () => {
  const data = entry('xdata', 'data', { publisher: 'ACM', doi: '10.1000/182' });
  const article = entry('article', 'article', { title: 'Title', publisher: 'Own', xdata: 'data, nowhere' });
  expect(resolved([article, data])).toEqual({
    article: { title: 'Title', publisher: 'Own', doi: '10.1000/182', xdata: 'data, nowhere' },
  });
});

test('the order of the entries does not matter', () => {
  const entries = [
    paper,
    volume,
    entry('inproceedings', 'deep', { title: 'Deep', crossref: 'half' }),
    entry('proceedings', 'half', { title: 'Half', crossref: 'series', xdata: 'data' }),
    entry('mvproceedings', 'series', { title: 'Series', publisher: 'IEEE' }),
    entry('xdata', 'data', { location: 'Vienna' }),
    entry('inproceedings', 'orphan', { title: 'Orphan', crossref: 'nowhere' }),
    entry('proceedings', 'round', { title: 'Round', crossref: 'and-round' }),
    entry('proceedings', 'and-round', { title: 'And round', crossref: 'round' }),
    entry('proceedings', 'self', { title: 'Self', crossref: 'SELF' }),
    entry('inproceedings', 'beside', { title: 'Beside', crossref: 'round' }),
  ];
  const expected = resolved(entries);
  expect(expected['deep']).toMatchObject({
    booktitle: 'Half',
    maintitle: 'Series',
    location: 'Vienna',
    publisher: 'IEEE',
  });
  expect(expected['self']).toContain('in a circle: self → self');
  expect(expected['round']).toContain('round → and-round → round');
  expect(expected['beside']).toEqual({ title: 'Beside', crossref: 'round' });
  expect(Object.keys(expected)).toHaveLength(10);
  fc.assert(
    fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
      expect(resolved(shuffled)).toEqual(expected);
    }),
  );
});

describe('what is held is bounded', () => {
  const megabyte = 'x'.repeat(1024 * 1024);

  test('the longest waiting go without when too many wait', () => {
    const references = new CrossReferences();
    const count = Math.ceil(crossReferenceLimits.waiting / megabyte.length);
    const early: string[] = [];
    for (let n = 0; n < count; n++) {
      const child = entry('inproceedings', `child${n}`, { title: `${n}`, crossref: 'volume' }, megabyte);
      early.push(...[...references.take(child)].map(({ key }) => key));
    }
    expect(early.length).toBeGreaterThan(0);
    expect(early).toEqual(early.map((_, n) => `child${n}`));
    const late = [...references.take(volume)];
    expect(late).toHaveLength(1 + count - early.length);
    expect(late.slice(1).every(({ fields }) => fields.get('booktitle') === 'Volume')).toBe(true);
  });

  test('the oldest parents are forgotten when there are too many', () => {
    const references = new CrossReferences();
    const count = Math.ceil(crossReferenceLimits.parents / megabyte.length) + 1;
    for (let n = 0; n < count; n++) {
      for (const _ of references.take(entry('proceedings', `volume${n}`, { title: megabyte }))) {
        // Each comes out at once; it is what is kept of it that counts here.
      }
    }
    const child = (of: string) => entry('inproceedings', `of-${of}`, { title: 'T', crossref: of });
    expect([...references.take(child(`volume${count - 1}`))]).toHaveLength(1);
    expect([...references.take(child('volume0'))]).toHaveLength(0);
    expect([...references.end()]).toHaveLength(1);
  });

  test.each([
    ['a chain', (n: number, of: number) => (n + 1 === of ? 'nowhere' : `entry${n + 1}`)],
    ['a circle', (n: number, of: number) => `entry${(n + 1) % of}`],
    ['a star', () => 'entry0'],
  ])('%s of ten thousand takes a moment', (_, next) => {
    const count = 10_000;
    const start = performance.now();
    const found = resolved(
      Array.from({ length: count }, (_, n) =>
        entry('proceedings', `entry${n}`, { title: 'T', crossref: next(n, count) }),
      ),
    );
    expect(Object.keys(found)).toHaveLength(count);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
