import { ScholargraphError } from '../../errors.ts';
import { canonicalIdentifier } from '../../normalise/identifier.ts';
import { latinKey } from '../../normalise/latin.ts';
import {
  type IdentifierScheme,
  identifierSchemes,
  type PublicationType,
  type VenueKind,
} from '../../record.ts';
import { type Cypher, cypher } from '../cypher.ts';
import { searchLimits, wordsOf } from './fulltext.ts';
import { allOf, anyOf, type Bindings } from './page.ts';

export interface NodeId {
  readonly id: string;
}

/** A field that is null counts as not given. A field takes any of the values given; fields given side by side all have to hold. */
export interface Combined<Filter> {
  readonly and?: readonly Filter[] | null | undefined;
  readonly or?: readonly Filter[] | null | undefined;
  readonly not?: Filter | null | undefined;
}

/** Whether a value is there at all. */
interface Presence {
  readonly exists?: boolean | null | undefined;
}

export interface IntFilter extends Presence {
  readonly in?: readonly number[] | null | undefined;
  /** Inclusive. */
  readonly from?: number | null | undefined;
  /** Inclusive. */
  readonly to?: number | null | undefined;
}

export interface FloatFilter {
  /** Inclusive. */
  readonly from?: number | null | undefined;
  /** Inclusive. */
  readonly to?: number | null | undefined;
}

/** Of a value that is compared as a whole. */
export interface KeywordFilter extends Presence {
  readonly in?: readonly string[] | null | undefined;
}

/** Of the names of one kind that the world has given to something. */
export interface IdentifierFilter extends KeywordFilter {
  /** One of `identifierSchemes`. */
  readonly scheme: string;
}

/** Of a text that is looked into. */
export interface TextFilter extends KeywordFilter {
  /** Without regard to case. */
  readonly contains?: string | null | undefined;
  /** Without regard to case. */
  readonly startsWith?: string | null | undefined;
  /** Each begins a word of the text, without regard to case and accents. */
  readonly words?: string | null | undefined;
}

/** ISO 8601, as exact as one likes. */
export interface DateFilter extends Presence {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/** `every` holds, too, where there are none. */
export interface RelationFilter<Filter> {
  readonly some?: Filter | null | undefined;
  readonly every?: Filter | null | undefined;
  readonly none?: Filter | null | undefined;
  readonly count?: IntFilter | null | undefined;
}

/** The fields besides those of every relation choose which authorships are looked at; so it is below. */
export interface AuthorshipFilter extends RelationFilter<AuthorFilter> {
  readonly position?: IntFilter | null | undefined;
  readonly corresponding?: boolean | null | undefined;
  readonly rawName?: TextFilter | null | undefined;
  /** Where the author was, as this publication says. */
  readonly institutions?: RelationFilter<InstitutionFilter> | null | undefined;
}

export interface AppearanceFilter extends RelationFilter<VenueFilter> {
  readonly year?: IntFilter | null | undefined;
  readonly edition?: IntFilter | null | undefined;
  readonly volume?: TextFilter | null | undefined;
  readonly issue?: TextFilter | null | undefined;
  readonly pages?: TextFilter | null | undefined;
  readonly forms?: TextFilter | null | undefined;
}

export interface AssignmentFilter extends RelationFilter<TopicFilter> {
  readonly score?: FloatFilter | null | undefined;
  readonly origin?: 'STATED' | 'EXTRACTED' | null | undefined;
  readonly forms?: TextFilter | null | undefined;
}

export interface AffiliationFilter extends RelationFilter<InstitutionFilter> {
  readonly forms?: TextFilter | null | undefined;
}

export interface RelatedTopicFilter extends RelationFilter<TopicFilter> {
  readonly npmi?: FloatFilter | null | undefined;
  readonly publicationCount?: IntFilter | null | undefined;
}

export interface StatementFilter extends RelationFilter<SourceFilter> {
  readonly locator?: TextFilter | null | undefined;
}

/** Of the current run over all years: who is not in it passes nothing. */
export interface CentralitiesFilter {
  readonly degree?: IntFilter | null | undefined;
  readonly weightedDegree?: FloatFilter | null | undefined;
  readonly pageRank?: FloatFilter | null | undefined;
  readonly betweenness?: FloatFilter | null | undefined;
  readonly closeness?: FloatFilter | null | undefined;
  readonly articulationPoint?: boolean | null | undefined;
}

/** Without a count: an author is at an institution once for each publication. */
export interface PresenceFilter<Filter> extends Pick<RelationFilter<Filter>, 'some' | 'every' | 'none'> {
  readonly year?: IntFilter | null | undefined;
}
export type AuthorAffiliationFilter = PresenceFilter<InstitutionFilter>;
export type InstitutionAuthorFilter = PresenceFilter<AuthorFilter>;

/** Institutions that share a publication. */
export interface CollaborationFilter extends RelationFilter<InstitutionFilter> {
  readonly year?: IntFilter | null | undefined;
}

export interface CoauthorshipFilter extends RelationFilter<AuthorFilter> {
  readonly publicationCount?: IntFilter | null | undefined;
  readonly weight?: FloatFilter | null | undefined;
  readonly firstYear?: IntFilter | null | undefined;
  readonly lastYear?: IntFilter | null | undefined;
}

export interface PublicationFilter extends Combined<PublicationFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  readonly title?: TextFilter | null | undefined;
  readonly abstract?: TextFilter | null | undefined;
  readonly year?: IntFilter | null | undefined;
  readonly date?: DateFilter | null | undefined;
  readonly type?: readonly PublicationType[] | null | undefined;
  readonly language?: KeywordFilter | null | undefined;
  readonly doi?: KeywordFilter | null | undefined;
  readonly arxivId?: KeywordFilter | null | undefined;
  readonly url?: KeywordFilter | null | undefined;
  readonly identifiers?: IdentifierFilter | null | undefined;
  readonly citationCount?: IntFilter | null | undefined;
  readonly authorCount?: IntFilter | null | undefined;
  readonly complete?: boolean | null | undefined;
  readonly incompleteReason?: TextFilter | null | undefined;
  readonly toAppear?: boolean | null | undefined;
  readonly retracted?: boolean | null | undefined;
  readonly authors?: AuthorshipFilter | null | undefined;
  readonly venues?: AppearanceFilter | null | undefined;
  readonly topics?: AssignmentFilter | null | undefined;
  readonly institutions?: AffiliationFilter | null | undefined;
  readonly sources?: StatementFilter | null | undefined;
  readonly cites?: RelationFilter<PublicationFilter> | null | undefined;
  readonly citedBy?: RelationFilter<PublicationFilter> | null | undefined;
  /** Of stored topic clusters. */
  readonly communities?: readonly NodeId[] | null | undefined;
}

