import { describe, expect, test } from 'vitest';
import { aclAnthology } from '../../src/readers/aclAnthology.ts';
import { describeReader, itemsOf } from './contract.ts';

describeReader(aclAnthology, 'acl-anthology', {
  start: `<?xml version='1.0' encoding='UTF-8'?>
<collection id="2099.endless">
  <volume id="main"><meta><booktitle>Proceedings of the Endless</booktitle><year>2099</year></meta>
`,
  record: (n) =>
    `<paper id="${String(n).padStart(6, '0')}"><title>On the way to infinity</title><author><first>Anna</first><last>One</last></author></paper>\n`,
});

const collection = (id: string, volume: string, ...elements: readonly string[]) =>
  `<collection id="${id}"><volume id="${volume}"><meta><booktitle>Proceedings</booktitle><year>2019</year><venue>x</venue></meta>${elements.join('\n')}</volume></collection>`;

async function papersOf(text: string) {
  const items = await itemsOf(aclAnthology, text);
  return items
    .map((item) => ('record' in item ? item.record : expect.fail(JSON.stringify(item))))
    .filter((record) => record.type !== 'PROCEEDINGS');
}

describe('the ACL Anthology', () => {
  test.each([
    ["<?xml version='1.0' encoding='UTF-8'?>\n<collection id=\"P19\">", true],
    ['<collection\n  id="2020.acl">', true],
    ['<collection xmlns="http://www.loc.gov/MARC21/slim"><record>', false],
    ['<volume id="P19">', false],
  ])('is recognised by its outermost element: %j is %j', (head, is) => {
    expect(aclAnthology.detect(head)).toBe(is);
  });

  test.each([
    ['P19', '1', '1', 'P19-1001'],
    ['P19', '1', '1001', 'P19-11001'],
    ['J89', '4', '12', 'J89-4012'],
    ['W19', '1', '2', 'W19-0102'],
    ['W19', '50', '12', 'W19-5012'],
    ['C69', '1', '2', 'C69-0102'],
    ['D19', '1', '2', 'D19-1002'],
    ['D19', '5', '2', 'D19-0502'],
    ['D19', '61', '2', 'D19-6102'],
    ['2020.acl', 'main', '463', '2020.acl-main.463'],
    ['2020.lrec', '1', '1', '2020.lrec-1.1'],
  ])(
    'puts the id together: collection %s, volume %s, paper %s is %s',
    async (collected, volume, paper, id) => {
      const [record] = await papersOf(collection(collected, volume, `<paper id="${paper}"/>`));
      expect(record?.identifiers).toEqual([{ scheme: 'acl', value: id }]);
      expect(record?.locator.key).toBe(id);
    },
  );

  test.each([
    ['<first>Yang</first><last>Liu</last>', { given: 'Yang', family: 'Liu' }],
    ['<last>Liu</last><first>Yang</first>', { given: 'Yang', family: 'Liu' }],
    ['<first/><last>Mausam</last>', { family: 'Mausam' }],
    ['<last>Mausam</last>', { family: 'Mausam' }],
    ['<first>Prince</first><last/>', { literal: 'Prince' }],
    ['<first> José  </first><last>de la\n Fuente</last>', { given: 'José', family: 'de la Fuente' }],
    ['Yang Liu', { literal: 'Yang Liu' }],
  ])('reads the name %j', async (stated, name) => {
    const [record] = await papersOf(
      collection('P19', '1', `<paper id="1"><author>${stated}</author></paper>`),
    );
    expect(record?.authors).toEqual([{ name }]);
  });

  test.each([
    ['July', '2019-07'],
    ['August 10-13', '2019-08'],
    ['August 1', '2019-08-01'],
    ['July 28th - August 2nd', undefined],
    ['', undefined],
  ])('dates %j as %j', async (month, date) => {
    const [record] = await papersOf(collection('P19', '1', `<paper id="1"><month>${month}</month></paper>`));
    expect([record?.year, record?.date]).toEqual([2019, date]);
  });

  test.each([
    ['fra', 'fr'],
    ['zho', 'zh'],
    ['eng', 'en'],
    ['fil', 'fil'],
    ['Klingon', undefined],
  ])('calls the language %s by its BCP 47 tag %s', async (stated, language) => {
    const [record] = await papersOf(
      collection('P19', '1', `<paper id="1"><language>${stated}</language></paper>`),
    );
    expect(record?.language).toBe(language);
  });

  test('takes nothing from the volume before where a volume has no meta', async () => {
    const [first, second] = await papersOf(
      `<collection id="P19">
        <volume id="1"><meta><booktitle>The first</booktitle><year>2019</year></meta><paper id="1"/></volume>
        <volume id="2"><paper id="1"/></volume>
      </collection>`,
    );
    expect([first?.year, first?.venues.length]).toEqual([2019, 1]);
    expect([second?.year, second?.venues.length]).toEqual([undefined, 0]);
  });

  test('gives two papers of one id keys of their own', async () => {
    const records = await papersOf(
      collection('P19', '1', '<paper id="1"/>', '<paper id="1"><title>Again</title></paper>'),
    );
    expect(records.map((record) => record.locator.key)).toEqual([
      'P19-1001',
      expect.stringMatching(/^P19-1001#[\da-f]+$/),
    ]);
    expect(records.map((record) => record.identifiers[0]?.value)).toEqual(['P19-1001', 'P19-1001']);
  });

  test('refuses a record of more authors than any publication has, and reads on', async () => {
    const author = '<author><first>A</first><last>B</last></author>';
    const items = await itemsOf(
      aclAnthology,
      collection('P19', '1', `<paper id="1">${author.repeat(20_001)}</paper>`, '<paper id="2"/>'),
    );
    expect(items).toMatchObject([
      { record: { type: 'PROCEEDINGS' } },
      { reject: { code: 'RECORD_TOO_LARGE', locator: { key: 'P19-1001' } } },
      { record: { locator: { key: 'P19-1002' } } },
    ]);
  });
});
