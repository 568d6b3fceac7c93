import type { PublicationFilter } from '../graph/read/filter.ts';
import { type PublicationsRequest, publicationOrderFields } from '../graph/read/publications.ts';
import { builder } from './builder.ts';
import { PublicationFilterInput } from './filters.ts';
import {
  Author,
  ClusterRun,
  Community,
  Decision,
  Publication,
  Source,
  Statement,
  Topic,
  Venue,
} from './nodes.ts';
import { orderOf, PublicationOrder } from './orders.ts';

/*
 * Connections whose edges say no more than that the item is there. Those that say more are made where they are used.
 */

export const PublicationConnection = builder.connectionObject(
  { type: Publication, name: 'PublicationConnection', description: 'A page of publications.' },
  { name: 'PublicationEdge', description: 'A publication in a page.' },
);

export const AuthorConnection = builder.connectionObject(
  { type: Author, name: 'AuthorConnection', description: 'A page of authors.' },
  { name: 'AuthorEdge', description: 'An author in a page.' },
);

export const VenueConnection = builder.connectionObject(
  { type: Venue, name: 'VenueConnection', description: 'A page of venues.' },
  { name: 'VenueEdge', description: 'A venue in a page.' },
);

export const TopicConnection = builder.connectionObject(
  { type: Topic, name: 'TopicConnection', description: 'A page of topics.' },
  { name: 'TopicEdge', description: 'A topic in a page.' },
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

/** What every connection of publications takes besides the page. */
export const publicationArguments = builder.args((t) => ({
  filter: t.field({ type: PublicationFilterInput, description: 'Only publications that pass.' }),
  orderBy: t.field({
    type: [PublicationOrder],
    description:
      'The order; where it is not given, the newest come first, or the most relevant where there is a relevance.',
  }),
}));

export function publicationsRequest({ filter, orderBy }: PublicationArguments): PublicationsRequest {
  return { filter: filter ?? undefined, orderBy: orderOf(publicationOrderFields, orderBy) };
}

interface PublicationArguments {
  readonly filter?: PublicationFilter | null | undefined;
  readonly orderBy?: Parameters<typeof orderOf<keyof typeof publicationOrderFields>>[1];
}
