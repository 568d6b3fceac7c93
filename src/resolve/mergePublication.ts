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
import { Decisions, mentionKey } from './decision.ts';
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

  const statedTitle = pick('title', (record) =>
    record.title === undefined ? undefined : cleanTitle(record.title),
  );
  const renamed = about.find(({ content }) => content.kind === 'RENAME');
  const title = renamed?.content.name ?? statedTitle;
  if (renamed !== undefined) {
    const stated = chosen.findIndex(({ field }) => field === 'title');
    const statement = chosen[stated]?.statement ?? ranked[0]?.key ?? '';
    const decided = { field: 'title', statement, decision: renamed.id, reason: 'a person has decided so' };
    chosen.splice(Math.max(0, stated), stated === -1 ? 0 : 1, decided);
  }
  const abstract = pick('abstract', (record) => record.abstract);
  const year = pick('year', (record) => record.year);
  const found = peopleOf(ranked);
  const authors = found === undefined ? [] : mergeAuthors(found, chosen, decisions);
  const affiliations = mergeAffiliations(
    (found?.people ?? []).map((mentions) => mentions.map(({ mention }) => mention)),
  );
  const venues = mergeVenues(ranked, decisions, aliases);
  const type = pick('type', (record) => record.type) ?? typeByVenue[venues[0]?.venue.kind ?? 'OTHER'];
  const incomplete = ranked.every((statement) => statement.record.incomplete !== undefined);
  const properties: PublicationProperties = {
    title,
    ...(renamed === undefined || statedTitle === undefined ? {} : { statedTitle }),
    sortTitle: title === undefined ? '' : sortTitle(title),
    abstract,
    year,
    date: pick('date', (record) => record.date),
    type,
    language: pick('language', (record) => record.language),
    doi: valueOfKey(group.identifiers, 'doi:'),
    arxivId: valueOfKey(group.identifiers, 'arxiv:'),
    url: pick('url', (record) => record.identifiers.find((each) => each.scheme === 'url')?.value),
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
  const people = base.mentions.map((first) => [first]);
  for (const list of lists) {
    if (list === base) continue;
    const taken = new Set<number>();
    for (const mention of list.mentions) {
      const at = bestMatch(people, mention, taken);
      if (at !== undefined) {
        taken.add(at);
        people[at]?.push(mention);
      } else if (byline === undefined || mention.mention.profileOwner === true) {
        taken.add(people.length);
        people.push([mention]);
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
  const found = peopleOf([...statements].sort(compareByTrust));
  return (found?.people ?? []).map((mentions) => mentions.map(({ key }) => key));
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

function bestMatch(
  people: readonly (readonly NamedMention[])[],
  mention: NamedMention,
  taken: ReadonlySet<number>,
): number | undefined {
  let compatible: number | undefined;
  for (const [at, [first]] of people.entries()) {
    if (first === undefined || taken.has(at)) continue;
    const verdict = namesCompatible(first.name, mention.name);
    if (verdict === 'equal') return at;
    if (verdict === 'compatible') compatible ??= at;
  }
  return compatible;
}

function personKeys({ name, mention, source }: NamedMention): string[] {
  const identifiers = (mention.identifiers ?? [])
    .map((identifier) => canonicalIdentifier(identifier)?.key)
    .filter((key) => key !== undefined);
  return [
    ...identifiers,
    ...[homonymKey(name)].filter((key) => key !== undefined),
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
