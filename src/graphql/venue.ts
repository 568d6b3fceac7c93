import { authorsOfVenue } from '../graph/read/authors.ts';
import { decisionsOfVenue } from '../graph/read/decisions.ts';
import { nameFormsOfVenue } from '../graph/read/nameForms.ts';
import { publicationsOfVenue } from '../graph/read/publications.ts';
import { similarLimits, similarVenues } from '../graph/read/similar.ts';
import { topicsOfVenue } from '../graph/read/topics.ts';
import {
  seriesOfVenue,
  venues,
  venuesById,
  venuesNamedLike,
  workshopsOfVenue,
} from '../graph/read/venues.ts';
import { exactlyOne } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection, type EdgeOf } from './connection.ts';
import {
  authorArguments,
  choiceOf,
  DecisionConnection,
  publicationArguments,
  publicationsRequest,
  topicArguments,
  VenueConnection,
  venueArguments,
} from './connections.ts';
import { scan } from './declaredCost.ts';
import { VenueAppearance } from './evidence.ts';
import { lookAhead, nodeWithPages, related } from './lookAhead.ts';
import { looksUpMerged } from './mergedIds.ts';
import { metricsOfVenue, VenueMetrics } from './metrics.ts';
import { Author, Decision, Publication, Topic, Venue } from './nodes.ts';
import { NameFormConnection, nameForms } from './provenance.ts';
import { called, onlyOne } from './sameName.ts';
import { searchArguments, searchOf } from './searching.ts';
import { AuthorSet, PublicationSet, TopicSet, VenueSet } from './sets.ts';
import { VenueKind } from './venueKind.ts';

const PublicationsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof publicationsOfVenue>>>('VenuePublicationsEdge')
  .implement({
    description: 'A publication that appeared in a venue.',
    interfaces: [VenueAppearance],
    fields: (t) => ({
      node: t.expose('node', { type: Publication, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const AuthorsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof authorsOfVenue>>>('VenueAuthorsEdge')
  .implement({
    description: 'An author who has published in a venue.',
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      publicationCount: t.exposeInt('publicationCount', {
        description: "How many of the venue's publications are by this author.",
      }),
    }),
  });

const TopicsEdge = builder.objectRef<EdgeOf<ReturnType<typeof topicsOfVenue>>>('VenueTopicsEdge').implement({
  description: 'A topic of the publications of a venue.',
  fields: (t) => ({
    node: t.expose('node', { type: Topic, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
    publicationCount: t.exposeInt('publicationCount', {
      description: "How many of the venue's publications are about it.",
    }),
    score: t.exposeFloat('score', { description: "The sum of the topic's scores over these publications." }),
  }),
});

const SimilarEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof similarVenues>>>('SimilarVenuesEdge')
  .implement({
    description: 'A venue that is like another, and why.',
    fields: (t) => ({
      node: t.expose('node', { type: Venue, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      score: t.exposeFloat('score', {
        description: 'How like the two are, 0 to 1: the mean of the two shares.',
      }),
      topicShare: t.exposeFloat('topicShare', {
        description:
          'Which part of the topics they share, 0 to 1, each weighed by its scores and by how rare it is.',
      }),
      authorShare: t.exposeFloat('authorShare', {
        description: 'Which part of the authors they share, 0 to 1, each weighed by the publications there.',
      }),
      sharedTopics: t.expose('sharedTopics', { type: [Topic], description: 'The topics of both.' }),
      sharedAuthors: t.expose('sharedAuthors', {
        type: [Author],
        description: 'Authors who published in both, 10 at most.',
      }),
    }),
  });

Venue.implement({
  description: 'Where publications appear: a conference or workshop series, a journal, a preprint server.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The full name, without year and number.' }),
    acronym: t.exposeString('acronym', { nullable: true, description: 'The short name, such as `ICLR`.' }),
    kind: t.expose('venueKind', { type: VenueKind, description: 'What kind of venue it is.' }),
    names: t.exposeStringList('names', { description: 'Every form of the name that a source gives.' }),
    nameForms: t.connection(nameForms(nameFormsOfVenue), NameFormConnection),
    series: t.field({
      type: Venue,
      nullable: true,
      description: 'The conference series that a workshop belongs to; null where none is known.',
      resolve: async ({ id }, _args, context) => (await context.one(seriesOfVenue, { key: id, id }))?.node,
    }),
    workshops: t.connection(
      {
        type: Venue,
        description: 'The workshops that belong to this conference series, by name.',
        args: venueArguments,
        resolve: related((args) => workshopsOfVenue(choiceOf(args))),
      },
      VenueConnection,
    ),
    publications: t.connection(
      {
        type: Publication,
        description: 'What appeared here; what appeared in a workshop of the series is under the workshop.',
        args: publicationArguments,
        resolve: related((args) => publicationsOfVenue(publicationsRequest(args))),
      },
      {
        name: 'VenuePublicationsConnection',
        description: 'A page of the publications of a venue.',
        interfaces: [PublicationSet],
      },
      PublicationsEdge,
    ),
    authors: t.connection(
      {
        type: Author,
        description: 'Who published here, the author with the most publications first.',
        args: authorArguments,
        resolve: related((args) => authorsOfVenue(choiceOf(args))),
      },
      {
        name: 'VenueAuthorsConnection',
        description: 'A page of the authors of a venue.',
        interfaces: [AuthorSet],
      },
      AuthorsEdge,
    ),
    topics: t.connection(
      {
        type: Topic,
        description: 'What the publications here are about, the largest score first.',
        args: topicArguments,
        resolve: related((args) => topicsOfVenue(choiceOf(args))),
      },
      {
        name: 'VenueTopicsConnection',
        description: 'A page of the topics of a venue.',
        interfaces: [TopicSet],
      },
      TopicsEdge,
    ),
    decisions: t.connection(
      {
        type: Decision,
        description: 'What administrators have decided about this venue and is in force, the newest first.',
        resolve: related(decisionsOfVenue),
      },
      DecisionConnection,
    ),
    similar: t.connection(
      {
        type: Venue,
        description: `Venues with which this one shares topics and authors, the likest first. It looks at the ${similarLimits.candidates} likest, and reaches them over the ${similarLimits.common} most telling topics with up to ${similarLimits.size} publications each, and over the ${similarLimits.people} authors with the most publications here.`,
        args: venueArguments,
        resolve: related((args) => similarVenues(choiceOf(args))),
      },
      {
        name: 'SimilarVenuesConnection',
        description: 'A page of venues that are like another.',
        interfaces: [VenueSet],
      },
      SimilarEdge,
    ),
    metrics: t.field({
      type: VenueMetrics,
      extensions: scan,
      description: 'How much was published here, by how many people, and how often it was cited.',
      resolve: ({ id }, _args, context) => metricsOfVenue(id, context),
    }),
  }),
});

builder.queryFields((t) => ({
  venue: t.field({
    type: Venue,
    nullable: true,
    description: 'One venue; null where there is none.',
    args: {
      id: t.arg.globalID({ for: Venue, description: 'The id.', extensions: looksUpMerged }),
      name: t.arg.string({
        description:
          'The whole name in any of its forms, or the acronym, without regard to case and accents. An error with the code AMBIGUOUS lists the ids where several venues have it.',
      }),
    },
    resolve: async (_root, { id, name }, context, info) => {
      const { graph, options } = context;
      exactlyOne({ id, name });
      if (id != null) return nodeWithPages(venuesById, id.id, context, info);
      if (name == null) return null;
      const rows = await venuesNamedLike(graph, name, options);
      return onlyOne(
        'venue',
        name,
        called(name, rows, (row) => row.acronym),
      );
    },
  }),
  venues: t.connection(
    {
      type: Venue,
      description: 'All venues by name, or those whose names a text finds and a filter lets through.',
      args: { ...searchArguments('names and acronyms'), ...venueArguments },
      resolve: (_root, args, context, info) =>
        new Connection(
          context,
          venues({ ...choiceOf(args), search: searchOf(args) }),
          undefined,
          args,
          lookAhead(info),
        ),
    },
    VenueConnection,
  ),
}));
