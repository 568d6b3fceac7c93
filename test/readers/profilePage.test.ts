import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScholargraphError } from '../../src/errors.ts';
import { profilePage } from '../../src/readers/profilePage.ts';
import type { ReadItem } from '../../src/readers/reader.ts';
import type { PublicationRecord } from '../../src/record.ts';
import { describeReader, itemsOf } from './contract.ts';

describeReader(profilePage, 'profile-page', {
  start: 'Ada Lovelace\nResearch Areas\nAuthored Publications\nSort By\n',
  record: (n) =>
    [
      `On the Computation of Number ${String(n).padStart(9, '0')}`,
      'Charles Babbage',
      'Luigi Menabrea',
      'Scientific Memoirs (1843)',
      'Preview abstract',
      'The engine weaves algebraical patterns.',
      'View details',
      '',
    ].join('\n'),
});

const head = 'Grace Hopper\nAuthored Publications\n';

async function records(text: string): Promise<readonly PublicationRecord[]> {
  return recordsOf(await itemsOf(profilePage, text));
}

function recordsOf(items: readonly ReadItem[]): readonly PublicationRecord[] {
  return items.map((item) => ('record' in item ? item.record : expect.fail(JSON.stringify(item))));
}

function names(record: PublicationRecord | undefined): readonly string[] | undefined {
  return record?.authors.map(({ name }) => ('literal' in name ? name.literal : name.family));
}

describe('the page in seed/', async () => {
  const page = readFileSync(new URL('../../seed/profile-page.txt', import.meta.url), 'utf8');
  const entries = await records(page);
  const entry = (title: string) => entries.find((record) => record.title?.startsWith(title));

  test('holds ten entries, nine titled and one not', () => {
    expect(entries.map((record) => record.title)).toEqual([
      'Flexible Multi-task Networks by Learning Parameter Allocation',
      'Routing Networks with Co-training for Continual Learning',
      'Temporal coding in spiking neural networks with alpha synaptic function',
      'Parameter Efficient Transfer Learning for NLP',
      'Fast Task-Aware Architecture Inference',
      'Ranking architectures using meta-learning',
      undefined,
      'Ask the Right Questions: Active Question Reformulation with Reinforcement Learning',
      'Analyzing Language Learned by an Active Question Answering Agent',
      'Projecting the Knowledge Graph to Syntactic Parsing',
    ]);
  });

  test('makes its owner an author of everything, last and marked', () => {
    for (const record of entries) {
      expect(record.authors.at(-1)).toEqual({ name: { literal: 'Andrea Gesmundo' }, profileOwner: true });
      expect(record.authorOrder).toBe('listed');
    }
  });

  test('names the coauthors, with their diacritics', () => {
    expect(names(entry('Parameter Efficient'))).toEqual([
      'Neil Houlsby',
      'Andrei Giurgiu',
      'Stanisław Kamil Jastrzębski',
      'Bruna Halila Morrone',
      'Mona Attariyan',
      'Sylvain Gelly',
      'Andrea Gesmundo',
    ]);
  });

  test('dates each entry, from the venue where it is to appear', () => {
    expect(entries.map((record) => record.year)).toEqual([
      2021,
      2020,
      2019,
      2019,
      2019,
      2019,
      undefined,
      2018,
      2017,
      2014,
    ]);
    expect(entries.filter((record) => record.toAppear).map((record) => record.title)).toEqual([
      'Routing Networks with Co-training for Continual Learning',
      'Ranking architectures using meta-learning',
    ]);
  });

  test('keeps venues as stated, without the year behind them', () => {
    expect(entries.map((record) => record.venues.map((venue) => venue.name))).toEqual([
      ['ICLR 2021 Workshop on Neural Architecture Search'],
      ['ICML 2020 Workshop on Continual Learning'],
      ['arXiv'],
      ['ICML'],
      ['arXiv'],
      ['NeurIPS Workshop on Meta-Learning (MetaLearn 2019)'],
      [],
      ['Sixth International Conference on Learning Representations'],
      ['Emergent Communication Workshop @ NIPS'],
      ['EACL 2014: 15th Conference of the European Chapter of the Association for Computational Linguistics'],
    ]);
  });

  test('takes arXiv ids and links for identifiers', () => {
    for (const [title, value] of [
      ['Temporal coding', '1907.13223'],
      ['Fast Task-Aware', '1902.05781'],
    ] as const) {
      expect(entry(title)).toMatchObject({
        type: 'PREPRINT',
        identifiers: [{ scheme: 'arxiv', value }],
        venues: [{ name: 'arXiv', kind: 'PREPRINT_SERVER' }],
      });
    }
  });

  test('keeps TeX in an abstract', () => {
    expect(entry('Flexible')?.abstract).toContain('falls by $17\\%$ compared');
  });

  test('keeps the entry with only an abstract, in one line, marked incomplete, with the reason', () => {
    const untitled = entries.filter((record) => record.incomplete !== undefined);
    expect(untitled).toHaveLength(1);
    expect(untitled[0]?.incomplete).toBe(
      'The page gives only an abstract: no title, no coauthors, no venue.',
    );
    expect(untitled[0]?.abstract).toMatch(
      /^Automated machine learning can design a neural network by neural architecture search, .* begins anew\.$/,
    );
  });

  test("reads the last entry, with 'Preview' below its title, no abstract and no end", () => {
    const last = entries.at(-1);
    expect(names(last)).toEqual(['Keith Hall', 'Andrea Gesmundo']);
    expect(last).not.toHaveProperty('abstract');
    expect(last).not.toHaveProperty('incomplete');
  });
});

