import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScholargraphError } from '../../src/errors.ts';
import type { Reject } from '../../src/readers/reader.ts';
import { rootOf, type XmlItem, type XmlItemOptions, xmlItems } from '../../src/readers/xmlItems.ts';
import { unaskedServer } from './unaskedServer.ts';

const options: XmlItemOptions = { roots: ['list'], items: ['item', 'other'], entities: { uuml: 'ü' } };

describe('the items of an XML source', () => {
  test('are the elements of the chosen names, with what is around them and where they stand', async () => {
    const xml =
      '<?xml version="1.0"?>\n<list kind="a&amp;b">\n  <group id="1">\n    <item id="x">one <b>two</b> &uuml;</item>\n  </group>\n  <ignored>text</ignored><other/></list>';
    const { items } = await read(xml);
    expect(items).toEqual([
      {
        element: {
          name: 'item',
          attributes: { id: 'x' },
          content: ['one ', { name: 'b', attributes: {}, content: ['two'] }, ' ü'],
        },
        within: [
          { name: 'list', attributes: { kind: 'a&b' }, content: [] },
          { name: 'group', attributes: { id: '1' }, content: [] },
        ],
        line: 4,
        byte: xml.indexOf('<item'),
        original: '<item id="x">one <b>two</b> &uuml;</item>',
      },
      expect.objectContaining({
        element: { name: 'other', attributes: {}, content: [] },
        line: 6,
        byte: xml.indexOf('<other'),
        original: '<other/>',
      }),
    ]);
  });

  test('have names without namespace prefix', async () => {
    const { items } = await read('<a:list xmlns:a="urn:a"><a:item><a:b a:c="1"/></a:item></a:list>');
    expect(items).toMatchObject([
      { element: { name: 'item', content: [{ name: 'b', attributes: { 'a:c': '1' } }] } },
    ]);
  });

  test.each([
    ['\n', 4],
    ['\r\n', 4],
    ['\r', 4],
  ])('know their line where lines end in %j, even inside the start tag', async (end, line) => {
    const { items } = await read(['<list>', '', '', '<item', 'id="1"', '>', '</item></list>'].join(end));
    expect(items).toMatchObject([{ line, element: { attributes: { id: '1' } } }]);
  });

  test('know their byte after text of one, two, three and four bytes', async () => {
    const xml = '<list>aé€😀<item>é</item>é<item/></list>';
    const { items } = await read(xml);
    const bytes = items.map((item) => ('byte' in item ? item.byte : undefined));
    expect(bytes).toEqual([
      Buffer.byteLength(xml.slice(0, xml.indexOf('<item>'))),
      Buffer.byteLength(xml.slice(0, xml.indexOf('<item/>'))),
    ]);
  });

  test('give back every tree that is written down', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tree(3), { maxLength: 4 }), async (trees) => {
        const xml = `<list>${trees.map((each) => `<item>${written(each)}</item>`).join(' ')}</list>`;
        const { items } = await read(xml);
        expect(items.map((item) => ('element' in item ? inner(item.element) : item))).toEqual(
          trees.map((each) => inner({ name: 'item', content: each })),
        );
      }),
    );
  });
});

