import { authorsOfVenue } from '../graph/read/authors.ts';
import { decisionsOfVenue } from '../graph/read/decisions.ts';
import { publicationsOfVenue } from '../graph/read/publications.ts';
import {
  seriesOfVenue,
  topicsOfVenue,
  venueOrderFields,
  venues,
  venuesNamedLike,
  workshopsOfVenue,
} from '../graph/read/venues.ts';
import { exactlyOne, searchDescription } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection, type EdgeOf } from './connection.ts';
import {
  DecisionConnection,
  publicationArguments,
  publicationsRequest,
  VenueConnection,
} from './connections.ts';
import { VenueAppearance } from './evidence.ts';
import { VenueFilterInput } from './filters.ts';
import { Author, Decision, Publication, Topic, Venue } from './nodes.ts';
import { orderOf, VenueOrder } from './orders.ts';
import { called, onlyOne } from './sameName.ts';
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

const AuthorsEdge = builder.objectRef<EdgeOf<typeof authorsOfVenue>>('VenueAuthorsEdge').implement({
  description: 'An author who has published in a venue.',
  fields: (t) => ({
    node: t.expose('node', { type: Author, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
    publicationCount: t.exposeInt('publicationCount', {
      description: "How many of the venue's publications are by this author.",
    }),
  }),
});

const TopicsEdge = builder.objectRef<EdgeOf<typeof topicsOfVenue>>('VenueTopicsEdge').implement({
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

Venue.implement({
  description: 'Where publications appear: a conference or workshop series, a journal, a preprint server.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The full name, without year and number.' }),
    acronym: t.exposeString('acronym', { nullable: true, description: 'The short name, such as `ICLR`.' }),
    kind: t.expose('venueKind', { type: VenueKind, description: 'What kind of venue it is.' }),
    names: t.exposeStringList('names', { description: 'Every form of the name that a source gives.' }),
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
        resolve: ({ id }, args, context) => new Connection(context, workshopsOfVenue, { key: id, id }, args),
      },
      VenueConnection,
    ),
    publications: t.connection(
      {
        type: Publication,
        description: 'What appeared here; what appeared in a workshop of the series is under the workshop.',
        args: publicationArguments,
        resolve: ({ id }, args, context) =>
          new Connection(context, publicationsOfVenue(publicationsRequest(args)), { key: id, id }, args),
      },
      { name: 'VenuePublicationsConnection', description: 'A page of the publications of a venue.' },
      PublicationsEdge,
    ),
    authors: t.connection(
      {
        type: Author,
        description: 'Who published here, the author with the most publications first.',
        resolve: ({ id }, args, context) => new Connection(context, authorsOfVenue, { key: id, id }, args),
      },
      { name: 'VenueAuthorsConnection', description: 'A page of the authors of a venue.' },
      AuthorsEdge,
    ),
    topics: t.connection(
      {
        type: Topic,
        description: 'What the publications here are about, the largest score first.',
        resolve: ({ id }, args, context) => new Connection(context, topicsOfVenue, { key: id, id }, args),
      },
      { name: 'VenueTopicsConnection', description: 'A page of the topics of a venue.' },
      TopicsEdge,
    ),
    decisions: t.connection(
      {
        type: Decision,
        description: 'What administrators have decided about this venue and is in force, the newest first.',
        resolve: ({ id }, args, context) => new Connection(context, decisionsOfVenue, { key: id, id }, args),
      },
      DecisionConnection,
    ),
  }),
});

builder.queryFields((t) => ({
  venue: t.field({
    type: Venue,
    nullable: true,
    description: 'One venue; null where there is none.',
    args: {
      id: t.arg.globalID({ for: Venue, description: 'The id.' }),
      name: t.arg.string({
        description:
          'The whole name in any of its forms, or the acronym, without regard to case and accents. An error with the code AMBIGUOUS lists the ids where several venues have it.',
      }),
    },
    resolve: async (_root, { id, name }, { graph, options }) => {
      exactlyOne({ id, name });
      if (id != null) return id.id;
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
      description: 'All venues, or those whose names a text finds and a filter lets through.',
      args: {
        search: t.arg.string({ description: searchDescription('names and acronyms') }),
        filter: t.arg({ type: VenueFilterInput, description: 'Only venues that pass.' }),
        orderBy: t.arg({
          type: [VenueOrder],
          description:
            'The order; where it is not given, it is by name, or the most relevant first when searching.',
        }),
      },
      resolve: (_root, args, context) =>
        new Connection(
          context,
          venues({
            filter: args.filter ?? undefined,
            orderBy: orderOf(venueOrderFields, args.orderBy),
            search: args.search ?? undefined,
          }),
          undefined,
          args,
        ),
    },
    VenueConnection,
  ),
}));
