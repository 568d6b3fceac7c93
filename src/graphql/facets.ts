import {
  type CountedValue,
  type Dimension,
  type Facet as FacetShape,
  type FacetValue as FacetValueShape,
  facetLimit,
  readFacet,
} from '../graph/read/facets.ts';
import {
  type PublicationType as PublicationTypeName,
  publicationTypes,
  type VenueKind as VenueKindName,
  venueKinds,
} from '../record.ts';
import { between } from './arguments.ts';
import { builder } from './builder.ts';
import type { Whole } from './connection.ts';
import { countryName } from './country.ts';
import { Author, Institution, Source, Topic, Venue } from './nodes.ts';
import { PublicationType } from './publicationType.ts';
import { VenueKind } from './venueKind.ts';

/*
 * How many of all items of a connection have which year, venue, topic …. It is counted in the database, by one statement
 * a facet for all parents of a level.
 */

export const FacetValue = builder.interfaceRef<FacetValueShape>('FacetValue').implement({
  description: 'A value that some items of a connection have.',
  resolveType: ({ dimension }) => valueTypes[dimension],
  fields: (t) => ({
    label: t.string({ description: 'The value as a text, such as a name.', resolve: labelOf }),
    count: t.exposeInt('count', {
      description: 'How many items have it. One that has several values counts for each (full counting).',
    }),
  }),
});

const valueTypes: Readonly<Record<Dimension, string>> = {
  YEAR: 'YearFacetValue',
  TYPE: 'TypeFacetValue',
  LANGUAGE: 'LanguageFacetValue',
  VENUE: 'VenueFacetValue',
  SERIES: 'VenueFacetValue',
  TOPIC: 'TopicFacetValue',
  TOPIC_ROLLED_UP: 'TopicFacetValue',
  AUTHOR: 'AuthorFacetValue',
  INSTITUTION: 'InstitutionFacetValue',
  COUNTRY: 'CountryFacetValue',
  OWN_COUNTRY: 'CountryFacetValue',
  AFFILIATION: 'InstitutionFacetValue',
  SOURCE: 'SourceFacetValue',
  FIRST_YEAR: 'YearFacetValue',
  LAST_YEAR: 'YearFacetValue',
  KIND: 'KindFacetValue',
  PART_OF: 'VenueFacetValue',
  BROADER: 'TopicFacetValue',
};

const YearFacetValue = builder.objectRef<CountedValue>('YearFacetValue').implement({
  description: 'A year.',
  interfaces: [FacetValue],
  fields: (t) => ({ year: t.int({ description: 'The year.', resolve: ({ value }) => Number(value) }) }),
});

const TypeFacetValue = builder.objectRef<CountedValue>('TypeFacetValue').implement({
  description: 'A form in which publications appeared.',
  interfaces: [FacetValue],
  fields: (t) => ({
    type: t.field({ type: PublicationType, description: 'The form.', resolve: ({ value }) => typeOf(value) }),
  }),
});

const LanguageFacetValue = builder.objectRef<CountedValue>('LanguageFacetValue').implement({
  description: 'A language in which publications are written.',
  interfaces: [FacetValue],
  fields: (t) => ({
    language: t.string({
      description: 'The language as a BCP 47 tag.',
      resolve: ({ value }) => String(value),
    }),
  }),
});

const KindFacetValue = builder.objectRef<CountedValue>('KindFacetValue').implement({
  description: 'A kind of venue.',
  interfaces: [FacetValue],
  fields: (t) => ({
    kind: t.field({ type: VenueKind, description: 'The kind.', resolve: ({ value }) => kindOf(value) }),
  }),
});

const VenueFacetValue = builder.objectRef<CountedValue>('VenueFacetValue').implement({
  description: 'A venue.',
  interfaces: [FacetValue],
  fields: (t) => ({
    venue: t.field({ type: Venue, description: 'The venue.', resolve: ({ value }) => node(value, 'Venue') }),
  }),
});

