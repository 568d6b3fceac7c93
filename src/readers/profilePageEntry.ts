import { saysToAppear, yearIn } from '../normalise/date.ts';
import { identifiersIn } from '../normalise/identifier.ts';
import { latinKey } from '../normalise/latin.ts';
import { cleaned } from '../normalise/markup.ts';
import { namesCompatible, parseName } from '../normalise/name.ts';
import type { AuthorMention, Identifier, Locator, PublicationRecord, VenueMention } from '../record.ts';

/** A line of the page, cleaned, with its 1-based number. */
export interface PageLine {
  readonly text: string;
  readonly number: number;
}

/** What stands above an entry's abstract, taken apart; see `profilePage` for the grammar. */
export interface Header {
  readonly title: string | undefined;
  readonly coauthors: readonly PageLine[];
  readonly venue: string | undefined;
}

/** Lines that one title or one venue may be broken into. */
const mostLines = 5;

export function headerOf(lines: readonly PageLine[]): Header {
  const [first, ...rest] = lines;
  if (first === undefined) return { title: undefined, coauthors: [], venue: undefined };
  let title = first.text;
  for (let line = 1; line < mostLines && titleGoesOn(title, rest[0]?.text ?? '', rest.length === 1); line++) {
    title = `${title}${/\p{L}[-‐]$/u.test(title) ? '' : ' '}${rest.shift()?.text ?? ''}`;
  }
  const last = rest.at(-1);
  if (last === undefined || !readsLikeVenue(last.text)) {
    return { title: cleaned(title), coauthors: rest, venue: undefined };
  }
  let start = rest.length - 1;
  while (
    start > 0 &&
    rest.length - start < mostLines &&
    goesOnAsVenue(rest[start - 1]?.text ?? '', rest[start]?.text ?? '')
  ) {
    start--;
  }
  const venue = rest.slice(start).map((line) => line.text);
  return { title: cleaned(title), coauthors: rest.slice(0, start), venue: cleaned(venue.join(' ')) };
}

/** The first line that is in a coauthor's place and cannot be one. */
export function headerFault(
  header: Header,
): { readonly line: number; readonly what: string; readonly expected: string } | undefined {
  const wrong = header.coauthors.find((line) => !canBeNames(line.text) || surelyVenue.test(line.text));
  if (wrong === undefined) return undefined;
  const shown = wrong.text.length > 60 ? `${wrong.text.slice(0, 59)}…` : wrong.text;
  return {
    line: wrong.number,
    what: `"${shown}" stands in the place of a coauthor and is no name`,
    expected:
      "a title, below it the coauthors each on a line, then the venue (year), and 'View details' at the end",
  };
}

/** Two lines of which nothing shows that they are a title and a venue, such as the sentences of a text. */
export function proseFault(
  { title, coauthors, venue }: Header,
  line: number,
): ReturnType<typeof headerFault> {
  if (venue === undefined || coauthors.length > 0 || isVenueWithYear(venue) || isVenueName(venue))
    return undefined;
  const shown = (title ?? venue).slice(0, 60);
  return {
    line,
    what: `"${shown}" has neither coauthors nor a venue below it`,
    expected:
      "a title, below it the coauthors each on a line, then the venue (year), and 'View details' at the end",
  };
}

const surelyVenue = /\b(?:arxiv|conference|journal|proceedings|symposium|transactions|workshop)\b/i;

