import type { AuthorOrderField as AuthorOrderName } from '../graph/read/authors.ts';
import type { InstitutionOrderField as InstitutionOrderName } from '../graph/read/institutions.ts';
import { ascendingFields, type OrderBy, orderLimit } from '../graph/read/order.ts';
import type { PublicationOrderField as PublicationOrderName } from '../graph/read/publications.ts';
import type { SourceOrderField as SourceOrderName } from '../graph/read/sources.ts';
import type { TopicOrderField as TopicOrderName } from '../graph/read/topics.ts';
import type { VenueOrderField as VenueOrderName } from '../graph/read/venues.ts';
import { builder } from './builder.ts';

type Described<Name extends string> = Record<Name, { description: string }>;

const Direction = builder.enumType('OrderDirection', {
  description: 'Which end comes first. Missing values come last in either direction.',
  values: {
    ASC: { description: 'Small numbers and early dates first, texts from A to Z.' },
    DESC: { description: 'Large numbers and late dates first, texts from Z to A.' },
  },
});

const directionDescription =
  'Where it is not given, DESC for numbers and dates, and ASC for texts and `EDGE_ORDER`.';
const limit =
  `The first orders, the next ones part what ties; at most ${orderLimit}. What \`EDGE_\` begins is a field of the edge, ` +
  'and an error where the edges of the connection have none.';
const relevance = 'How well the name fits the text searched for; an error where there is none.';

const PublicationOrderField = builder.enumType('PublicationOrderField', {
  description: 'What publications can be ordered by.',
  values: {
    YEAR: { description: 'The year of publication.' },
    DATE: { description: 'The date, as exactly as it is known.' },
    TITLE: { description: 'The title, without regard to case and accents.' },
    CITATION_COUNT: { description: 'How often it was cited, as the sources say.' },
    CITED_BY_COUNT: { description: 'How many publications in the graph cite it.' },
    AUTHOR_COUNT: { description: 'How many authors it has.' },
    FIRST_AUTHOR: { description: 'The name of the author shown first, family name first.' },
    VENUE: { description: 'The name of the venue shown first.' },
    RELEVANCE: {
      description: 'How well it fits the text searched for, or the topic; an error where there is neither.',
    },
  } satisfies Described<PublicationOrderName>,
});

export const PublicationOrder = builder.inputType('PublicationOrder', {
  description: `An order of publications. ${limit}`,
  fields: (t) => ({
    field: t.field({ type: PublicationOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: Direction, description: directionDescription }),
  }),
});

const AuthorOrderField = builder.enumType('AuthorOrderField', {
  description: 'What authors can be ordered by.',
  values: {
    NAME: { description: 'The family name, then the given names, without regard to case and accents.' },
    PUBLICATION_COUNT: { description: 'How many publications the author has.' },
    CITATION_COUNT: {
      description:
        "How often the author's publications were cited, as their metrics add it up. It goes over the publications of each.",
    },
    H_INDEX: {
      description:
        "The h-index of the author's publications: the largest h such that h of them were cited h times or more. It goes over the publications of each.",
    },
    FIRST_YEAR: { description: 'The year of the first publication.' },
    LAST_YEAR: { description: 'The year of the latest publication.' },
    COAUTHOR_COUNT: { description: 'With how many others the author has written.' },
    WEIGHTED_DEGREE: {
      description:
        'Coauthorships by fractional counting, as the current run of centralities has them; who is not in it comes last.',
    },
    PAGE_RANK: { description: 'The PageRank among coauthors in the current run of centralities.' },
    BETWEENNESS: {
      description: 'Of how many ways between others the author is part, in the current run of centralities.',
    },
    CLOSENESS: {
      description: 'How near the author is to others, in the current run of centralities where it has that.',
    },
    RELEVANCE: { description: relevance },
    EDGE_ORDER: { description: '`order` of the edge: the place among the authors of a publication.' },
    EDGE_PUBLICATION_COUNT: {
      description: '`publicationCount` of the edge: the publications together, there, or about it.',
    },
    EDGE_SCORE: { description: '`score` of the edge.' },
    EDGE_WEIGHT: { description: '`weight` of the edge: publications together, counted fractionally.' },
    EDGE_FIRST_YEAR: { description: '`firstYear` of the edge: of the first publication together.' },
    EDGE_LAST_YEAR: { description: '`lastYear` of the edge: of the latest publication together.' },
  } satisfies Described<AuthorOrderName>,
});

export const AuthorOrder = builder.inputType('AuthorOrder', {
  description: `An order of authors. ${limit}`,
  fields: (t) => ({
    field: t.field({ type: AuthorOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: Direction, description: directionDescription }),
  }),
});