export interface AuthorFilter extends Combined<AuthorFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  readonly name?: TextFilter | null | undefined;
  readonly orcid?: KeywordFilter | null | undefined;
  readonly publicationCount?: IntFilter | null | undefined;
  readonly firstYear?: IntFilter | null | undefined;
  readonly lastYear?: IntFilter | null | undefined;
  readonly publications?: RelationFilter<PublicationFilter> | null | undefined;
  readonly coauthors?: CoauthorshipFilter | null | undefined;
  readonly institutions?: AuthorAffiliationFilter | null | undefined;
  /** Of those that Graph Data Science has found. */
  readonly communities?: readonly NodeId[] | null | undefined;
  readonly centralities?: CentralitiesFilter | null | undefined;
  readonly profilePages?: RelationFilter<SourceFilter> | null | undefined;
}

export interface VenueFilter extends Combined<VenueFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  readonly name?: TextFilter | null | undefined;
  readonly acronym?: KeywordFilter | null | undefined;
  readonly kind?: readonly VenueKind[] | null | undefined;
  readonly publicationCount?: IntFilter | null | undefined;
  readonly series?: VenueFilter | null | undefined;
  readonly workshops?: RelationFilter<VenueFilter> | null | undefined;
  readonly publications?: RelationFilter<PublicationFilter> | null | undefined;
}

export interface TopicFilter extends Combined<TopicFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  /** One of these, or narrower than one, at any distance. */
  readonly within?: readonly NodeId[] | null | undefined;
  readonly name?: TextFilter | null | undefined;
  readonly publicationCount?: IntFilter | null | undefined;
  /** Of any topic above, at any distance. */
  readonly broader?: TopicFilter | null | undefined;
  /** Of any topic below, at any distance. */
  readonly narrower?: TopicFilter | null | undefined;
  readonly related?: RelatedTopicFilter | null | undefined;
  readonly publications?: RelationFilter<PublicationFilter> | null | undefined;
  /** Of stored topic clusters. */
  readonly communities?: readonly NodeId[] | null | undefined;
  /** Of those that Graph Data Science has found. */
  readonly detectedCommunities?: readonly NodeId[] | null | undefined;
}

export interface InstitutionFilter extends Combined<InstitutionFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  readonly name?: TextFilter | null | undefined;
  readonly ror?: KeywordFilter | null | undefined;
  readonly openalexId?: KeywordFilter | null | undefined;
  readonly countryCode?: KeywordFilter | null | undefined;
  readonly publicationCount?: IntFilter | null | undefined;
  readonly publications?: RelationFilter<PublicationFilter> | null | undefined;
  readonly authors?: InstitutionAuthorFilter | null | undefined;
  readonly collaborators?: CollaborationFilter | null | undefined;
}

