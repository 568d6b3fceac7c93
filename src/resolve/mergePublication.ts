import { canonicalIdentifier } from '../normalise/identifier.ts';
import { namesCompatible, type ParsedName, parseName } from '../normalise/name.ts';
import { cleanTitle, sortTitle } from '../normalise/title.ts';
import type {
  AuthorMention,
  PublicationRecord,
  PublicationType,
  VenueKind,
  VenueMention,
} from '../record.ts';
import { type Affiliation, mergeAffiliations } from './affiliation.ts';
import { Decisions, mentionKey, statementOfMention } from './decision.ts';
import { fullestName } from './fullestName.ts';
import { idOf, textFingerprint } from './id.ts';
import { calledKey, homonymKey } from './personStatement.ts';
import { type PlacedTopic, type PlacedVenue, placedTopics, placedVenue, venueId } from './placed.ts';
import { isPreprint } from './preprint.ts';
import type { PublicationGroup } from './samePublication.ts';
import type { ReadVenue, StatedVenue, VenueAliases } from './sameVenue.ts';
import { compareByTrust, type Statement } from './statement.ts';
import { extractTopics } from './topic.ts';
import { type ResolvedVenue, resolveVenue } from './venue.ts';

/**
 * Everything the graph holds of one publication: a function of its statements, of what was decided, and of what all
 * statements together say of its venues.
 */
export interface Publication {
  readonly id: string;
  readonly keys: readonly string[];
  readonly statements: readonly Statement[];
  readonly properties: PublicationProperties;
  readonly authors: readonly Authorship[];
  readonly affiliations: readonly Affiliation[];
  readonly venues: readonly Appearance[];
  readonly topics: readonly PlacedTopic[];
  /** `scheme:value` of the publications it cites. */
  readonly references: readonly string[];
  readonly chosen: readonly ChosenField[];
  /** Ids of the decisions about it; absent where there is none. */
  readonly decisions?: readonly string[];
  /** Changes whenever anything above does. */
  readonly digest: string;
}

export interface PublicationProperties {
  readonly title: string | undefined;
  /** The title that the sources give, where another was decided. */
  readonly statedTitle?: string;
  readonly sortTitle: string;
  readonly abstract: string | undefined;
  readonly year: number | undefined;
  readonly date: string | undefined;
  readonly type: PublicationType;
  readonly language: string | undefined;
  readonly doi: string | undefined;
  readonly arxivId: string | undefined;
  readonly url: string | undefined;
  readonly citationCount: number | undefined;
  readonly toAppear: boolean;
  readonly retracted: boolean;
  readonly complete: boolean;
  readonly incompleteReason: string | undefined;
}

export interface Authorship {
  /** 0-based, as shown. */
  readonly order: number;
  /** 1-based place in the byline; undefined where no source gives the whole byline. */
  readonly position: number | undefined;
  readonly name: ParsedName;
  readonly rawName: string;
  readonly corresponding: boolean;
  /**
   * `orcid:…`, `openalex:…`, `dblp:…`: what the sources call this person; `called:…`: another name that they give beside
   * it; `decision:…`: what was decided of it.
   */
  readonly identifiers: readonly string[];
  /** Sources whose profile this person owns. */
  readonly ownerOf: readonly string[];
}

export interface Appearance {
  readonly venue: PlacedVenue;
  /** What the statements say of it. */
  readonly stated: readonly ReadVenue[];
  /** 0 is the venue shown first. */
  readonly order: number;
  readonly rawName: string;
  /** Every form in which a source states the venue. */
  readonly forms: readonly string[];
  readonly year: number | undefined;
  readonly volume: string | undefined;
  readonly issue: string | undefined;
  readonly pages: string | undefined;
}

/** Which statement a field's value is from, and why that one. */
export interface ChosenField {
  readonly field: string;
  readonly statement: string;
  /** The decision by which people gave it another value; absent where they did not. */
  readonly decision?: string;
  readonly reason: string;
}

/** What a publication is where no source says so. */
const typeByVenue: Record<VenueKind, PublicationType> = {
  CONFERENCE: 'CONFERENCE_PAPER',
  WORKSHOP: 'WORKSHOP_PAPER',
  JOURNAL: 'ARTICLE',
  PREPRINT_SERVER: 'PREPRINT',
  BOOK: 'CHAPTER',
  REPOSITORY: 'OTHER',
  OTHER: 'OTHER',
};

