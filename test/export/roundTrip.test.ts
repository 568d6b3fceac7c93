import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bibtex } from '../../src/export/bibtex.ts';
import { cslJson } from '../../src/export/cslJson.ts';
import type { ExportedPublication, ExportedPublications } from '../../src/export/publication.ts';
import { ris } from '../../src/export/ris.ts';
import { plainText } from '../../src/normalise/markup.ts';
import { bibtex as bibtexReader } from '../../src/readers/bibtex.ts';
import { cslJson as cslJsonReader } from '../../src/readers/cslJson.ts';
import type { Reader } from '../../src/readers/reader.ts';
import { ris as risReader } from '../../src/readers/ris.ts';
import { publicationTypes } from '../../src/record.ts';

async function* each(publications: readonly ExportedPublication[]): ExportedPublications {
  yield* publications;
}

async function text(parts: AsyncIterable<string>): Promise<string> {
  const all: string[] = [];
  for await (const part of parts) all.push(part);
  return all.join('');
}

/** What a reader makes of what a writer wrote, without where it stands. */
async function readBack(reader: Reader, written: string): Promise<unknown[]> {
  async function* bytes() {
    yield new TextEncoder().encode(written);
  }
  const found: unknown[] = [];
  for await (const item of reader.read({ uri: 'test', bytes: bytes() })) {
    if (!('record' in item)) throw new Error(`rejected: ${JSON.stringify(item)}\n${written}`);
    const { locator, ...record } = item.record;
    found.push({ key: locator.key, ...record });
  }
  return found;
}

/** Texts as the graph has them: what `plainText` leaves as it is. */
const words = (minLength: number) =>
  fc
    .oneof(
      fc.string({ minLength, maxLength: 40 }),
      fc.string({ unit: 'grapheme', minLength, maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            ...[
              '\\',
              '{',
              '}',
              '$',
              '$x_1^2$',
              '%',
              '&',
              '#',
              '_',
              '~',
              '^',
              '--',
              '---',
              "''",
              '``',
              '"',
              '<b>',
              'a < b',
              'and',
              '@article{x,',
              'Łukasz',
              'é',
              '中文',
              'ER  - ',
              'TY  - JOUR',
              '5',
              ', ',
              '\\LaTeX',
              '\\"o',
              'x',
            ],
          ),
          { minLength: Math.max(1, minLength), maxLength: 8 },
        )
        .map((parts) => parts.join(' ')),
    )
    .map((stated) => plainText(stated.replace(/[\uE000\uE001]/g, '')))
    .filter((stated) => plainText(stated) === stated && stated.length >= minLength && /\p{L}/u.test(stated));

const name = fc.constantFrom(
  { family: 'Gesmundo', given: 'Andrea' },
  { family: 'Berg', given: 'J. A.', particle: 'van der' },
  { family: 'King', given: 'Martin Luther', suffix: 'Jr.' },
  { family: 'Jastrzębski', given: 'Stanisław Kamil' },
  { family: 'Wang', given: 'Wei', homonym: '0001' },
  { family: 'Sand and Sons', given: 'Barnes' },
  { family: "O'Neil, of Oz", given: 'Pat' },
  { literal: 'DeepMind & Google, Inc.' },
  { literal: 'The {Brace} Team' },
  { literal: 'Prince' },
);

const author = fc.record(
  {
    name,
    identifiers: fc.constant([{ scheme: 'orcid' as const, value: '0000-0002-1825-0097' }]),
    corresponding: fc.constant(true as const),
  },
  { requiredKeys: ['name'] },
);

