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
  ['\n\nname;year\nAda;1843\n', 'line 3: Its beginning, "name;year", is of no format that is known here'],
  ['x'.repeat(100), `line 1: Its beginning, "${'x'.repeat(60)}", is of no format`],
])('%j is of no format, and the error names those there are', (head, what) => {
  expect(() => detectReader('my/file', head)).toThrow(
    expect.objectContaining({ code: 'FORMAT_UNKNOWN', message: expect.stringMatching(/^my\/file(?:: |, )/) }),
  );
  expect(() => detectReader('my/file', head)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(what) }),
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
