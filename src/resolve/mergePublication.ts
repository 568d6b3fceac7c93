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
import { fullestName } from './fullestName.ts';
import { fingerprint, idOf } from './id.ts';
import type { PublicationGroup } from './samePublication.ts';
import type { StatedVenue, VenueAliases } from './sameVenue.ts';
import { compareByTrust, type Statement } from './statement.ts';
import { type ExtractedTopic, extractTopics } from './topic.ts';
import { type ResolvedVenue, resolveVenue } from './venue.ts';
import { seriesOfKey } from './venueSeries.ts';

/** Everything the graph holds of one publication: a function of its statements and of what all teach of its venues. */
export interface Publication {
  readonly id: string;
  readonly keys: readonly string[];
  readonly statements: readonly Statement[];
  readonly properties: PublicationProperties;
  readonly authors: readonly Authorship[];
  readonly venues: readonly Appearance[];
  readonly topics: readonly ExtractedTopic[];
  /** `scheme:value` of the publications it cites. */
  readonly references: readonly string[];
  readonly chosen: readonly ChosenField[];
  /** Changes whenever anything above does. */
  readonly digest: string;
}

export interface PublicationProperties {
  readonly title: string | undefined;
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
  /** `orcid:…`, `openalex:…`, `dblp:…`: what the sources call this person. */
  readonly identifiers: readonly string[];
  /** Sources whose profile this person owns. */
  readonly ownerOf: readonly string[];
}

export interface Appearance {
  readonly venue: ResolvedVenue;
  /** What the statements say of it, before aliases. */
  readonly stated: readonly StatedVenue[];
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

/** The keys under which aliases of its venues may be found. */
export function venueKeysOf(group: PublicationGroup): string[] {
  return group.statements.flatMap(({ record }) =>
    record.venues.map((mention) => resolveVenue(mention, yearOf(record)).key),
  );
}

/**
 * One publication from the statements that describe it.
 * @param aliases of the venues that they state
 */
export function mergePublication(group: PublicationGroup, aliases = noAliases): Publication {
  const ranked = [...group.statements].sort(compareByTrust);
  const chosen: ChosenField[] = [];
  const pick = <Value>(field: string, read: (record: PublicationRecord) => Value | undefined) => {
    const picked = choose(ranked, field, read);
    if (picked === undefined) return undefined;
    chosen.push(picked.chosen);
    return picked.value;
  };

  const title = pick('title', (record) =>
    record.title === undefined ? undefined : cleanTitle(record.title),
  );
  const abstract = pick('abstract', (record) => record.abstract);
  const year = pick('year', (record) => record.year);
  const authors = mergeAuthors(ranked, chosen);
  const venues = mergeVenues(ranked, aliases);
  const type = pick('type', (record) => record.type) ?? typeByVenue[venues[0]?.venue.kind ?? 'OTHER'];
  const incomplete = ranked.every((statement) => statement.record.incomplete !== undefined);
  const properties: PublicationProperties = {
    title,
    sortTitle: title === undefined ? '' : sortTitle(title),
    abstract,
    year,
    date: pick('date', (record) => record.date),
    type,
    language: pick('language', (record) => record.language),
    doi: valueOfKey(group.keys, 'doi:'),
    arxivId: valueOfKey(group.keys, 'arxiv:'),
    url: pick('url', (record) => record.identifiers.find((each) => each.scheme === 'url')?.value),
    citationCount: maximum(ranked.map((statement) => statement.record.citationCount)),
    toAppear: ranked.every((statement) => statement.record.toAppear === true),
    retracted: ranked.some((statement) => statement.record.retracted === true),
    complete: !incomplete,
    incompleteReason: incomplete ? ranked[0]?.record.incomplete : undefined,
  };
  const topics = extractTopics({
    ...(title === undefined ? {} : { title }),
    ...(abstract === undefined ? {} : { abstract }),
    stated: ranked.flatMap((statement) => statement.record.topics),
  });
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
    venues,
    topics,
    references,
    chosen,
  };
  return {
    ...facts,
    statements: group.statements,
    digest: fingerprint([facts, group.statements.map((statement) => [statement.key, statement.record])]),
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
    if (best.statement.record.type !== 'PREPRINT' && differing.statement.record.type === 'PREPRINT') {
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
}

/**
 * The byline of the most trusted statement that has a whole one; else the longest list, completed from the others. What
 * other statements know of the same person (identifiers, a profile) is added to the entry of that name.
 */
function mergeAuthors(ranked: readonly Statement[], chosen: ChosenField[]): readonly Authorship[] {
  const lists = ranked
    .map((statement) => ({
      statement,
      mentions: statement.record.authors.flatMap((mention): NamedMention[] => {
        const name = parseName(mention.name);
        return name === undefined ? [] : [{ name, mention, source: statement.source.id }];
      }),
    }))
    .filter((list) => list.mentions.length > 0);
  const byline = lists.find((list) => list.statement.record.authorOrder === 'byline');
  const base = byline ?? [...lists].sort((a, b) => b.mentions.length - a.mentions.length)[0];
  if (base === undefined) return [];
  chosen.push({
    field: 'authors',
    statement: base.statement.key,
    reason:
      byline === undefined
        ? 'no source gives the whole byline; the longest list is completed from the others'
        : 'the most trusted source that gives the whole byline',
  });

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
  return people.flatMap((mentions, order): Authorship[] => {
    const [first] = mentions;
    if (first === undefined) return [];
    return [
      {
        order,
        position: byline !== undefined && order < base.mentions.length ? order + 1 : undefined,
        name: fullestName(mentions.map((each) => each.name)),
        rawName: first.name.display,
        corresponding: mentions.some((each) => each.mention.corresponding === true),
        identifiers: [...new Set(mentions.flatMap((each) => personKeys(each)))].sort(),
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
    ...(name.homonym === undefined ? [] : [`dblp-name:${name.key} ${name.homonym}`]),
    ...(mention.profileOwner === true ? [`profile:${source}`] : []),
  ];
}

function mergeVenues(ranked: readonly Statement[], aliases: VenueAliases): readonly Appearance[] {
  const byKey = new Map<string, Appearance>();
  for (const { record } of ranked) {
    for (const mention of record.venues) {
      const own = resolveVenue(mention, yearOf(record));
      const alias = aliases.get(own.key);
      const venue = alias === undefined ? own : aliased(own, alias);
      const before = byKey.get(venue.key);
      byKey.set(venue.key, {
        venue: before?.venue ?? venue,
        stated: [...(before?.stated ?? []), statedVenue(own, mention)],
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
  return [...byKey.values()]
    .sort((a, b) => Number(a.venue.kind === 'PREPRINT_SERVER') - Number(b.venue.kind === 'PREPRINT_SERVER'))
    .map((appearance, order) => ({ ...appearance, order }));
}

/** Under another key; named by the vocabulary, or else as stated. */
function aliased(own: ResolvedVenue, key: string): ResolvedVenue {
  const series = seriesOfKey(key);
  if (series === undefined) return { ...own, key };
  const { name, acronym, kind } = series;
  return { ...own, key, name, ...(acronym === undefined ? {} : { acronym }), kind };
}

function yearOf({ year }: PublicationRecord): { readonly year?: number } {
  return year === undefined ? {} : { year };
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

function valueOfKey(keys: readonly string[], prefix: string): string | undefined {
  return keys.find((key) => key.startsWith(prefix))?.slice(prefix.length);
}

function maximum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
