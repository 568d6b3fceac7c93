import { ScholargraphError } from '../../errors.ts';
import type { PublicationType, VenueKind } from '../../record.ts';
import { type Cypher, cypher } from '../cypher.ts';
import { allOf, anyOf, type Bindings } from './page.ts';

export interface NodeId {
  readonly id: string;
}

/** A field that is null counts as not given. A field takes any of the values given; fields given side by side all have to hold. */
interface Combined<Filter> {
  readonly and?: readonly Filter[] | null | undefined;
  readonly or?: readonly Filter[] | null | undefined;
  readonly not?: Filter | null | undefined;
}

export interface IntFilter {
  readonly in?: readonly number[] | null | undefined;
  /** Inclusive. */
  readonly from?: number | null | undefined;
  /** Inclusive. */
  readonly to?: number | null | undefined;
}

/** `every` holds, too, where there are none. */
export interface RelationFilter<Filter> {
  readonly some?: Filter | null | undefined;
  readonly every?: Filter | null | undefined;
  readonly none?: Filter | null | undefined;
}

export interface PublicationFilter extends Combined<PublicationFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  readonly year?: IntFilter | null | undefined;
  readonly type?: readonly PublicationType[] | null | undefined;
  readonly complete?: boolean | null | undefined;
  readonly toAppear?: boolean | null | undefined;
  readonly retracted?: boolean | null | undefined;
  readonly authors?: RelationFilter<AuthorFilter> | null | undefined;
  readonly venues?: RelationFilter<VenueFilter> | null | undefined;
  readonly topics?: RelationFilter<TopicFilter> | null | undefined;
  readonly sources?: RelationFilter<SourceFilter> | null | undefined;
  readonly cites?: RelationFilter<PublicationFilter> | null | undefined;
  readonly citedBy?: RelationFilter<PublicationFilter> | null | undefined;
}

export interface AuthorFilter extends Combined<AuthorFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  readonly orcid?: readonly string[] | null | undefined;
  readonly publicationCount?: IntFilter | null | undefined;
  readonly firstYear?: IntFilter | null | undefined;
  readonly lastYear?: IntFilter | null | undefined;
  readonly publications?: RelationFilter<PublicationFilter> | null | undefined;
  readonly coauthors?: RelationFilter<AuthorFilter> | null | undefined;
}

export interface VenueFilter extends Combined<VenueFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  readonly kind?: readonly VenueKind[] | null | undefined;
  readonly series?: VenueFilter | null | undefined;
  readonly publications?: RelationFilter<PublicationFilter> | null | undefined;
}

export interface TopicFilter extends Combined<TopicFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  /** Of any topic above, at any distance. */
  readonly broader?: TopicFilter | null | undefined;
  readonly publications?: RelationFilter<PublicationFilter> | null | undefined;
}

export interface SourceFilter extends Combined<SourceFilter> {
  readonly id?: readonly NodeId[] | null | undefined;
  readonly format?: readonly string[] | null | undefined;
}

/** Bounds of one filter: what a person writes stays far below, and the statement stays plannable. */
export const filterLimits = { conditions: 100, depth: 8, values: 100 } as const;

type Predicate<Filter> = (filter: Filter, node: Cypher, at: Place) => Cypher;

