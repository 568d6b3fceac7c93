import { type Cypher, cypher } from '../cypher.ts';
import {
  type AuthorAffiliationFilter,
  type AuthorFilter,
  author,
  bound,
  type Combined,
  deeper,
  filterLimits,
  type InstitutionAuthorFilter,
  type InstitutionFilter,
  type IntFilter,
  institution,
  keysOf,
  type NodeId,
  type Place,
  type Predicate,
  type PublicationFilter,
  publication,
  type RelationFilter,
  type SourceFilter,
  source,
  stayConditions,
  stayPattern,
  type TopicFilter,
  topic,
  type VenueFilter,
  venue,
} from './filter.ts';
import { allOf, type Bindings, type Reach } from './page.ts';
import { isTopic } from './rows.ts';

/*
 * A filter through a relation asks of each node in turn whether it has such a neighbour. Where the filter names a node
 * that has to be there, however far away, it is less work to begin there and to go the other way: then a filter costs what
 * hangs on the node it names, and not what the graph holds.
 */

/** From few nodes to all that pass a part of a filter. */
interface Way<Filter> {
  /** Clauses that bind `node` to each of them once, and in which a `WHERE` may follow. */
  readonly clauses: (node: Cypher, at: Place) => Cypher;
  /** What is left of the filter to ask of them. */
  readonly rest: Filter;
}

interface Named {
  readonly id?: readonly NodeId[] | null | undefined;
}

/** What can be filtered, and what leads to it. */
interface Kind<Filter> {
  readonly label: Cypher;
  readonly predicate: Predicate<Filter>;
  /** Those that lead to fewer first. */
  readonly entrances: readonly Entrance<Filter>[];
}

/** @param from how a way may begin: with a node that this part of the filter, or the next one, names; or with any way to the next one */
type Entrance<Filter> = (part: Filter, from: 'named' | 'reached') => Way<Filter> | undefined;

export function publicationsReached(filter: PublicationFilter, bindings: Bindings): Reach | undefined {
  return reach(publications, filter, bindings);
}

export function authorsReached(filter: AuthorFilter, bindings: Bindings): Reach | undefined {
  return reach(authors, filter, bindings);
}

export function venuesReached(filter: VenueFilter, bindings: Bindings): Reach | undefined {
  return reach(venues, filter, bindings);
}

export function topicsReached(filter: TopicFilter, bindings: Bindings): Reach | undefined {
  const found = reach(topics, filter, bindings);
  return found && { ...found, where: allOf([isTopic, found.where]) };
}

export function institutionsReached(filter: InstitutionFilter, bindings: Bindings): Reach | undefined {
  return reach(institutions, filter, bindings);
}

/** The nodes that pass a filter, as `n`. @returns undefined where it names nothing to begin with, or the nodes themselves */
function reach<Filter extends Combined<Filter> & Named>(
  kind: Kind<Filter>,
  filter: Filter,
  bindings: Bindings,
): Reach | undefined {
  if (partsOf(filter).some(({ id }) => id != null)) return undefined;
  const way = wayTo(kind, filter);
  if (way === undefined) return undefined;
  const at = { bindings, depth: 0 };
  const clauses = way.clauses(cypher`n`, at);
  return { clauses, where: kind.predicate(way.rest, cypher`n`, at) };
}

/** What all has to hold: the filter itself, and what stands in its `and`. */
function partsOf<Filter extends Combined<Filter>>(filter: Filter): readonly Filter[] {
  return [filter, ...(filter.and ?? [])];
}

function wayTo<Filter extends Combined<Filter> & Named>(
  kind: Kind<Filter>,
  filter: Filter,
): Way<Filter> | undefined {
  for (const from of ['named', 'reached'] as const) {
    for (const entrance of kind.entrances) {
      const way = throughPart(filter, (part) => entrance(part, from));
      if (way !== undefined) return way;
    }
  }
  return undefined;
}

/** The way that one of the parts of a filter gives. */
function throughPart<Filter extends Combined<Filter>>(
  filter: Filter,
  entrance: (part: Filter) => Way<Filter> | undefined,
): Way<Filter> | undefined {
  for (const [at, part] of partsOf(filter).entries()) {
    const way = entrance(part);
    if (way === undefined) continue;
    if (at === 0) return way;
    return { ...way, rest: { ...filter, and: filter.and?.with(at - 1, way.rest) } };
  }
  return undefined;
}

/** The nodes that a filter names itself. */
function byId<Filter extends Combined<Filter> & Named>(
  kind: Kind<Filter>,
  filter: Filter,
): Way<Filter> | undefined {
  return throughPart(filter, (part) => {
    const { id: ids } = part;
    if (!isShort(ids)) return undefined;
    return {
      clauses: (node, at) =>
        cypher`MATCH (${node}:${kind.label}) WHERE ${node}.id IN ${bound(idsOf(ids), at)} WITH ${node}`,
      rest: { ...part, id: undefined },
    };
  });
}

