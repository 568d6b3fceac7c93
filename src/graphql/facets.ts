import {
  type CountedValue,
  type Dimension,
  type dimensions,
  type Facet as FacetShape,
  type FacetValue as FacetValueShape,
  facetLimit,
  type Matrix,
  readFacet,
  readMatrix,
} from '../graph/read/facets.ts';
import type { PublicationType as PublicationTypeName } from '../record.ts';
import { publicationTypes } from '../record.ts';
import { between } from './arguments.ts';
import { builder } from './builder.ts';
import type { Whole } from './connection.ts';
import { metricsOf, PublicationAggregates } from './metrics.ts';
import { Author, Source, Topic, Venue } from './nodes.ts';
import { PublicationType } from './publicationType.ts';

/*
 * What all publications of a connection have in common: how many have which year, venue, topic … and numbers of them
 * together. It is counted in the database, one statement a facet for all parents of a level.
 */

const FacetValue = builder.interfaceRef<FacetValueShape>('FacetValue').implement({
  description: 'A value that some publications have.',
  resolveType: ({ dimension }) => valueTypes[dimension],
  fields: (t) => ({
    label: t.string({ description: 'The value as a text, such as a name.', resolve: labelOf }),
    count: t.exposeInt('count', {
      description:
        'How many publications have it. One that has several values counts for each (full counting).',
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
  SOURCE: 'SourceFacetValue',
};

const YearFacetValue = builder.objectRef<CountedValue>('YearFacetValue').implement({
  description: 'A year in which publications appeared.',
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

const VenueFacetValue = builder.objectRef<CountedValue>('VenueFacetValue').implement({
  description: 'A venue in which publications appeared.',
  interfaces: [FacetValue],
  fields: (t) => ({
    venue: t.field({ type: Venue, description: 'The venue.', resolve: ({ value }) => node(value, 'Venue') }),
  }),
});

const TopicFacetValue = builder.objectRef<CountedValue>('TopicFacetValue').implement({
  description: 'A topic that publications are about.',
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
  description: 'Publications counted by one thing.',
  resolveType: () => null,
  fields: (t) => ({
    distinct: t.exposeInt('distinct', {
      description: 'How many different values there are in all. With `first: 0`, a distinct count alone.',
    }),
    otherCount: t.exposeInt('otherCount', {
      description: 'The counts of the values that are not among `values`, together.',
    }),
    missingCount: t.exposeInt('missingCount', { description: 'How many publications have no value.' }),
  }),
});

const values = 'The values that most publications have.';

const YearFacet = builder.objectRef<FacetShape>('YearFacet').implement({
  description: 'Publications counted by year.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [YearFacetValue], description: values }) }),
});
const TypeFacet = builder.objectRef<FacetShape>('TypeFacet').implement({
  description: 'Publications counted by form.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [TypeFacetValue], description: values }) }),
});
const LanguageFacet = builder.objectRef<FacetShape>('LanguageFacet').implement({
  description: 'Publications counted by language.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [LanguageFacetValue], description: values }) }),
});
const VenueFacet = builder.objectRef<FacetShape>('VenueFacet').implement({
  description: 'Publications counted by venue.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [VenueFacetValue], description: values }) }),
});
const TopicFacet = builder.objectRef<FacetShape>('TopicFacet').implement({
  description: 'Publications counted by topic.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [TopicFacetValue], description: values }) }),
});
const AuthorFacet = builder.objectRef<FacetShape>('AuthorFacet').implement({
  description: 'Publications counted by author.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [AuthorFacetValue], description: values }) }),
});
const SourceFacet = builder.objectRef<FacetShape>('SourceFacet').implement({
  description: 'Publications counted by source.',
  interfaces: [Facet],
  fields: (t) => ({ values: t.expose('values', { type: [SourceFacetValue], description: values }) }),
});

const FacetOrder = builder.enumType('FacetOrder', {
  description: 'In which order values are listed. Which ones are listed depends on their counts alone.',
  values: {
    COUNT: { description: 'Those that most publications have come first.' },
    VALUE: { description: 'Years from the earliest on, everything else by its label.' },
  } as const,
});
type FacetOrderName = typeof FacetOrder.$inferType;

const orderDescription =
  'The order in which values are listed: years by `VALUE` and others by `COUNT` where it is not given.';

const facetArguments = builder.args((t) => ({
  first: t.int({
    required: true,
    defaultValue: 10,
    description: `How many values are listed, 0 to ${facetLimit}: those that most publications have.`,
  }),
  order: t.field({ type: FacetOrder, description: orderDescription }),
}));

interface FacetArguments {
  readonly first: number;
  readonly order?: FacetOrderName | null | undefined;
}

async function facetOf(
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

const PublicationFacets = builder.objectRef<Whole>('PublicationFacets').implement({
  description:
    'The publications of a connection, of all its pages, counted by what they have. Each facet goes over every publication once, and ends with the code DATABASE_TIMEOUT where that takes more than 15 seconds.',
  fields: (t) => ({
    years: t.field({
      type: YearFacet,
      description: 'By the year of publication.',
      args: {
        ...facetArguments,
        first: t.arg.int({
          required: true,
          defaultValue: facetLimit,
          description: `How many values are listed, 0 to ${facetLimit}: those that most publications have.`,
        }),
      },
      resolve: (all, args) => facetOf(all, 'YEAR', args),
    }),
    types: t.field({
      type: TypeFacet,
      description: 'By the form in which they appeared.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'TYPE', args),
    }),
    languages: t.field({
      type: LanguageFacet,
      description: 'By language.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'LANGUAGE', args),
    }),
    venues: t.field({
      type: VenueFacet,
      description: 'By venue.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'VENUE', args),
    }),
    series: t.field({
      type: VenueFacet,
      description:
        'By conference series: what appeared in a workshop counts for the series that the workshop belongs to, what appeared in another venue for that.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'SERIES', args),
    }),
    topics: t.field({
      type: TopicFacet,
      description: 'By topic.',
      args: {
        ...facetArguments,
        rollUp: t.arg.boolean({
          required: true,
          defaultValue: false,
          description:
            'Whether a publication counts for the topics broader than its own, too, at any distance up to 8, and for each of them once.',
        }),
      },
      resolve: (all, { rollUp, ...args }) => facetOf(all, rollUp ? 'TOPIC_ROLLED_UP' : 'TOPIC', args),
    }),
    authors: t.field({
      type: AuthorFacet,
      description: 'By author.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'AUTHOR', args),
    }),
    sources: t.field({
      type: SourceFacet,
      description: 'By the sources that state them.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'SOURCE', args),
    }),
  }),
});

const FacetDimension = builder.enumType('FacetDimension', {
  description: 'What publications can be counted by.',
  values: {
    YEAR: { description: 'The year of publication.' },
    TYPE: { description: 'The form in which they appeared.' },
    LANGUAGE: { description: 'The language.' },
    VENUE: { description: 'The venue.' },
    SERIES: { description: 'The conference series, or the venue where it belongs to none.' },
    TOPIC: { description: 'The topic.' },
    TOPIC_ROLLED_UP: { description: 'The topic, and every topic broader than it.' },
    AUTHOR: { description: 'The author.' },
    SOURCE: { description: 'The source that states them.' },
  } satisfies Record<(typeof dimensions)[number], { description: string }>,
});

const PublicationMatrix = builder.objectRef<Matrix>('PublicationMatrix').implement({
  description: 'Publications counted by two things at once, for a heat map.',
  fields: (t) => ({
    rows: t.expose('rows', {
      type: [FacetValue],
      description: 'What the rows stand for, each with how many publications have it, whatever column.',
    }),
    columns: t.expose('columns', {
      type: [FacetValue],
      description: 'What the columns stand for, each with how many publications have it, whatever row.',
    }),
    counts: t.expose('counts', {
      type: t.listRef(t.listRef('Int')),
      description: 'For each row, for each column: how many publications have both.',
    }),
    distinctRows: t.exposeInt('distinctRows', { description: 'How many rows there would be in all.' }),
    distinctColumns: t.exposeInt('distinctColumns', {
      description: 'How many columns there would be in all.',
    }),
  }),
});

export const PublicationSet = builder.interfaceRef<{ readonly all: Whole }>('PublicationSet').implement({
  description: 'Publications of which something can be said together, whatever page of them is shown.',
  resolveType: () => null,
  fields: (t) => ({
    facets: t.field({
      type: PublicationFacets,
      description: 'The publications of all pages counted by year, venue, topic ….',
      resolve: ({ all }) => all,
    }),
    aggregates: t.field({
      type: PublicationAggregates,
      description: 'Numbers of the publications of all pages together.',
      resolve: ({ all }) => metricsOf(all, 'AUTHORS'),
    }),
    matrix: t.field({
      type: PublicationMatrix,
      description:
        'The publications of all pages counted by two things at once, such as topic and year. It goes over every publication three times, and ends with the code DATABASE_TIMEOUT where that takes more than 15 seconds.',
      args: {
        rows: t.arg({ type: FacetDimension, required: true, description: 'What a row stands for.' }),
        columns: t.arg({ type: FacetDimension, required: true, description: 'What a column stands for.' }),
        firstRows: t.arg.int({
          required: true,
          defaultValue: 10,
          description: `How many rows, 1 to ${facetLimit}: those that most publications have.`,
        }),
        firstColumns: t.arg.int({
          required: true,
          defaultValue: 50,
          description: `How many columns, 1 to ${facetLimit}: those that most publications have.`,
        }),
        rowOrder: t.arg({ type: FacetOrder, description: orderDescription }),
        columnOrder: t.arg({ type: FacetOrder, description: orderDescription }),
      },
      resolve: async ({ all: { context, relation, parent } }, { rowOrder, columnOrder, ...request }) => {
        between('firstRows', request.firstRows, 1, facetLimit);
        between('firstColumns', request.firstColumns, 1, facetLimit);
        const matrix = await context.whole(
          JSON.stringify(['matrix', request]),
          relation,
          parent,
          (graph, of, parents, options) => readMatrix(graph, of, parents, request, options),
        );
        context.deliver(matrix.rows.length * matrix.columns.length);
        const rows = placesOf(request.rows, matrix.rows, rowOrder);
        const columns = placesOf(request.columns, matrix.columns, columnOrder);
        return {
          ...matrix,
          rows: rows.flatMap((row) => matrix.rows[row] ?? []),
          columns: columns.flatMap((column) => matrix.columns[column] ?? []),
          counts: rows.map((row) => columns.map((column) => matrix.counts[row]?.[column] ?? 0)),
        };
      },
    }),
  }),
});

/** The places of `values` in the order wanted. */
function placesOf(
  dimension: Dimension,
  values: readonly FacetValueShape[],
  order: FacetOrderName | null | undefined,
): number[] {
  const places = values.map((_, place) => place);
  if ((order ?? (dimension === 'YEAR' ? 'VALUE' : 'COUNT')) === 'COUNT') return places;
  const labels = values.map(labelOf);
  return places.sort((a, b) => collator.compare(labels[a] ?? '', labels[b] ?? ''));
}

const collator = new Intl.Collator('en', { numeric: true });

function labelOf({ value }: FacetValueShape): string {
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

function typeOf(value: FacetValueShape['value']): PublicationTypeName {
  return publicationTypes.find((type) => type === value) ?? 'OTHER';
}
