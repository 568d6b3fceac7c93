import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalIdentifier, identifiersIn } from '../../src/normalise/identifier.ts';
import { type IdentifierScheme, identifierSchemes } from '../../src/record.ts';

function key(scheme: IdentifierScheme, value: string): string | undefined {
  return canonicalIdentifier({ scheme, value })?.key;
}

describe('one form for each identifier', () => {
  test.each<[IdentifierScheme, string, string]>([
    ['doi', '10.1145/3292500.3330701', 'doi:10.1145/3292500.3330701'],
    ['doi', 'doi:10.1126/SCIENCE.1127647', 'doi:10.1126/science.1127647'],
    ['doi', 'DOI: 10.1126/science.1127647.', 'doi:10.1126/science.1127647'],
    ['doi', 'https://doi.org/10.1126/science.1127647', 'doi:10.1126/science.1127647'],
    ['doi', 'http://dx.doi.org/doi:10.1126/science.1127647?utm_source=x#y', 'doi:10.1126/science.1127647'],
    ['doi', 'info:doi/10.1126/science.1127647', 'doi:10.1126/science.1127647'],
    ['doi', 'https://doi.org/10.1002%2F(SICI)1097-4571', 'doi:10.1002/(sici)1097-4571'],
    ['doi', '10.1016/S0140-6736(05)67889-0', 'doi:10.1016/s0140-6736(05)67889-0'],
    ['doi', '(10.1016/S0140-6736(05)67889-0)'.slice(1), 'doi:10.1016/s0140-6736(05)67889-0'],
    [
      'doi',
      '10.1002/(SICI)1097-4571(1999)50:1<1::AID-ASI1>3.0.CO;2-#',
      'doi:10.1002/(sici)1097-4571(1999)50:1<1::aid-asi1>3.0.co;2-#',
    ],
    ['doi', 'https://dl.acm.org/doi/abs/10.1145/3292500.3330701', 'doi:10.1145/3292500.3330701'],
    ['doi', '10.48550/arXiv.1907.13223', 'arxiv:1907.13223'],
    ['doi', 'https://doi.org/10.48550/ARXIV.2002.05709', 'arxiv:2002.05709'],
    ['arxiv', '1907.13223', 'arxiv:1907.13223'],
    ['arxiv', 'arXiv:1907.13223v2', 'arxiv:1907.13223'],
    ['arxiv', 'arXiv:1907.13223v2 [cs.NE]', 'arxiv:1907.13223'],
    ['arxiv', '0704.0001', 'arxiv:0704.0001'],
    ['arxiv', 'https://arxiv.org/abs/1902.05781', 'arxiv:1902.05781'],
    ['arxiv', 'http://export.arxiv.org/pdf/1902.05781v1.pdf', 'arxiv:1902.05781'],
    ['arxiv', 'hep-th/9901001v3', 'arxiv:hep-th/9901001'],
    ['arxiv', 'math.GT/0309136', 'arxiv:math/0309136'],
    ['arxiv', 'cond-mat.stat-mech/0101001', 'arxiv:cond-mat/0101001'],
    ['arxiv', 'oai:arXiv.org:cs/0703001', 'arxiv:cs/0703001'],
    ['orcid', '0000-0002-1825-0097', 'orcid:0000-0002-1825-0097'],
    ['orcid', 'https://orcid.org/0000-0002-1694-233x', 'orcid:0000-0002-1694-233X'],
    ['orcid', '0000000218250097', 'orcid:0000-0002-1825-0097'],
    ['openalex', 'https://openalex.org/W2963403868', 'openalex:W2963403868'],
    ['openalex', 'https://api.openalex.org/authors/a5023888391', 'openalex:A5023888391'],
    ['openalex', 'S137773608', 'openalex:S137773608'],
    ['openalex', 'https://openalex.org/subfields/1702', 'openalex:subfields/1702'],
    ['pmid', '16873662', 'pmid:16873662'],
    ['pmid', 'PMID: 016873662', 'pmid:16873662'],
    ['pmid', 'https://pubmed.ncbi.nlm.nih.gov/16873662/', 'pmid:16873662'],
    ['pmcid', '1234567', 'pmcid:PMC1234567'],
    ['pmcid', 'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/', 'pmcid:PMC1234567'],
    ['dblp', 'conf/icml/HoulsbyGJMLGAG19', 'dblp:conf/icml/HoulsbyGJMLGAG19'],
    ['dblp', 'DBLP:conf/icml/HoulsbyGJMLGAG19', 'dblp:conf/icml/HoulsbyGJMLGAG19'],
    ['dblp', 'https://dblp.org/rec/conf/icml/HoulsbyGJMLGAG19.html', 'dblp:conf/icml/HoulsbyGJMLGAG19'],
    [
      'dblp',
      'https://dblp.uni-trier.de/rec/bibtex/journals/corr/abs-1907-13223',
      'dblp:journals/corr/abs-1907-13223',
    ],
    ['dblp', 'https://dblp.org/pid/65/9612.html', 'dblp:pid/65/9612'],
    ['acl', 'n19-1423', 'acl:N19-1423'],
    ['acl', 'https://www.aclweb.org/anthology/P/P14/P14-1001.pdf', 'acl:P14-1001'],
    ['acl', 'https://aclanthology.org/2020.acl-main.1/', 'acl:2020.acl-main.1'],
    ['acl', 'https://aclanthology.org/E14-4028v2.pdf', 'acl:E14-4028'],
    ['s2', '204E3073870FAE3D05BCBC2F6A8E263D9B72E776', 's2:204e3073870fae3d05bcbc2f6a8e263d9b72e776'],
    [
      's2',
      'https://www.semanticscholar.org/paper/Attention-is-All/204e3073870fae3d05bcbc2f6a8e263d9b72e776',
      's2:204e3073870fae3d05bcbc2f6a8e263d9b72e776',
    ],
    ['s2', '1741101', 's2:1741101'],
    ['corpusid', 'CorpusID:13756489', 'corpusid:13756489'],
    ['corpusid', 'https://api.semanticscholar.org/CorpusID:13756489', 'corpusid:13756489'],
    ['mag', '2963403868', 'mag:2963403868'],
    ['isbn', '0-306-40615-2', 'isbn:9780306406157'],
    ['isbn', 'ISBN-13: 978-0-306-40615-7', 'isbn:9780306406157'],
    ['isbn', '080442957x', 'isbn:9780804429573'],
    ['issn', '03785955', 'issn:0378-5955'],
    ['issn', 'eISSN: 2434-561x', 'issn:2434-561X'],
    ['ror', 'https://ror.org/05dxps055', 'ror:05dxps055'],
    ['ror', '02MHBDP94', 'ror:02mhbdp94'],
    ['wikidata', 'http://www.wikidata.org/entity/Q42', 'wikidata:Q42'],
    ['url', 'HTTPS://www.Example.org:443/a/?utm_source=x#frag', 'url:example.org/a'],
    ['url', 'http://example.org/a', 'url:example.org/a'],
    ['url', 'https://openreview.net/forum?id=HJWLfGWRb', 'url:openreview.net/forum?id=HJWLfGWRb'],
    ['url', 'https://doi.org/10.1126/science.1127647', 'doi:10.1126/science.1127647'],
    ['url', 'https://arxiv.org/abs/1902.05781v1', 'arxiv:1902.05781'],
    ['url', 'https://aclanthology.org/E14-4028/', 'acl:E14-4028'],
    ['url', 'https://orcid.org/0000-0002-1825-0097', 'orcid:0000-0002-1825-0097'],
    ['url', 'https://link.springer.example/doi/10.1007/s10994-019-1.pdf', 'doi:10.1007/s10994-019-1.pdf'],
    ['url', 'https://arxiv.org/list/cs.LG/recent', 'url:arxiv.org/list/cs.LG/recent'],
  ])('%s %s → %s', (scheme, value, expected) => {
    expect(key(scheme, value)).toBe(expected);
  });
});