const VenueOrderField = builder.enumType('VenueOrderField', {
  description: 'What venues can be ordered by.',
  values: {
    NAME: { description: 'The name, without regard to case and accents.' },
    PUBLICATION_COUNT: { description: 'How many publications appeared there.' },
    CITATION_COUNT: {
      description:
        'How often the publications that appeared there were cited, as their metrics add it up. It goes over the publications of each.',
    },
    H_INDEX: {
      description:
        'The h-index of the publications that appeared there: the largest h such that h of them were cited h times or more. It goes over the publications of each.',
    },
    RELEVANCE: { description: relevance },
    EDGE_ORDER: { description: 'The place among the venues of a publication.' },
    EDGE_PUBLICATION_COUNT: {
      description: '`publicationCount` of the edge: the publications of the author, or about the topic.',
    },
  } satisfies Described<VenueOrderName>,
});

export const VenueOrder = builder.inputType('VenueOrder', {
  description: `An order of venues. ${limit}`,
  fields: (t) => ({
    field: t.field({ type: VenueOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: Direction, description: directionDescription }),
  }),
});

const TopicOrderField = builder.enumType('TopicOrderField', {
  description: 'What topics can be ordered by.',
  values: {
    NAME: { description: 'The name.' },
    PUBLICATION_COUNT: { description: 'How many publications are about it.' },
    CITATION_COUNT: {
      description:
        'How often the publications about it were cited, as their metrics add it up. It goes over the publications of each.',
    },
    H_INDEX: {
      description:
        'The h-index of the publications about it: the largest h such that h of them were cited h times or more. It goes over the publications of each.',
    },
    RELEVANCE: { description: relevance },
    EDGE_PUBLICATION_COUNT: {
      description: '`publicationCount` of the edge: the publications of the author or the venue.',
    },
    EDGE_SCORE: { description: '`score` of the edge.' },
    EDGE_NPMI: { description: '`npmi` of the edge: how strongly two topics are related.' },
  } satisfies Described<TopicOrderName>,
});

export const TopicOrder = builder.inputType('TopicOrder', {
  description: `An order of topics. ${limit}`,
  fields: (t) => ({
    field: t.field({ type: TopicOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: Direction, description: directionDescription }),
  }),
});

const InstitutionOrderField = builder.enumType('InstitutionOrderField', {
  description: 'What institutions can be ordered by.',
  values: {
    NAME: { description: 'The name.' },
    COUNTRY: { description: 'The code of the country.' },
    PUBLICATION_COUNT: { description: 'How many publications have an author from there.' },
    CITATION_COUNT: {
      description:
        'How often the publications with an author from there were cited, as their metrics add it up. It goes over the publications of each.',
    },
    H_INDEX: {
      description:
        'The h-index of the publications with an author from there: the largest h such that h of them were cited h times or more. It goes over the publications of each.',
    },
    RELEVANCE: { description: relevance },
    EDGE_ORDER: { description: 'The place of its first author among the authors of a publication.' },
    EDGE_PUBLICATION_COUNT: {
      description: '`publicationCount` of the edge: the publications of the author, or together.',
    },
    EDGE_WEIGHT: { description: '`weight` of the edge: publications together, counted fractionally.' },
    EDGE_FIRST_YEAR: { description: '`firstYear` of the edge.' },
    EDGE_LAST_YEAR: { description: '`lastYear` of the edge.' },
  } satisfies Described<InstitutionOrderName>,
});

export const InstitutionOrder = builder.inputType('InstitutionOrder', {
  description: `An order of institutions. ${limit}`,
  fields: (t) => ({
    field: t.field({ type: InstitutionOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: Direction, description: directionDescription }),
  }),
});

const SourceOrderField = builder.enumType('SourceOrderField', {
  description: 'What sources can be ordered by.',
  values: {
    URI: { description: 'The address or file name.' },
    FORMAT: { description: 'The format it was read as.' },
    IMPORTED_AT: { description: 'When it was last imported.' },
    STATEMENT_COUNT: { description: 'How many statements it has.' },
  } satisfies Described<SourceOrderName>,
});

export const SourceOrder = builder.inputType('SourceOrder', {
  description: `An order of sources. ${limit}`,
  fields: (t) => ({
    field: t.field({ type: SourceOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: Direction, description: directionDescription }),
  }),
});

export interface OrderInput<Name extends string> {
  readonly field: Name;
  readonly direction?: 'ASC' | 'DESC' | null | undefined;
}

/** An order as it was asked for; undefined where the connection's own order is wanted. */
export function orderOf<Name extends string>(
  orderBy: readonly OrderInput<Name>[] | null | undefined,
): readonly OrderBy<Name>[] | undefined {
  if (orderBy == null || orderBy.length === 0) return undefined;
  return orderBy.map(({ field, direction }) => ({
    field,
    descending: direction == null ? !ascendingFields.has(field) : direction === 'DESC',
  }));
}
