import { expect, test } from 'vitest';
import { detectReader, readerOf, readers } from '../../src/readers/index.ts';

test('each format has a name of its own', () => {
  expect(new Set(readers.map((reader) => reader.format)).size).toBe(readers.length);
});

test('a source is given to the reader of the format that its beginning shows', () => {
  expect(detectReader('a', 'Ada Lovelace\nAuthored Publications\nNotes\n').format).toBe('profile-page');
});

test.each([
  ['', 'There is nothing in it'],
  ['\n \n', 'There is nothing in it'],
  ['name;year\nAda;1843\n', 'Its beginning is of no format that is known here'],
])('%j is of no format, and the error names those there are', (head, what) => {
  expect(() => detectReader('my/file', head)).toThrow(
    expect.objectContaining({ code: 'FORMAT_UNKNOWN', message: expect.stringContaining(`my/file: ${what}`) }),
  );
  for (const { title } of readers) {
    expect(() => detectReader('my/file', head)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(title) }),
    );
  }
});

test('a reader is had by its name; a wrong name lists the right ones', () => {
  for (const reader of readers) expect(readerOf(reader.format)).toBe(reader);
  expect(() => readerOf('endnote')).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining('profile-page') }),
  );
});
