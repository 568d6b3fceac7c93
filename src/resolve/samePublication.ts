import { distance } from 'fastest-levenshtein';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { parseName } from '../normalise/name.ts';
import { isPreprintDoi } from '../normalise/preprintServer.ts';
import { titleKey } from '../normalise/title.ts';
import type { Identifier, IdentifierScheme, PublicationRecord } from '../record.ts';
import { candidatePairs } from './candidatePairs.ts';
import { DecidedSets } from './decidedSets.ts';
import { Decisions } from './decision.ts';
import { fingerprint } from './id.ts';
import { noticeIn, withoutRetractionMark } from './notice.ts';
import { isPreprint } from './preprint.ts';
import type { VenueAliases } from './sameVenue.ts';
import type { Statement } from './statement.ts';
import { resolveVenue } from './venue.ts';

/** Schemes whose value names one publication, strongest first: the order in which an id is derived. */
const publicationSchemes: readonly IdentifierScheme[] = [
  'doi',
  'arxiv',
  'openalex',
  'pmid',
  'pmcid',
  'acl',
  'dblp',
  's2',
  'corpusid',
  'mag',
  'isbn',
];

const standaloneTypes: readonly PublicationRecord['type'][] = ['BOOK', 'PROCEEDINGS', 'THESIS'];

/**
 * The keys of one statement: two statements can only be of the same publication if they share one, so they are what
 * a neighbourhood is looked up by.
 */
export interface StatementKeys {
  /** `scheme:value`, strongest first. */
  readonly identifiers: readonly string[];
  /** `scheme:value` of what the source states to be other versions of the same work. */
  readonly versions: readonly string[];
  /**
   * Meets statements with this title: all of them, or, where the title alone says little, those of its years and authors
   * or, without authors, of its place: so no key is one of ever more publications.
   */
  readonly titles: readonly string[];
  readonly abstract: string | undefined;
  /** The key an id is derived from where no identifier is known. */
  readonly described: string;
  readonly foldedTitle: string;
  readonly families: ReadonlySet<string>;
  readonly isPreprint: boolean;
  /** Of a published version, its DOIs and its keys in DBLP and the ACL Anthology: another version has others. */
  readonly published: readonly string[];
}

/** Characters of folded abstract below which an abstract is too short to identify a publication by. */
const identifyingAbstract = 200;
/** Folded titles shorter than this ('Introduction', 'Deep learning') are shared by unrelated publications. */
const identifyingTitle = { characters: 35, words: 5 };
/** Longer ones that are shared all the same. */
const boilerplateTitle =
  /^(?:proceedings|message from|editorial|guest editor|preface|foreword|front ?matter|back ?matter|introduction to|correction to|corrigendum|erratum|retraction|table of contents|author index|report on|book review)/;

/** Versions, venues and ISSNs that are looked at. */
const mostPlaces = 10;

export function keysOf(statement: Statement): StatementKeys {
  return kept.get(statement) ?? findKeys(statement);
}

/** Finds the keys of a statement that will be asked for them more than once. */
export function keepKeys(statement: Statement): void {
  kept.set(statement, findKeys(statement));
}

const kept = new WeakMap<Statement, StatementKeys>();

function findKeys(statement: Statement): StatementKeys {
  const { record } = statement;
  const identifiers = publicationKeys(record.identifiers, record);
  const names = record.authors.map((author) => parseName(author.name)).filter((name) => name !== undefined);
  const families = new Set(names.map((name) => name.familyKey));
  const foldedTitle = record.title === undefined ? '' : titleKey(withoutRetractionMark(record.title));
  const foldedAbstract = record.abstract === undefined ? '' : titleKey(record.abstract);
  const firstFamily = [...families].sort()[0] ?? '';
  const abstract =
    foldedAbstract.length >= identifyingAbstract ? `abstract:${fingerprint(foldedAbstract)}` : undefined;
  const preprint = isPreprint(record);
  const titles = titleKeys(foldedTitle, record, firstFamily, preprint);
  const [first] = titles;
  const described =
    foldedTitle === ''
      ? undefined
      : firstFamily === '' && !isIdentifying(foldedTitle)
        ? first?.replace('title:', 'described:')
        : `described:${boundedKey(`${foldedTitle}|${record.year ?? ''}|${firstFamily}`)}`;
  return {
    identifiers,
    versions: publicationKeys((record.versions ?? []).slice(0, mostPlaces), record),
    titles,
    abstract,
    // Of statements that describe the same, each must meet the other by a key above.
    described: described ?? abstract ?? `statement:${statement.key}`,
    foldedTitle,
    families,
    isPreprint: preprint,
    published: preprint ? [] : identifiers.filter(isOfPublished),
  };
}

