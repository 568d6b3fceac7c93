import { describe, expect, test } from 'vitest';
import {
  arxivIdOf,
  isPreprintDoi,
  isPreprintServer,
  preprintServer,
} from '../../src/normalise/preprintServer.ts';

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
    'PsyArXiv',
    'SocArXiv Papers',
    'EarthArXiv',
    'Research Square',
    'bioRxiv (Cold Spring Harbor Laboratory)',
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

describe('the DOI of a preprint', () => {
  test.each([
    '10.48550/arXiv.1902.00751',
    '10.1101/2020.04.27.063578',
    '10.1101/2021.06.18.21258689',
    '10.1101/123456',
    '10.64898/2026.04.07.716663',
    '10.2139/ssrn.3247865',
    '10.21203/rs.3.rs-100956/v1',
    '10.31234/osf.io/sbyn6_v2',
  ])('is %s', (doi) => {
    expect(isPreprintDoi(doi)).toBe(true);
  });
  test.each([
    ['Genome Research, of the publisher of bioRxiv', '10.1101/gr.107524.110'],
    ['Genes & Development, the same', '10.1101/gad.8.10.1153'],
    ['a thesis on OSF', '10.31237/osf.io/9acfd'],
    ['an article of PeerJ', '10.7717/peerj.4375'],
  ])('is not that of %s: %s', (_, doi) => {
    expect(isPreprintDoi(doi)).toBe(false);
  });
});
