import type { authorOrderFields } from '../graph/read/authors.ts';
import { type OrderBy, type OrderField, orderLimit } from '../graph/read/order.ts';
import type { publicationOrderFields } from '../graph/read/publications.ts';
import type { topicOrderFields } from '../graph/read/topics.ts';
import type { venueOrderFields } from '../graph/read/venues.ts';
import { builder } from './builder.ts';

type Described<Name extends string> = Record<Name, { description: string }>;

const Direction = builder.enumType('OrderDirection', {
  description: 'Which end comes first. Missing values come last in either direction.',
  values: {
    ASC: { description: 'Small numbers first, texts from A to Z.' },
    DESC: { description: 'Large numbers first, texts from Z to A.' },
  },
});

const directionDescription = 'DESC for numbers and ASC for texts where it is not given.';
const limit = `The first orders, the next ones part what ties; at most ${orderLimit}.`;

const PublicationOrderField = builder.enumType('PublicationOrderField', {
  description: 'What publications can be ordered by.',
  values: {
    YEAR: { description: 'The year of publication.' },
    TITLE: { description: 'The title, without regard to case and accents.' },
    CITATION_COUNT: { description: 'How often it was cited, as the sources say.' },
    AUTHOR_COUNT: { description: 'How many authors it has.' },
    RELEVANCE: {
      description: 'How well it fits the text searched for, or the topic; an error where there is neither.',
    },
  } satisfies Described<keyof typeof publicationOrderFields>,
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
    FIRST_YEAR: { description: 'The year of the first publication.' },
    LAST_YEAR: { description: 'The year of the latest publication.' },
    RELEVANCE: { description: 'How well the name fits the text searched for; an error where there is none.' },
  } satisfies Described<keyof typeof authorOrderFields>,
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
    RELEVANCE: { description: 'How well the name fits the text searched for; an error where there is none.' },
  } satisfies Described<keyof typeof venueOrderFields>,
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
    RELEVANCE: { description: 'How well the name fits the text searched for; an error where there is none.' },
  } satisfies Described<keyof typeof topicOrderFields>,
});

export const TopicOrder = builder.inputType('TopicOrder', {
  description: `An order of topics. ${limit}`,
  fields: (t) => ({
    field: t.field({ type: TopicOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: Direction, description: directionDescription }),
  }),
});

interface OrderInput<Name extends string> {
  readonly field: Name;
  readonly direction?: 'ASC' | 'DESC' | null | undefined;
}

/** An order as it was asked for; undefined where the connection's own order is wanted. */
export function orderOf<Name extends string>(
  fields: Readonly<Record<Name, OrderField>>,
  orderBy: readonly OrderInput<Name>[] | null | undefined,
): readonly OrderBy<Name>[] | undefined {
  if (orderBy == null || orderBy.length === 0) return undefined;
  return orderBy.map(({ field, direction }) => ({
    field,
    descending: direction == null ? fields[field].kind === 'number' : direction === 'DESC',
  }));
}
