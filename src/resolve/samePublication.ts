import { distance } from 'fastest-levenshtein';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { parseName } from '../normalise/name.ts';
import { titleKey } from '../normalise/title.ts';
import type { IdentifierScheme, PublicationRecord } from '../record.ts';
import { candidatePairs } from './candidatePairs.ts';
import { DecidedSets } from './decidedSets.ts';
import { Decisions } from './decision.ts';
import { fingerprint } from './id.ts';
import type { Statement } from './statement.ts';

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
  /** Meets statements with this title: all of them, or, where the title alone says little, those of its years. */
  readonly titles: readonly string[];
  readonly abstract: string | undefined;
  /** The key an id is derived from where no identifier is known. */
  readonly described: string;
  readonly foldedTitle: string;
  readonly families: ReadonlySet<string>;
  readonly dois: readonly string[];
}

/** Characters of folded abstract below which an abstract is too short to identify a publication by. */
const identifyingAbstract = 200;
/** Folded titles shorter than this ('Introduction', 'Deep learning') are shared by unrelated publications. */
const identifyingTitle = { characters: 35, words: 5 };
/** Longer ones that are shared all the same. */
const boilerplateTitle =
  /^(?:proceedings|message from|editorial|guest editor|preface|foreword|front ?matter|back ?matter|introduction to|correction to|corrigendum|erratum|retraction|table of contents|author index|report on|book review)/;

export function keysOf(statement: Statement): StatementKeys {
  const { record } = statement;
  const canonical = record.identifiers
    .map((identifier) => canonicalIdentifier(identifier))
    .filter((identifier) => identifier !== undefined)
    .filter(
      (identifier) =>
        publicationSchemes.includes(identifier.scheme) &&
        (identifier.scheme !== 'isbn' || standaloneTypes.includes(record.type)),
    )
    .sort(
      (a, b) =>
        publicationSchemes.indexOf(a.scheme) - publicationSchemes.indexOf(b.scheme) ||
        (a.key < b.key ? -1 : 1),
    );
  const identifiers = [...new Set(canonical.map((identifier) => identifier.key))];
  const names = record.authors.map((author) => parseName(author.name)).filter((name) => name !== undefined);
  const families = new Set(names.map((name) => name.familyKey));
  const foldedTitle = record.title === undefined ? '' : titleKey(record.title);
  const foldedAbstract = record.abstract === undefined ? '' : titleKey(record.abstract);
  const firstFamily = [...families].sort()[0] ?? '';
  const full = `${foldedTitle}|${record.year ?? ''}|${firstFamily}`;
  const abstract =
    foldedAbstract.length >= identifyingAbstract ? `abstract:${fingerprint(foldedAbstract)}` : undefined;
  return {
    identifiers,
    titles: titleKeys(foldedTitle, record.year, firstFamily),
    abstract,
    described:
      foldedTitle !== '' ? `described:${boundedKey(full)}` : (abstract ?? `statement:${statement.key}`),
    foldedTitle,
    families,
    dois: record.type === 'PREPRINT' ? [] : identifiers.filter((key) => key.startsWith('doi:')),
  };
}

function titleKeys(folded: string, year: number | undefined, firstFamily: string): readonly string[] {
  if (folded === '') return [];
  const identifying =
    folded.length >= identifyingTitle.characters &&
    folded.split(' ').length >= identifyingTitle.words &&
    !boilerplateTitle.test(folded);
  if (identifying) return [`title:${boundedKey(folded)}`];
  if (year === undefined) return [`title:${boundedKey(`${folded}||${firstFamily}`)}`];
  // Two neighbouring years share one of these.
  return [year, year + 1].map((each) => `title:${boundedKey(`${folded}|${each}|${firstFamily}`)}`);
}

/** Every key under which the statement can be met, for the lookup. */
export function lookupKeys(keys: StatementKeys): readonly string[] {
  return [...keys.identifiers, ...keys.titles, keys.abstract].filter((key) => key !== undefined);
}