interface Place {
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

const publication: Predicate<PublicationFilter> = (filter, node, at) =>
  combined(publication, filter, node, at, [
    among(
      cypher`${node}.id`,
      filter.id?.map(({ id }) => id),
      at,
    ),
    range(cypher`${node}.year`, filter.year, at),
    among(cypher`${node}.type`, filter.type, at),
    flag(cypher`coalesce(${node}.complete, true)`, filter.complete, at),
    flag(cypher`coalesce(${node}.toAppear, false)`, filter.toAppear, at),
    flag(cypher`coalesce(${node}.retracted, false)`, filter.retracted, at),
    related(author, filter.authors, at, (other) => cypher`(${node})<-[:AUTHORED]-(${other}:Author)`),
    related(venue, filter.venues, at, (other) => cypher`(${node})-[:PUBLISHED_IN]->(${other}:Venue)`),
    related(topic, filter.topics, at, (other) => cypher`(${node})-[:ABOUT]->(${other}:Topic)`),
    related(publication, filter.cites, at, (other) => cypher`(${node})-[:CITES]->(${other}:Publication)`),
    related(publication, filter.citedBy, at, (other) => cypher`(${node})<-[:CITES]-(${other}:Publication)`),
    related(source, filter.sources, at, (other) => cypher`(${node})-[:STATED_BY]->(${other}:Source)`),
  ]);

const author: Predicate<AuthorFilter> = (filter, node, at) =>
  combined(author, filter, node, at, [
    among(
      cypher`${node}.id`,
      filter.id?.map(({ id }) => id),
      at,
    ),
    among(cypher`${node}.orcid`, filter.orcid, at),
    range(cypher`${node}.publicationCount`, filter.publicationCount, at),
    range(cypher`${node}.firstYear`, filter.firstYear, at),
    range(cypher`${node}.lastYear`, filter.lastYear, at),
    related(
      publication,
      filter.publications,
      at,
      (other) => cypher`(${node})-[:AUTHORED]->(${other}:Publication)`,
    ),
    related(author, filter.coauthors, at, (other) => cypher`(${node})-[:COAUTHORED]-(${other}:Author)`),
  ]);

const venue: Predicate<VenueFilter> = (filter, node, at) =>
  combined(venue, filter, node, at, [
    among(
      cypher`${node}.id`,
      filter.id?.map(({ id }) => id),
      at,
    ),
    among(cypher`${node}.kind`, filter.kind, at),
    related(venue, some(filter.series), at, (other) => cypher`(${node})-[:PART_OF]->(${other}:Venue)`),
    related(
      publication,
      filter.publications,
      at,
      (other) => cypher`(${node})<-[:PUBLISHED_IN]-(${other}:Publication)`,
    ),
  ]);

const topic: Predicate<TopicFilter> = (filter, node, at) =>
  combined(topic, filter, node, at, [
    among(
      cypher`${node}.id`,
      filter.id?.map(({ id }) => id),
      at,
    ),
    related(topic, some(filter.broader), at, (other) => cypher`(${node})-[:BROADER*1..8]->(${other}:Topic)`),
    related(
      publication,
      filter.publications,
      at,
      (other) => cypher`(${node})<-[:ABOUT]-(${other}:Publication)`,
    ),
  ]);

const source: Predicate<SourceFilter> = (filter, node, at) =>
  combined(source, filter, node, at, [
    among(
      cypher`${node}.id`,
      filter.id?.map(({ id }) => id),
      at,
    ),
    among(cypher`${node}.format`, filter.format, at),
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

/** A missing value is in no list, so that `not` finds it. */
function among(value: Cypher, values: readonly string[] | null | undefined, at: Place): Cypher | undefined {
  if (values == null) return undefined;
  return cypher`coalesce(${value} IN ${bound(atMostValues(values), at)}, false)`;
}

function flag(value: Cypher, wanted: boolean | null | undefined, at: Place): Cypher | undefined {
  return wanted == null ? undefined : cypher`${value} = ${bound(wanted, at)}`;
}

function range(value: Cypher, filter: IntFilter | null | undefined, at: Place): Cypher | undefined {
  if (filter == null) return undefined;
  const conditions = [
    filter.in && cypher`${value} IN ${bound(atMostValues(filter.in), at)}`,
    filter.from == null ? undefined : cypher`${value} >= ${bound(filter.from, at)}`,
    filter.to == null ? undefined : cypher`${value} <= ${bound(filter.to, at)}`,
  ].filter((condition) => condition != null);
  return conditions.length === 0 ? undefined : cypher`${value} IS NOT NULL AND ${allOf(conditions)}`;
}

function related<Filter>(
  predicate: Predicate<Filter>,
  filter: RelationFilter<Filter> | null | undefined,
  at: Place,
  pattern: (other: Cypher) => Cypher,
): Cypher | undefined {
  if (filter == null) return undefined;
  const exists = (wanted: Filter, negated: boolean) => {
    const other = at.bindings.variable();
    const condition = predicate(wanted, other, deeper(at));
    return cypher`EXISTS { MATCH ${pattern(other)} WHERE ${negated ? cypher`NOT (${condition})` : condition} }`;
  };
  return allOf(
    [
      filter.some && exists(filter.some, false),
      filter.every && cypher`NOT ${exists(filter.every, true)}`,
      filter.none && cypher`NOT ${exists(filter.none, false)}`,
    ].filter((condition) => condition != null),
  );
}

function bound(value: unknown, at: Place): Cypher {
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

function deeper(at: Place): Place {
  if (at.depth >= filterLimits.depth)
    throw tooMuch(`The filter is nested more than ${filterLimits.depth} deep`);
  return { bindings: at.bindings, depth: at.depth + 1 };
}

function tooMuch(what: string): ScholargraphError {
  return new ScholargraphError('BAD_INPUT', what, {
    field: 'filter',
    fix: 'Ask for it in several requests.',
  });
}
