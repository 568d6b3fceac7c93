import {
  authorByOrcid,
  authors,
  authorsById,
  authorsNamedLike,
  coauthorsOfAuthor,
  coauthorsOfAuthorAsOf,
  profilePagesOfAuthor,
} from '../graph/read/authors.ts';
import { decisionsOfAuthor } from '../graph/read/decisions.ts';
import { publicationsOfAuthor } from '../graph/read/publications.ts';
import type { AuthorRow } from '../graph/read/rows.ts';
import { similarAuthors, similarLimits } from '../graph/read/similar.ts';
import { topicsOfAuthor } from '../graph/read/topics.ts';
import { venuesOfAuthor } from '../graph/read/venues.ts';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { exactlyOne } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection, type EdgeOf } from './connection.ts';
import {
  AuthorConnection,
  authorArguments,
  choiceOf,
  DecisionConnection,
  publicationArguments,
  publicationsRequest,
  SourceConnection,
  topicArguments,
  venueArguments,
} from './connections.ts';
import type { Context } from './context.ts';
import { scan } from './declaredCost.ts';
import { Authorship, Coauthorship } from './evidence.ts';
import { lookAhead, nodeWithPages, related } from './lookAhead.ts';
import { looksUpMerged } from './mergedIds.ts';
import { AuthorMetrics, metricsOfAuthor } from './metrics.ts';
import { Author, Decision, Publication, Source, Topic, Venue } from './nodes.ts';
import { called, onlyOne } from './sameName.ts';
import { searchArguments, searchOf } from './searching.ts';
import { AuthorSet, PublicationSet, TopicSet, VenueSet } from './sets.ts';

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

const CoauthorsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof coauthorsOfAuthor>>>('AuthorCoauthorsEdge')
  .implement({
    description: 'Somebody with whom an author has written.',
    interfaces: [Coauthorship],
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const TopicsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof topicsOfAuthor>>>('AuthorTopicsEdge')
  .implement({
    description: 'A topic on which an author has written.',
    fields: (t) => ({
      node: t.expose('node', { type: Topic, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      publicationCount: t.exposeInt('publicationCount', {
        description: "How many of the author's publications are about it.",
      }),
      score: t.exposeFloat('score', {
        description: "The sum of the topic's scores over these publications.",
      }),
    }),
  });

const VenuesEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof venuesOfAuthor>>>('AuthorVenuesEdge')
  .implement({
    description: 'A venue in which an author has published.',
    fields: (t) => ({
      node: t.expose('node', { type: Venue, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      publicationCount: t.exposeInt('publicationCount', {
        description: "How many of the author's publications appeared there.",
      }),
    }),
  });

const SimilarEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof similarAuthors>>>('SimilarAuthorsEdge')
  .implement({
    description: 'An author who is like another, and why.',
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      score: t.exposeFloat('score', {
        description: 'How like the two are, 0 to 1: the mean of the three shares.',
      }),
      topicShare: t.exposeFloat('topicShare', {
        description:
          'Which part of the topics they share, 0 to 1, each weighed by its scores and by how rare it is.',
      }),
      venueShare: t.exposeFloat('venueShare', {
        description:
          'Which part of the venues they share, 0 to 1, each weighed by the publications there and by how small it is.',
      }),
      coauthorShare: t.exposeFloat('coauthorShare', {
        description:
          'Which part of the coauthors they share, 0 to 1, each weighed by 1/log(coauthors) (Adamic and Adar 2003).',
      }),
      coauthor: t.exposeBoolean('coauthor', { description: 'Whether they have written together.' }),
      sharedTopics: t.expose('sharedTopics', { type: [Topic], description: 'The topics of both.' }),
      sharedVenues: t.expose('sharedVenues', { type: [Venue], description: 'The venues of both.' }),
      sharedCoauthors: t.expose('sharedCoauthors', {
        type: [Author],
        description: 'Coauthors of both, 10 at most.',
      }),
    }),
  });

Author.implement({
  description: 'A person who writes publications.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The fullest form of the name that a source gives, or the one that was decided.',
    }),
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
        resolve: related((args) => publicationsOfAuthor(publicationsRequest(args))),
      },
      {
        name: 'AuthorPublicationsConnection',
        description: 'A page of the publications of an author.',
        interfaces: [PublicationSet],
      },
      PublicationsEdge,
    ),
    coauthors: t.connection(
      {
        type: Author,
        description:
          'With whom the author wrote: the most shared publications first, then the largest weight.',
        args: {
          ...authorArguments,
          asOf: t.arg.int({ description: 'Count only what was published until this year.' }),
        },
        resolve: related(
          ({ asOf, ...args }): ReturnType<typeof coauthorsOfAuthor> =>
            asOf == null ? coauthorsOfAuthor(choiceOf(args)) : coauthorsOfAuthorAsOf(asOf, choiceOf(args)),
        ),
      },
      {
        name: 'AuthorCoauthorsConnection',
        description: 'A page of the coauthors of an author.',
        interfaces: [AuthorSet],
      },
      CoauthorsEdge,
    ),
    topics: t.connection(
      {
        type: Topic,
        description: 'On what the author wrote, the largest score first.',
        args: topicArguments,
        resolve: related((args) => topicsOfAuthor(choiceOf(args))),
      },
      {
        name: 'AuthorTopicsConnection',
        description: 'A page of the topics of an author.',
        interfaces: [TopicSet],
      },
      TopicsEdge,
    ),
    venues: t.connection(
      {
        type: Venue,
        description: 'Where the author published, the venue with the most publications first.',
        args: venueArguments,
        resolve: related((args) => venuesOfAuthor(choiceOf(args))),
      },
      {
        name: 'AuthorVenuesConnection',
        description: 'A page of the venues of an author.',
        interfaces: [VenueSet],
      },
      VenuesEdge,
    ),
    similar: t.connection(
      {
        type: Author,
        description: `Authors with whom this one shares topics, venues and coauthors, the likest first. It looks at the ${similarLimits.candidates} likest, and reaches them over the ${similarLimits.common} most telling topics and venues with up to ${similarLimits.size} publications each, and over ${similarLimits.people} coauthors.`,
        args: authorArguments,
        resolve: related((args) => similarAuthors(choiceOf(args))),
      },
      {
        name: 'SimilarAuthorsConnection',
        description: 'A page of authors who are like another.',
        interfaces: [AuthorSet],
      },
      SimilarEdge,
    ),
    metrics: t.field({
      type: AuthorMetrics,
      extensions: scan,
      description: 'How much the author has published, with how many others, and how often it was cited.',
      resolve: ({ id }, _args, context) => metricsOfAuthor(id, context),
    }),
    profilePages: t.connection(
      {
        type: Source,
        description: "The sources that are this person's own profile page.",
        resolve: related(profilePagesOfAuthor),
      },
      SourceConnection,
    ),
    decisions: t.connection(
      {
        type: Decision,
        description: 'What administrators have decided about this author and is in force, the newest first.',
        resolve: related(decisionsOfAuthor),
      },
      DecisionConnection,
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
    id: t.globalID({ for: Author, description: idDescription, extensions: looksUpMerged }),
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
      id: t.arg.globalID({ for: Author, description: idDescription, extensions: looksUpMerged }),
      orcid: t.arg.string({ description: orcidDescription }),
      name: t.arg.string({ description: nameDescription }),
    },
    resolve: (_root, { id, orcid, name }, context, info) => {
      exactlyOne({ id, orcid, name });
      return id == null
        ? findAuthor({ orcid, name }, context)
        : nodeWithPages(authorsById, id.id, context, info);
    },
  }),
  authors: t.connection(
    {
      type: Author,
      description:
        'All authors, those with the most publications first, or those whose names a text finds and a filter lets through.',
      args: { ...searchArguments('the names'), ...authorArguments },
      resolve: (_root, args, context, info) =>
        new Connection(
          context,
          authors({ ...choiceOf(args), search: searchOf(args) }),
          undefined,
          args,
          lookAhead(info),
        ),
    },
    AuthorConnection,
  ),
}));