/** @param owner the page's owner, an author of everything on it */
export function recordOf(
  header: Header,
  abstract: string | undefined,
  owner: string,
  locator: Locator,
): PublicationRecord {
  const { title } = header;
  const named = header.coauthors.flatMap((line) => namesIn(line.text));
  const venue = header.venue === undefined ? undefined : venueOf(header.venue);
  const incomplete =
    title === undefined
      ? 'The page gives only an abstract: no title, no coauthors, no venue.'
      : header.coauthors.length === 0 && header.venue === undefined && abstract === undefined
        ? 'The page gives only a title: no coauthors, no venue, no year, no abstract.'
        : undefined;
  return {
    locator,
    ...(venue?.preprint === true ? { type: 'PREPRINT' } : {}),
    ...(title === undefined ? {} : { title }),
    ...(abstract === undefined ? {} : { abstract }),
    ...(venue?.year === undefined ? {} : { year: venue.year }),
    identifiers: venue?.identifiers ?? [],
    authors: withOwner(named, owner),
    authorOrder: 'listed',
    venues: venue?.mention === undefined ? [] : [venue.mention],
    topics: [],
    ...(venue?.toAppear === true ? { toAppear: true } : {}),
    ...(incomplete === undefined ? {} : { incomplete }),
  };
}

/** The owner comes last, unless the list names them after all. */
function withOwner(names: readonly string[], owner: string): readonly AuthorMention[] {
  const parsedOwner = parseName({ literal: owner });
  const listed = names.findIndex((literal) => {
    const parsed = parseName({ literal });
    return (
      parsed !== undefined && parsedOwner !== undefined && namesCompatible(parsed, parsedOwner) === 'equal'
    );
  });
  const mentions = names.map((literal, index): AuthorMention => {
    return { name: { literal }, ...(index === listed ? { profileOwner: true } : {}) };
  });
  return listed === -1 ? [...mentions, { name: { literal: owner }, profileOwner: true }] : mentions;
}