export interface SourceFilter extends Combined<SourceFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  readonly uri?: TextFilter | null | undefined;
  readonly format?: readonly string[] | null | undefined;
  readonly sha256?: KeywordFilter | null | undefined;
  readonly importedAt?: DateFilter | null | undefined;
  readonly statementCount?: IntFilter | null | undefined;
  readonly publications?: RelationFilter<PublicationFilter> | null | undefined;
  /** The person whose profile page it is passes. */
  readonly profileOf?: AuthorFilter | null | undefined;
}

/** Bounds of one filter: what a person writes stays far below, and the statement stays plannable. */
export const filterLimits = { conditions: 100, depth: 8, values: 100 } as const;

export type Predicate<Filter> = (filter: Filter, node: Cypher, at: Place) => Cypher;

/** Where in a filter, and what its values are bound by. */
export interface Place {
  readonly bindings: Bindings;
  readonly depth: number;
}

export function publicationPredicate(filter: PublicationFilter, bindings: Bindings): Cypher {
  return publication(filter, cypher`n`, { bindings, depth: 0 });
}

export function authorPredicate(filter: AuthorFilter, bindings: Bindings): Cypher {
  return author(filter, cypher`n`, { bindings, depth: 0 });
}

export function venuePredicate(filter: VenueFilter, bindings: Bindings): Cypher {
  return venue(filter, cypher`n`, { bindings, depth: 0 });
}

export function topicPredicate(filter: TopicFilter, bindings: Bindings): Cypher {
  return topic(filter, cypher`n`, { bindings, depth: 0 });
}

export function institutionPredicate(filter: InstitutionFilter, bindings: Bindings): Cypher {
  return institution(filter, cypher`n`, { bindings, depth: 0 });
}

export function sourcePredicate(filter: SourceFilter, bindings: Bindings): Cypher {
  return source(filter, cypher`n`, { bindings, depth: 0 });
}

export const publication: Predicate<PublicationFilter> = (filter, node, at) =>
  combined(publication, filter, node, at, [
    identity(node, filter.id, at),
    text({ value: cypher`${node}.title`, folded: cypher`coalesce(${node}.sortTitle, '')` }, filter.title, at),
    text({ value: cypher`${node}.abstract` }, filter.abstract, at),
    range(cypher`${node}.year`, filter.year, at),
    dates(cypher`coalesce(${node}.date, toString(${node}.year))`, cypher`${node}.date`, filter.date, at),
    among(cypher`coalesce(${node}.type, 'OTHER')`, filter.type, at),
    keyword(cypher`${node}.language`, filter.language, at),
    keyword(cypher`${node}.doi`, canonical('doi', filter.doi), at),
    keyword(cypher`${node}.arxivId`, canonical('arxiv', filter.arxivId), at),
    keyword(cypher`${node}.url`, filter.url, at),
    identified(node, filter.identifiers, at),
    range(cypher`${node}.citationCount`, filter.citationCount, at),
    range(cypher`coalesce(${node}.authorCount, 0)`, filter.authorCount, at),
    flag(cypher`coalesce(${node}.complete, true)`, filter.complete, at),
    text({ value: cypher`${node}.incompleteReason` }, filter.incompleteReason, at),
    flag(cypher`coalesce(${node}.toAppear, false)`, filter.toAppear, at),
    flag(cypher`coalesce(${node}.retracted, false)`, filter.retracted, at),
    related(
      author,
      filter.authors,
      at,
      (other, tie) => cypher`(${node})<-[${tie}:AUTHORED]-(${other}:Author)`,
      (tie, { position, corresponding, rawName, institutions }) => [
        range(cypher`${tie}.position`, position, at),
        flag(cypher`coalesce(${tie}.corresponding, false)`, corresponding, at),
        text({ value: cypher`${tie}.rawName` }, rawName, at),
        related(
          institution,
          institutions,
          deeper(at),
          (other, stay) => cypher`(${node})-[${stay}:AFFILIATED_WITH]->(${other}:Institution)`,
          (stay) => [cypher`${tie}.order IN ${stay}.orders`],
        ),
      ],
    ),
    related(
      venue,
      filter.venues,
      at,
      (other, tie) => cypher`(${node})-[${tie}:PUBLISHED_IN]->(${other}:Venue)`,
      (tie, { year, edition, volume, issue, pages, forms }) => [
        range(cypher`${tie}.year`, year, at),
        range(cypher`${tie}.edition`, edition, at),
        text({ value: cypher`${tie}.volume` }, volume, at),
        text({ value: cypher`${tie}.issue` }, issue, at),
        text({ value: cypher`${tie}.pages` }, pages, at),
        text(formsOf(tie), forms, at),
      ],
    ),
    related(
      topic,
      filter.topics,
      at,
      (other, tie) => cypher`(${node})-[${tie}:ABOUT]->(${other}:Topic)`,
      (tie, { score, origin, forms }) => [
        range(cypher`coalesce(${tie}.score, 0.0)`, score, at),
        among(cypher`coalesce(${tie}.origin, 'EXTRACTED')`, origin == null ? undefined : [origin], at),
        text(formsOf(tie), forms, at),
      ],
    ),
    related(
      institution,
      filter.institutions,
      at,
      (other, tie) => cypher`(${node})-[${tie}:AFFILIATED_WITH]->(${other}:Institution)`,
      (tie, { forms }) => [text(formsOf(tie), forms, at)],
    ),
    related(
      publication,
      filter.cites,
      at,
      (other, tie) => cypher`(${node})-[${tie}:CITES]->(${other}:Publication)`,
    ),
    related(
      publication,
      filter.citedBy,
      at,
      (other, tie) => cypher`(${node})<-[${tie}:CITES]-(${other}:Publication)`,
    ),
    related(
      source,
      filter.sources,
      at,
      (other, tie) => cypher`(${node})-[${tie}:STATED_BY]->(${other}:Source)`,
      (tie, { locator }) => [text({ value: cypher`${tie}.locator` }, locator, at)],
      'repeatedly',
    ),
    inCommunity(node, filter.communities, at),
  ]);