describe('the place of a line tells what it is', () => {
  test('a title that reads like a name is a title', async () => {
    const [record] = await records(`${head}Ada Lovelace\nCharles Babbage\nScience (1843)\nView details\n`);
    expect(record).toMatchObject({ title: 'Ada Lovelace', year: 1843 });
    expect(names(record)).toEqual(['Charles Babbage', 'Grace Hopper']);
  });

  test('an entry may have no coauthors, no venue, or neither', async () => {
    const entries = await records(
      `${head}First Title\nScience (1952)\nView details\nSecond Title\nCharles Babbage\nView details\n` +
        'Third Title\nPreview abstract\nWhat it is about.\nView details\n',
    );
    expect(entries.map(names)).toEqual([
      ['Grace Hopper'],
      ['Charles Babbage', 'Grace Hopper'],
      ['Grace Hopper'],
    ]);
    expect(entries.map((record) => record.venues.length)).toEqual([1, 0, 0]);
    expect(entries.some((record) => 'incomplete' in record)).toBe(false);
  });

  test.each([
    ['Neural Computation', true],
    ['NeurIPS', true],
    ['SIGMOD Record', true],
    ['Proceedings of the Royal Society', true],
    ['Technical Report 7', true],
    ['In the Age of Machines', true],
    ['Madonna', false],
    ['Wei Wang', false],
    ['Wei Wang 0001', false],
    ['van den Berg', false],
    ['J. R. R. Tolkien', false],
    ['Smith, John A.', false],
    ['Ana María López y García', false],
    ['王晓明', false],
    ['Gemini Team', false],
  ])('at the end and without a year, "%s" is a venue: %s', async (line, isVenue) => {
    const [record] = await records(`${head}A Title\nAnn Doe\n${line}\nView details\n`);
    expect(record?.venues.map((venue) => venue.name)).toEqual(isVenue ? [line] : []);
    expect(names(record)).toEqual(['Ann Doe', ...(isVenue ? [] : [line]), 'Grace Hopper']);
  });

  test.each([
    ['Ann Doe, Bob Roe and Wei Wang', ['Ann Doe', 'Bob Roe', 'Wei Wang']],
    ['Ann Doe, Bob Roe, et al.', ['Ann Doe', 'Bob Roe']],
    ['Ann Doe; Bob Roe', ['Ann Doe', 'Bob Roe']],
    ['Doe, Ann', ['Doe, Ann']],
    ['van den Berg, J. A.', ['van den Berg, J. A.']],
    ['Ann Doe, Jr.', ['Ann Doe, Jr.']],
    ['et al.', []],
  ])('the line of coauthors "%s" names %j', async (line, expected) => {
    const [record] = await records(`${head}A Title\n${line}\nScience (2001)\nView details\n`);
    expect(names(record)).toEqual([...expected, 'Grace Hopper']);
  });

  test('an owner whom a list names after all keeps the place and is not added', async () => {
    const [record] = await records(`${head}A Title\nGrace Hopper\nAnn Doe\nScience (2001)\n`);
    expect(record?.authors).toEqual([
      { name: { literal: 'Grace Hopper' }, profileOwner: true },
      { name: { literal: 'Ann Doe' } },
    ]);
  });

  test('a list may have thousands of coauthors', async () => {
    const coauthors = Array.from(
      { length: 5_000 },
      (_, n) => `Ann ${String.fromCharCode(65 + (n % 26))}. Doe`,
    );
    const [record] = await records(`${head}A Title\n${coauthors.join('\n')}\nPhysics Letters (2012)\n`);
    expect(record?.authors).toHaveLength(5_001);
    expect(record?.year).toBe(2012);
  });
});