describe('an encoding', () => {
  const declared = (encoding: string, text: Uint8Array | string) =>
    Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><list><item>`),
      Buffer.from(text),
      Buffer.from('</item><item>next</item></list>'),
    ]);

  test.each([
    ['ISO-8859-1', Buffer.from([0xfc, 0xe9]), 'üé'],
    ['iso-8859-2', Buffer.from([0xb3, 0xf3]), 'łó'],
    ['windows-1252', Buffer.from([0x93, 0x94]), '“”'],
    ['windows-1251', Buffer.from([0xcc, 0xe8, 0xf0]), 'Мир'],
    ['KOI8-R', Buffer.from([0xed, 0xc9, 0xd2]), 'Мир'],
    ['US-ASCII', Buffer.from('plain'), 'plain'],
    ['Shift_JIS', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), '日本'],
    ['GB18030', Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), '中文'],
    ['EUC-KR', Buffer.from([0xc7, 0xd1]), '한'],
  ])('that is declared is believed: %s', async (encoding, bytes, text) => {
    const xml = declared(encoding, bytes);
    for (const size of [xml.length, 1, 7]) {
      const { items } = await read(xml, { size });
      expect(items).toMatchObject([{ element: { content: [text] } }, { element: { content: ['next'] } }]);
    }
  });

  test.each(['UTF-16', 'ISO-8859-1', 'utf-8', 'UTF8'])(
    'that is UTF-8 all the same, although %s is declared, is read as UTF-8',
    async (encoding) => {
      const { items } = await read(declared(encoding, 'Jürgen 王 😀'), { size: 5 });
      expect(items).toMatchObject([{ element: { content: ['Jürgen 王 😀'] } }, {}]);
    },
  );

  test('that is unknown ends the reading', async () => {
    const { error } = await read(declared('EBCDIC-CP-US', 'x'));
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', detail: { line: 1 } });
    expect(error?.message).toContain('EBCDIC-CP-US');
  });

  test('that is broken costs the item it is broken in, and no place after it is lost', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<list><item>é</item><item>J'),
      Buffer.from([0xfc, 0x72, 0xff, 0xfe, 0xc3]),
      Buffer.from('</item><item>€'),
      Buffer.from('</item></list>'),
    ]);
    const { items } = await read(bytes);
    expect(items).toMatchObject([
      { element: { content: ['é'] } },
      { reject: { code: 'RECORD_MALFORMED' } },
      { element: { content: ['€'] }, byte: bytes.lastIndexOf('<item>') },
    ]);
  });

  test('that is cut off in the middle of a character is seen', async () => {
    const { items, error } = await read(Buffer.from('<list><item>€').subarray(0, -1));
    expect(items).toMatchObject([{ reject: { code: 'RECORD_MALFORMED' } }]);
    expect(error?.code).toBe('SOURCE_MALFORMED');
  });
});

describe('a broken item', () => {
  const damages = {
    'a bare ampersand': 'R & D',
    'an unknown entity': '&nbsp;',
    'an entity by the name of a property of all objects': '&constructor; &__proto__; &toString;',
    'an end tag of another name': '<b>x</c>',
    'an element that is not closed': '<b>x',
    'an end tag too many': 'x</b>',
    'an attribute without end': '<b c="d>x</b>',
    'an attribute twice': '<b c="1" c="2"/>',
    'an attribute without value': '<b c>x</b>',
    'a comment without end': '<!-- x',
    'a CDATA section without end': '<![CDATA[ x',
    'a processing instruction without end': '<?x ',
    'a control character': 'a\u0007b',
    'a reference to a control character': '&#x0;',
    'a reference to half a character': '&#xD800;',
    'a reference beyond Unicode': '&#x110000;',
    'a lone angle bracket': 'a < b',
    'the end of a CDATA section': 'a ]]> b',
    'a document type': '<!DOCTYPE list [<!ENTITY x "y">]>',
    'the end of the whole': '</list>',
  };

  test.each(Object.entries(damages))('by %s is a reject, and no other item suffers', async (_, damage) => {
    const broken = `<item id="2">${damage}</item>`;
    const xml = `<list>\n<item id="1">one</item>\n${broken}\n<item id="3">three;</item>\n<other id="4"/>\n</list>`;
    for (const size of [xml.length, 1]) {
      const { items, error } = await read(xml, { size });
      expect(error).toBeUndefined();
      expect(idsOf(items)).toEqual(['1', 'RECORD_MALFORMED', '3', '4']);
      const { reject } = rejectIn(items);
      expect(reject).toMatchObject({ locator: { line: 3, byte: xml.indexOf(broken) }, original: broken });
      expect(reject.reason).toMatch(/well-formed/);
      expect(items[2]).toMatchObject({ line: 4, byte: xml.indexOf('<item id="3"') });
    }
  });

  test.each([
    ['without end tag', '<item id="2">two'],
    ['whose end tag has another name', '<item id="2">two</itme>'],
    ['whose end tag has no end', '<item id="2">two</item'],
    ['whose start tag has no end', '<item id="2"'],
    ['that holds another', '<item id="2"><other id="inner"/>'],
  ])('%s ends where the next begins', async (_, broken) => {
    const xml = `<list><item id="1"/>${broken}\n<item id="3">three</item></list>`;
    for (const size of [xml.length, 1]) {
      const { items, error } = await read(xml, { size });
      expect(error).toBeUndefined();
      const inner = broken.includes('inner') ? ['inner'] : [];
      expect(idsOf(items)).toEqual(['1', 'RECORD_MALFORMED', ...inner, '3']);
      expect(items.at(-1)).toMatchObject({ line: 2, byte: xml.indexOf('<item id="3"') });
    }
  });

  test('keeps the elements around it open for those that follow', async () => {
    const { items } = await read(
      '<x:list a="1 &quot;2&quot; &lt;&#10;"><x:group id="g"><x:item>&no;</x:item><x:item/></x:group><x:item/></x:list>',
    );
    expect(items).toMatchObject([
      { reject: {} },
      { within: [{ name: 'list', attributes: { a: '1 "2" <\n' } }, { name: 'group' }] },
      { within: [{ name: 'list' }] },
    ]);
  });

  test('whatever is in it, costs no other item', { timeout: 30_000 }, async () => {
    const damage = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            ...[
              '<',
              '>',
              '&',
              ';',
              '"',
              "'",
              '/',
              '!',
              '-',
              '--',
              '<!--',
              '-->',
              '<![CDATA[',
              ']]>',
              '<?',
              '?>',
              '=',
            ],
            ...[
              '&lt',
              '&#',
              'a',
              ' ',
              '\n',
              '\r',
              'é',
              '😀',
              '</',
              '<b',
              '</list>',
              '<list>',
              '\uFFFD',
              '\u0000',
            ],
          ),
          fc.string({ unit: 'binary', maxLength: 5 }),
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(''))
      .filter((text) => !/item|other/.test(text));
    await fc.assert(
      fc.asyncProperty(damage, async (text) => {
        const xml = `<list><item id="1">one</item>\n<item id="2">${text}</item>\n<item id="3">three</item>\n<item id="4">four; ' "</item></list>`;
        const { items, error } = await read(xml);
        expect(error).toBeUndefined();
        expect(idsOf(items).filter((id) => id !== '2' && id !== 'RECORD_MALFORMED')).toEqual(['1', '3', '4']);
        expect(items).toHaveLength(4);
      }),
      { numRuns: 500 },
    );
  });

  test('is found to be the same in parts of any size', { timeout: 30_000 }, async () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-8"?>\n<list><group id="g"><item id="1">é €</item>\r\n<item id="2">R &amp; D</item>\n<item id="3"><![CDATA[x]]><!-- y --></item></group>\n<other a="b"/></list>\n';
    const damage = fc.record({
      at: fc.nat({ max: xml.length }),
      remove: fc.nat({ max: 12 }),
      insert: fc.constantFrom('', '<', '&', '"', '</item>', '<item>', '\n', '\r', '\u0001', '<!--'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(damage, { maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 }),
        async (damages, sizes) => {
          let damaged = xml;
          for (const { at, remove, insert } of damages) {
            damaged = damaged.slice(0, at) + insert + damaged.slice(at + remove);
          }
          expect(await read(damaged, { sizes })).toEqual(await read(damaged));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a source that is hostile', () => {
  test('has no entity of its own expanded or fetched, however it is declared', async () => {
    const server = await unaskedServer();
    const xml = `<!DOCTYPE list SYSTEM "${server.address}list.dtd" [
  <!ENTITY a "&#38;a;"><!ENTITY b "&b;"><!ENTITY lol "lollollol"><!ENTITY uuml "replaced">
  <!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY % parameter SYSTEM "${server.address}parameter"> %parameter;
  <!ENTITY far SYSTEM "${server.address}far">
  <!-- ]> --> <?pi ]> ?> <!ENTITY quoted "]>">
]>
<list><item>&lol;</item><item a="&file;"/><item>&b;</item><item>&far;</item><item>&uuml;</item></list>`;
    const { items } = await read(xml);
    expect(items).toMatchObject([
      { reject: { reason: expect.stringContaining('undefined entity') } },
      { reject: { reason: expect.stringContaining('undefined entity') } },
      { reject: { reason: expect.stringContaining('undefined entity') } },
      { reject: { reason: expect.stringContaining('undefined entity') } },
      { element: { content: ['ü'] } },
    ]);
    expect(await server.connections()).toBe(0);
  });

  test('has an item that is too long left out, without being held', { timeout: 30_000 }, async () => {
    const part = 'x'.repeat(1024 * 1024);
    async function* bytes() {
      yield Buffer.from('<list><item id="1"/><item id="2"><title>');
      for (let n = 0; n < 100; n++) yield Buffer.from(part);
      yield Buffer.from('</title></item><item id="3">after 100 MB on one line</item></list>');
    }
    const before = process.memoryUsage().rss;
    const { items } = await read(bytes());
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
    expect(idsOf(items)).toEqual(['1', 'RECORD_TOO_LARGE', '3']);
    expect(rejectIn(items).reject.original).toHaveLength(10_000);
    expect(items[2]).toMatchObject({ line: 1, byte: 40 + 100 * part.length + '</title></item>'.length });
  });

  test.each([
    ['length', { length: 200 }, `<item>${'<b>1</b>'.repeat(50)}</item>`, 'RECORD_TOO_LARGE'],
    ['length, in an attribute', { length: 200 }, `<item a="${'1'.repeat(300)}"/>`, 'RECORD_TOO_LARGE'],
    ['elements', { elements: 20 }, `<item>${'<b/>'.repeat(30)}</item>`, 'RECORD_TOO_LARGE'],
    ['depth', { depth: 20 }, `<item>${'<b>'.repeat(30)}${'</b>'.repeat(30)}</item>`, 'RECORD_MALFORMED'],
  ])('has an item beyond the limit of %s left out', async (_, limits, broken, code) => {
    const xml = `<list><item id="1">one</item>${broken}<item id="3">three</item></list>`;
    for (const size of [xml.length, 1]) {
      const { items, error } = await read(xml, { size, limits });
      expect(error).toBeUndefined();
      expect(idsOf(items)).toEqual(['1', code, '3']);
    }
  });

  test.each([
    ['without any tag', 'x'.repeat(500)],
    ['with a comment without end', `<!-- ${'x'.repeat(500)}`],
    ['with a tag without end', `<x a="${'x'.repeat(500)}`],
    ['with a name without end', `<${'x'.repeat(500)}`],
    ['with a document type without end', `<!DOCTYPE ${'x'.repeat(500)}`],
  ])('is given up %s for too long', async (_, start) => {
    const before = start.startsWith('<!D') ? '' : '<list>';
    const { error } = await read(`${before}${start}`, { limits: { length: 200 }, size: 50 });
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', detail: { line: 1 } });
    expect(error?.message).toContain('no tag within 200');
  });

  test('is read in time proportional to its length, however many ampersands are bare', {
    timeout: 30_000,
  }, async () => {
    const pair = (n: number) => `<item id="${n}">R & D</item><other id="good"/>${' '.repeat(1000)}\n`;
    const xml = `<list>${Array.from({ length: 2000 }, (_, n) => pair(n)).join('')}</list>`;
    const { items, error } = await read(xml, { size: 64 * 1024 });
    expect(error).toBeUndefined();
    expect(idsOf(items).filter((id) => id === 'good')).toHaveLength(2000);
    expect(items).toHaveLength(4000);
  });

  test('is given up where reading on after each broken item would take too long', async () => {
    const xml = `<list>${'<item><![CDATA[ x</item>'.repeat(1000)}</list>`;
    const { items, error } = await read(xml, { limits: { length: 1000 }, size: 64 });
    expect(items.length).toBeGreaterThan(10);
    expect(error?.message).toContain('Too many of its records are not closed');
  });

  test('is given up when elements stand too deep inside one another', async () => {
    const { error } = await read(`<list>\n${'<x>'.repeat(200)}`);
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', detail: { line: 2 } });
  });
});

describe('a source that is not what it should be', () => {
  test.each([
    ['', 1, 'root element'],
    ['   \n ', 2, 'root element'],
    ['no markup', 1, 'text data outside of root node'],
    ['{"items": []}', 1, 'text data outside of root node'],
    ['\n<html><item/></html>', 2, 'outermost element is <html>'],
    ['<item/>', 1, 'outermost element is <item>'],
  ])('%j is refused', async (xml, line, what) => {
    const { items, error } = await read(xml);
    expect(items).toEqual([]);
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', detail: { source: 'test.xml', line } });
    expect(error?.message).toContain(what);
  });

  test.each([
    ['<list><item id="1"/>\n<item id="2">cut', 2, ['1', 'RECORD_MALFORMED']],
    ['<list><item id="1"/>\n<item id="2">&no; cut', 2, ['1', 'RECORD_MALFORMED']],
    ['<list><item id="1"/>\n\n', 3, ['1']],
    ['<list><item id="1"/>\n<gro', 2, ['1']],
    ['<list><item id="1"/></list>\n<list/>', 2, ['1']],
    ['<list><item id="1"/>\n&no;<item id="2"/></list>', 2, ['1']],
    ['<list><item id="1"/>\n</group><item id="2"/></list>', 2, ['1']],
  ])('%j: what was read before the fault stays', async (xml, line, ids) => {
    for (const size of [xml.length, 1]) {
      const { items, error } = await read(xml, { size });
      expect(idsOf(items)).toEqual(ids);
      expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', detail: { line } });
    }
  });
});

test.each([
  ['<dblp>', 'dblp'],
  ['  \n<?xml version="1.0"?>\n<!-- <no/> -->\n<?pi <no/>?><x:dblp a="b">', 'dblp'],
  ['<!DOCTYPE dblp SYSTEM "dblp.dtd"><dblp>', 'dblp'],
  ['<a', 'a'],
  ['', undefined],
  ['<', undefined],
  ['<!-- without end', undefined],
  ['<?xml without end', undefined],
  ['text <dblp>', undefined],
  ['{"a": "<dblp>"}', undefined],
  ['@article{x, title = {<dblp>}}', undefined],
])('the root of %j is %j', (head, root) => {
  expect(rootOf(head)).toBe(root);
});

type Item = XmlItem | { readonly reject: Reject };

interface Reading {
  readonly items: readonly Item[];
  readonly error: ScholargraphError | undefined;
}

async function read(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  how: { size?: number; sizes?: readonly number[]; limits?: XmlItemOptions['limits'] } = {},
): Promise<Reading> {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const sizes = how.sizes ?? [how.size ?? Infinity];
  const chunks = bytes instanceof Uint8Array ? partsOf(bytes, sizes) : bytes;
  const items: Item[] = [];
  try {
    const { limits = {} } = how;
    for await (const item of xmlItems({ uri: 'test.xml', bytes: chunks }, { ...options, limits })) {
      items.push(item);
    }
    return { items, error: undefined };
  } catch (error) {
    if (!(error instanceof ScholargraphError)) throw error;
    return { items, error };
  }
}

async function* partsOf(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.min(sizes[turn % sizes.length] ?? 1, bytes.length);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

function idsOf(items: readonly Item[]): readonly string[] {
  return items.map((item) => ('reject' in item ? item.reject.code : (item.element.attributes['id'] ?? '')));
}

function rejectIn(items: readonly Item[]): { readonly reject: Reject } {
  const found = items.find((item) => 'reject' in item);
  if (found === undefined) return expect.fail('no reject');
  return found;
}

type Tree = readonly (string | { readonly name: string; readonly content: Tree })[];

function tree(depth: number): fc.Arbitrary<Tree> {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter((each) => !/[\uFFFE\uFFFF\r]/.test(each));
  if (depth === 0) return fc.array(text, { maxLength: 1 });
  const name = fc.constantFrom('a', 'b', 'c-d', 'e.f');
  return fc.array(fc.oneof(text, fc.record({ name, content: tree(depth - 1) })), { maxLength: 4 });
}

function written(content: Tree): string {
  return content
    .map((node) =>
      typeof node === 'string'
        ? node.replace(/[&<>]/g, (one) => `&#x${one.charCodeAt(0).toString(16)};`)
        : `<${node.name}>${written(node.content)}</${node.name}>`,
    )
    .join('');
}

/** Structure and text; neighbouring strings count as one. */
function inner(element: {
  readonly name: string;
  readonly content: XmlItem['element']['content'] | Tree;
}): unknown {
  const nodes: unknown[] = [];
  for (const node of element.content) {
    const last = nodes.at(-1);
    if (typeof node === 'string' && typeof last === 'string') nodes[nodes.length - 1] = last + node;
    else nodes.push(typeof node === 'string' ? node : inner(node));
  }
  return { [element.name]: nodes };
}
