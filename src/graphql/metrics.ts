import { authorsOfInstitution, authorsOfVenue, coauthorsOfAuthor } from '../graph/read/authors.ts';
import { collaboratorsOfInstitution } from '../graph/read/institutions.ts';
import {
  type PublicationMetrics as PublicationMetricsShape,
  readMetrics,
  type Share,
} from '../graph/read/metrics.ts';
import {
  publicationsOfAuthor,
  publicationsOfInstitution,
  publicationsOfVenue,
} from '../graph/read/publications.ts';
import { builder } from './builder.ts';
import type { Whole } from './connection.ts';
import type { Context } from './context.ts';

const citations =
  'A publication counts with the citations that the sources state, and where none states them, with those that are in the graph.';

export const PublicationMetrics = builder
  .interfaceRef<PublicationMetricsShape>('PublicationMetrics')
  .implement({
    description: `Numbers of a set of publications. ${citations}`,
    resolveType: () => null,
    fields: (t) => ({
      publicationCount: t.exposeInt('publicationCount', {
        description: 'How many publications, each counted as 1 (full counting).',
      }),
      citationCount: t.exposeInt('citationCount', {
        description: `How often they were cited, together (full counting). ${citations}`,
      }),
      statedCitationCounts: t.exposeInt('statedCitationCounts', {
        description: 'For how many publications a source states how often they were cited.',
      }),
      hIndex: t.exposeInt('hIndex', {
        description:
          'The h-index (Hirsch 2005): the largest h such that h of the publications were cited at least h times each.',
      }),
      firstYear: t.exposeInt('firstYear', {
        nullable: true,
        description: 'The year of the first publication; null where no year is known.',
      }),
      lastYear: t.exposeInt('lastYear', {
        nullable: true,
        description: 'The year of the latest publication; null where no year is known.',
      }),
      soloCount: t.exposeInt('soloCount', { description: 'How many publications have a single author.' }),
      soloShare: t.exposeFloat('soloShare', {
        nullable: true,
        description:
          'Which part of the publications with known authors has a single author, 0 to 1; null where no authors are known.',
      }),
      meanTeamSize: t.exposeFloat('meanTeamSize', {
        nullable: true,
        description:
          'How many authors a publication has in the mean of those with known authors; null where no authors are known.',
      }),
    }),
  });

export const PublicationAggregates = builder
  .objectRef<PublicationMetricsShape>('PublicationAggregates')
  .implement({
    description: 'Numbers of the publications of a connection, of all its pages together.',
    interfaces: [PublicationMetrics],
  });

/** @param share with which a publication counts in fractional counting */
export function metricsOf(
  { context, relation, parent }: Whole,
  share: Share,
): Promise<PublicationMetricsShape> {
  return context.whole(`metrics ${share}`, relation, parent, (graph, of, parents, options) =>
    readMetrics(graph, of, parents, share, options),
  );
}

interface MetricsOfNode extends PublicationMetricsShape {
  /** Of the node that the publications hang on. */
  readonly id: string;
}

export async function metricsOfAuthor(id: string, context: Context): Promise<MetricsOfNode> {
  const relation = publicationsOfAuthor({});
  return { ...(await metricsOf({ context, relation, parent: { key: id, id } }, 'AUTHORS')), id };
}

export async function metricsOfVenue(id: string, context: Context): Promise<MetricsOfNode> {
  const relation = publicationsOfVenue({});
  return { ...(await metricsOf({ context, relation, parent: { key: id, id } }, 'VENUES')), id };
}

export async function metricsOfInstitution(id: string, context: Context): Promise<MetricsOfNode> {
  const relation = publicationsOfInstitution({});
  return { ...(await metricsOf({ context, relation, parent: { key: id, id } }, 'INSTITUTIONS')), id };
}

export const AuthorMetrics = builder.objectRef<MetricsOfNode>('AuthorMetrics').implement({
  description: `Numbers of an author. ${citations}`,
  interfaces: [PublicationMetrics],
  fields: (t) => ({
    fractionalPublicationCount: t.exposeFloat('fractionalPublicationCount', {
      description: 'How many publications, each counted as 1/authors (fractional counting).',
    }),
    fractionalCitationCount: t.exposeFloat('fractionalCitationCount', {
      description:
        'How often the publications were cited, the citations of each counted as 1/authors (fractional counting).',
    }),
    collaboratorCount: t.int({
      description: 'With how many others the author has written.',
      resolve: ({ id }, _args, context) => context.count(coauthorsOfAuthor({}), { key: id, id }),
    }),
  }),
});

export const VenueMetrics = builder.objectRef<MetricsOfNode>('VenueMetrics').implement({
  description: `Numbers of a venue. ${citations}`,
  interfaces: [PublicationMetrics],
  fields: (t) => ({
    fractionalPublicationCount: t.exposeFloat('fractionalPublicationCount', {
      description:
        'How many publications, each counted as 1/venues in which it appeared (fractional counting), such as a preprint server and a conference.',
    }),
    fractionalCitationCount: t.exposeFloat('fractionalCitationCount', {
      description:
        'How often the publications were cited, the citations of each counted as 1/venues (fractional counting).',
    }),
    authorCount: t.int({
      description: 'How many people have published here.',
      resolve: ({ id }, _args, context) => context.count(authorsOfVenue({}), { key: id, id }),
    }),
  }),
});

export const InstitutionMetrics = builder.objectRef<MetricsOfNode>('InstitutionMetrics').implement({
  description: `Numbers of an institution. ${citations}`,
  interfaces: [PublicationMetrics],
  fields: (t) => ({
    fractionalPublicationCount: t.exposeFloat('fractionalPublicationCount', {
      description:
        'How many publications, each counted as 1/institutions of its authors (fractional counting).',
    }),
    fractionalCitationCount: t.exposeFloat('fractionalCitationCount', {
      description:
        'How often the publications were cited, the citations of each counted as 1/institutions (fractional counting).',
    }),
    authorCount: t.int({
      description: 'How many people have published here.',
      resolve: ({ id }, _args, context) => context.count(authorsOfInstitution({}), { key: id, id }),
    }),
    collaboratorCount: t.int({
      description: 'How many other institutions share a publication with this one.',
      resolve: ({ id }, _args, context) => context.count(collaboratorsOfInstitution({}), { key: id, id }),
    }),
  }),
});