/** That a person was at a place, as a publication says. */
export interface Stay {
  readonly authorship: Cypher;
  readonly written: Cypher;
  /** The affiliation. */
  readonly tie: Cypher;
}

export function stayPattern(person: Cypher, { authorship, written, tie }: Stay, place: Cypher): Cypher {
  return cypher`${person}-[${authorship}:AUTHORED]->(${written}:Publication)-[${tie}:AFFILIATED_WITH]->${place}`;
}

export function stayConditions(
  { authorship, written, tie }: Stay,
  year: IntFilter | null | undefined,
  at: Place,
): readonly (Cypher | undefined)[] {
  return [cypher`${authorship}.order IN ${tie}.orders`, range(cypher`${written}.year`, year, at)];
}

/**
 * Who was where, by what publications say.
 * @param ends patterns of the author and the institution, one of which is the node that is asked for
 */
function affiliated<Filter>(
  predicate: Predicate<Filter>,
  filter: PresenceFilter<Filter> | null | undefined,
  at: Place,
  ends: (other: Cypher) => readonly [author: Cypher, institution: Cypher],
): Cypher | undefined {
  const [authorship, written] = [at.bindings.variable(), at.bindings.variable()];
  return related(
    predicate,
    filter,
    at,
    (other, tie) => {
      const [person, place] = ends(other);
      return stayPattern(person, { authorship, written, tie }, place);
    },
    (tie, { year }: PresenceFilter<Filter>) => stayConditions({ authorship, written, tie }, year, at),
  );
}

/** What the current run of the centralities says of an author. */
function central(node: Cypher, filter: CentralitiesFilter | null | undefined, at: Place): Cypher | undefined {
  if (filter == null) return undefined;
  const scored = at.bindings.variable();
  const conditions = conjunction([
    range(cypher`${scored}.degree`, filter.degree, at),
    range(cypher`${scored}.weightedDegree`, filter.weightedDegree, at),
    range(cypher`${scored}.pageRank`, filter.pageRank, at),
    range(cypher`${scored}.betweenness`, filter.betweenness, at),
    range(cypher`${scored}.closeness`, filter.closeness, at),
    flag(cypher`${scored}.articulationPoint`, filter.articulationPoint, at),
  ]);
  return cypher`EXISTS {
    MATCH (${node})-[${scored}:SCORED]->(:AnalysisRun {currentOf: 'AUTHOR_CENTRALITIES'}) WHERE ${conditions ?? cypher`true`}
  }`;
}

/** The forms of a tie, which is there where any form is. */
function formsOf(tie: Cypher): Text {
  return { value: cypher`${tie}.forms[0]`, forms: cypher`coalesce(${tie}.forms, [])` };
}

