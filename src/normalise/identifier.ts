import type { Identifier, IdentifierScheme } from '../record.ts';

export interface CanonicalIdentifier {
  readonly scheme: IdentifierScheme;
  readonly value: string;
  /** `scheme:value`, the same for all that name one thing; for URLs without protocol and `www.`. */
  readonly key: string;
}

/**
 * The one form of an identifier that may come as a URL, with a prefix, in any case, with a version, or with
 * punctuation stuck to it. Check digits are checked. The scheme can change: a DOI of arXiv's own (10.48550) is an
 * arXiv id, and a URL at the home of a scheme is an identifier of that scheme.
 *
 * @returns undefined where it is no identifier of its scheme
 */
export function canonicalIdentifier(identifier: Identifier): CanonicalIdentifier | undefined {
  const stated = identifier.value.trim();
  if (stated === '' || stated.length > longest) return undefined;
  if (identifier.scheme === 'url') return canonicalUrl(stated);
  if (identifier.scheme === 'doi') return canonicalDoi(stated);
  return keyed(identifier.scheme, forms[identifier.scheme](stated));
}

/**
 * DOIs, arXiv ids and URLs that stand in running text, in the order of their appearance, each once. A bare number is no
 * arXiv id; it needs the word 'arXiv' or a link.
 */
export function identifiersIn(text: string): readonly CanonicalIdentifier[] {
  const found = new Map<string, CanonicalIdentifier>();
  for (const { groups } of text.matchAll(inText)) {
    const { url, arxiv, doi } = groups ?? {};
    const identifier =
      url !== undefined
        ? canonicalUrl(withoutTrailingMarks(url))
        : arxiv !== undefined
          ? canonicalIdentifier({ scheme: 'arxiv', value: arxiv })
          : canonicalIdentifier({ scheme: 'doi', value: doi ?? '' });
    if (identifier !== undefined && !found.has(identifier.key)) found.set(identifier.key, identifier);
  }
  return [...found.values()];
}

/** Characters above which nothing is an identifier. */
const longest = 2_000;

