import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pieceBytes, type TextLine, textLines } from '../../src/readers/textLines.ts';

async function linesOf(bytes: Buffer, sizes: readonly number[] = [bytes.length]): Promise<TextLine[]> {
  async function* chunks() {
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  const found: TextLine[] = [];
  for await (const lines of textLines(chunks())) found.push(...lines);
  return found;
}

describe('the lines of a text', () => {
  test('end with LF, CR LF or CR, and are numbered from 1', async () => {
    expect(await linesOf(Buffer.from('a\nb\r\n\rc'))).toEqual([
      { text: 'a', number: 1, begins: true },
      { text: 'b', number: 2, begins: true },
      { text: '', number: 3, begins: true },
      { text: 'c', number: 4, begins: true },
    ]);
  });

  test('are the same however the bytes are cut', async () => {
    const part = fc.constantFrom('a', 'é', '€', '👩', '\n', '\r', '\r\n', ' ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(part),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        async (parts, sizes) => {
          const text = parts.join('');
          const expected = text.split(/\r\n|\n|\r/);
          if (expected.at(-1) === '') expected.pop();
          const lines = await linesOf(Buffer.from(text), sizes);
          expect(lines.map((line) => line.text)).toEqual(expected);
          expect(lines.map((line) => line.number)).toEqual(expected.map((_, index) => index + 1));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('are UTF-8, or Windows-1252 where they are not', async () => {
    const bytes = Buffer.concat([Buffer.from('é\n'), Buffer.from([0xe9, 0x20, 0x96, 0x20, 0x80])]);
    expect((await linesOf(bytes)).map((line) => line.text)).toEqual(['é', 'é – €']);
  });

  test('come in pieces where they are long, none of which cuts a character', async () => {
    const long = `x${'€'.repeat(pieceBytes)}`;
    const lines = await linesOf(Buffer.from(`${long}\nshort`), [1_000]);
    expect(lines.map((line) => line.begins)).toEqual([true, false, false, false, true]);
    expect(
      lines
        .slice(0, 4)
        .map((line) => line.text)
        .join(''),
    ).toBe(long);
    expect(lines.map((line) => line.number)).toEqual([1, 1, 1, 1, 2]);
    for (const line of lines) expect(Buffer.byteLength(line.text)).toBeLessThanOrEqual(pieceBytes);
  });
});