/** The keys of those that name a publication, strongest first. */
function publicationKeys(identifiers: readonly Identifier[], record: PublicationRecord): readonly string[] {
  const keys = identifiers
    .map((identifier) => canonicalIdentifier(identifier))
    .filter((identifier) => identifier !== undefined)
    .filter(
      ({ scheme }) =>
        publicationSchemes.includes(scheme) && (scheme !== 'isbn' || standaloneTypes.includes(record.type)),
    )
    .map((identifier) => identifier.key);
  return [...new Set(keys)].sort(compareIdentifierKeys);
}

/** DBLP has preprints too: arXiv's, and those of two archives of its own fields. */
function isOfPublished(key: string): boolean {
  if (key.startsWith('doi:')) return !isPreprintDoi(key.slice('doi:'.length));
  return /^(?:acl:|dblp:(?!journals\/(?:corr|iacr|eccc)\/))/.test(key);
}

function titleKeys(
  folded: string,
  record: PublicationRecord,
  firstFamily: string,
  preprint: boolean,
): readonly string[] {
  if (folded === '') return [];
  const { year } = record;
  if (isIdentifying(folded)) return [`title:${boundedKey(folded)}`];
  const keyed = (rest: string) => `title:${boundedKey(`${folded}|${rest}`)}`;
  if (firstFamily !== '') {
    if (year === undefined) return [keyed(`|${firstFamily}`)];
    return yearKeys(year, preprint).map((each) => keyed(`${each}|${firstFamily}`));
  }
  if (year === undefined) return [];
  // The name of a volume says which one it is, if it says more than 'Proceedings'.
  if (isSpecific(folded) && folded.startsWith('proceedings')) return [keyed(`${year}|`)];
  return placesOf(record).map((place) => keyed(`${year}||${place}`));
}

function isSpecific(folded: string): boolean {
  return folded.length >= identifyingTitle.characters && folded.split(' ').length >= identifyingTitle.words;
}

function isIdentifying(folded: string): boolean {
  return isSpecific(folded) && !boilerplateTitle.test(folded);
}

/** Two neighbouring years share one of these; with a preprint's, years that are three apart. */
function yearKeys(year: number, preprint: boolean): readonly number[] {
  return preprint ? [year - 2, year, year + 1, year + 2, year + 4] : [year, year + 1];
}

/** Where a publication stands: venue or ISSN, volume, and first page or else issue. */
function placesOf(record: PublicationRecord): readonly string[] {
  const context = record.year === undefined ? {} : { year: record.year };
  const places = record.venues.slice(0, mostPlaces).flatMap((mention) => {
    const venue = resolveVenue(mention, context);
    const issns = (mention.identifiers ?? [])
      .map((identifier) => canonicalIdentifier(identifier))
      .filter((identifier) => identifier?.scheme === 'issn')
      .map((identifier) => identifier?.key ?? '');
    const page = mention.pages?.split(/[-–—,]/)[0]?.trim();
    const within = page !== undefined ? `p${page}` : mention.issue === undefined ? '' : `n${mention.issue}`;
    return [venue.key, ...issns].map((where) => `${where}|${mention.volume ?? ''}|${within}`);
  });
  return [...new Set(places)].slice(0, mostPlaces);
}

/** Every key under which the statement can be met, for the lookup. */
export function lookupKeys(keys: StatementKeys): readonly string[] {
  return [...keys.identifiers, ...keys.versions, ...keys.titles, keys.abstract].filter(
    (key) => key !== undefined,
  );
}

/** Index keys have a length limit in Neo4j (about 8 kB); a long title is told apart by its fingerprint. */
function boundedKey(key: string): string {
  return key.length <= 300 ? key : `${key.slice(0, 200)}#${fingerprint(key)}`;
}

/** Statements of one publication, and the keys by which it may be looked up. */
export interface PublicationGroup {
  /** The strongest key that no other publication of the neighbourhood has: what the id is derived from. */
  readonly idKey: string;
  /** `scheme:value` of its own, strongest first; a published version's DOI before a preprint's. */
  readonly identifiers: readonly string[];
  readonly keys: readonly string[];
  readonly statements: readonly Statement[];
  /** What people have decided; absent where nothing was. */
  readonly decisions?: Decisions;
  /** What is known of its venues from all that is stated; absent where nothing is. */
  readonly aliases?: VenueAliases;
}

/**
 * Decides which statements are of the same publication. `statements` must be a closed neighbourhood: all statements
 * that are linked to each other by shared keys or by decisions. The outcome depends on that set and the decisions
 * alone, not on their order. What people have decided goes before all rules.
 *
 * 1. Statements that share an identifier and whose titles agree are one: a wrong DOI on two different titles merges
 *    nothing, nor does one on a publication and its correction.
 * 2. A statement and what it states to be another version of the same work are one, whatever their titles, if they
 *    share an author's family name.
 * 3. Statements with one title are one where years, authors and types allow it and their groups have no two
 *    different published DOIs or keys. The best agreeing pairs come first.
 * 4. A statement without a title joins by identifier, else by an equal abstract.
 */