export const author: Predicate<AuthorFilter> = (filter, node, at) =>
  combined(author, filter, node, at, [
    identity(node, filter.id, at),
    text(
      {
        value: cypher`${node}.name`,
        folded: cypher`coalesce(${node}.sortName, '')`,
        forms: cypher`coalesce(${node}.names, [])`,
      },
      filter.name,
      at,
    ),
    keyword(cypher`${node}.orcid`, canonical('orcid', filter.orcid), at),
    range(cypher`coalesce(${node}.publicationCount, 0)`, filter.publicationCount, at),
    range(cypher`${node}.firstYear`, filter.firstYear, at),
    range(cypher`${node}.lastYear`, filter.lastYear, at),
    related(
      publication,
      filter.publications,
      at,
      (other, tie) => cypher`(${node})-[${tie}:AUTHORED]->(${other}:Publication)`,
    ),
    related(
      author,
      filter.coauthors,
      at,
      (other, tie) => cypher`(${node})-[${tie}:COAUTHORED]-(${other}:Author)`,
      (tie, { publicationCount, weight, firstYear, lastYear }) => [
        range(cypher`${tie}.publications`, publicationCount, at),
        range(cypher`${tie}.weight`, weight, at),
        range(cypher`${tie}.firstYear`, firstYear, at),
        range(cypher`${tie}.lastYear`, lastYear, at),
      ],
    ),
    affiliated(institution, filter.institutions, at, (other) => [
      cypher`(${node})`,
      cypher`(${other}:Institution)`,
    ]),
    memberOf(node, filter.communities, at),
    central(node, filter.centralities, at),
    related(
      source,
      filter.profilePages,
      at,
      (other, tie) => cypher`(${node})<-[${tie}:PROFILE_OF]-(${other}:Source)`,
    ),
  ]);

export const venue: Predicate<VenueFilter> = (filter, node, at) =>
  combined(venue, filter, node, at, [
    identity(node, filter.id, at),
    text(
      {
        value: cypher`${node}.name`,
        folded: cypher`coalesce(${node}.sortName, '')`,
        forms: cypher`coalesce(${node}.names, []) + coalesce(${node}.acronym, [])`,
      },
      filter.name,
      at,
    ),
    keyword(cypher`${node}.acronym`, filter.acronym, at),
    among(cypher`coalesce(${node}.kind, 'OTHER')`, filter.kind, at),
    range(cypher`COUNT { (${node})<-[:PUBLISHED_IN]-() }`, filter.publicationCount, at),
    related(
      venue,
      some(filter.series),
      at,
      (other, tie) => cypher`(${node})-[${tie}:PART_OF]->(${other}:Venue)`,
    ),
    related(
      venue,
      filter.workshops,
      at,
      (other, tie) => cypher`(${node})<-[${tie}:PART_OF]-(${other}:Venue)`,
    ),
    related(
      publication,
      filter.publications,
      at,
      (other, tie) => cypher`(${node})<-[${tie}:PUBLISHED_IN]-(${other}:Publication)`,
    ),
  ]);

export const topic: Predicate<TopicFilter> = (filter, node, at) =>
  combined(topic, filter, node, at, [
    identity(node, filter.id, at),
    within(node, filter.within, at),
    text({ value: cypher`${node}.name`, forms: cypher`coalesce(${node}.names, [])` }, filter.name, at),
    range(cypher`COUNT { (${node})<-[:ABOUT]-() }`, filter.publicationCount, at),
    related(
      topic,
      some(filter.broader),
      at,
      (other, tie) => cypher`(${node})-[${tie}:BROADER*1..8]->(${other}:Topic)`,
    ),
    related(
      topic,
      some(filter.narrower),
      at,
      (other, tie) => cypher`(${node})<-[${tie}:BROADER*1..8]-(${other}:Topic)`,
    ),
    related(
      topic,
      filter.related,
      at,
      (other, tie) => cypher`(${node})-[${tie}:RELATED]-(${other}:Topic)`,
      (tie, { npmi, publicationCount }) => [
        range(cypher`${tie}.npmi`, npmi, at),
        range(cypher`${tie}.publications`, publicationCount, at),
      ],
    ),
    related(
      publication,
      filter.publications,
      at,
      (other, tie) => cypher`(${node})<-[${tie}:ABOUT]-(${other}:Publication)`,
    ),
    inCommunity(node, filter.communities, at),
    memberOf(node, filter.detectedCommunities, at),
  ]);

export const institution: Predicate<InstitutionFilter> = (filter, node, at) =>
  combined(institution, filter, node, at, [
    identity(node, filter.id, at),
    text({ value: cypher`${node}.name`, forms: cypher`coalesce(${node}.names, [])` }, filter.name, at),
    keyword(cypher`${node}.ror`, canonical('ror', filter.ror), at),
    keyword(cypher`${node}.openalexId`, canonical('openalex', filter.openalexId), at),
    keyword(cypher`${node}.countryCode`, upperCase(filter.countryCode), at),
    range(cypher`COUNT { (${node})<-[:AFFILIATED_WITH]-() }`, filter.publicationCount, at),
    related(
      publication,
      filter.publications,
      at,
      (other, tie) => cypher`(${node})<-[${tie}:AFFILIATED_WITH]-(${other}:Publication)`,
    ),
    affiliated(author, filter.authors, at, (other) => [cypher`(${other}:Author)`, cypher`(${node})`]),
    collaborating(node, filter.collaborators, at),
  ]);