describe('locators', () => {
  const entry = (title: string, venue = 'Science (2001)') => `${title}\nAnn Doe\n${venue}\nView details\n`;
  const keys = async (text: string) => (await records(head + text)).map((record) => record.locator.key);

  test('do not change when entries are added around them, or an abstract is', async () => {
    const [key] = await keys(entry('A Title'));
    expect(await keys(entry('Before') + entry('A Title') + entry('After'))).toContain(key);
    expect(await keys('A Title\nScience (2002)\nPreview abstract\nText.\nView details\n')).toContain(key);
  });

  test('tell entries of one title apart', async () => {
    const both = await keys(entry('A Title') + entry('A title', 'arXiv:1907.13223') + entry('A Title'));
    expect(new Set(both).size).toBe(3);
  });
});

/** Pages of the layout, with everything optional left out now and then, and what they hold. */
describe('any page of the layout', () => {
  const word = fc.constantFrom(
    'Graph',
    'Spiking',
    'Learning',
    'über',
    'of',
    'Deep',
    'GPT-4',
    'Łódź',
    '$n^2$',
    'Wang',
  );
  const title = fc
    .tuple(fc.constantFrom('On', 'The', 'Towards', 'Wei', 'ICML'), fc.array(word, { maxLength: 8 }))
    .map(([first, rest]) => [first, ...rest, 'Methods'].join(' '));
  const coauthor = fc
    .tuple(
      fc.constantFrom('Ann', 'J. R.', 'Wei', 'José María', 'Łukasz', 'Jean-Pierre', '晓明'),
      fc.constantFrom('Doe', 'van der Berg', "O'Brien", 'Wang', 'de la Cruz', 'Müller', 'Ng'),
    )
    .map((parts) => parts.join(' '));
  const entry = fc.record({
    title,
    coauthors: fc.array(coauthor, { maxLength: 12 }),
    venue: fc.constantFrom(
      'ICML',
      'Neural Computation',
      'ACL 2017: 55th Annual Meeting',
      'Nature',
      'KDD @ Home',
    ),
    year: fc.integer({ min: 1900, max: 2099 }),
    abstract: fc.option(
      fc.constantFrom('We show that a < b.', 'It halves\nthe error.', 'An item, e.g. this.'),
    ),
    preview: fc.boolean(),
  });

  test('gives back what it was written from', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r', ' \n\n'),
        async (entries, newline) => {
          const lines = entries.flatMap((each) => [
            each.title,
            ...(each.preview ? ['Preview'] : []),
            ...each.coauthors,
            `${each.venue} (${each.year})`,
            ...(each.abstract === null ? [] : ['Preview abstract', ...each.abstract.split('\n')]),
            'View details',
          ]);
          const page = ['Grace Hopper', 'Research Areas', 'Authored Publications', ...lines].join(newline);
          const read = await records(page);
          expect(
            read.map((record) => ({
              title: record.title,
              authors: names(record),
              venue: record.venues.map((venue) => venue.name),
              year: record.year,
              abstract: record.abstract,
            })),
          ).toEqual(
            entries.map((each) => ({
              title: each.title,
              authors: [...each.coauthors, 'Grace Hopper'],
              venue: [each.venue],
              year: each.year,
              abstract: each.abstract?.replace('\n', ' '),
            })),
          );
        },
      ),
    );
  });
});

