import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('administrators', () => {
  test('are named with their tokens', () => {
    const { administrators } = readConfig({
      SCHOLARGRAPH_ADMIN_TOKENS: 'Ada=0123456789abcdef, Grace H. = s3cret/with=equals-signs==',
    });
    expect(administrators).toEqual([
      { name: 'Ada', token: '0123456789abcdef' },
      { name: 'Grace H.', token: 's3cret/with=equals-signs==' },
    ]);
  });

  test('are none where nothing is set', () => {
    expect(readConfig({}).administrators).toEqual([]);
  });

  test.each(['0123456789abcdef', 'Ada=short', 'Ada=0123456789abcdef,', '=0123456789abcdef'])(
    'are not read from %j, and the error does not repeat it',
    (text) => {
      expect(() => readConfig({ SCHOLARGRAPH_ADMIN_TOKENS: text })).toThrow(
        expect.objectContaining({
          code: 'CONFIG_INVALID',
          message: expect.stringContaining('SCHOLARGRAPH_ADMIN_TOKENS: name=token'),
        }),
      );
      expect(() => readConfig({ SCHOLARGRAPH_ADMIN_TOKENS: text })).not.toThrow('0123456789abcdef');
    },
  );
});

describe('the limit of uploads', () => {
  test.each([
    [undefined, 64 * 1024 ** 2],
    ['512k', 512 * 1024],
    ['2g', 2 * 1024 ** 3],
  ])('%j', (text, bytes) => {
    expect(readConfig({ SCHOLARGRAPH_UPLOAD_LIMIT: text }).uploadLimit).toBe(bytes);
  });

  test.each(['64', '64mb', '-1m', '1.5g', 'm'])('is not read from %j', (text) => {
    expect(() => readConfig({ SCHOLARGRAPH_UPLOAD_LIMIT: text })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('SCHOLARGRAPH_UPLOAD_LIMIT: a size') }),
    );
  });
});