function collaborating(
  node: Cypher,
  filter: CollaborationFilter | null | undefined,
  at: Place,
): Cypher | undefined {
  const written = at.bindings.variable();
  return related(
    institution,
    filter,
    at,
    // A pattern takes no relationship twice, so that the other end is another institution.
    (other, tie) =>
      cypher`(${node})<-[:AFFILIATED_WITH]-(${written}:Publication)-[${tie}:AFFILIATED_WITH]->(${other}:Institution)`,
    (_tie, { year }) => [range(cypher`${written}.year`, year, at)],
    'repeatedly',
  );
}

function upperCase(filter: KeywordFilter | null | undefined): KeywordFilter | null | undefined {
  return filter?.in == null ? filter : { ...filter, in: filter.in.map((value) => value.toUpperCase()) };
}

function lowerCase(filter: KeywordFilter | null | undefined): KeywordFilter | null | undefined {
  return filter?.in == null ? filter : { ...filter, in: filter.in.map((value) => value.toLowerCase()) };
}

export const source: Predicate<SourceFilter> = (filter, node, at) =>
  combined(source, filter, node, at, [
    identity(node, filter.id, at),
    text({ value: cypher`${node}.uri` }, filter.uri, at),
    among(cypher`${node}.format`, filter.format, at),
    keyword(cypher`${node}.sha256`, lowerCase(filter.sha256), at),
    dates(cypher`toString(${node}.importedAt)`, cypher`${node}.importedAt`, filter.importedAt, at),
    range(cypher`COUNT { (${node})<-[:STATED_BY]-() }`, filter.statementCount, at),
    related(
      publication,
      filter.publications,
      at,
      (other, tie) => cypher`(${node})<-[${tie}:STATED_BY]-(${other}:Publication)`,
      () => [],
      'repeatedly',
    ),
    related(
      author,
      some(filter.profileOf),
      at,
      (other, tie) => cypher`(${node})-[${tie}:PROFILE_OF]->(${other}:Author)`,
    ),
  ]);

function some<Filter>(filter: Filter | null | undefined): RelationFilter<Filter> | undefined {
  return filter == null ? undefined : { some: filter };
}

function combined<Filter extends Combined<Filter>>(
  predicate: Predicate<Filter>,
  filter: Filter,
  node: Cypher,
  at: Place,
  fields: readonly (Cypher | undefined)[],
): Cypher {
  const nested = (part: Filter) => predicate(part, node, deeper(at));
  return allOf(
    [
      ...fields,
      ...(filter.and ?? []).map(nested),
      filter.or && anyOf(filter.or.map(nested)),
      filter.not && cypher`NOT (${nested(filter.not)})`,
    ].filter((condition) => condition != null),
  );
}

function identity(node: Cypher, ids: readonly NodeId[] | null | undefined, at: Place): Cypher | undefined {
  return ids == null ? undefined : cypher`${node}.id IN ${bound(atMostValues(ids.map(({ id }) => id)), at)}`;
}

function within(node: Cypher, ids: readonly NodeId[] | null | undefined, at: Place): Cypher | undefined {
  if (ids == null) return undefined;
  const top = at.bindings.variable();
  return cypher`EXISTS { MATCH (${node})-[:BROADER*0..8]->(${top}:Topic) WHERE ${identity(top, ids, at) ?? cypher`true`} }`;
}

function inCommunity(node: Cypher, ids: readonly NodeId[] | null | undefined, at: Place): Cypher | undefined {
  if (ids == null) return undefined;
  const community = at.bindings.variable();
  return cypher`EXISTS { MATCH (${node})-[:IN_COMMUNITY]->(${community}:Community) WHERE ${identity(community, ids, at) ?? cypher`true`} }`;
}

function memberOf(node: Cypher, ids: readonly NodeId[] | null | undefined, at: Place): Cypher | undefined {
  if (ids == null) return undefined;
  const community = at.bindings.variable();
  return cypher`EXISTS { MATCH (${node})-[:MEMBER_OF]->(${community}:DetectedCommunity) WHERE ${identity(community, ids, at) ?? cypher`true`} }`;
}

/** A missing value is in no list, so that `not` finds it. */
function among(value: Cypher, values: readonly string[] | null | undefined, at: Place): Cypher | undefined {
  if (values == null) return undefined;
  return cypher`coalesce(${value} IN ${bound(atMostValues(values), at)}, false)`;
}

function flag(value: Cypher, wanted: boolean | null | undefined, at: Place): Cypher | undefined {
  return wanted == null ? undefined : cypher`${value} = ${bound(wanted, at)}`;
}

function present(value: Cypher, wanted: boolean | null | undefined, at: Place): Cypher | undefined {
  return wanted == null ? undefined : cypher`(${value} IS NOT NULL) = ${bound(wanted, at)}`;
}