export function samePublications(
  statements: readonly Statement[],
  decisions = Decisions.none,
): PublicationGroup[] {
  const sorted = [...statements].sort((a, b) => (a.key < b.key ? -1 : 1));
  const keys = sorted.map(keysOf);
  const published = keys.map((own) => new Set(own.published));
  const sets = new DecidedSets(sorted.length, decidedMembers(sorted, decisions), (rootA, rootB, root) => {
    published[root] = new Set([...(published[rootA] ?? []), ...(published[rootB] ?? [])]);
  });

  const keysAt = (index: number) => keys[index] ?? raise();
  const recordAt = (index: number) => (sorted[index] ?? raise()).record;

  /** Statements that are likely one publication side by side. */
  const alike = (members: readonly number[]) =>
    [...members].sort((a, b) => {
      const [described, other] = [keysAt(a).described, keysAt(b).described];
      return described < other ? -1 : described > other ? 1 : a - b;
    });

  const titled = sorted.map((_, index) => index).filter((index) => keysAt(index).foldedTitle !== '');
  const untitled = sorted.map((_, index) => index).filter((index) => keysAt(index).foldedTitle === '');

  const holders = grouped(titled, (index) => keysAt(index).identifiers);
  for (const members of holders.values()) {
    for (const [a, b] of candidatePairs(alike(members))) {
      if (mayShareIdentifier(recordAt(a), keysAt(a), recordAt(b), keysAt(b))) sets.unite(a, b);
    }
  }

  for (const index of titled) {
    for (const version of keysAt(index).versions) {
      for (const other of alike(holders.get(version) ?? []).slice(0, mostHolders)) {
        if (mayBeVersions(recordAt(index), keysAt(index), recordAt(other), keysAt(other)))
          sets.unite(index, other);
      }
    }
  }

  for (const members of grouped(titled, (index) => keysAt(index).titles).values()) {
    const candidates = [...candidatePairs(alike(members))]
      .map(([a, b]) => ({ a, b, score: agreement(recordAt(a), keysAt(a), recordAt(b), keysAt(b)) }))
      .filter((pair) => pair.score > 0)
      .sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
    for (const { a, b } of candidates) {
      if (!conflict(published[sets.find(a)] ?? new Set(), published[sets.find(b)] ?? new Set()))
        sets.unite(a, b);
    }
  }

  for (const index of untitled) {
    const own = keysAt(index);
    const partner = [...own.identifiers, own.abstract]
      .filter((key) => key !== undefined)
      .map((key) =>
        sorted.findIndex(
          (_, other) =>
            other !== index &&
            (keysAt(other).identifiers.includes(key) || keysAt(other).abstract === key) &&
            sets.permits(index, other) &&
            (keysAt(other).foldedTitle !== '' || other < index),
        ),
      )
      .find((found) => found !== -1);
    if (partner !== undefined) sets.unite(partner, index);
  }

  const groups = named(sets.compile(), sorted, keys);
  return decisions.all.length === 0 ? groups : groups.map((group) => ({ ...group, decisions }));
}

function decidedMembers(statements: readonly Statement[], decisions: Decisions) {
  const about = decisions.aboutStatements(statements.map((statement) => statement.key));
  if (about.length === 0) return [];
  const at = new Map(statements.map((statement, index) => [statement.key, index]));
  const indexes = (keys: readonly string[] = []) =>
    [...new Set(keys)]
      .map((key) => at.get(key))
      .filter((index) => index !== undefined)
      .sort((a, b) => a - b);
  return about
    .filter(({ content }) => content.kind !== 'RENAME')
    .map(({ id, content }) => ({ id, one: indexes(content.these), rest: indexes(content.rest) }));
}

function named(
  groups: readonly (readonly number[])[],
  statements: readonly Statement[],
  keys: readonly StatementKeys[],
): PublicationGroup[] {
  const withKeys = groups.map((members) => {
    const own = members.map((index) => keys[index] ?? raise());
    return {
      members,
      identifiers: [...new Set(own.flatMap((each) => each.identifiers))].sort(compareIdentifierKeys),
      described: [...new Set(own.map((each) => each.described))].sort(),
      all: [...new Set(own.flatMap((each) => lookupKeys(each)))].sort(),
    };
  });
  const holders = new Map<string, number>();
  for (const group of withKeys) {
    for (const key of [...group.identifiers, ...group.described]) {
      holders.set(key, (holders.get(key) ?? 0) + 1);
    }
  }
  return withKeys.map((group) => {
    const members = group.members.map((index) => statements[index] ?? raise());
    const own = [...group.identifiers, ...group.described].find((key) => holders.get(key) === 1);
    const first = members.map((statement) => statement.key).sort()[0] ?? raise();
    return {
      identifiers: group.identifiers,
      idKey: own ?? `statement:${first}`,
      keys: group.all,
      statements: [...members].sort((a, b) => (a.key < b.key ? -1 : 1)),
    };
  });
}

