import { z } from 'zod';
import {
  authorsOfPublication,
  citedByPublication,
  citingPublication,
  communitiesOfPublication,
  publications,
  publicationsByIdentifier,
  publicationsByYear,
  publicationTexts,
  statementsOfPublication,
  topicsOfPublication,
  venuesOfPublication,
} from '../graph/read/publications.ts';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { identifierSchemes } from '../record.ts';
import { exactlyOne, searchDescription } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection, type EdgeOf } from './connection.ts';
import {
  CommunityConnection,
  PublicationConnection,
  publicationArguments,
  publicationsRequest,
  StatementConnection,
} from './connections.ts';
import { Authorship, TopicAssignment, VenueAppearance } from './evidence.ts';
import { PublicationFilterInput } from './filters.ts';
import { Author, Community, Publication, Statement, Topic, Venue } from './nodes.ts';
import { PublicationType } from './publicationType.ts';

const AuthorsEdge = builder
  .objectRef<EdgeOf<typeof authorsOfPublication>>('PublicationAuthorsEdge')
  .implement({
    description: 'An author of a publication.',
    interfaces: [Authorship],
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const VenuesEdge = builder.objectRef<EdgeOf<typeof venuesOfPublication>>('PublicationVenuesEdge').implement({
  description: 'A venue in which a publication appeared.',
  interfaces: [VenueAppearance],
  fields: (t) => ({
    node: t.expose('node', { type: Venue, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
  }),
});

const TopicsEdge = builder.objectRef<EdgeOf<typeof topicsOfPublication>>('PublicationTopicsEdge').implement({
  description: 'A topic of a publication.',
  interfaces: [TopicAssignment],
  fields: (t) => ({
    node: t.expose('node', { type: Topic, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
  }),
});

/** As the writer stores it: for each field, whose value was taken and why. */
const chosenFields = z.array(z.object({ field: z.string(), statement: z.string(), reason: z.string() }));

const ChosenField = builder.objectRef<z.infer<typeof chosenFields>[number]>('ChosenField').implement({
  description:
    'From which statement a field of a publication takes its value, where several statements differ.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The field, such as `title`.' }),
    reason: t.exposeString('reason', { description: 'Why this statement was preferred.' }),
    statement: t.field({
      type: Statement,
      description: 'The statement whose value was taken.',
      resolve: ({ statement }) => statement,
    }),
  }),
});

const Identifier = builder.objectRef<{ scheme: string; value: string }>('Identifier').implement({
  description: 'A name that the world has given to a publication.',
  fields: (t) => ({
    scheme: t.exposeString('scheme', {
      description: 'Whose name it is, such as `doi`, `arxiv` or `openalex`.',
    }),
    value: t.exposeString('value', { description: 'The name in its canonical form.' }),
  }),
});

export const YearCount = builder.objectRef<{ year: number | null; count: number }>('YearCount').implement({
  description: 'How many publications appeared in a year.',
  fields: (t) => ({
    year: t.exposeInt('year', { nullable: true, description: 'The year; null where it is not known.' }),
    count: t.exposeInt('count', { description: 'How many publications.' }),
  }),
});

Publication.implement({
  description: 'A publication: what all sources together say of one work.',
  fields: (t) => ({
    title: t.exposeString('title', {
      nullable: true,
      description: 'The title; null where no source gives one.',
    }),
    abstract: t.string({
      nullable: true,
      description: 'The abstract as plain text, with TeX for mathematics.',
      resolve: async ({ id }, _args, context) =>
        (await context.detail('texts', id, publicationTexts)).abstract,
    }),
    year: t.exposeInt('year', { nullable: true, description: 'The year of publication.' }),
    date: t.exposeString('date', {
      nullable: true,
      description: 'The date as exactly as it is known: `2019`, `2019-07` or `2019-07-31`.',
    }),
    type: t.expose('type', { type: PublicationType, description: 'In what form it appeared.' }),
    language: t.exposeString('language', {
      nullable: true,
      description: 'The language as a BCP 47 tag, such as `en`.',
    }),
    doi: t.exposeString('doi', { nullable: true, description: 'The DOI, such as `10.1000/182`.' }),
    arxivId: t.exposeString('arxivId', {
      nullable: true,
      description: 'The arXiv id without version, such as `1907.13223`.',
    }),
    url: t.exposeString('url', { nullable: true, description: 'Where it can be read.' }),
    citationCount: t.exposeInt('citationCount', {
      nullable: true,
      description: 'How often it was cited, as the sources say; null where none does.',
    }),
    authorCount: t.exposeInt('authorCount', { description: 'How many authors it has.' }),
    toAppear: t.exposeBoolean('toAppear', { description: 'Whether it is announced, but not yet out.' }),
    retracted: t.exposeBoolean('retracted', { description: 'Whether it was retracted.' }),
    complete: t.exposeBoolean('complete', {
      description:
        'Whether the sources say enough to identify it. What they leave incomplete is kept and can be found.',
    }),
    incompleteReason: t.exposeString('incompleteReason', {
      nullable: true,
      description: 'What is missing, where it is not complete.',
    }),
    identifiers: t.field({
      type: [Identifier],
      description: 'Every identifier that a source gives, sorted.',
      resolve: async ({ id }, _args, context) =>
        (await context.detail('texts', id, publicationTexts)).identifiers
          .map((key) => ({ scheme: key.slice(0, key.indexOf(':')), value: key.slice(key.indexOf(':') + 1) }))
          // The other keys are the graph's own, for telling publications apart.
          .filter(({ scheme }) => identifierSchemes.some((known) => known === scheme)),
    }),
    chosen: t.field({
      type: [ChosenField],
      description:
        'For each field, which source its value comes from and why. `statements` has what every source says.',
      resolve: async ({ id }, _args, context) => {
        const { chosen } = await context.detail('texts', id, publicationTexts);
        return chosen === null ? [] : chosenFields.parse(JSON.parse(chosen));
      },
    }),
    authors: t.connection(
      {
        type: Author,
        description: 'Who wrote it, in the order shown.',
        resolve: ({ id }, args, context) =>
          new Connection(context, authorsOfPublication, { key: id, id }, args),
      },
      { name: 'PublicationAuthorsConnection', description: 'A page of the authors of a publication.' },
      AuthorsEdge,
    ),
    venues: t.connection(
      {
        type: Venue,
        description: 'Where it appeared, the venue shown first in front.',
        resolve: ({ id }, args, context) =>
          new Connection(context, venuesOfPublication, { key: id, id }, args),
      },
      { name: 'PublicationVenuesConnection', description: 'A page of the venues of a publication.' },
      VenuesEdge,
    ),
    topics: t.connection(
      {
        type: Topic,
        description: 'What it is about, the most central topic first.',
        resolve: ({ id }, args, context) =>
          new Connection(context, topicsOfPublication, { key: id, id }, args),
      },
      { name: 'PublicationTopicsConnection', description: 'A page of the topics of a publication.' },
      TopicsEdge,
    ),
    cites: t.connection(
      {
        type: Publication,
        description: 'What it cites, as far as that is in the graph.',
        args: publicationArguments,
        resolve: ({ id }, args, context) =>
          new Connection(context, citedByPublication(publicationsRequest(args)), { key: id, id }, args),
      },
      PublicationConnection,
    ),
    citedBy: t.connection(
      {
        type: Publication,
        description: 'What cites it, as far as that is in the graph.',
        args: publicationArguments,
        resolve: ({ id }, args, context) =>
          new Connection(context, citingPublication(publicationsRequest(args)), { key: id, id }, args),
      },
      PublicationConnection,
    ),
    statements: t.connection(
      {
        type: Statement,
        description: 'What each source says of it, in its own words.',
        resolve: ({ id }, args, context) =>
          new Connection(context, statementsOfPublication, { key: id, id }, args),
      },
      StatementConnection,
    ),
    communities: t.connection(
      {
        type: Community,
        description: 'The communities in which the stored cluster runs put it, one a run.',
        resolve: ({ id }, args, context) =>
          new Connection(context, communitiesOfPublication, { key: id, id }, args),
      },
      CommunityConnection,
    ),
  }),
});

builder.queryFields((t) => ({
  publication: t.field({
    type: Publication,
    nullable: true,
    description: 'One publication, by one of its names; null where there is none.',
    args: {
      id: t.arg.globalID({ for: Publication, description: 'Its id.' }),
      doi: t.arg.string({ description: 'Its DOI, such as `10.1000/182` or `https://doi.org/10.1000/182`.' }),
      arxivId: t.arg.string({ description: 'Its arXiv id, such as `1907.13223`; a version is left aside.' }),
    },
    resolve: async (_root, { id, doi, arxivId }, context) => {
      exactlyOne({ id, doi, arxivId });
      if (id != null) return id.id;
      const identifier = canonicalIdentifier(
        doi != null ? { scheme: 'doi', value: doi } : { scheme: 'arxiv', value: arxivId ?? '' },
      );
      if (identifier === undefined) return null;
      return context.detail('publication by identifier', identifier.key, publicationsByIdentifier);
    },
  }),
  publications: t.connection(
    {
      type: Publication,
      description: 'All publications, or those that a text finds and a filter lets through.',
      args: {
        search: t.arg.string({ description: searchDescription('title and abstract') }),
        ...publicationArguments,
      },
      resolve: (_root, args, context) =>
        new Connection(
          context,
          publications({ ...publicationsRequest(args), search: args.search ?? undefined }),
          undefined,
          args,
        ),
    },
    PublicationConnection,
  ),
  publicationsByYear: t.field({
    type: [YearCount],
    description: 'How many publications appeared in each year, the year with the most first.',
    args: {
      filter: t.arg({ type: PublicationFilterInput, description: 'Count only publications that pass.' }),
    },
    resolve: (_root, { filter }, { graph, options }) =>
      publicationsByYear(graph, filter ?? undefined, options),
  }),
}));
