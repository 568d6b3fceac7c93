import { describe, expect, test } from 'vitest';
import { dblp } from '../../src/readers/dblp.ts';
import { codeOf, describeReader, itemsOf } from './contract.ts';

describeReader(dblp, 'dblp', {
  start: '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n',
  record: (n) =>
    `<article mdate="2019-01-01" key="journals/endless/${String(n).padStart(6, '0')}">
<author>J&uuml;rgen M&uuml;ller 0001</author>
<title>On the way to infinity, part ${String(n).padStart(6, '0')}.</title>
<journal>J. Endless</journal>
<year>2019</year>
</article>
`,
});

const list = (...records: readonly string[]) => `<dblp>${records.join('\n')}</dblp>`;

async function recordsOf(text: string) {
  const items = await itemsOf(dblp, text);
  return items.map((item) => ('record' in item ? item.record : expect.fail(JSON.stringify(item))));
}

describe('DBLP', () => {
  test.each([
    ['<dblp>', true],
    ['<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>', true],
    ['<?xml version="1.0"?><dblpperson name="Oded Goldreich">', true],
    ['<?xml version="1.0"?><bht key="db/conf/icml/icml2019.bht">', true],
    ['<result><query id="1">dblp</query>', false],
    ['A page about <dblp>', false],
    ['@article{DBLP:journals/cacm/Gentry10, title = {<dblp>}}', false],
  ])('is recognised by its outermost element: %j is %j', (head, is) => {
    expect(dblp.detect(head)).toBe(is);
  });

  test('takes person records and pages that part namesakes for persons, whatever else they say', async () => {
    const items = await itemsOf(
      dblp,
      list(
        '<www key="homepages/w/WeiWang" publtype="disambiguation"><author>Wei Wang</author><title>Home Page</title></www>',
        '<www key="homepages/a/AnnaOne"><author>Anna One 0002</author><author>A. One</author><title>Home Page</title><year>none</year><url>https://orcid.org/0000-0002-1825-0097</url><url>https://example.org/~anna</url><note type="affiliation">ETH Z&uuml;rich</note><note type="award">A prize</note></www>',
        '<www key="homepages/82/6542"><crossref>homepages/a/AnnaOne</crossref><title>Home Page</title></www>',
        '<www key="www/org/w3/TR/xquery"><author>Scott Boag</author><title>XQuery.</title></www>',
      ),
    );
    expect(items).toMatchObject([
      {
        person: {
          locator: { key: 'homepages/w/WeiWang' },
          names: [{ literal: 'Wei Wang' }],
          disambiguation: true,
        },
      },
      {
        person: {
          names: [{ literal: 'Anna One', homonym: '0002' }, { literal: 'A. One' }],
          identifiers: [
            { scheme: 'dblp', value: 'pid/a/AnnaOne' },
            { scheme: 'orcid', value: '0000-0002-1825-0097' },
            { scheme: 'url', value: 'https://example.org/~anna' },
          ],
          affiliations: [{ name: 'ETH Zürich' }],
          disambiguation: false,
        },
      },
      { record: { locator: { key: 'www/org/w3/TR/xquery' } } },
    ]);
  });

  test('refuses a person of more names or links than anyone has', async () => {
    const person = `<www key="homepages/x/X">${'<author>A. One</author>'.repeat(201)}</www>`;
    expect(await itemsOf(dblp, list(person))).toMatchObject([
      { reject: { code: 'RECORD_TOO_LARGE', locator: { key: 'homepages/x/X' } } },
    ]);
  });

  test('reads every entity that its document type declares', async () => {
    const [record] = await recordsOf(
      list(
        '<article key="journals/x/1"><title>&Agrave;&ouml;&oslash;&yuml;&szlig;&times;&micro;&reg;&amp;</title></article>',
      ),
    );
    expect(record?.title).toBe('Àöøÿß×µ®&');
  });

  test.each([
    ['Wei Wang 0001', { literal: 'Wei Wang', homonym: '0001' }],
    ['Wei Wang', { literal: 'Wei Wang' }],
    ['王偉 0023', { literal: '王偉', homonym: '0023' }],
    ['John Smith III 0002', { literal: 'John Smith III', homonym: '0002' }],
    ['Team 2000', { literal: 'Team', homonym: '2000' }],
    ['R2D2 12', { literal: 'R2D2 12' }],
  ])('takes the number off the name %j', async (stated, name) => {
    const [record] = await recordsOf(
      list(`<article key="journals/x/1"><author>${stated}</author></article>`),
    );
    expect(record?.authors).toEqual([{ name }]);
  });

  test.each([
    ['A title.', 'A title'],
    ['A title?', 'A title?'],
    ['And so on...', 'And so on...'],
    ['A <i>very</i> long<sup>2</sup> H<sub>2</sub>O <tt>title</tt>.', 'A very long² H₂O title'],
    ['See <ref href="db/x">another</ref>.', 'See another'],
    ['.', undefined],
    ['', undefined],
  ])('reads the title %j as %j', async (stated, title) => {
    const [record] = await recordsOf(list(`<article key="journals/x/1"><title>${stated}</title></article>`));
    expect(record?.title).toBe(title);
    expect(record?.incomplete).toBe(title === undefined ? 'The source gives no title' : undefined);
  });

  test.each([
    ['<article key="journals/x/1"/>', 'ARTICLE'],
    ['<article key="journals/x/1" publtype="survey"/>', 'ARTICLE'],
    ['<article key="journals/x/1" publtype="informal"/>', 'PREPRINT'],
    ['<article key="journals/corr/abs-1"/>', 'PREPRINT'],
    ['<article key="journals/x/1" publtype="software"/>', 'SOFTWARE'],
    ['<article key="journals/x/1" publtype="data"/>', 'DATASET'],
    ['<article key="tr/x/1"/>', 'REPORT'],
    ['<inproceedings key="conf/x/1"/>', 'CONFERENCE_PAPER'],
    ['<inproceedings key="conf/x/1" publtype="informal"/>', 'CONFERENCE_PAPER'],
    [
      '<inproceedings key="conf/x/1"><booktitle>NeurIPS Workshop on X</booktitle></inproceedings>',
      'WORKSHOP_PAPER',
    ],
    ['<proceedings key="conf/x/1"/>', 'PROCEEDINGS'],
    ['<book key="books/x/1"/>', 'BOOK'],
    ['<book key="books/x/1" publtype="habil"/>', 'THESIS'],
    ['<incollection key="books/x/1" publtype="encyclopedia"/>', 'CHAPTER'],
    ['<phdthesis key="phd/x/1"/>', 'THESIS'],
    ['<mastersthesis key="ms/1"/>', 'THESIS'],
    ['<data key="data/1"/>', 'DATASET'],
    ['<www key="www/1"/>', 'OTHER'],
  ])('types %s as %s', async (record, type) => {
    expect((await recordsOf(list(record)))[0]?.type).toBe(type);
  });

  test.each([
    ['https://doi.org/10.1145/3313276.3316349', 'doi', '10.1145/3313276.3316349'],
    [
      'http://dx.doi.org/10.1002/%28SICI%291097-4571%28199806%2949:8%3C693::AID-ASI4%3E3.0.CO;2-O',
      'doi',
      '10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o',
    ],
    ['https://doi.ieeecomputersociety.org/10.1109/SFCS.1982.45', 'doi', '10.1109/sfcs.1982.45'],
    ['https://doi.org/10.48550/arXiv.1907.13223', 'arxiv', '1907.13223'],
    ['http://arxiv.org/abs/cs/0205065v1', 'arxiv', 'cs/0205065'],
    ['https://www.aclweb.org/anthology/P19-1001/', 'acl', 'P19-1001'],
    ['https://www.wikidata.org/entity/Q4837', 'wikidata', 'Q4837'],
    ['https://openreview.net/forum?id=rJl-b3RcF7', 'url', 'https://openreview.net/forum?id=rJl-b3RcF7'],
    ['https://doi.org/', 'url', 'https://doi.org/'],
  ])('takes the link %s for the %s %s', async (link, scheme, value) => {
    const [record] = await recordsOf(
      list(`<article key="journals/x/1"><ee>${link.replaceAll('&', '&amp;')}</ee></article>`),
    );
    expect(record?.identifiers.slice(1)).toEqual([{ scheme, value }]);
  });

  test.each([
    'db/journals/cacm/cacm53.html#Gentry10',
    'ftp://example.org/a',
    'javascript:alert(1)',
    'http://',
    '',
  ])('takes %j for no link', async (link) => {
    const [record] = await recordsOf(list(`<article key="journals/x/1"><url>${link}</url></article>`));
    expect(record?.identifiers).toHaveLength(1);
  });

  test('takes a damaged key for no venue', async () => {
    const [record] = await recordsOf(
      list('<article key="journals/ /a"><title>T.</title><journal>J.</journal><year>2019</year></article>'),
    );
    expect(record?.venues).toEqual([{ name: 'J.', kind: 'JOURNAL' }]);
  });

  test('gives no date to months that are two', async () => {
    const dates = await Promise.all(
      ['July', 'Jul.', 'July/August', '', 'Summer'].map(
        async (month) =>
          (
            await recordsOf(
              list(`<article key="journals/x/1"><year>2019</year><month>${month}</month></article>`),
            )
          )[0]?.date,
      ),
    );
    expect(dates).toEqual(['2019-07', '2019-07', undefined, undefined, undefined]);
  });

  test('refuses a record of more authors than any publication has, and reads on', async () => {
    const authors = (count: number) => '<author>A</author>'.repeat(count);
    const items = await itemsOf(
      dblp,
      list(
        `<article key="journals/x/1">${authors(20_001)}</article>`,
        `<article key="journals/x/2">${authors(1_000_000)}</article>`,
        `<article key="journals/x/3">${authors(20_000)}</article>`,
      ),
    );
    expect(items).toMatchObject([
      { reject: { code: 'RECORD_TOO_LARGE', reason: expect.stringContaining('20001 authors') } },
      { reject: { code: 'RECORD_TOO_LARGE' } },
      { record: { authors: { length: 20_000 } } },
    ]);
  });

  test('gives two records of one key keys of their own, and the identifier that they state', async () => {
    const records = await recordsOf(
      list(
        '<article key="journals/x/1"><title>Once.</title></article>',
        '<article key="journals/x/1"><title>Twice.</title></article>',
        '<article key="journals/x/1"><title>Twice.</title></article>',
      ),
    );
    expect(new Set(records.map((record) => record.locator.key)).size).toBe(3);
    expect(records[0]?.locator.key).toBe('journals/x/1');
    expect(records.map((record) => [record.title, record.identifiers])).toEqual(
      ['Once', 'Twice', 'Twice'].map((title) => [title, [{ scheme: 'dblp', value: 'journals/x/1' }]]),
    );
  });

  test('gives two persons of one key keys of their own', async () => {
    const items = await itemsOf(
      dblp,
      list(
        '<www key="homepages/w/WeiWang"><author>Wei Wang</author></www>',
        '<www key="homepages/w/WeiWang"><author>Wei Wang 0010</author></www>',
      ),
    );
    const persons = items.map((item) => ('person' in item ? item.person : expect.fail(codeOf(item))));
    expect(persons[0]?.locator.key).toBe('homepages/w/WeiWang');
    expect(persons[1]?.locator.key).toMatch(/^homepages\/w\/WeiWang#[\da-f]{16}$/);
    expect(persons[1]?.identifiers).toEqual(persons[0]?.identifiers);
  });
});
