import {
  authorByOrcid,
  authorOrderFields,
  authors,
  authorsNamedLike,
  coauthorsOfAuthor,
  coauthorsOfAuthorAsOf,
  profilePagesOfAuthor,
  topicsOfAuthor,
  venuesOfAuthor,
} from '../graph/read/authors.ts';
import { publicationsOfAuthor } from '../graph/read/publications.ts';
import type { AuthorRow } from '../graph/read/rows.ts';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { exactlyOne, searchDescription } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection, type EdgeOf } from './connection.ts';
import {
  AuthorConnection,
  publicationArguments,
  publicationsRequest,
  SourceConnection,
} from './connections.ts';
import type { Context } from './context.ts';
import { Authorship, Coauthorship } from './evidence.ts';
import { AuthorFilterInput } from './filters.ts';
import { Author, Publication, Source, Topic, Venue } from './nodes.ts';
import { AuthorOrder, orderOf } from './orders.ts';
import { called, onlyOne } from './sameName.ts';

const PublicationsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof publicationsOfAuthor>>>('AuthorPublicationsEdge')
  .implement({
    description: 'A publication of an author.',
    interfaces: [Authorship],
    fields: (t) => ({
      node: t.expose('node', { type: Publication, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const CoauthorsEdge = builder.objectRef<EdgeOf<typeof coauthorsOfAuthor>>('AuthorCoauthorsEdge').implement({
  description: 'Somebody with whom an author has written.',
  interfaces: [Coauthorship],
  fields: (t) => ({
    node: t.expose('node', { type: Author, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
  }),
});

const TopicsEdge = builder.objectRef<EdgeOf<typeof topicsOfAuthor>>('AuthorTopicsEdge').implement({
  description: 'A topic on which an author has written.',
  fields: (t) => ({
    node: t.expose('node', { type: Topic, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
    publicationCount: t.exposeInt('publicationCount', {
      description: "How many of the author's publications are about it.",
    }),
    score: t.exposeFloat('score', { description: "The sum of the topic's scores over these publications." }),
  }),
});

const VenuesEdge = builder.objectRef<EdgeOf<typeof venuesOfAuthor>>('AuthorVenuesEdge').implement({
  description: 'A venue in which an author has published.',
  fields: (t) => ({
    node: t.expose('node', { type: Venue, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
    publicationCount: t.exposeInt('publicationCount', {
      description: "How many of the author's publications appeared there.",
    }),
  }),
});

Author.implement({
  description: 'A person who writes publications.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The fullest form of the name that a source gives.' }),
    names: t.exposeStringList('names', { description: 'Every form of the name that a source gives.' }),
    orcid: t.exposeString('orcid', {
      nullable: true,
      description: 'The ORCID iD, such as `0000-0002-1825-0097`.',
    }),
    publicationCount: t.exposeInt('publicationCount', {
      description: 'How many publications the author has.',
    }),
    firstYear: t.exposeInt('firstYear', {
      nullable: true,
      description: 'The year of the first publication; null where no year is known.',
    }),
    lastYear: t.exposeInt('lastYear', {
      nullable: true,
      description: 'The year of the latest publication; null where no year is known.',
    }),
    publications: t.connection(
      {
        type: Publication,
        description: 'What the author wrote.',
        args: publicationArguments,
        resolve: ({ id }, args, context) =>
          new Connection(context, publicationsOfAuthor(publicationsRequest(args)), { key: id, id }, args),
      },
      { name: 'AuthorPublicationsConnection', description: 'A page of the publications of an author.' },
      PublicationsEdge,
    ),
    coauthors: t.connection(
      {
        type: Author,
        description:
          'With whom the author wrote: the most shared publications first, then the largest weight.',
        args: {
          asOf: t.arg.int({ description: 'Count only what was published until this year.' }),
        },
        resolve: ({ id }, args, context) =>
          args.asOf == null
            ? new Connection(context, coauthorsOfAuthor, { key: id, id }, args)
            : new Connection(context, coauthorsOfAuthorAsOf(args.asOf), { key: id, id }, args),
      },
      { name: 'AuthorCoauthorsConnection', description: 'A page of the coauthors of an author.' },
      CoauthorsEdge,
    ),
    topics: t.connection(
      {
        type: Topic,
        description: 'On what the author wrote, the largest score first.',
        resolve: ({ id }, args, context) => new Connection(context, topicsOfAuthor, { key: id, id }, args),
      },
      { name: 'AuthorTopicsConnection', description: 'A page of the topics of an author.' },
      TopicsEdge,
    ),
    venues: t.connection(
      {
        type: Venue,
        description: 'Where the author published, the venue with the most publications first.',
        resolve: ({ id }, args, context) => new Connection(context, venuesOfAuthor, { key: id, id }, args),
      },
      { name: 'AuthorVenuesConnection', description: 'A page of the venues of an author.' },
      VenuesEdge,
    ),
    profilePages: t.connection(
      {
        type: Source,
        description: "The sources that are this person's own profile page.",
        resolve: ({ id }, args, context) =>
          new Connection(context, profilePagesOfAuthor, { key: id, id }, args),
      },
      SourceConnection,
    ),
  }),
});

const idDescription = 'The id.';
const orcidDescription =
  'The ORCID iD, such as `0000-0002-1825-0097` or `https://orcid.org/0000-0002-1825-0097`.';
const nameDescription =
  'The whole name in any of its forms, without regard to case and accents. An error with the code AMBIGUOUS lists the ids where several authors have it.';

export const AuthorBy = builder.inputType('AuthorBy', {
  description: 'One author, by exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    id: t.globalID({ for: Author, description: idDescription }),
    orcid: t.string({ description: orcidDescription }),
    name: t.string({ description: nameDescription }),
  }),
});

interface AuthorByShape {
  readonly id?: { readonly id: string } | null | undefined;
  readonly orcid?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** @throws ScholargraphError AMBIGUOUS where several have the name */
export async function findAuthor(
  { id, orcid, name }: AuthorByShape,
  context: Context,
): Promise<AuthorRow | null> {
  if (id != null) return Author.getDataloader(context).load(id.id);
  if (orcid != null) {
    const canonical = canonicalIdentifier({ scheme: 'orcid', value: orcid });
    return canonical === undefined ? null : authorByOrcid(context.graph, canonical.value, context.options);
  }
  if (name == null) return null;
  return onlyOne('author', name, called(name, await authorsNamedLike(context.graph, name, context.options)));
}

builder.queryFields((t) => ({
  author: t.field({
    type: Author,
    nullable: true,
    description: 'One author; null where there is none.',
    args: {
      id: t.arg.globalID({ for: Author, description: idDescription }),
      orcid: t.arg.string({ description: orcidDescription }),
      name: t.arg.string({ description: nameDescription }),
    },
    resolve: (_root, { id, orcid, name }, context) => {
      exactlyOne({ id, orcid, name });
      return findAuthor({ id, orcid, name }, context);
    },
  }),
  authors: t.connection(
    {
      type: Author,
      description: 'All authors, or those whose names a text finds and a filter lets through.',
      args: {
        search: t.arg.string({ description: searchDescription('the names') }),
        filter: t.arg({ type: AuthorFilterInput, description: 'Only authors who pass.' }),
        orderBy: t.arg({
          type: [AuthorOrder],
          description:
            'The order; where it is not given, those with the most publications come first, or the most relevant when searching.',
        }),
      },
      resolve: (_root, args, context) =>
        new Connection(
          context,
          authors({
            filter: args.filter ?? undefined,
            orderBy: orderOf(authorOrderFields, args.orderBy),
            search: args.search ?? undefined,
          }),
          undefined,
          args,
        ),
    },
    AuthorConnection,
  ),
}));