function range(value: Cypher, filter: IntFilter | null | undefined, at: Place): Cypher | undefined {
  if (filter == null) return undefined;
  const conditions = [
    filter.in && cypher`${value} IN ${bound(atMostValues(filter.in), at)}`,
    filter.from == null ? undefined : cypher`${value} >= ${bound(filter.from, at)}`,
    filter.to == null ? undefined : cypher`${value} <= ${bound(filter.to, at)}`,
  ].filter((condition) => condition != null);
  return conjunction([
    conditions.length === 0 ? undefined : cypher`${value} IS NOT NULL AND ${allOf(conditions)}`,
    present(value, filter.exists, at),
  ]);
}

function keyword(value: Cypher, filter: KeywordFilter | null | undefined, at: Place): Cypher | undefined {
  if (filter == null) return undefined;
  return conjunction([among(value, filter.in, at), present(value, filter.exists, at)]);
}

/** Identifiers in any form in which people write them. One that is none stays as it is, and finds nothing. */
function canonical(
  scheme: 'doi' | 'arxiv' | 'orcid' | 'ror' | 'openalex',
  filter: KeywordFilter | null | undefined,
): KeywordFilter | null | undefined {
  if (filter?.in == null) return filter;
  return {
    ...filter,
    in: filter.in.map((value) => canonicalIdentifier({ scheme, value })?.value ?? value),
  };
}

function identified(
  node: Cypher,
  filter: IdentifierFilter | null | undefined,
  at: Place,
): Cypher | undefined {
  if (filter == null) return undefined;
  const identifier = at.bindings.variable();
  const named = (condition: Cypher) =>
    cypher`EXISTS { MATCH (${node})<-[:IDENTIFIES]-(${identifier}:Identifier) WHERE ${condition} }`;
  const scheme = schemeOf(filter);
  return conjunction([
    filter.in && named(cypher`${identifier}.key IN ${bound(atMostValues(keysOf(filter, filter.in)), at)}`),
    filter.exists == null
      ? undefined
      : cypher`${named(cypher`${identifier}.key STARTS WITH ${bound(`${scheme}:`, at)}`)} = ${bound(filter.exists, at)}`,
  ]);
}

/** The keys of identifiers in any form in which people write them. */
export function keysOf(filter: IdentifierFilter, values: readonly string[]): string[] {
  const scheme = schemeOf(filter);
  return values.map((value) => canonicalIdentifier({ scheme, value })?.key ?? `${scheme}:${value}`);
}

function schemeOf({ scheme }: IdentifierFilter): IdentifierScheme {
  const known = identifierSchemes.find((each) => each === scheme);
  if (known !== undefined) return known;
  throw new ScholargraphError('BAD_INPUT', `There is no scheme '${scheme.slice(0, 40)}'`, {
    field: 'filter',
    expected: identifierSchemes.join(', '),
  });
}

/** Where a text is looked for. */
interface Text {
  readonly value: Cypher;
  /** As `latinKey` makes it; never null. */
  readonly folded?: Cypher;
  /** Other forms of it: a list without nulls. */
  readonly forms?: Cypher;
}

function text(
  { value, folded, forms }: Text,
  filter: TextFilter | null | undefined,
  at: Place,
): Cypher | undefined {
  if (filter == null) return undefined;
  const form = at.bindings.variable();
  const all = forms === undefined ? cypher`[${value}]` : cypher`([${value}] + ${forms})`;
  const inSome = (condition: Cypher) =>
    cypher`any(${form} IN ${all} WHERE ${form} IS NOT NULL AND ${condition})`;
  const typed = (field: 'contains' | 'startsWith') => {
    const given = filter[field];
    return given == null ? undefined : bound(notTooLong(field, given).toLowerCase(), at);
  };
  const contained = typed('contains');
  const start = typed('startsWith');
  const words = filter.words == null ? undefined : bound(wordPatterns(filter.words), at);
  const word = at.bindings.variable();
  const inFolded = folded === undefined ? cypher`false` : cypher`(' ' + ${folded}) CONTAINS ${word}.folded`;
  return conjunction([
    filter.in && inSome(cypher`${form} IN ${bound(atMostValues(filter.in), at)}`),
    contained && inSome(cypher`toLower(${form}) CONTAINS ${contained}`),
    start && inSome(cypher`toLower(${form}) STARTS WITH ${start}`),
    words &&
      cypher`all(${word} IN ${words} WHERE ${inFolded} OR ${inSome(cypher`toLower(${form}) =~ ${word}.pattern`)})`,
    present(value, filter.exists, at),
  ]);
}