describe('what is none is refused', () => {
  test.each<[IdentifierScheme, string]>([
    ['doi', '11.1000/182'],
    ['doi', '10.1000'],
    ['doi', '10.1000/'],
    ['doi', '10.1000/a b'],
    ['doi', 'https://example.org/10.1000/182'],
    ['arxiv', '1913.13223'],
    ['arxiv', '1907.132'],
    ['arxiv', 'nature/9901001'],
    ['orcid', '0000-0002-1825-0098'],
    ['orcid', '0000-0002-1825'],
    ['openalex', 'X123'],
    ['pmid', '0'],
    ['pmid', '-5'],
    ['dblp', 'icml'],
    ['acl', 'P19'],
    ['s2', '204e3073'],
    ['isbn', '0-306-40615-3'],
    ['isbn', '978-0-306-40615-8'],
    ['issn', '0378-5954'],
    ['ror', '05dxps056'],
    ['ror', '05dxpsl55'],
    ['wikidata', 'Q0'],
    ['url', 'ftp://example.org/a'],
    ['url', 'javascript:alert(1)'],
    ['url', 'https://user:secret@example.org/'],
    ['url', 'https://'],
    ['url', `https://example.org/${'a'.repeat(3000)}`],
  ])('%s %s', (scheme, value) => {
    expect(key(scheme, value)).toBeUndefined();
  });
});