const inText =
  /(?<url>https?:\/\/[^\s<>"{}|\\^`]{1,2000})|\barxiv(?:\.org)?[:\s/]\s*(?:(?:abs|pdf)\/)?(?<arxiv>\d{4}\.\d{4,5}(?:v\d+)?|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?\/\d{7}(?:v\d+)?)|(?<![\w./])(?<doi>10\.\d{4,9}(?:\.\d+)*\/[^\s<>"{}|\\^`]{1,500})/giu;

type Canonical = (stated: string) => string | undefined;

const forms: Readonly<Record<Exclude<IdentifierScheme, 'doi' | 'url'>, Canonical>> = {
  arxiv: (stated) => {
    const id = stated
      .replace(/^https?:\/\/(?:[\w-]+\.)*(?:arxiv|ar5iv)\.org\/(?:[a-z]+\/)?/i, '')
      .replace(/^(?:oai:arxiv\.org:|arxiv:)\s*/i, '')
      .replace(/\s*\[[\w.-]+\]$/, '')
      .replace(/[?#].*$/, '')
      .replace(/\.pdf$/i, '')
      .replace(/v\d+$/i, '');
    if (/^\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}$/.test(id)) return id;
    const old = /^([a-z]+(?:-[a-z]+)?)(?:\.[a-z-]+)?\/(\d{2}(?:0[1-9]|1[0-2])\d{3})$/i.exec(id);
    const archive = old?.[1]?.toLowerCase();
    return archive !== undefined && archives.has(archive) ? `${archive}/${old?.[2]}` : undefined;
  },
  openalex: (stated) => {
    const id = stated.replace(/^https?:\/\/(?:api\.)?openalex\.org\//i, '').replace(/[?#].*$/, '');
    const entity = /^(?:[a-z]+\/)?([ACFGIKPSTVW]\d{1,19})$/i.exec(id)?.[1];
    if (entity !== undefined) return entity.toUpperCase();
    return /^(?:domains|fields|subfields|keywords|concepts|sdgs|countries)\/[\w-]{1,100}$/i.test(id)
      ? id.toLowerCase()
      : undefined;
  },
  pmid: (stated) =>
    /^(?:https?:\/\/(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov\/pubmed)\/|pmid:?\s*)?0*([1-9]\d{0,8})\/?$/i.exec(
      stated,
    )?.[1],
  pmcid: (stated) => {
    const id =
      /^(?:https?:\/\/(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov\/pmc|europepmc\.org)\/(?:articles?\/)?(?:pmc\/)?|pmcid:?\s*)?(?:PMC)?0*([1-9]\d{0,8})(?:\.\d+)?\/?$/i.exec(
        stated,
      )?.[1];
    return id === undefined ? undefined : `PMC${id}`;
  },
  dblp: (stated) => {
    const id = stated
      .replace(/^https?:\/\/(?:www\.)?dblp(?:\.uni-trier|\.dagstuhl)?\.(?:org|de)\//i, '')
      .replace(/^dblp:/i, '')
      .replace(/^rec\/(?:(?:bibtex|xml|html|rdf)\d?\/)?/i, '')
      .replace(/[?#].*$/, '')
      .replace(/\.(?:html?|bib|xml|rdf|ris|nt|ttl)$/i, '');
    return /^[a-z]+(?:\/[\w.+:-]+)+$/.test(id) ? id : undefined;
  },
  acl: (stated) => {
    const id = stated
      .replace(/^https?:\/\/(?:www\.)?(?:aclanthology\.(?:org|info)|aclweb\.org\/anthology)\//i, '')
      .replace(/^(?:papers|volumes)\//i, '')
      .replace(/^[A-Z]\/[A-Z]\d{2}\/(?=[A-Z]\d{2}-)/i, '')
      .replace(/[?#].*$/, '')
      .replace(/\/.*$/, '')
      .replace(/\.(?:pdf|bib|xml|endf)$/i, '')
      .replace(/(?<=\d)v\d+$/i, '');
    if (/^[a-z]\d{2}-\d{1,5}$/i.test(id)) return id.toUpperCase();
    return /^(?:19|20)\d{2}\.[a-z\d_]+-[a-z\d_]+(?:\.\d+)?$/i.test(id) ? id.toLowerCase() : undefined;
  },
  s2: (stated) => {
    const id = stated
      .replace(/^https?:\/\/(?:www\.|api\.|pdfs\.)?semanticscholar\.org\//i, '')
      .replace(/^(?:graph\/)?(?:v1\/)?(?:paper|author)\/(?:[^/]+\/)?/i, '')
      .replace(/[?#].*$/, '')
      .toLowerCase();
    return /^(?:[\da-f]{40}|[1-9]\d{0,14})$/.test(id) ? id : undefined;
  },
  corpusid: (stated) =>
    /^(?:https?:\/\/(?:api\.|www\.)?semanticscholar\.org\/)?(?:corpusid:\s*)?0*([1-9]\d{0,14})$/i.exec(
      stated,
    )?.[1],
  mag: (stated) => /^(?:mag:)?0*([1-9]\d{0,14})$/i.exec(stated)?.[1],
  isbn: (stated) => {
    const id = stated
      .replace(/^(?:urn:)?isbn(?:-1[03])?:?\s*/i, '')
      .replace(/[\s\u2010-\u2015-]/g, '')
      .toUpperCase();
    if (/^97[89]\d{10}$/.test(id)) return isbn13Digit(id.slice(0, 12)) === id.at(-1) ? id : undefined;
    if (!/^\d{9}[\dX]$/.test(id) || weighted(id, 10) % 11 !== 0) return undefined;
    return `978${id.slice(0, 9)}${isbn13Digit(`978${id.slice(0, 9)}`)}`;
  },
  issn: (stated) => {
    const id = stated
      .replace(/^https?:\/\/portal\.issn\.org\/resource\/issn\//i, '')
      .replace(/^(?:urn:)?e?-?issn:?\s*/i, '')
      .replace(/[\s\u2010-\u2015-]/g, '')
      .toUpperCase();
    if (!/^\d{7}[\dX]$/.test(id) || weighted(id, 8) % 11 !== 0) return undefined;
    return `${id.slice(0, 4)}-${id.slice(4)}`;
  },
  orcid: (stated) => {
    const id = stated
      .replace(/^(?:https?:\/\/)?(?:www\.|sandbox\.)?orcid\.org\//i, '')
      .replace(/^orcid:?\s*/i, '')
      .replace(/[?#/].*$/, '')
      .replace(/[\s\u2010-\u2015-]/g, '')
      .toUpperCase();
    if (!/^\d{15}[\dX]$/.test(id) || orcidDigit(id.slice(0, 15)) !== id.at(-1)) return undefined;
    return id.replace(/(.{4})(?=.)/g, '$1-');
  },
  ror: (stated) => {
    const id = stated
      .replace(/^(?:https?:\/\/)?(?:www\.)?ror\.org\//i, '')
      .replace(/^ror:/i, '')
      .toLowerCase();
    return /^0[a-hj-km-np-tv-z\d]{6}\d{2}$/.test(id) && rorDigits(id.slice(0, 7)) === id.slice(7)
      ? id
      : undefined;
  },
  wikidata: (stated) =>
    /^(?:https?:\/\/(?:www\.|m\.)?wikidata\.org\/(?:entity|wiki)\/)?(q[1-9]\d{0,11})$/i
      .exec(stated)?.[1]
      ?.toUpperCase(),
};

/** The archives of ids before April 2007 (https://info.arxiv.org/help/arxiv_identifier.html). */
const archives: ReadonlySet<string> = new Set(
  'acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int stat supr-con'.split(
    ' ',
  ),
);

/** ISO 26324: ASCII letters are one in either case. */
function canonicalDoi(stated: string): CanonicalIdentifier | undefined {
  const linked = /^(?:https?:\/\/)?(?:(?:dx\.|www\.)?doi\.org|hdl\.handle\.net)\//i.exec(stated);
  const at = /^https?:\/\//i.test(stated) && linked === null ? inPath.exec(stated)?.[1] : undefined;
  const bare = at ?? stated.slice(linked?.[0].length ?? 0);
  const inUrl = linked !== null || at !== undefined;
  const text = (inUrl ? decoded(bare.replace(/[?#].*$/, '')) : /%2f/i.test(bare) ? decoded(bare) : bare)
    .replace(/^(?:info:)?(?:doi[:/]?\s*)+/i, '')
    .replace(/[\u200b\u00ad]/g, '');
  const doi = withoutTrailingMarks(text).toLowerCase();
  if (!/^10\.\d{4,9}(?:\.\d+)*\/[^\s\p{Cc}]+$/u.test(doi)) return undefined;
  const arxiv = /^10\.48550\/arxiv\.(.+)$/.exec(doi)?.[1];
  if (arxiv === undefined) return keyed('doi', doi);
  return keyed('arxiv', forms.arxiv(arxiv)) ?? keyed('doi', doi);
}

/** A publisher's page whose address holds the DOI. */
const inPath =
  /^https?:\/\/[^/]+\/(?:[\w-]+\/)*?doi\/(?:(?:abs|book|epdf|full|pdf|pdfplus|pdfdirect|epub|suppl)\/)?(10\.\d{4,9}\/[^?#]+)/i;

const homes: readonly (readonly [IdentifierScheme, RegExp])[] = [
  ['doi', /^(?:(?:dx|www)\.)?doi\.org$/],
  ['arxiv', /^(?:(?:www|export)\.)?(?:arxiv|ar5iv)\.org$/],
  ['openalex', /^(?:api\.)?openalex\.org$/],
  ['pmcid', /^(?:pmc\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov)$/],
  ['pmid', /^(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov)$/],
  ['dblp', /^(?:www\.)?dblp(?:\.uni-trier|\.dagstuhl)?\.(?:org|de)$/],
  ['acl', /^(?:www\.)?(?:aclanthology\.(?:org|info)|aclweb\.org)$/],
  ['corpusid', /^(?:api|www)\.semanticscholar\.org$/],
  ['s2', /^(?:www|api|pdfs)\.semanticscholar\.org$/],
  ['orcid', /^(?:www\.)?orcid\.org$/],
  ['ror', /^(?:www\.)?ror\.org$/],
  ['wikidata', /^(?:www|m)\.wikidata\.org$/],
];

function canonicalUrl(stated: string): CanonicalIdentifier | undefined {
  if (!/^https?:\/\/[^\s]+$/i.test(stated) || !URL.canParse(stated)) return undefined;
  const url = new URL(stated);
  if (url.username !== '' || url.password !== '' || url.hostname === '') return undefined;
  for (const [scheme, home] of homes) {
    if (!home.test(url.hostname)) continue;
    const identifier = canonicalIdentifier({ scheme, value: stated });
    if (identifier !== undefined) return identifier;
  }
  if (inPath.test(stated)) {
    const doi = canonicalDoi(stated);
    if (doi !== undefined) return doi;
  }
  url.hash = '';
  for (const name of [...url.searchParams.keys()]) {
    if (/^(?:utm_\w+|fbclid|gclid)$/i.test(name)) url.searchParams.delete(name);
  }
  const value = url.search === '' ? url.href.replace(/[?/]+$/, '') : url.href;
  return { scheme: 'url', value, key: `url:${value.replace(/^https?:\/\/(?:www\.)?/, '')}` };
}

function keyed(scheme: IdentifierScheme, value: string | undefined): CanonicalIdentifier | undefined {
  return value === undefined ? undefined : { scheme, value, key: `${scheme}:${value}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Punctuation of the sentence around it; a closing bracket only where it closes nothing inside. */
function withoutTrailingMarks(text: string): string {
  let end = text.length;
  for (; end > 0; end--) {
    const last = text.charAt(end - 1);
    if (/[.,;:!?'"’”»…*]/u.test(last)) continue;
    const opening = brackets[last];
    if (opening === undefined) break;
    const inside = text.slice(0, end);
    if (inside.split(opening).length > inside.split(last).length - 1) break;
  }
  return text.slice(0, end);
}

const brackets: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' };

/** Sum of digits, each times its place's weight, from `first` down to 1; 'X' is 10. */
function weighted(digits: string, first: number): number {
  return [...digits].reduce(
    (sum, digit, index) => sum + (digit === 'X' ? 10 : Number(digit)) * (first - index),
    0,
  );
}

/** ISO 2108. */
function isbn13Digit(digits: string): string {
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return String((10 - (sum % 10)) % 10);
}

/** ISO 7064 MOD 11-2. */
function orcidDigit(digits: string): string {
  const total = [...digits].reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const digit = (12 - (total % 11)) % 11;
  return digit === 10 ? 'X' : String(digit);
}

/** ISO 7064 MOD 97-10 of the number that the letters are in Crockford's base 32. */
function rorDigits(letters: string): string {
  const number = [...letters].reduce(
    (sum, letter) => sum * 32 + '0123456789abcdefghjkmnpqrstvwxyz'.indexOf(letter),
    0,
  );
  return String(98 - ((number * 100) % 97)).padStart(2, '0');
}