/** Index keys have a length limit in Neo4j (about 8 kB); a long title is told apart by its fingerprint. */
function boundedKey(key: string): string {
  return key.length <= 300 ? key : `${key.slice(0, 200)}#${fingerprint(key)}`;
}

/** Statements of one publication, and the keys by which it may be looked up. */
export interface PublicationGroup {
  /** The strongest key that no other publication of the neighbourhood has: what the id is derived from. */
  readonly idKey: string;
  readonly keys: readonly string[];
  readonly statements: readonly Statement[];
  /** What people have decided; absent where nothing was. */
  readonly decisions?: Decisions;
}

/**
 * Decides which statements are of the same publication. `statements` must be a closed neighbourhood: all statements
 * that are linked to each other by shared keys or by decisions. The outcome depends on that set and the decisions
 * alone, not on their order. What people have decided goes before all rules.
 *
 * 1. Statements that share an identifier and whose titles agree are one: a wrong DOI on two different titles merges
 *    nothing.
 * 2. Statements with one title are one where years, authors and types allow it and their groups have no two
 *    different published DOIs. The best agreeing pairs come first.
 * 3. A statement without a title joins by identifier, else by an equal abstract.
 */
export function samePublications(
  statements: readonly Statement[],
  decisions = Decisions.none,
): PublicationGroup[] {
  const sorted = [...statements].sort((a, b) => (a.key < b.key ? -1 : 1));
  const keys = sorted.map(keysOf);
  const dois = keys.map((own) => new Set(own.dois));
  const sets = new DecidedSets(sorted.length, decidedMembers(sorted, decisions), (rootA, rootB, root) => {
    dois[root] = new Set([...(dois[rootA] ?? []), ...(dois[rootB] ?? [])]);
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

  for (const members of grouped(titled, (index) => keysAt(index).identifiers).values()) {
    for (const [a, b] of candidatePairs(alike(members))) {
      if (titlesAgree(keysAt(a).foldedTitle, keysAt(b).foldedTitle)) sets.unite(a, b);
    }
  }

  for (const members of grouped(titled, (index) => keysAt(index).titles).values()) {
    const candidates = candidatePairs(alike(members))
      .map(([a, b]) => ({ a, b, score: agreement(recordAt(a), keysAt(a), recordAt(b), keysAt(b)) }))
      .filter((pair) => pair.score > 0)
      .sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
    for (const { a, b } of candidates) {
      if (!conflict(dois[sets.find(a)] ?? new Set(), dois[sets.find(b)] ?? new Set())) sets.unite(a, b);
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
      idKey: own ?? `statement:${first}`,
      keys: group.all,
      statements: [...members].sort((a, b) => (a.key < b.key ? -1 : 1)),
    };
  });
}

function compareIdentifierKeys(a: string, b: string): number {
  const scheme = (key: string) =>
    publicationSchemes.findIndex((candidate) => key.startsWith(`${candidate}:`));
  return scheme(a) - scheme(b) || (a < b ? -1 : a > b ? 1 : 0);
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
  if (aKeys.foldedTitle !== bKeys.foldedTitle) return 0;
  const kindsDiffer = standaloneTypes.includes(a.type) !== standaloneTypes.includes(b.type);
  if (kindsDiffer && a.type !== undefined && b.type !== undefined) return 0;
  const preprint = a.type === 'PREPRINT' || b.type === 'PREPRINT';
  const years = a.year === undefined || b.year === undefined ? undefined : Math.abs(a.year - b.year);
  if (years !== undefined && years > (preprint ? 3 : 1)) return 0;
  const smaller = Math.min(aKeys.families.size, bKeys.families.size);
  if (smaller === 0) return years === 0 ? 1 : 0;
  const shared = [...aKeys.families].filter((family) => bKeys.families.has(family)).length;
  if (shared * 2 < smaller) return 0;
  return 1 + shared / smaller + (years === 0 ? 1 : 0);
}

function conflict(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && ![...a].some((doi) => b.has(doi));
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
