import { expect, test } from 'vitest';
import { languageTag } from '../../src/readers/languageTag.ts';

test.each([
  ['en', 'en'],
  ['en_us', 'en-US'],
  ['zh-hans-cn', 'zh-Hans-CN'],
  ['English', 'en'],
  ['ngerman', 'de'],
  ['british', 'en-GB'],
  ['ger', 'de'],
  ['eng', 'en'],
  [' French ', 'fr'],
  ['', undefined],
  ['English; German', undefined],
  ['Klingon, mostly', undefined],
  ['x'.repeat(100), undefined],
])('%j is %j', (stated, tag) => {
  expect(languageTag(stated)).toBe(tag);
});