const publication = fc
  .record(
    {
      type: fc.constantFrom(...publicationTypes),
      title: words(3),
      abstract: words(3),
      date: fc.constantFrom('2019', '2019-07', '2019-07-31'),
      language: fc.constantFrom('en', 'de', 'pt-BR'),
      doi: fc.constantFrom('10.1000/182', '10.1002/(sici)1097_a%3c1', '10.1007/978-3-030-1_2'),
      arxivId: fc.constantFrom('1907.13223', 'hep-th/9901001'),
      url: fc.constantFrom('https://example.org/a_b~c?x=1&y=%20#z', 'https://example.org/%7Bx%7D'),
      authors: fc.array(author, { maxLength: 4 }),
      listed: fc.boolean(),
      venue: words(3),
      volume: fc.constantFrom('12', 'A & B'),
      issue: fc.constantFrom('3', '4-5'),
      pages: fc.constantFrom('1-10', '2790-2799', 'e17'),
      topics: fc.uniqueArray(fc.constantFrom('question answering', 'C# & F#', 'a, b', '$k$-means', 'Größe'), {
        maxLength: 3,
      }),
      references: fc.uniqueArray(
        fc.constantFrom(
          ...['10.1000/182', '10.1002/(sici)1097_a%3c1', '10.1/a"b\\c'].map((value) => ({
            scheme: 'doi' as const,
            value,
          })),
        ),
        { minLength: 1 },
      ),
      citationCount: fc.integer({ min: 0, max: 99_999 }),
      toAppear: fc.constant(true as const),
      retracted: fc.constant(true as const),
    },
    { requiredKeys: ['type', 'title', 'authors', 'listed', 'topics'] },
  )
  .map(
    ({
      date,
      doi,
      arxivId,
      url,
      listed,
      venue,
      volume,
      issue,
      pages,
      topics,
      ...rest
    }): ExportedPublication => ({
      locator: { key: 'p0123456789abcdef' },
      ...rest,
      ...(date === undefined ? {} : { year: 2019, date }),
      identifiers: [
        ...(doi === undefined ? [] : [{ scheme: 'doi' as const, value: doi }]),
        ...(arxivId === undefined ? [] : [{ scheme: 'arxiv' as const, value: arxivId }]),
        ...(url === undefined ? [] : [{ scheme: 'url' as const, value: url }]),
      ],
      authorOrder: listed && rest.authors.length > 0 ? 'listed' : 'byline',
      venues:
        venue === undefined
          ? []
          : [
              {
                name: venue,
                ...(volume === undefined ? {} : { volume }),
                ...(issue === undefined ? {} : { issue }),
                ...(pages === undefined ? {} : { pages }),
              },
            ],
      topics: topics.map((topic) => ({ name: topic })),
    }),
  );

/** What both formats have a place for. The kind of a venue follows from the type, and so it is not asked for. */
const comparable = ({ locator, venues, identifiers, ...rest }: ExportedPublication) => ({
  key: locator.key,
  ...rest,
  venues: venues.map(({ kind: _, ...venue }) => venue),
  identifiers: [...identifiers].map(({ scheme, value }) => `${scheme}:${value}`).sort(),
});

const read = (found: unknown) => {
  const { key, ...rest } = found as { key: string } & Omit<ExportedPublication, 'locator'>;
  return comparable({ locator: { key }, ...rest });
};

/** BibTeX has no place for references. */
const withoutReferences = ({ references: _, ...rest }: ExportedPublication): ExportedPublication => rest;

describe.each([
  ['BibTeX', bibtex, bibtexReader, withoutReferences],
  ['CSL-JSON', cslJson, cslJsonReader, (given: ExportedPublication) => given],
] as const)('%s', (format, write, reader, placed) => {
  test('reads back as it was, whatever the texts hold', async () => {
    await fc.assert(
      fc.asyncProperty(publication, async (given) => {
        const written = await text(write(each([given])));
        const [found, ...more] = await readBack(reader, written);
        expect(more, written).toEqual([]);
        expect(read(found), written).toEqual(comparable(placed(given)));
      }),
      { numRuns: 500, seed: format.length },
    );
  });

  test('many stand side by side', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(publication, { minLength: 2, maxLength: 5 }), async (given) => {
        const keyed = given.map((each, at) => ({ ...each, locator: { key: `p${at}` } }));
        const found = await readBack(reader, await text(write(each(keyed))));
        expect(found.map((item) => read(item).key)).toEqual(keyed.map(({ locator }) => locator.key));
      }),
      { numRuns: 50 },
    );
  });
});

test('RIS reads back what it has a place for, and no value makes another field or record', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(publication, { minLength: 1, maxLength: 3 }), async (given) => {
      const keyed = given.map((each, at) => ({ ...each, locator: { key: `p${at}` } }));
      const found = await readBack(risReader, await text(ris(each(keyed))));
      const plain = ({ locator, title, abstract, year, topics }: ExportedPublication) => ({
        key: locator.key,
        title,
        abstract,
        year,
        topics,
      });
      expect(
        found.map((item) => {
          const { key, ...rest } = item as { key: string } & Omit<ExportedPublication, 'locator'>;
          return plain({ locator: { key }, ...rest });
        }),
      ).toEqual(keyed.map(plain));
    }),
    { numRuns: 200 },
  );
});