const noAliases: VenueAliases = new Map();

/** What a record gives for each field that is taken from one statement, as values are compared; undefined where nothing. */
const stated = {
  title: ({ title }: PublicationRecord) => (title === undefined ? undefined : cleanTitle(title)),
  abstract: ({ abstract }: PublicationRecord) => abstract,
  year: ({ year }: PublicationRecord) => year,
  type: ({ type }: PublicationRecord) => type,
  date: ({ date }: PublicationRecord) => date,
  language: ({ language }: PublicationRecord) => language,
  url: ({ identifiers }: PublicationRecord) => identifiers.find(({ scheme }) => scheme === 'url')?.value,
};

const statedFields: ReadonlyMap<string, (record: PublicationRecord) => string | number | undefined> = new Map(
  Object.entries(stated),
);

/** How many statements give a field, and how many of them give the value of one. */
export interface Agreement {
  readonly stating: number;
  /** 0 where that one does not give the field itself. */
  readonly agreeing: number;
}

/**
 * Values are equal as they are when a value is chosen; two lists of authors are if they name the same number of people in
 * the same order, by names that can be one person's.
 * @param field as in `ChosenField`
 * @param statement the key of the one whose value the others are compared with
 */
export function agreementOn(field: string, statement: string, statements: readonly Statement[]): Agreement {
  if (field === 'authors') {
    const names = (each: Statement) => mentionsOf(each).map(({ name }) => name);
    return agreementAmong(
      statements
        .map((each) => ({ key: each.key, value: names(each) }))
        .filter(({ value }) => value.length > 0),
      statement,
      sameByline,
    );
  }
  const read = statedFields.get(field);
  return agreementAmong(
    statements.flatMap(({ key, record }) => {
      const value = read?.(record);
      return value === undefined ? [] : [{ key, value }];
    }),
    statement,
    (one, other) => one === other,
  );
}

function agreementAmong<Value>(
  given: readonly { readonly key: string; readonly value: Value }[],
  statement: string,
  same: (one: Value, other: Value) => boolean,
): Agreement {
  const own = given.find(({ key }) => key === statement);
  const agreeing = own === undefined ? [] : given.filter(({ value }) => same(own.value, value));
  return { stating: given.length, agreeing: agreeing.length };
}

function sameByline(one: readonly ParsedName[], other: readonly ParsedName[]): boolean {
  return (
    one.length === other.length &&
    one.every((name, at) => {
      const there = other[at];
      return there !== undefined && namesCompatible(name, there) !== 'incompatible';
    })
  );
}

