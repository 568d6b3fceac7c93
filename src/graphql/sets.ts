import { facetLimit, type Matrix, type PublicationDimension, readMatrix } from '../graph/read/facets.ts';
import { type Distribution, type Publishing, readDistribution } from '../graph/read/metrics.ts';
import { between } from './arguments.ts';
import { builder } from './builder.ts';
import type { Whole } from './connection.ts';
import { scan, scanEach } from './declaredCost.ts';
import {
  AuthorFacet,
  CountryFacet,
  FacetOrder,
  FacetValue,
  facetArguments,
  facetOf,
  facetOrderDescription,
  InstitutionFacet,
  KindFacet,
  LanguageFacet,
  placesOf,
  SourceFacet,
  TopicFacet,
  TypeFacet,
  VenueFacet,
  YearFacet,
  yearFacetArguments,
} from './facets.ts';
import { metricsOf, PublicationAggregates } from './metrics.ts';

/*
 * What can be said of all items of a connection together, whatever page of them is asked for.
 */

const PublicationFacets = builder.objectRef<Whole>('PublicationFacets').implement({
  extensions: scanEach,
  description:
    'The publications of a connection, of all its pages, counted by what they have. Each facet goes over every publication once, and ends with the code DATABASE_TIMEOUT where that takes more than 15 seconds.',
  fields: (t) => ({
    years: t.field({
      type: YearFacet,
      description: 'By the year of publication.',
      args: yearFacetArguments,
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
    institutions: t.field({
      type: InstitutionFacet,
      description: 'By the institutions of their authors.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'INSTITUTION', args),
    }),
    countries: t.field({
      type: CountryFacet,
      description: 'By the countries of these institutions; a publication counts once for each country.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'COUNTRY', args),
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
    INSTITUTION: { description: 'The institution of an author.' },
    COUNTRY: { description: 'The country of an institution.' },
    SOURCE: { description: 'The source that states them.' },
  } satisfies Record<PublicationDimension, { description: string }>,
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
      extensions: scan,
      description: 'Numbers of the publications of all pages together.',
      resolve: ({ all }) => metricsOf(all, 'AUTHORS'),
    }),
    matrix: t.field({
      type: PublicationMatrix,
      extensions: { cost: 3 * scan.cost },
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
        rowOrder: t.arg({ type: FacetOrder, description: facetOrderDescription }),
        columnOrder: t.arg({ type: FacetOrder, description: facetOrderDescription }),
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

const CountDistribution = builder.objectRef<Distribution>('CountDistribution').implement({
  description: 'How a number is distributed among the items of a connection, of all its pages.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many items.' }),
    sum: t.exposeInt('sum', { description: 'The sum.' }),
    mean: t.exposeFloat('mean', { nullable: true, description: 'The mean; null where there are no items.' }),
    median: t.exposeFloat('median', {
      nullable: true,
      description: 'The median; null where there are no items.',
    }),
    min: t.exposeInt('min', { nullable: true, description: 'The smallest; null where there are no items.' }),
    max: t.exposeInt('max', { nullable: true, description: 'The largest; null where there are no items.' }),
  }),
});

function distributionOf({ context, relation, parent }: Whole, of: Publishing): Promise<Distribution> {
  return context.whole(`distribution ${of}`, relation, parent, (graph, set, parents, options) =>
    readDistribution(graph, set, parents, of, options),
  );
}

const AuthorFacets = builder.objectRef<Whole>('AuthorFacets').implement({
  extensions: scanEach,
  description: 'The authors of a connection, of all its pages, counted by what they have.',
  fields: (t) => ({
    firstYears: t.field({
      type: YearFacet,
      description: 'By the year of the first publication.',
      args: yearFacetArguments,
      resolve: (all, args) => facetOf(all, 'FIRST_YEAR', args),
    }),
    lastYears: t.field({
      type: YearFacet,
      description: 'By the year of the latest publication.',
      args: yearFacetArguments,
      resolve: (all, args) => facetOf(all, 'LAST_YEAR', args),
    }),
    institutions: t.field({
      type: InstitutionFacet,
      description: 'By the institutions where they were; an author counts once for each.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'AFFILIATION', args),
    }),
  }),
});

const VenueFacets = builder.objectRef<Whole>('VenueFacets').implement({
  extensions: scanEach,
  description: 'The venues of a connection, of all its pages, counted by what they have.',
  fields: (t) => ({
    kinds: t.field({
      type: KindFacet,
      description: 'By kind.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'KIND', args),
    }),
    series: t.field({
      type: VenueFacet,
      description: 'By the series that they belong to.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'PART_OF', args),
    }),
  }),
});

const TopicFacets = builder.objectRef<Whole>('TopicFacets').implement({
  extensions: scanEach,
  description: 'The topics of a connection, of all its pages, counted by what they have.',
  fields: (t) => ({
    broader: t.field({
      type: TopicFacet,
      description: 'By the topics right above them.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'BROADER', args),
    }),
  }),
});

const InstitutionFacets = builder.objectRef<Whole>('InstitutionFacets').implement({
  description: 'The institutions of a connection, of all its pages, counted by what they have.',
  fields: (t) => ({
    countries: t.field({
      type: CountryFacet,
      description: 'By country.',
      args: facetArguments,
      resolve: (all, args) => facetOf(all, 'OWN_COUNTRY', args),
    }),
  }),
});

export const InstitutionSet = builder.interfaceRef<{ readonly all: Whole }>('InstitutionSet').implement({
  description: 'Institutions of which something can be said together, whatever page of them is shown.',
  resolveType: () => null,
  fields: (t) => ({
    facets: t.field({
      type: InstitutionFacets,
      description: 'The institutions of all pages counted by country.',
      resolve: ({ all }) => all,
    }),
    publicationCounts: t.field({
      type: CountDistribution,
      description: 'How many publications the institutions of all pages have.',
      resolve: ({ all }) => distributionOf(all, 'INSTITUTIONS'),
    }),
  }),
});

export const AuthorSet = builder.interfaceRef<{ readonly all: Whole }>('AuthorSet').implement({
  description: 'Authors of whom something can be said together, whatever page of them is shown.',
  resolveType: () => null,
  fields: (t) => ({
    facets: t.field({
      type: AuthorFacets,
      description: 'The authors of all pages counted by years and institutions.',
      resolve: ({ all }) => all,
    }),
    publicationCounts: t.field({
      type: CountDistribution,
      extensions: scan,
      description: 'How many publications the authors of all pages have.',
      resolve: ({ all }) => distributionOf(all, 'AUTHORS'),
    }),
  }),
});

export const VenueSet = builder.interfaceRef<{ readonly all: Whole }>('VenueSet').implement({
  description: 'Venues of which something can be said together, whatever page of them is shown.',
  resolveType: () => null,
  fields: (t) => ({
    facets: t.field({
      type: VenueFacets,
      description: 'The venues of all pages counted by kind and series.',
      resolve: ({ all }) => all,
    }),
    publicationCounts: t.field({
      type: CountDistribution,
      extensions: scan,
      description: 'How many publications the venues of all pages have.',
      resolve: ({ all }) => distributionOf(all, 'VENUES'),
    }),
  }),
});

export const TopicSet = builder.interfaceRef<{ readonly all: Whole }>('TopicSet').implement({
  description: 'Topics of which something can be said together, whatever page of them is shown.',
  resolveType: () => null,
  fields: (t) => ({
    facets: t.field({
      type: TopicFacets,
      description: 'The topics of all pages counted by broader topics.',
      resolve: ({ all }) => all,
    }),
    publicationCounts: t.field({
      type: CountDistribution,
      extensions: scan,
      description: 'How many publications the topics of all pages have.',
      resolve: ({ all }) => distributionOf(all, 'TOPICS'),
    }),
  }),
});
