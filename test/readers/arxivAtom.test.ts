import { describe, expect, test } from 'vitest';
import { arxivAtom } from '../../src/readers/arxivAtom.ts';
import { describeReader, itemsOf } from './contract.ts';

describeReader(arxivAtom, 'arxiv-atom', {
  start:
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/endless</id>\n',
  record: (n) =>
    `<entry><id>http://arxiv.org/abs/1907.${String(n).padStart(5, '0')}v1</id><published>2019-07-31T00:00:00Z</published><title>On the way to infinity</title></entry>\n`,
});

const feed = (...entries: readonly string[]) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>${entries
    .map((entry) => `<entry>${entry}</entry>`)
    .join('\n')}</feed>`;

const id = '<id>http://arxiv.org/abs/1907.13223v2</id>';

async function recordOf(entry: string) {
  const [item] = await itemsOf(arxivAtom, feed(`${id}${entry}`));
  return item !== undefined && 'record' in item ? item.record : expect.fail('no record');
}

describe('arXiv', () => {
  test.each([
    ['<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>', true],
    ['<?xml version="1.0"?><feed xmlns:arxiv="http://arxiv.org/schemas/atom">', true],
    ['<feed xmlns="http://www.w3.org/2005/Atom"><id>https://github.com/x/releases</id>', false],
    ['<html><a href="http://arxiv.org/">', false],
    ['<OAI-PMH><request>http://export.arxiv.org/oai2</request>', false],
  ])('is recognised by a feed that names it: %j is %j', (head, is) => {
    expect(arxivAtom.detect(head)).toBe(is);
  });

  test.each([
    ['http://arxiv.org/abs/1907.13223v2', '1907.13223v2'],
    ['https://arxiv.org/abs/1907.13223', '1907.13223'],
    ['http://export.arxiv.org/abs/hep-th/9901001v3', 'hep-th/9901001v3'],
    ['oai:arXiv.org:2401.00001v1', '2401.00001v1'],
  ])('takes the id from %s', async (stated, value) => {
    const [item] = await itemsOf(arxivAtom, feed(`<id>${stated}</id>`));
    expect(item).toMatchObject({
      record: { locator: { key: value }, identifiers: [{ scheme: 'arxiv', value }] },
    });
  });

  test.each([
    ["On Erd\\H{o}s-R\\'enyi graphs", 'On Erdős-Rényi graphs'],
    ['Schr\\"{o}dinger {\\it operators} on $\\mathbb{R}^d$', 'Schrödinger operators on $\\mathbb{R}^d$'],
    [
      'A gap of ~5 GeV at $\\sim$~10 TeV, i.e. ~$3\\sigma$',
      'A gap of ~5 GeV at $\\sim$ 10 TeV, i.e. ~$3\\sigma$',
    ],
    ['Using 50% of A &amp; B for $a &lt; b$', 'Using 50% of A & B for $a < b$'],
  ])('resolves TeX in a title and an abstract, and keeps mathematics: %j', async (tex, text) => {
    const record = await recordOf(`<title>${tex}</title><summary>${tex}</summary>`);
    expect(record).toMatchObject({ title: text, abstract: text });
  });

  test('resolves TeX in names and venues', async () => {
    const record = await recordOf(
      "<author><name>P. Erd\\H{o}s</name><arxiv:affiliation>Universit\\'e de Gen\\`eve</arxiv:affiliation></author>" +
        '<arxiv:journal_ref>Publ. Math. Debrecen {\\bf 6} (1959)</arxiv:journal_ref>',
    );
    expect(record.authors).toEqual([
      { name: { literal: 'P. Erdős' }, affiliations: [{ name: 'Université de Genève' }] },
    ]);
    expect(record.venues[1]).toEqual({ name: 'Publ. Math. Debrecen 6 (1959)' });
  });

  test('takes the colon behind a collaboration for no author', async () => {
    const names = ['The H1 Collaboration', ':', 'V. Andreev'];
    const record = await recordOf(names.map((name) => `<author><name>${name}</name></author>`).join(''));
    expect(record.authors).toEqual([
      { name: { literal: 'The H1 Collaboration' } },
      { name: { literal: 'V. Andreev' } },
    ]);
    expect(record.authorOrder).toBe('byline');
  });

  test('takes a comment for no venue, and a reference to a journal for one', async () => {
    const comment = '<arxiv:comment>Accepted to ICML 2019</arxiv:comment>';
    expect((await recordOf(comment)).venues).toEqual([{ name: 'arXiv', kind: 'PREPRINT_SERVER' }]);
    expect(
      (await recordOf(`${comment}<arxiv:journal_ref>Phys.Rev. D76 (2007) 013009</arxiv:journal_ref>`)).venues,
    ).toEqual([{ name: 'arXiv', kind: 'PREPRINT_SERVER' }, { name: 'Phys.Rev. D76 (2007) 013009' }]);
  });

  test.each([
    ['cs.LG', { name: 'Machine Learning', broader: [{ name: 'Computer Science' }] }],
    [
      'eess.AS',
      {
        name: 'Audio and Speech Processing',
        broader: [{ name: 'Electrical Engineering and Systems Science' }],
      },
    ],
    ['math.AG', { name: 'Algebraic Geometry', broader: [{ name: 'Mathematics' }] }],
    ['alg-geom', { name: 'Algebraic Geometry', broader: [{ name: 'Mathematics' }] }],
    ['quant-ph', { name: 'Quantum Physics', broader: [{ name: 'Physics' }] }],
    ['nlin.CD', { name: 'Chaotic Dynamics', broader: [{ name: 'Nonlinear Sciences' }, { name: 'Physics' }] }],
    ['cs', { name: 'Computer Science' }],
    ['cs.New', { name: 'cs.New' }],
  ])('calls the category %s by its name', async (term, topic) => {
    expect((await recordOf(`<category term="${term}"/>`)).topics).toEqual([topic]);
  });

  test.each(['68T05', 'I.2.6', 'Primary 14H10; Secondary 14N35', 'K.m', '', '__proto__', 'constructor'])(
    'takes %j for no category with a name',
    async (term) => {
      const { topics } = await recordOf(`<category term="${term}"/>`);
      expect(topics.filter((topic) => topic.broader !== undefined)).toEqual([]);
      expect(topics.length).toBeLessThanOrEqual(term === 'constructor' ? 1 : 0);
    },
  );

  test('gives two entries of one id keys of their own', async () => {
    const items = await itemsOf(
      arxivAtom,
      feed(id, `${id}<title>Again</title>`, `${id}<title>Again</title>`),
    );
    const keys = items.map((item) => ('record' in item ? item.record.locator.key : expect.fail('a reject')));
    expect(new Set(keys).size).toBe(3);
    expect(keys[0]).toBe('1907.13223v2');
  });

  test('refuses a record of more authors than any publication has, and reads on', async () => {
    const authors = '<author><name>A</name></author>'.repeat(20_001);
    const items = await itemsOf(arxivAtom, feed(`${id}${authors}`, id));
    expect(items).toMatchObject([
      { reject: { code: 'RECORD_TOO_LARGE', locator: { key: '1907.13223v2' } } },
      { record: { locator: { key: '1907.13223v2' }, authors: [] } },
    ]);
  });
});