/** One publication from the statements that describe it. */
export function mergePublication(group: PublicationGroup): Publication {
  const { decisions = Decisions.none, aliases = noAliases } = group;
  const about = decisions.aboutStatements(group.statements.map((statement) => statement.key));
  const ranked = [...group.statements].sort(compareByTrust);
  const chosen: ChosenField[] = [];
  const pick = <Value>(field: string, read: (record: PublicationRecord) => Value | undefined) => {
    const picked = choose(ranked, field, read);
    if (picked === undefined) return undefined;
    chosen.push(picked.chosen);
    return picked.value;
  };

  const statedTitle = pick('title', stated.title);
  const renamed = about.find(({ content }) => content.kind === 'RENAME');
  const title = renamed?.content.name ?? statedTitle;
  if (renamed !== undefined) {
    const at = chosen.findIndex(({ field }) => field === 'title');
    const statement = chosen[at]?.statement ?? ranked[0]?.key ?? '';
    const decided = { field: 'title', statement, decision: renamed.id, reason: 'a person has decided so' };
    chosen.splice(Math.max(0, at), at === -1 ? 0 : 1, decided);
  }
  const abstract = pick('abstract', stated.abstract);
  const year = pick('year', stated.year);
  const found = peopleOf(ranked);
  const authors = found === undefined ? [] : mergeAuthors(found, chosen, decisions);
  const affiliations = mergeAffiliations(
    (found?.people ?? []).map((mentions) => mentions.map(({ mention }) => mention)),
  );
  const venues = mergeVenues(ranked, decisions, aliases);
  const type = pick('type', stated.type) ?? typeByVenue[venues[0]?.venue.kind ?? 'OTHER'];
  const incomplete = ranked.every((statement) => statement.record.incomplete !== undefined);
  const properties: PublicationProperties = {
    title,
    ...(renamed === undefined || statedTitle === undefined ? {} : { statedTitle }),
    sortTitle: title === undefined ? '' : sortTitle(title),
    abstract,
    year,
    date: pick('date', stated.date),
    type,
    language: pick('language', stated.language),
    doi: valueOfKey(group.identifiers, 'doi:'),
    arxivId: valueOfKey(group.identifiers, 'arxiv:'),
    url: pick('url', stated.url),
    citationCount: maximum(ranked.map((statement) => statement.record.citationCount)),
    toAppear: ranked.every((statement) => statement.record.toAppear === true),
    retracted: ranked.some((statement) => statement.record.retracted === true),
    complete: !incomplete,
    incompleteReason: incomplete ? ranked[0]?.record.incomplete : undefined,
  };
  const topics = placedTopics(
    extractTopics({
      ...(title === undefined ? {} : { title }),
      ...(abstract === undefined ? {} : { abstract }),
      stated: ranked.flatMap((statement) => statement.record.topics),
    }),
    decisions,
  );
  const references = [
    ...new Set(
      ranked
        .flatMap((statement) => statement.record.references ?? [])
        .map((reference) => canonicalIdentifier(reference)?.key)
        .filter((key) => key !== undefined),
    ),
  ].sort();
  const facts = {
    id: idOf('publication', group.idKey),
    keys: group.keys,
    properties,
    authors,
    affiliations,
    venues,
    topics,
    references,
    chosen,
    ...(about.length === 0 ? {} : { decisions: about.map(({ id }) => id) }),
  };
  return {
    ...facts,
    statements: group.statements,
    digest: textFingerprint(
      [JSON.stringify(facts), ...group.statements.flatMap((each) => [each.key, each.text])].join('\n'),
    ),
  };
}

function choose<Value>(
  ranked: readonly Statement[],
  field: string,
  read: (record: PublicationRecord) => Value | undefined,
): { value: Value; chosen: ChosenField } | undefined {
  const candidates = ranked.flatMap((statement) => {
    const value = read(statement.record);
    return value === undefined ? [] : [{ statement, value }];
  });
  const [best, second] = candidates;
  if (best === undefined) return undefined;
  const agreeing = candidates.filter((candidate) => candidate.value === best.value).length;
  return { value: best.value, chosen: { field, statement: best.statement.key, reason: reason() } };

  function reason(): string {
    if (best === undefined || second === undefined) return 'the only source that gives it';
    if (agreeing === candidates.length) return `all ${agreeing} sources agree`;
    const differing = candidates.find((candidate) => candidate.value !== best.value) ?? second;
    if (!isPreprint(best.statement.record) && isPreprint(differing.statement.record)) {
      return 'the published version goes before the preprint';
    }
    return best.statement.source.format === differing.statement.source.format
      ? `sources of one format (${best.statement.source.format}) differ; the first by name is kept`
      : `${best.statement.source.format} is trusted before ${differing.statement.source.format}`;
  }
}

interface NamedMention {
  readonly name: ParsedName;
  readonly mention: AuthorMention;
  readonly source: string;
  /** By which decisions name it. */
  readonly key: string;
}

/** People of a publication, each as all statements mention them. */
interface People {
  readonly people: readonly (readonly NamedMention[])[];
  /** The statement whose list they follow. */
  readonly base: Statement;
  /** How many of them are the whole byline, in its order; 0 where no statement gives it. */
  readonly bylineLength: number;
}

/**
 * The byline of the most trusted statement that has a whole one; else the longest list, completed from the others. What
 * other statements know of the same person (identifiers, a profile) is added to the entry of that name.
 */
