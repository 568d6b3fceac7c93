import { describe, expect, test } from 'vitest';
import { arxivIdOf, isPreprintServer, preprintServer } from '../../src/readers/preprintServer.ts';

describe('a preprint server', () => {
  test.each([
    'arXiv',
    'ArXiv e-prints',
    'arXiv preprint arXiv:1412.6980',
    'CoRR',
    'bioRxiv',
    'SSRN Electronic Journal',
    'OSF Preprints',
    'Preprints.org',
  ])('is %j', (name) => {
    expect(isPreprintServer(name)).toBe(true);
  });
  test.each(['Correspondence', 'Archive for History', 'CoRRelation', 'Journal of arXiv Studies', ''])(
    'is not %j',
    (name) => {
      expect(isPreprintServer(name)).toBe(false);
    },
  );
  test('is known by its prefix in whatever case', () => {
    expect(preprintServer('ARXIV')).toBe('arXiv');
    expect(preprintServer('googlebooks')).toBeUndefined();
  });
});

test.each([
  ['1412.6980', '1412.6980'],
  ['arXiv:1412.6980v9', '1412.6980v9'],
  ['arXiv:1902.02795 [cs]', '1902.02795'],
  ['arXiv preprint arXiv:1412.6980', '1412.6980'],
  ['CoRR, arXiv:cs/0112017.', 'cs/0112017'],
  ['math.GT/0309136', 'math.GT/0309136'],
  ['Preprint, arXiv: 1412.6980', '1412.6980'],
  ['An extended version of arXiv:1412.6980', undefined],
  ['12', undefined],
  ['', undefined],
])('the arXiv id of %j is %j', (text, id) => {
  expect(arxivIdOf(text)).toBe(id);
});