function isShort(ids: readonly NodeId[] | null | undefined): ids is readonly NodeId[] {
  return ids != null && ids.length <= filterLimits.values;
}

function idsOf(ids: readonly NodeId[]): string[] {
  return ids.map(({ id }) => id);
}

/** How a relation leads from the nodes at its other end. */
interface Relation<Given, Other> {
  readonly kind: () => Kind<Other>;
  /** A clause that binds `node` to what is tied to `other`, a node of the kind. */
  readonly step: (other: Cypher, node: Cypher, at: Place, given: Given) => Cypher;
  /** Conditions on the tie that `step` makes; where there are others, each node is asked whether it passes. */
  readonly fields?: readonly (keyof Given)[];
  /** Whether the nodes at the other end are so few, and the relation so slow, that one begins there without a name, too. */
  readonly always?: boolean;
}

const quantifiers: ReadonlySet<PropertyKey> = new Set(['some', 'every', 'none', 'count']);

/** Through what a relation of a filter demands some of. */
function through<
  Field extends PropertyKey,
  Given extends Pick<RelationFilter<Other>, 'some'>,
  Other extends Combined<Other> & Named,
  Filter extends { readonly [Name in Field]?: Given | null | undefined },
>(field: Field, { kind, step, fields = [], always = false }: Relation<Given, Other>): Entrance<Filter> {
  return (part, from) => {
    const given: Given | null | undefined = part[field];
    if (given?.some == null) return undefined;
    const wanted = given.some;
    const whole = {
      clauses: (node: Cypher) => cypher`MATCH (${node}:${kind().label}) WITH ${node}`,
      rest: wanted,
    };
    const way =
      from === 'named'
        ? byId(kind(), wanted)
        : (wayTo(kind(), wanted) ?? (always && isGiven(wanted) ? whole : undefined));
    if (way === undefined) return undefined;
    const others = Object.entries(given).filter(
      ([name, value]) => value != null && !quantifiers.has(name) && !fields.some((known) => known === name),
    );
    return {
      clauses: (node, at) => {
        const other = at.bindings.variable();
        const within = deeper(at);
        const before = way.clauses(other, within);
        const passing = kind().predicate(way.rest, other, within);
        return cypher`${before} WHERE ${passing} ${step(other, node, at, given)} WITH DISTINCT ${node}`;
      },
      rest: others.length > 0 ? part : { ...part, [field]: { ...given, some: undefined } },
    };
  };
}

function isGiven(filter: object): boolean {
  return Object.values(filter).some((value) => value != null);
}

/** Through what a filter names by ids in a field of its own. */
function throughIds<
  Field extends PropertyKey,
  Filter extends { readonly [Name in Field]?: readonly NodeId[] | null | undefined },
>(field: Field, step: (ids: Cypher, node: Cypher, at: Place) => Cypher): Entrance<Filter> {
  return (part, from) => {
    const ids: readonly NodeId[] | null | undefined = part[field];
    if (from !== 'named' || !isShort(ids)) return undefined;
    return {
      clauses: (node, at) => cypher`${step(bound(idsOf(ids), at), node, at)} WITH DISTINCT ${node}`,
      rest: { ...part, [field]: undefined },
    };
  };
}

const byIdentifier: Entrance<PublicationFilter> = (part, from) => {
  const { identifiers } = part;
  if (from !== 'named' || identifiers?.in == null || identifiers.in.length > filterLimits.values) {
    return undefined;
  }
  const keys = keysOf(identifiers, identifiers.in);
  return {
    clauses: (node, at) => {
      const identifier = at.bindings.variable();
      return cypher`
        MATCH (${identifier}:Identifier) WHERE ${identifier}.key IN ${bound(keys, at)}
        MATCH (${identifier})-[:IDENTIFIES]->(${node}:Publication) WITH DISTINCT ${node}`;
    },
    rest: { ...part, identifiers: { ...identifiers, in: undefined } },
  };
};

/** From authors to where they were, or the other way, by what publications say. */
function affiliated(person: Cypher, place: Cypher, at: Place, year: IntFilter | null | undefined): Cypher {
  const [authorship, written, tie] = [at.bindings.variable(), at.bindings.variable(), at.bindings.variable()];
  const stay = { authorship, written, tie };
  const conditions = stayConditions(stay, year, at).filter((condition) => condition !== undefined);
  return cypher`MATCH ${stayPattern(person, stay, place)} WHERE ${allOf(conditions)}`;
}

