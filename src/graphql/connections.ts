import type { PublicationFilter } from '../graph/read/filter.ts';
import type { Choice } from '../graph/read/order.ts';
import type {
  PublicationItem,
  PublicationOrderField,
  PublicationsRequest,
} from '../graph/read/publications.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import type { Searched } from './connection.ts';
import {
  AuthorFilterInput,
  InstitutionFilterInput,
  PublicationFilterInput,
  SourceFilterInput,
  TopicFilterInput,
  VenueFilterInput,
} from './filters.ts';
import { Highlight, highlightsDescription, highlightsOf } from './highlights.ts';
import {
  Author,
  ClusterRun,
  Community,
  Decision,
  Institution,
  Publication,
  Source,
  Statement,
  Topic,
  Venue,
} from './nodes.ts';
import {
  AuthorOrder,
  InstitutionOrder,
  type OrderInput,
  orderOf,
  PublicationOrder,
  SourceOrder,
  TopicOrder,
  VenueOrder,
} from './orders.ts';
import { AuthorSet, InstitutionSet, PublicationSet, TopicSet, VenueSet } from './sets.ts';

/*
 * Connections whose edges say no more than that the item is there. Those that say more are made where they are used.
 */

const PublicationEdge = builder
  .objectRef<PublicationItem & Searched & { readonly cursor: string }>('PublicationEdge')
  .implement({
    description: 'A publication in a page.',
    fields: (t) => ({
      node: t.expose('node', { type: Publication, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      highlights: t.field({
        type: [Highlight],
        description: highlightsDescription,
        resolve: ({ node, search }, _args, context) => highlightsOf(node, search, context),
      }),
    }),
  });

export const PublicationConnection = builder.connectionObject(
  {
    type: Publication,
    name: 'PublicationConnection',
    description: 'A page of publications.',
    interfaces: [PublicationSet],
  },
  PublicationEdge,
);

export const AuthorConnection = builder.connectionObject(
  { type: Author, name: 'AuthorConnection', description: 'A page of authors.', interfaces: [AuthorSet] },
  { name: 'AuthorEdge', description: 'An author in a page.' },
);

export const VenueConnection = builder.connectionObject(
  { type: Venue, name: 'VenueConnection', description: 'A page of venues.', interfaces: [VenueSet] },
  { name: 'VenueEdge', description: 'A venue in a page.' },
);

export const TopicConnection = builder.connectionObject(
  { type: Topic, name: 'TopicConnection', description: 'A page of topics.', interfaces: [TopicSet] },
  { name: 'TopicEdge', description: 'A topic in a page.' },
);

export const InstitutionConnection = builder.connectionObject(
  {
    type: Institution,
    name: 'InstitutionConnection',
    description: 'A page of institutions.',
    interfaces: [InstitutionSet],
  },
  { name: 'InstitutionEdge', description: 'An institution in a page.' },
);

export const SourceConnection = builder.connectionObject(
  { type: Source, name: 'SourceConnection', description: 'A page of sources.' },
  { name: 'SourceEdge', description: 'A source in a page.' },
);

export const StatementConnection = builder.connectionObject(
  { type: Statement, name: 'StatementConnection', description: 'A page of statements.' },
  { name: 'StatementEdge', description: 'A statement in a page.' },
);

export const ClusterRunConnection = builder.connectionObject(
  { type: ClusterRun, name: 'ClusterRunConnection', description: 'A page of cluster runs.' },
  { name: 'ClusterRunEdge', description: 'A cluster run in a page.' },
);

export const CommunityConnection = builder.connectionObject(
  { type: Community, name: 'CommunityConnection', description: 'A page of communities.' },
  { name: 'CommunityEdge', description: 'A community in a page.' },
);

export const DecisionConnection = builder.connectionObject(
  { type: Decision, name: 'DecisionConnection', description: 'A page of decisions.' },
  { name: 'DecisionEdge', description: 'A decision in a page.' },
);
const orderDescription =
  'The order; where it is not given, the one that the connection is described with, or the most relevant first when searching.';

/** What every connection of publications takes besides the page. */
export const publicationArguments = builder.args((t) => ({
  filter: t.field({ type: PublicationFilterInput, description: 'Only publications that pass.' }),
  orderBy: t.field({
    type: [PublicationOrder],
    description:
      'The order; where it is not given, the newest come first, or the most relevant where there is a relevance.',
  }),
}));

/** What every connection of authors takes besides the page. */
export const authorArguments = builder.args((t) => ({
  filter: t.field({ type: AuthorFilterInput, description: 'Only authors who pass.' }),
  orderBy: t.field({ type: [AuthorOrder], description: orderDescription }),
}));

/** What every connection of venues takes besides the page. */
export const venueArguments = builder.args((t) => ({
  filter: t.field({ type: VenueFilterInput, description: 'Only venues that pass.' }),
  orderBy: t.field({ type: [VenueOrder], description: orderDescription }),
}));

/** What every connection of topics takes besides the page. */
export const topicArguments = builder.args((t) => ({
  filter: t.field({ type: TopicFilterInput, description: 'Only topics that pass.' }),
  orderBy: t.field({ type: [TopicOrder], description: orderDescription }),
}));

/** What every connection of institutions takes besides the page. */
export const institutionArguments = builder.args((t) => ({
  filter: t.field({ type: InstitutionFilterInput, description: 'Only institutions that pass.' }),
  orderBy: t.field({ type: [InstitutionOrder], description: orderDescription }),
}));

/** What the connections of sources take besides the page. */
export const sourceArguments = builder.args((t) => ({
  filter: t.field({ type: SourceFilterInput, description: 'Only sources that pass.' }),
  orderBy: t.field({ type: [SourceOrder], description: orderDescription }),
}));

/** A choice as it was asked for. */
export function choiceOf<Filter, Name extends string>({
  filter,
  orderBy,
}: ChoiceArguments<Filter, Name>): Choice<Filter, Name> {
  return { filter: filter ?? undefined, orderBy: orderOf(orderBy) };
}

interface ChoiceArguments<Filter, Name extends string> {
  readonly filter?: Filter | null | undefined;
  readonly orderBy?: readonly OrderInput<Name>[] | null | undefined;
}

/** The same for publications, under the name by which others know it. */
export const publicationsRequest: (
  args: ChoiceArguments<PublicationFilter, PublicationOrderField>,
) => PublicationsRequest = choiceOf;