describe('in running text', () => {
  test.each([
    ['arXiv:1907.13223 (2019)', ['arxiv:1907.13223']],
    ['https://arxiv.org/abs/1902.05781 (2019)', ['arxiv:1902.05781']],
    ['arXiv preprint arXiv:1902.00751v2 [cs.LG]', ['arxiv:1902.00751']],
    ['see arxiv.org/abs/hep-th/9901001.', ['arxiv:hep-th/9901001']],
    [
      '(doi:10.1126/science.1127647), and 10.1016/S0140-6736(05)67889-0.',
      ['doi:10.1126/science.1127647', 'doi:10.1016/s0140-6736(05)67889-0'],
    ],
    [
      'Available at <https://example.org/a>, or “https://example.org/b”.',
      ['url:example.org/a', 'url:example.org/b'],
    ],
    ['doi:10.1000/182 and https://doi.org/10.1000/182', ['doi:10.1000/182']],
    ['pages 1907.13223 and version 10.12/3', []],
    ['', []],
  ])('%s', (text, keys) => {
    expect(identifiersIn(text).map((identifier) => identifier.key)).toEqual(keys);
  });
});

describe('whatever the identifier', () => {
  const scheme = fc.constantFrom(...identifierSchemes);

  test('the canonical form is its own canonical form', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .tuple(fc.constantFrom('10.1000/', 'https://doi.org/10.1000/', 'arXiv:', 'https://'), fc.string())
        .map((parts) => parts.join('')),
      fc.stringMatching(/^[\dX-]{8,17}$/),
      fc.stringMatching(/^\d{2}(0[1-9]|1[0-2])\.\d{4,5}(v\d)?$/),
    );
    fc.assert(
      fc.property(scheme, value, (from, text) => {
        const canonical = canonicalIdentifier({ scheme: from, value: text });
        if (canonical === undefined) return;
        expect(canonicalIdentifier(canonical)).toEqual(canonical);
        expect(canonical.key.startsWith(`${canonical.scheme}:`)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('one wrong digit, or two neighbours swapped, is found in an ORCID', () => {
    fc.assert(
      fc.property(fc.nat({ max: 14 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digits = [...'0000000218250097'];
        const wrong = digits.with(at, String((Number(digits[at]) + by) % 10)).join('');
        expect(key('orcid', wrong)).toBeUndefined();
        const swapped = digits
          .with(at, digits[at + 1] ?? '')
          .with(at + 1, digits[at] ?? '')
          .join('');
        if (swapped !== digits.join('')) expect(key('orcid', swapped)).toBeUndefined();
      }),
    );
  });

  test('what is found in text is canonical, and no text makes it fail or slow', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const identifier of identifiersIn(`${text} arXiv:1907.13223 ${text}`)) {
          expect(canonicalIdentifier(identifier)).toEqual(identifier);
        }
      }),
    );
    for (const part of ['10.1000/', 'arXiv:', 'https://a.b/', '(', '10.1', 'a-a.']) {
      const start = performance.now();
      identifiersIn(part.repeat(20_000));
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  });
});