/** Only letters and digits get into a pattern, so that none of them has a meaning of its own in it. */
function wordPatterns(typed: string): { folded: string; pattern: string }[] {
  const words = wordsOf(notTooLong('words', typed));
  if (words.length === 0 || words.length > searchLimits.words) {
    throw new ScholargraphError('BAD_INPUT', `A text to look for has ${words.length} words`, {
      field: 'filter',
      expected: `1 to ${searchLimits.words}`,
    });
  }
  return words.map((word) => ({
    // Nothing folded is like this, where folding leaves nothing.
    folded: ` ${latinKey(word) || '�'}`,
    pattern: `(?sU).*\\b${word}.*`,
  }));
}

function notTooLong(field: string, value: string): string {
  if (value.length <= searchLimits.characters) return value;
  throw new ScholargraphError('BAD_INPUT', `${field} has ${value.length} characters`, {
    field: 'filter',
    expected: `at most ${searchLimits.characters}`,
  });
}

/** A date that is known by its year or its month alone counts as the first day of it; a bound as the whole of it. */
function dates(
  value: Cypher,
  stored: Cypher,
  filter: DateFilter | null | undefined,
  at: Place,
): Cypher | undefined {
  if (filter == null) return undefined;
  const day = cypher`left(${value} + '-01-01', 10)`;
  const conditions = [
    filter.from == null
      ? undefined
      : cypher`${day} >= ${bound(`${dateOf(filter.from)}-01-01`.slice(0, 10), at)}`,
    filter.to == null ? undefined : cypher`${day} <= ${bound(`${dateOf(filter.to)}-12-31`.slice(0, 10), at)}`,
  ].filter((condition) => condition !== undefined);
  return conjunction([
    conditions.length === 0 ? undefined : cypher`${value} IS NOT NULL AND ${allOf(conditions)}`,
    present(stored, filter.exists, at),
  ]);
}

function dateOf(given: string): string {
  if (/^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/.test(given)) return given;
  throw new ScholargraphError('BAD_INPUT', `'${given.slice(0, 40)}' is not a date`, {
    field: 'filter',
    expected: 'a year, month or day such as `2019`, `2019-07` or `2019-07-31`',
  });
}

function related<Filter, Given extends RelationFilter<Filter>>(
  predicate: Predicate<Filter>,
  filter: Given | null | undefined,
  at: Place,
  pattern: (other: Cypher, tie: Cypher) => Cypher,
  tieConditions: (tie: Cypher, filter: Given) => readonly (Cypher | undefined)[] = () => [],
  /** Whether one node can be tied several times, and counts once. */
  tied: 'once' | 'repeatedly' = 'once',
): Cypher | undefined {
  if (filter == null) return undefined;
  const matching = (wanted: Filter | undefined, negated: boolean) => {
    const other = at.bindings.variable();
    const tie = at.bindings.variable();
    const condition = wanted == null ? undefined : predicate(wanted, other, deeper(at));
    const conditions = [
      ...tieConditions(tie, filter),
      condition && (negated ? cypher`NOT (${condition})` : condition),
    ].filter((each) => each !== undefined);
    const match = cypher`MATCH ${pattern(other, tie)} WHERE ${allOf(conditions)}`;
    return wanted === undefined && tied === 'repeatedly' ? cypher`${match} RETURN DISTINCT ${other}` : match;
  };
  return allOf(
    [
      filter.some && cypher`EXISTS { ${matching(filter.some, false)} }`,
      filter.every && cypher`NOT EXISTS { ${matching(filter.every, true)} }`,
      filter.none && cypher`NOT EXISTS { ${matching(filter.none, false)} }`,
      filter.count && range(cypher`COUNT { ${matching(undefined, false)} }`, filter.count, at),
    ].filter((condition) => condition != null),
  );
}

function conjunction(conditions: readonly (Cypher | null | undefined)[]): Cypher | undefined {
  const given = conditions.filter((condition) => condition != null);
  return given.length === 0 ? undefined : allOf(given);
}

export function bound(value: unknown, at: Place): Cypher {
  if (at.bindings.count >= filterLimits.conditions) {
    throw tooMuch(`The filter has more than ${filterLimits.conditions} conditions`);
  }
  return at.bindings.add(value);
}

function atMostValues<Value>(values: readonly Value[]): readonly Value[] {
  if (values.length > filterLimits.values) {
    throw tooMuch(`A list in the filter has more than ${filterLimits.values} values`);
  }
  return values;
}

export function deeper(at: Place): Place {
  if (at.depth >= filterLimits.depth)
    throw tooMuch(`The filter is nested more than ${filterLimits.depth} deep`);
  at.bindings.nested += 1;
  if (at.bindings.nested > filterLimits.conditions)
    throw tooMuch(`The filter has more than ${filterLimits.conditions} filters in it`);
  return { bindings: at.bindings, depth: at.depth + 1 };
}

function tooMuch(what: string): ScholargraphError {
  return new ScholargraphError('BAD_INPUT', what, {
    field: 'filter',
    fix: 'Ask for it in several requests.',
  });
}