const TopicFacetValue = builder.objectRef<CountedValue>('TopicFacetValue').implement({
  description: 'A topic.',
  interfaces: [FacetValue],
  fields: (t) => ({
    topic: t.field({ type: Topic, description: 'The topic.', resolve: ({ value }) => node(value, 'Topic') }),
  }),
});

const AuthorFacetValue = builder.objectRef<CountedValue>('AuthorFacetValue').implement({
  description: 'An author of publications.',
  interfaces: [FacetValue],
  fields: (t) => ({
    author: t.field({
      type: Author,
      description: 'The author.',
      resolve: ({ value }) => node(value, 'Author'),
    }),
    fractionalCount: t.exposeFloat('fractionalCount', {
      description: 'The publications, each counted as 1/authors (fractional counting).',
    }),
  }),
});

const InstitutionFacetValue = builder.objectRef<CountedValue>('InstitutionFacetValue').implement({
  description: 'An institution at which authors of publications were.',
  interfaces: [FacetValue],
  fields: (t) => ({
    institution: t.field({
      type: Institution,
      description: 'The institution.',
      resolve: ({ value }) => node(value, 'Institution'),
    }),
  }),
});

const CountryFacetValue = builder.objectRef<CountedValue>('CountryFacetValue').implement({
  description: 'A country of institutions.',
  interfaces: [FacetValue],
  fields: (t) => ({
    countryCode: t.string({
      description: 'The country as ISO 3166-1 alpha-2, such as `CH`.',
      resolve: ({ value }) => String(value),
    }),
  }),
});

const SourceFacetValue = builder.objectRef<CountedValue>('SourceFacetValue').implement({
  description: 'A source that states publications.',
  interfaces: [FacetValue],
  fields: (t) => ({
    source: t.field({
      type: Source,
      description: 'The source.',
      resolve: ({ value }) => node(value, 'Source'),
    }),
  }),
});

const Facet = builder.interfaceRef<FacetShape>('Facet').implement({
  description: 'The items of a connection counted by one thing.',
  resolveType: () => null,
  fields: (t) => ({
    distinct: t.exposeInt('distinct', {
      description: 'How many different values there are in all. With `first: 0`, a distinct count alone.',
    }),
    otherCount: t.exposeInt('otherCount', {
      description: 'The counts of the values that are not among `values`, together.',
    }),
    missingCount: t.exposeInt('missingCount', { description: 'How many items have no value.' }),
  }),
});

const values = 'The values that most items have.';

export const YearFacet = builder.objectRef<FacetShape>('YearFacet').implement({
  description: 'The items of a connection counted by year.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [YearFacetValue], description: values }) }),
});
export const TypeFacet = builder.objectRef<FacetShape>('TypeFacet').implement({
  description: 'Publications counted by form.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [TypeFacetValue], description: values }) }),
});
export const LanguageFacet = builder.objectRef<FacetShape>('LanguageFacet').implement({
  description: 'Publications counted by language.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [LanguageFacetValue], description: values }) }),
});
export const KindFacet = builder.objectRef<FacetShape>('KindFacet').implement({
  description: 'Venues counted by kind.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [KindFacetValue], description: values }) }),
});
export const VenueFacet = builder.objectRef<FacetShape>('VenueFacet').implement({
  description: 'The items of a connection counted by venue.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [VenueFacetValue], description: values }) }),
});
export const TopicFacet = builder.objectRef<FacetShape>('TopicFacet').implement({
  description: 'The items of a connection counted by topic.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [TopicFacetValue], description: values }) }),
});
export const AuthorFacet = builder.objectRef<FacetShape>('AuthorFacet').implement({
  description: 'Publications counted by author.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [AuthorFacetValue], description: values }) }),
});
export const InstitutionFacet = builder.objectRef<FacetShape>('InstitutionFacet').implement({
  description: 'Publications, or authors, counted by institution.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [InstitutionFacetValue], description: values }) }),
});
export const CountryFacet = builder.objectRef<FacetShape>('CountryFacet').implement({
  description: 'The items of a connection counted by country.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [CountryFacetValue], description: values }) }),
});
export const SourceFacet = builder.objectRef<FacetShape>('SourceFacet').implement({
  description: 'Publications counted by source.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [SourceFacetValue], description: values }) }),
});