/** Whether a line reads like one person's name. Also used where nothing but the looks can tell. */
export function isName(text: string): boolean {
  const bare = text.replace(homonym, '');
  if (bare.length > 80 || !/^[\p{L}\p{M}\s.'’‘`\-‐‑·・,()"“”*†‡]+$/u.test(bare)) return false;
  const words = bare.split(/\s+/);
  if (words.length > 8 || /\p{L}{3,}\.\s+\p{Ll}/u.test(bare) || /\p{L}{4,}\.$/u.test(bare)) return false;
  if (words.length === 1 && /^\p{Lu}{3,}$/u.test(bare)) return false;
  const capitalised = words.filter((word) => /^[("“'‘]?(?:\p{Lu}|\p{Lt}|\p{Lo})/u.test(word));
  const lower = words.filter((word) => !capitalised.includes(word));
  return capitalised.length > 0 && lower.every((word) => lowerInNames.test(word)) && !isVenueName(bare);
}

/** 'Wei Wang 0001': some pages take over the numbers by which DBLP keeps namesakes apart. */
const homonym = / 0\d{3}$/;

const lowerInNames =
  /^(?:a[fl]|al-\p{L}+|el-\p{L}+|ben|bin|bint|d['’]\p{L}+|d[aeiou]|da[ls]|das|de[ilnmr]|della|degli|dos|e|el|het|ibn|jr\.?|l['’]\p{L}+|la|las|le|lo|los|op|['’]t|te[nr]?|und|v[ao][nm]|y|zu[mr]?)$/u;

/** Whether a line can be names at all: neither prose nor an address nor a formula. */
function canBeNames(text: string): boolean {
  if (namesIn(text).length !== 1) return true;
  const words = text.split(/\s+/).length;
  return (
    /\p{L}/u.test(text) &&
    text.length <= 100 &&
    words <= 12 &&
    !/https?:|[{}<>=\\$%?!@]|\p{L}{3,}[.:]\s+\p{Ll}|\p{L}{4,}\.$|[:;]$/u.test(text) &&
    !(words > 4 && text.split(/\s+/).filter((word) => /^\p{Ll}/u.test(word)).length > words / 2)
  );
}

/** The names in a line of coauthors; none in one that says 'et al.'. */
function namesIn(line: string): readonly string[] {
  const text = cleaned(line)
    .replace(/(?<![\s,;])[\s,;]*(?:(?:and|&)\s+others|et\.? al\.?)$/iu, '')
    .replace(/(?<![\s,;])[\s,;]+$/, '');
  if (text === '') return [];
  const separator = text.includes(';')
    ? /\s*;\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+/u
    : /\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+/u;
  const parts = text.split(separator).filter((part) => part !== '');
  if (parts.length < 2) return [text];
  const [before = '', after = ''] = parts;
  const one =
    parts.length === 2 &&
    text.includes(',') &&
    (!before.includes(' ') || /^(?:\p{Lu}\.?[\s-]?){1,5}$|^(?:[Jj]r|[Ss]r|I{2,3}|IV)\.?$/u.test(after));
  const inverted = one && !/\s(?:and|&)\s/u.test(text);
  return !inverted && parts.every(isName) ? parts : [text];
}

function titleGoesOn(title: string, next: string, isLast: boolean): boolean {
  if (next === '') return false;
  if (isLast && isVenueWithYear(next)) return false;
  if (/(?:[-‐:,–—]|\s(?:a|an|and|as|for|from|into|of|or|the|using|via))$/iu.test(title)) return true;
  // 'A Method to Rely On' is a whole title.
  if (isName(next)) return false;
  return /\s(?:at|by|in|on|to|under|with)$/iu.test(title) || /^\p{Ll}[\p{Ll}\p{Pd}]*(?:\s|$)/u.test(next);
}

/** Whether a line ends as a venue does that says when: '(2019)', '(to appear)', '(2019), pp. 1–10'. */
export function isVenueWithYear(text: string): boolean {
  return dated.test(withoutIdentifiers(text).replace(pages, ''));
}

const dated = /\((?:[12]\d{3}|to appear|in press|forthcoming)\)[.,;\s]*$/i;
const pages = /(?<![,;\s])[,;\s]+pp?\.?\s*([a-z]?\d[\w.:]*(?:\s*[-–—]+\s*[a-z]?\d[\w.:]*)?)[.,;\s]*$/i;
const volume =
  /(?<![,;\s])[,;\s]+vol(?:ume|\.)?\s*(\d[\w.-]*)(?:\s*\((\d[\w-]*)\)|[,\s]+(?:no\.?|issue)\s*(\d[\w-]*))?[.,;\s]*$/i;

function readsLikeVenue(text: string): boolean {
  return (
    isVenueWithYear(text) ||
    isVenueName(text) ||
    (!isName(text) && namesIn(text).length === 1 && !/^et\.? al/i.test(text) && !canBeGroup(text))
  );
}

/** 'van Rossum et al.' or a group: in a coauthor's place either is more likely than in a venue's. */
function canBeGroup(text: string): boolean {
  return /\b(?:team|group|collaboration|consortium)$/i.test(text);
}

/** A venue's line that was broken in two. */
function goesOnAsVenue(text: string, next: string): boolean {
  if (isVenueWithYear(text) || isName(text)) return false;
  return (
    isVenueName(text) &&
    (/^\(/.test(next) || /[,:&-]$|\s(?:and|for|in|of|on|the)$/i.test(text) || /^(?:\p{Ll}|and\b)/u.test(next))
  );
}

/** Names a venue by what it says, whatever its shape. */
function isVenueName(text: string): boolean {
  if (/\d|[@/]|:\s/u.test(text.replace(homonym, ''))) return true;
  if (text.split(/[^\p{L}\p{N}]+/u).some((word) => acronyms.has(word))) return true;
  return latinKey(text)
    .split(' ')
    .some((word) => venueWords.has(word));
}

const venueWords: ReadonlySet<string> = new Set(
  'annals annual arxiv bioinformatics bulletin chapter computation computer computing conference congress dissertation engineering forum informatics intelligence international journal language lecture letters machine magazine meeting nature neural notes patent preprint proc proceedings processing report research review reviews science sciences seminar statistics symposium systems thesis track transactions workshop workshops'.split(
    ' ',
  ),
);

const acronyms: ReadonlySet<string> = new Set(
  'AAAI AAMAS ACL ACM AISTATS CHI CIKM CoNLL COLING COLT CORL CoRL CoRR CVPR EACL ECAI ECCV ECIR ECML EMNLP FOCS ICASSP ICCV ICDE ICDM ICLR ICML ICRA ICSE IEEE IJCAI IJCNLP INTERSPEECH IROS ISMIR JAIR JMLR KDD LREC MICCAI MLSys NAACL NeurIPS NIPS NSDI OSDI PLDI PLOS PMLR PNAS PODS POPL RSS SIGCOMM SIGGRAPH SIGIR SIGMOD SODA SOSP STOC TACL TMLR TREC UAI UIST USENIX VLDB WMT WSDM WWW'.split(
    ' ',
  ),
);

interface Venue {
  readonly mention: VenueMention | undefined;
  readonly year: number | undefined;
  readonly toAppear: boolean;
  readonly preprint: boolean;
  readonly identifiers: readonly Identifier[];
}

/** A venue's line: its name as stated, without the year, the pages and the identifiers that stand behind or in it. */
function venueOf(line: string): Venue {
  const identifiers = identifiersIn(line).map(({ scheme, value }) => ({ scheme, value }));
  let name = identifiers.length > 0 ? withoutIdentifiers(line) : line;
  let year: number | undefined;
  let statedPages: string | undefined;
  let toAppear = false;
  // The year, the pages, 'to appear', in any order.
  for (let part = 0; part < 4; part++) {
    const page = pages.exec(name);
    const when = page === null ? dated.exec(name) : null;
    const found = page ?? when;
    if (found === null) break;
    name = name.slice(0, found.index).trim();
    if (page?.[1] !== undefined) statedPages ??= page[1].replace(/\s*[-–—]+\s*/, '–').replace(/[.:]+$/, '');
    if (when === null) continue;
    if (saysToAppear(when[0])) toAppear = true;
    else year ??= Number(/\d{4}/.exec(when[0])?.[0]);
  }
  const inVolume = volume.exec(name);
  if (inVolume !== null) name = name.slice(0, inVolume.index).trim();
  const issue = inVolume?.[2] ?? inVolume?.[3];

  const preprint =
    (name.length < 100 && arxivAlone.test(name)) ||
    (!/\p{L}/u.test(name) && identifiers.some((identifier) => identifier.scheme === 'arxiv'));
  const shown = preprint ? 'arXiv' : name.replace(/(?<![\s,;:])[\s,;:]+$/, '');
  return {
    mention: /[\p{L}\p{N}]/u.test(shown)
      ? {
          name: shown,
          ...(preprint ? { kind: 'PREPRINT_SERVER' } : {}),
          ...(inVolume?.[1] === undefined ? {} : { volume: inVolume[1] }),
          ...(issue === undefined ? {} : { issue }),
          ...(statedPages === undefined ? {} : { pages: statedPages }),
        }
      : undefined,
    year: year ?? yearIn(name),
    toAppear: toAppear || saysToAppear(name),
    preprint,
    identifiers,
  };
}

const arxivAlone =
  /^(?:(?:arxiv(?:\.org)?|corr|e-?prints?|preprints?|abs|cs|math|stat)\b[\s.,:;()[\]/-]*)+(?:[a-z-]+\.[a-z]{2}\W*)?$/i;

function withoutIdentifiers(text: string): string {
  if (!/https?:|arxiv|10\.\d/i.test(text)) return text;
  return text
    .replace(/https?:\/\/\S+/gi, ' ')
    .replace(
      /\barxiv(?:\.org)?[:\s/]\s*(?:(?:abs|pdf)\/)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?/gi,
      ' ',
    )
    .replace(/\b(?:doi:?\s*)?10\.\d{4,9}(?:\.\d+)*\/\S+/gi, ' ')
    .replace(/\[[\w.-]+\]\s*$/, ' ')
    .replace(/\(\s*\)|\[\s*\]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:]+|(?<![\s,;:])[\s,;:]+$/g, '');
}