function peopleOf(ranked: readonly Statement[]): People | undefined {
  const lists = ranked
    .map((statement) => ({ statement, mentions: mentionsOf(statement) }))
    .filter((list) => list.mentions.length > 0);
  const byline = lists.find((list) => list.statement.record.authorOrder === 'byline');
  const base = byline ?? [...lists].sort((a, b) => b.mentions.length - a.mentions.length)[0];
  if (base === undefined) return undefined;
  const people: NamedMention[][] = [];
  /** By folded name: a byline may have thousands. */
  const places = new Map<string, number[]>();
  const add = (mention: NamedMention) => {
    const { key } = mention.name;
    places.set(key, [...(places.get(key) ?? []), people.length]);
    people.push([mention]);
  };
  for (const mention of base.mentions) add(mention);
  for (const list of lists) {
    if (list === base) continue;
    const taken = new Set<number>();
    for (const mention of list.mentions) {
      const at = bestMatch(people, places.get(mention.name.key) ?? [], mention, taken);
      if (at !== undefined) {
        taken.add(at);
        people[at]?.push(mention);
      } else if (byline === undefined || mention.mention.profileOwner === true) {
        taken.add(people.length);
        add(mention);
      }
    }
  }
  return {
    people,
    base: base.statement,
    bylineLength: byline === undefined ? 0 : base.mentions.length,
  };
}

function mentionsOf(statement: Statement): NamedMention[] {
  const numbers = new Map<string, number>();
  return statement.record.authors.flatMap((mention): NamedMention[] => {
    const name = parseName(mention.name);
    if (name === undefined) return [];
    const number = (numbers.get(name.key) ?? 0) + 1;
    numbers.set(name.key, number);
    return [{ name, mention, source: statement.source.id, key: mentionKey(statement.key, name.key, number) }];
  });
}

/** The keys of the mentions of each author of a publication, in the order of its authors. */
export function mentionKeysOf(statements: readonly Statement[]): readonly (readonly string[])[] {
  return mentionsByPlace(statements, ({ key }) => key);
}

/** One name that one statement gives. */
export interface StatedMention {
  /** The statement's key. */
  readonly statement: string;
  /** As it is written there, or put together from the parts that are given. */
  readonly name: string;
  /** `orcid:…`, `openalex:…`, `dblp-name:…`: what the source calls this person; sorted. */
  readonly identifiers: readonly string[];
  /** Whether the source is this person's own profile page. */
  readonly profileOwner: boolean;
}

/** What each statement says of each author of a publication, in the order of its authors, the most trusted first. */
export function statedMentions(statements: readonly Statement[]): readonly (readonly StatedMention[])[] {
  return mentionsByPlace(statements, (named) => ({
    statement: statementOfMention(named.key),
    name: 'literal' in named.mention.name ? named.mention.name.literal : named.name.display,
    identifiers: [...new Set(identifiersOf(named))].sort(),
    profileOwner: named.mention.profileOwner === true,
  }));
}

function mentionsByPlace<Value>(
  statements: readonly Statement[],
  read: (mention: NamedMention) => Value,
): readonly (readonly Value[])[] {
  const found = peopleOf([...statements].sort(compareByTrust));
  return (found?.people ?? []).map((mentions) => mentions.map(read));
}

function mergeAuthors(
  { people, base, bylineLength }: People,
  chosen: ChosenField[],
  decisions: Decisions,
): readonly Authorship[] {
  chosen.push({
    field: 'authors',
    statement: base.key,
    reason:
      bylineLength === 0
        ? 'no source gives the whole byline; the longest list is completed from the others'
        : 'the most trusted source that gives the whole byline',
  });
  return people.flatMap((mentions, order): Authorship[] => {
    const [first] = mentions;
    if (first === undefined) return [];
    return [
      {
        order,
        position: order < bylineLength ? order + 1 : undefined,
        name: fullestName(mentions.map((each) => each.name)),
        rawName: first.name.display,
        corresponding: mentions.some((each) => each.mention.corresponding === true),
        identifiers: [
          ...new Set([
            ...mentions.flatMap((each) => personKeys(each)),
            ...decisions.personKeys(mentions.map((each) => each.key)),
          ]),
        ].sort(),
        ownerOf: [
          ...new Set(
            mentions.filter((each) => each.mention.profileOwner === true).map((each) => each.source),
          ),
        ].sort(),
      },
    ];
  });
}