function compareIdentifierKeys(a: string, b: string): number {
  const scheme = (key: string) =>
    publicationSchemes.findIndex((candidate) => key.startsWith(`${candidate}:`));
  const preprint = (key: string) => Number(key.startsWith('doi:') && isPreprintDoi(key.slice('doi:'.length)));
  return scheme(a) - scheme(b) || preprint(a) - preprint(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Statements with one identifier with which one that states it to be another version's is compared. */
const mostHolders = 60;

/**
 * Whether two statements with one identifier can be of one publication. Where their titles are not the same, an identifier
 * in the wrong place is as likely as a title that is told in two ways: then authors and years must not speak against it.
 */
function mayShareIdentifier(
  a: PublicationRecord,
  aKeys: StatementKeys,
  b: PublicationRecord,
  bKeys: StatementKeys,
): boolean {
  const [aTitle, bTitle] = [aKeys.foldedTitle, bKeys.foldedTitle];
  if (aTitle === bTitle) return true;
  if (noticeIn(aTitle) !== noticeIn(bTitle) || (yearsApart(a, b) ?? 0) > 3) return false;
  if (!titlesAgree(aTitle, bTitle)) return false;
  if (aKeys.families.size > 0 && bKeys.families.size > 0) return sharedFamilies(aKeys, bKeys) > 0;
  return isSpecific(aTitle) && isSpecific(bTitle);
}

function mayBeVersions(
  a: PublicationRecord,
  aKeys: StatementKeys,
  b: PublicationRecord,
  bKeys: StatementKeys,
): boolean {
  return (
    !kindsDiffer(a, b) &&
    noticeIn(aKeys.foldedTitle) === noticeIn(bKeys.foldedTitle) &&
    sharedFamilies(aKeys, bKeys) > 0
  );
}

/** Whether two folded titles can be of one publication: equal, one without its subtitle, or nearly the same letters. */
function titlesAgree(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 12 && long.startsWith(`${short} `)) return true;
  if (short.length * 2 < long.length) return false;
  return 1 - distance(a.slice(0, 500), b.slice(0, 500)) / Math.min(500, long.length) >= 0.75;
}

/** 0 where two statements with one title cannot be one publication; else higher the more they agree on. */
function agreement(
  a: PublicationRecord,
  aKeys: StatementKeys,
  b: PublicationRecord,
  bKeys: StatementKeys,
): number {
  if (aKeys.foldedTitle !== bKeys.foldedTitle || kindsDiffer(a, b)) return 0;
  const years = yearsApart(a, b);
  if (years !== undefined && years > (aKeys.isPreprint || bKeys.isPreprint ? 3 : 1)) return 0;
  const smaller = Math.min(aKeys.families.size, bKeys.families.size);
  // Without authors they share a key, and so a title that identifies them or a place.
  if (smaller === 0) return years === 0 ? 1 : 0;
  const shared = sharedFamilies(aKeys, bKeys);
  if (shared * 2 < smaller) return 0;
  return 1 + shared / smaller + (years === 0 ? 1 : 0);
}

/** A book and an article with its title are two. */
function kindsDiffer(a: PublicationRecord, b: PublicationRecord): boolean {
  if (a.type === undefined || b.type === undefined) return false;
  return standaloneTypes.includes(a.type) !== standaloneTypes.includes(b.type);
}

/** Undefined where one says no year. */
function yearsApart(a: PublicationRecord, b: PublicationRecord): number | undefined {
  return a.year === undefined || b.year === undefined ? undefined : Math.abs(a.year - b.year);
}

function sharedFamilies(a: StatementKeys, b: StatementKeys): number {
  return [...a.families].filter((family) => b.families.has(family)).length;
}

/** Whether both have keys of one scheme and none in common. */
function conflict(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return ['doi:', 'dblp:', 'acl:'].some((scheme) => {
    const ofScheme = (keys: ReadonlySet<string>) => [...keys].filter((key) => key.startsWith(scheme));
    const own = ofScheme(a);
    return own.length > 0 && ofScheme(b).length > 0 && !own.some((key) => b.has(key));
  });
}

function grouped(
  indexes: readonly number[],
  keysOfIndex: (index: number) => readonly (string | undefined)[],
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const index of indexes) {
    for (const key of keysOfIndex(index)) {
      if (key === undefined) continue;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [index]);
      else group.push(index);
    }
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function raise(): never {
  throw new RangeError('an index outside the neighbourhood');
}