export const FacetOrder = builder.enumType('FacetOrder', {
  description: 'In which order values are listed. Which ones are listed depends on their counts alone.',
  values: {
    COUNT: { description: 'Those that most items have come first.' },
    VALUE: { description: 'Years from the earliest on, everything else by its label.' },
  } as const,
});
export type FacetOrderName = typeof FacetOrder.$inferType;

export const facetOrderDescription =
  'The order in which values are listed: years by `VALUE` and others by `COUNT` where it is not given.';

const howMany = `How many values are listed, 0 to ${facetLimit}: those that most items have.`;

export const facetArguments = builder.args((t) => ({
  first: t.int({
    required: true,
    defaultValue: 10,
    description: howMany,
  }),
  order: t.field({ type: FacetOrder, description: facetOrderDescription }),
}));

/** For years, of which one wants all. */
export const yearFacetArguments = {
  ...facetArguments,
  ...builder.args((t) => ({
    first: t.int({ required: true, defaultValue: facetLimit, description: howMany }),
  })),
};

interface FacetArguments {
  readonly first: number;
  readonly order?: FacetOrderName | null | undefined;
}

export async function facetOf(
  { context, relation, parent }: Whole,
  dimension: Dimension,
  { first, order }: FacetArguments,
): Promise<FacetShape> {
  between('first', first, 0, facetLimit);
  const facet = await context.whole(
    JSON.stringify(['facet', dimension, first]),
    relation,
    parent,
    (graph, of, parents, options) => readFacet(graph, of, parents, { dimension, first }, options),
  );
  context.deliver(facet.values.length);
  return {
    ...facet,
    values: placesOf(dimension, facet.values, order).flatMap((place) => facet.values[place] ?? []),
  };
}

/** The places of `values` in the order wanted. */
export function placesOf(
  dimension: Dimension,
  values: readonly FacetValueShape[],
  order: FacetOrderName | null | undefined,
): number[] {
  const places = values.map((_, place) => place);
  if ((order ?? (valueTypes[dimension] === 'YearFacetValue' ? 'VALUE' : 'COUNT')) === 'COUNT') return places;
  const labels = values.map(labelOf);
  return places.sort((a, b) => collator.compare(labels[a] ?? '', labels[b] ?? ''));
}

const collator = new Intl.Collator('en', { numeric: true });

function labelOf({ value, dimension }: FacetValueShape): string {
  if (valueTypes[dimension] === 'CountryFacetValue') return countryName(String(value));
  if (typeof value !== 'object') return String(value);
  return value.kind === 'Source' ? value.uri : value.name;
}

type Row = Extract<FacetValueShape['value'], { readonly kind: string }>;

function node<Kind extends Row['kind']>(
  value: FacetValueShape['value'],
  kind: Kind,
): Extract<Row, { readonly kind: Kind }> {
  if (typeof value === 'object' && isOf(value, kind)) return value;
  throw new Error(`a value of a facet is no ${kind}`);
}

function isOf<Kind extends Row['kind']>(row: Row, kind: Kind): row is Extract<Row, { readonly kind: Kind }> {
  return row.kind === kind;
}

function kindOf(value: FacetValueShape['value']): VenueKindName {
  return venueKinds.find((kind) => kind === value) ?? 'OTHER';
}

function typeOf(value: FacetValueShape['value']): PublicationTypeName {
  return publicationTypes.find((type) => type === value) ?? 'OTHER';
}