describe('what is not such a page', () => {
  test.each([
    ['nothing', '', 1, 'There is nothing in it'],
    ['another format', '\n@article{key,\n', 2, '"@article{key," is no person\'s name'],
    ['a page without owner', 'Authored Publications\nA Title\n', 1, "is no person's name"],
    [
      'prose below a name',
      'Dear Reader\n\nthis is a letter.\n',
      3,
      'Neither a heading nor an entry follows the name of the page\'s owner, "Dear Reader"',
    ],
    [
      'prose below the heading',
      `${head}A Recipe\nStir the flour and the salt until nothing sticks to the bowl any more.\nServe hot.\n`,
      4,
      'Nothing that stands below the heading fits an entry of an author page',
    ],
  ])('%s is refused, with the line', async (_, text, line, what) => {
    const error = await itemsOf(profilePage, text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ScholargraphError);
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', detail: { source: 'source', line } });
    expect(String(error)).toContain(what);
    expect(String(error)).toContain('Expected ');
  });

  test('text without end is refused before it fills memory', async () => {
    const prose = 'It was the best of times, it was the worst of times, and it went on like that.\n'.repeat(
      10_000,
    );
    await expect(itemsOf(profilePage, `Charles Dickens\n${prose}`)).rejects.toMatchObject({
      code: 'SOURCE_MALFORMED',
      detail: { line: 2 },
    });
  });
});

describe('one broken entry costs nothing else', () => {
  const good = 'A Title\nAnn Doe\nScience (2001)\nView details\n';

  test('an entry larger than any is rejected, whether in one line or many', async () => {
    for (const large of ['x'.repeat(3_000_000), 'Text of an abstract.\n'.repeat(100_000)]) {
      const items = await itemsOf(
        profilePage,
        `${head}Large\nAnn Doe\nScience (2000)\nPreview abstract\n${large}\nView details\n${good}`,
      );
      expect(items).toMatchObject([
        { reject: { code: 'RECORD_TOO_LARGE', locator: { line: 3 } } },
        { record: { title: 'A Title' } },
      ]);
    }
  });

  test('lines made to be slow are not', async () => {
    const lines = [
      ',',
      ', ',
      ')',
      '(2019)',
      'a',
      'A ',
      'a-',
      'arXiv-',
      ' pp. 1',
      '. ',
      'https://',
      '<',
      '$',
    ].map((part) => part.repeat(300_000 / part.length));
    const start = performance.now();
    for (const line of lines) {
      await itemsOf(profilePage, `${head}${good}${line}\n${line}\n${line} (2019)\nView details\n`);
    }
    await itemsOf(profilePage, `${head}${good}${'a\n'.repeat(100_000)}View details\n`);
    expect(performance.now() - start).toBeLessThan(20_000);
  }, 60_000);

  test('a reject says where, what and what was expected, and keeps the text', async () => {
    const items = await itemsOf(
      profilePage,
      `${head}${good}Another\nhttps://example.org/a\nAnn Doe\nICML (2002)\n`,
    );
    expect(items[1]).toEqual({
      reject: {
        code: 'RECORD_MALFORMED',
        locator: { line: 7 },
        reason: expect.stringMatching(/^line 8: "https:\/\/example.org\/a" .* Expected a title/),
        original: 'Another\nhttps://example.org/a\nAnn Doe\nICML (2002)',
      },
    });
  });
});