const publications: Kind<PublicationFilter> = {
  label: cypher`Publication`,
  predicate: publication,
  entrances: [
    byIdentifier,
    through('citedBy', {
      kind: () => publications,
      step: (other, node) => cypher`MATCH (${other})-[:CITES]->(${node}:Publication)`,
    }),
    through('cites', {
      kind: () => publications,
      step: (other, node) => cypher`MATCH (${other})<-[:CITES]-(${node}:Publication)`,
    }),
    through('authors', {
      kind: () => authors,
      step: (other, node) => cypher`MATCH (${other})-[:AUTHORED]->(${node}:Publication)`,
    }),
    through('venues', {
      kind: () => venues,
      step: (other, node) => cypher`MATCH (${other})<-[:PUBLISHED_IN]-(${node}:Publication)`,
    }),
    through('institutions', {
      kind: () => institutions,
      step: (other, node) => cypher`MATCH (${other})<-[:AFFILIATED_WITH]-(${node}:Publication)`,
      always: true,
    }),
    through('topics', {
      kind: () => topics,
      step: (other, node) => cypher`MATCH (${other})<-[:ABOUT]-(${node}:Publication)`,
    }),
    throughIds('communities', (ids, node, at) => {
      const community = at.bindings.variable();
      return cypher`
        MATCH (${community}:Community) WHERE ${community}.id IN ${ids}
        MATCH (${community})<-[:IN_COMMUNITY]-(${node}:Publication)`;
    }),
    through('sources', {
      kind: () => sources,
      step: (other, node) => cypher`MATCH (${other})<-[:STATED_BY]-(${node}:Publication)`,
    }),
  ],
};

const authors: Kind<AuthorFilter> = {
  label: cypher`Author`,
  predicate: author,
  entrances: [
    through('coauthors', {
      kind: () => authors,
      step: (other, node) => cypher`MATCH (${other})-[:COAUTHORED]-(${node}:Author)`,
    }),
    through('publications', {
      kind: () => publications,
      step: (other, node) => cypher`MATCH (${other})<-[:AUTHORED]-(${node}:Author)`,
    }),
    through('profilePages', {
      kind: () => sources,
      step: (other, node) => cypher`MATCH (${other})-[:PROFILE_OF]->(${node}:Author)`,
    }),
    throughIds('communities', (ids, node, at) => memberOf(ids, cypher`(${node}:Author)`, at)),
    through<'institutions', AuthorAffiliationFilter, InstitutionFilter, AuthorFilter>('institutions', {
      kind: () => institutions,
      step: (other, node, at, { year }) => affiliated(cypher`(${node}:Author)`, cypher`(${other})`, at, year),
      fields: ['year'],
      always: true,
    }),
  ],
};

const venues: Kind<VenueFilter> = {
  label: cypher`Venue`,
  predicate: venue,
  entrances: [
    through('publications', {
      kind: () => publications,
      step: (other, node) => cypher`MATCH (${other})-[:PUBLISHED_IN]->(${node}:Venue)`,
    }),
  ],
};

const topics: Kind<TopicFilter> = {
  label: cypher`Topic`,
  predicate: topic,
  entrances: [
    throughIds('within', (ids, node, at) => {
      const top = at.bindings.variable();
      return cypher`
        MATCH (${top}:Topic) WHERE ${top}.id IN ${ids}
        MATCH (${top})<-[:BROADER*0..8]-(${node}:Topic)`;
    }),
    throughIds('communities', (ids, node, at) => {
      const community = at.bindings.variable();
      return cypher`
        MATCH (${community}:Community) WHERE ${community}.id IN ${ids}
        MATCH (${community})<-[:IN_COMMUNITY]-(${node}:Topic)`;
    }),
    throughIds('detectedCommunities', (ids, node, at) => memberOf(ids, cypher`(${node}:Topic)`, at)),
    through('publications', {
      kind: () => publications,
      step: (other, node) => cypher`MATCH (${other})-[:ABOUT]->(${node}:Topic)`,
    }),
  ],
};

const institutions: Kind<InstitutionFilter> = {
  label: cypher`Institution`,
  predicate: institution,
  entrances: [
    through('publications', {
      kind: () => publications,
      step: (other, node) => cypher`MATCH (${other})-[:AFFILIATED_WITH]->(${node}:Institution)`,
    }),
    through<'authors', InstitutionAuthorFilter, AuthorFilter, InstitutionFilter>('authors', {
      kind: () => authors,
      step: (other, node, at, { year }) =>
        affiliated(cypher`(${other})`, cypher`(${node}:Institution)`, at, year),
      fields: ['year'],
    }),
  ],
};

const sources: Kind<SourceFilter> = { label: cypher`Source`, predicate: source, entrances: [] };

function memberOf(ids: Cypher, node: Cypher, at: Place): Cypher {
  const community = at.bindings.variable();
  return cypher`
    MATCH (${community}:DetectedCommunity) WHERE ${community}.id IN ${ids}
    MATCH (${community})<-[:MEMBER_OF]-${node}`;
}
