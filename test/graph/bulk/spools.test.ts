import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BulkLoad } from '../../../src/graph/bulk/bulkLoad.ts';
import { KeySpool, membersOf } from '../../../src/graph/bulk/components.ts';
import { csvLine, notForCsv } from '../../../src/graph/bulk/csv.ts';
import { TableFiles } from '../../../src/graph/bulk/files.ts';
import { byFirst, PartitionWriter, type Row, takePartition } from '../../../src/graph/bulk/partitions.ts';
import type { PublicationRecord } from '../../../src/record.ts';
import { sourceOf, statementOf } from '../../../src/resolve/statement.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-spools-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a line of CSV', () => {
  test('tells an empty text from an absent one', () => {
    expect(csvLine(['', undefined, null, 'x'])).toBe('"",,,x\n');
  });

  test('quotes what would end a field or a line, and doubles quotes', () => {
    expect(csvLine(['a,b', 'say "so"', 'two\r\nlines', '\\', ' lead'])).toBe(
      '"a,b","say ""so""","two\r\nlines",\\," lead"\n',
    );
  });

  test('has lists, numbers and booleans as the importer reads them', () => {
    expect(csvLine([['a;b', 'c"d'], 3, 0.25, false])).toBe('"a;b\u001fc""d",3,0.25,false\n');
  });

  test.each([
    ['a unit separator', '\u001f', true],
    ['what the importer takes for the end of the file', '\uffff', true],
    ['a backslash and the letters of its escape', '\\u001f', false],
    ['a backslash before a unit separator', '\\\u001f', true],
    ['other controls', '\u001e\0\u0085', false],
  ])('cannot hold every character: %s', (_, text, refused) => {
    expect(notForCsv.test(JSON.stringify({ text }))).toBe(refused);
  });

  test('of a table has a place for every property, or it is an error', () => {
    const files = new TableFiles(folder, 'a');
    files.add('broader', ['t1', 't2']);
    expect(() => files.add('broader', ['t1', 't2'], { score: 1 })).toThrow(/no column/);
    expect(() => files.add('topics', ['t1'], { id: 't1', name: 'x', kind: 'y' })).toThrow(/no column/);
    expect(files.close()).toMatchObject([{ table: 'broader', rows: 1 }]);
  });
});

test('all rows of a key are in one partition, whoever wrote them, and in the order of the writers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ maxLength: 2 }), fc.jsonValue()), { maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      (rows, partitions) => {
        const writers = ['1', '2'].map((name) => new PartitionWriter(folder, partitions, name));
        for (const row of rows) for (const writer of writers) writer.add(row[0], row);
        for (const writer of writers) writer.close();
        const found = Array.from({ length: partitions }, (_, at) => byFirst(takePartition<Row>(folder, at)));
        const keys = found.flatMap((groups) => [...groups.keys()]);
        expect(keys.length).toBe(new Set(rows.map(([key]) => key)).size);
        for (const groups of found) {
          for (const [key, group] of groups) {
            const ofKey = rows.filter(([own]) => own === key).map((row) => JSON.stringify(row));
            expect(group.map((row) => JSON.stringify(row))).toEqual([...ofKey, ...ofKey]);
          }
        }
      },
    ),
  );
});

test('statements hang together that share a key, however many steps away', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 3 }), { minLength: 1 }),
      (all) => {
        const spool = new KeySpool(folder);
        for (const [member, keys] of all.entries()) for (const key of keys) spool.add(`key ${key}`, member);
        const components = spool.components(all.length);
        const heads = [...components.heads.keys()].filter((member) => components.heads[member] === 1);
        const found = heads.map((head) => membersOf(components, head));
        expect(found).toEqual(closures(all));
      },
    ),
  );
});

/** The same by hand. */
function closures(all: readonly (readonly number[])[]): number[][] {
  const names = all.map((_, member) => member);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [a, keysA] of all.entries()) {
      for (const [b, keysB] of all.entries()) {
        const [nameA = 0, nameB = 0] = [names[a], names[b]];
        if (nameA >= nameB || !keysA.some((key) => keysB.includes(key))) continue;
        names[b] = nameA;
        changed = true;
      }
    }
  }
  return [...new Set(names)].map((name) => [...names.keys()].filter((member) => names[member] === name));
}

describe('a bulk load', () => {
  const source = sourceOf('one.bib', 'bibtex');
  const record = (key: string, facts: Partial<PublicationRecord>) =>
    statementOf(source, {
      locator: { key },
      identifiers: [],
      authors: [],
      authorOrder: 'byline',
      venues: [],
      topics: [],
      ...facts,
    });

  test('refuses a record with a character that the files cannot hold, and takes none of its batch', async () => {
    const load = await BulkLoad.begin(folder);
    load.beginSource(source);
    expect(() =>
      load.take([record('a', { title: 'Sound' }), record('b', { title: 'Not \u001f so' })]),
    ).toThrow(expect.objectContaining({ code: 'RECORD_MALFORMED' }));
    const files = await load.resolve();
    expect(files.tables.find(({ table }) => table === 'publications')?.rows).toBe(0);
  });

  test('keeps of an entry that a source states twice what it says last', async () => {
    const load = await BulkLoad.begin(folder);
    load.beginSource(source);
    load.take([record('a', { title: 'Before' }), record('b', { title: 'Another' })]);
    load.take([record('a', { title: 'After' })]);
    const files = await load.resolve();
    const publications = files.tables.find(({ table }) => table === 'publications');
    expect(publications?.rows).toBe(2);
    expect(files.created).toEqual(new Map([[source.id, 2]]));
    const text = await readFile(path.join(files.folder, publications?.files[1] ?? ''), 'utf8');
    expect(text).toContain('After');
    expect(text).not.toContain('Before');
  });
});