/** @param namesakes places of those whose folded name is the same */
function bestMatch(
  people: readonly (readonly NamedMention[])[],
  namesakes: readonly number[],
  mention: NamedMention,
  taken: ReadonlySet<number>,
): number | undefined {
  const verdictOn = (first: NamedMention | undefined) =>
    first === undefined ? 'incompatible' : namesCompatible(first.name, mention.name);
  const equal = namesakes.find((at) => !taken.has(at) && verdictOn(people[at]?.[0]) === 'equal');
  if (equal !== undefined) return equal;
  const compatible = people.findIndex(([first], at) => !taken.has(at) && verdictOn(first) === 'compatible');
  return compatible === -1 ? undefined : compatible;
}

/** What the source calls this person. */
function identifiersOf({ name, mention }: NamedMention): string[] {
  return [
    ...(mention.identifiers ?? []).map((identifier) => canonicalIdentifier(identifier)?.key),
    homonymKey(name),
  ].filter((key) => key !== undefined);
}

function personKeys(named: NamedMention): string[] {
  const { name, mention, source } = named;
  return [
    ...identifiersOf(named),
    ...(mention.variants ?? [])
      .flatMap((variant) => parseName(variant) ?? [])
      .map(calledKey)
      .filter((key) => key !== calledKey(name)),
    ...(mention.profileOwner === true ? [`profile:${source}`] : []),
  ];
}

function mergeVenues(
  ranked: readonly Statement[],
  decisions: Decisions,
  aliases: VenueAliases,
): readonly Appearance[] {
  const byId = new Map<string, Appearance>();
  for (const { record } of ranked) {
    for (const { mention, read } of venuesIn(record)) {
      const is = aliases.get(read.key);
      const venue = placedVenue(read, mention.name, decisions, aliases);
      const before = byId.get(venueId(venue));
      byId.set(venueId(venue), {
        venue: before === undefined ? venue : decidedBy(before.venue, venue),
        stated: [
          ...(before?.stated ?? []),
          { ...statedVenue(read, mention), ...(is === undefined ? {} : { is }) },
        ],
        order: 0,
        rawName: before?.rawName ?? mention.name,
        forms: [...new Set([...(before?.forms ?? []), mention.name])].sort(),
        year: before?.year ?? venue.year ?? record.year,
        volume: before?.volume ?? mention.volume,
        issue: before?.issue ?? mention.issue,
        pages: before?.pages ?? mention.pages,
      });
    }
  }
  return [...byId.values()]
    .sort((a, b) => Number(a.venue.kind === 'PREPRINT_SERVER') - Number(b.venue.kind === 'PREPRINT_SERVER'))
    .map((appearance, order) => ({ ...appearance, order }));
}

function venuesIn(record: PublicationRecord): { mention: VenueMention; read: ResolvedVenue }[] {
  const context = record.year === undefined ? {} : { year: record.year };
  return record.venues.map((mention) => ({ mention, read: resolveVenue(mention, context) }));
}

/** What a statement says of venues, by their names alone. */
export function statedVenues({ record }: Statement): StatedVenue[] {
  return venuesIn(record).map(({ mention, read }) => statedVenue(read, mention));
}

function statedVenue({ key, name, acronym, kind }: ResolvedVenue, mention: VenueMention): StatedVenue {
  const issns = (mention.identifiers ?? [])
    .filter(({ scheme }) => scheme === 'issn')
    .map((identifier) => canonicalIdentifier(identifier)?.key.slice('issn:'.length))
    .filter((issn) => issn !== undefined);
  return {
    key,
    name,
    ...(acronym === undefined ? {} : { acronym }),
    kind,
    issns: [...new Set(issns)].sort(),
  };
}

function decidedBy(venue: PlacedVenue, other: PlacedVenue): PlacedVenue {
  if (other.decided === undefined) return venue;
  return { ...venue, decided: [...new Set([...(venue.decided ?? []), ...other.decided])].sort() };
}

function valueOfKey(keys: readonly string[], prefix: string): string | undefined {
  return keys.find((key) => key.startsWith(prefix))?.slice(prefix.length);
}

function maximum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
