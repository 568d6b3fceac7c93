import { z } from 'zod';
import type { Provenance } from '../graph/provenance.ts';
import { authorsOfPublication } from '../graph/read/authors.ts';
import { decisionsOfPublication } from '../graph/read/decisions.ts';
import {
  citedByPublication,
  citingPublication,
  communitiesOfPublication,
  publications,
  publicationsById,
  publicationsByIdentifier,
  publicationsByYear,
  publicationTexts,
  statementsOfPublication,
} from '../graph/read/publications.ts';
import { similarLimits, similarPublications } from '../graph/read/similar.ts';
import { topicsOfPublication } from '../graph/read/topics.ts';
import { venuesOfPublication } from '../graph/read/venues.ts';
import { canonicalIdentifier } from '../normalise/identifier.ts';
import { identifierSchemes } from '../record.ts';
import { exactlyOne } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection, type EdgeOf } from './connection.ts';
import {
  authorArguments,
  CommunityConnection,
  choiceOf,
  DecisionConnection,
  PublicationConnection,
  publicationArguments,
  publicationsRequest,
  StatementConnection,
  topicArguments,
  venueArguments,
} from './connections.ts';
import type { Context } from './context.ts';
import { Authorship, TopicAssignment, VenueAppearance } from './evidence.ts';
import { PublicationFilterInput } from './filters.ts';
import { Identifier, identifierOf } from './identifier.ts';
import { lookAhead, nodeWithPages, related } from './lookAhead.ts';
import { looksUpMerged } from './mergedIds.ts';
import { Author, Community, Decision, Publication, Statement, Topic, Venue } from './nodes.ts';
import { provenanceOf } from './provenance.ts';
import { PublicationType } from './publicationType.ts';
import { publicationSearchArguments, searchOf } from './searching.ts';
import { AuthorSet, PublicationSet, TopicSet, VenueSet } from './sets.ts';

const AuthorsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof authorsOfPublication>>>('PublicationAuthorsEdge')
  .implement({
    description: 'An author of a publication.',
    interfaces: [Authorship],
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const VenuesEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof venuesOfPublication>>>('PublicationVenuesEdge')
  .implement({
    description: 'A venue in which a publication appeared.',
    interfaces: [VenueAppearance],
    fields: (t) => ({
      node: t.expose('node', { type: Venue, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const TopicsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof topicsOfPublication>>>('PublicationTopicsEdge')
  .implement({
    description: 'A topic of a publication.',
    interfaces: [TopicAssignment],
    fields: (t) => ({
      node: t.expose('node', { type: Topic, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const SimilarEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof similarPublications>>>('SimilarPublicationsEdge')
  .implement({
    description: 'A publication that is like another, and why.',
    fields: (t) => ({
      node: t.expose('node', { type: Publication, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      score: t.exposeFloat('score', {
        description: 'How like the two are, 0 to 1: the mean of the three shares.',
      }),
      topicShare: t.exposeFloat('topicShare', {
        description:
          'Which part of the topics they share, 0 to 1, each weighed by its score and by how rare it is.',
      }),
      referenceShare: t.exposeFloat('referenceShare', {
        description: 'Which part of the references they share, 0 to 1, each weighed by how rare it is.',
      }),
      textShare: t.exposeFloat('textShare', {
        description:
          'How well the words of the title find it, measured by how well they find their own publication.',
      }),
      sharedTopics: t.expose('sharedTopics', { type: [Topic], description: 'The rare topics of both.' }),
      sharedReferences: t.expose('sharedReferences', {
        type: [Publication],
        description: 'What both cite, as far as it is in the graph.',
      }),
    }),
  });

/** As the writer stores it: for each field, whose value was taken and why. */
const chosenFields = z.array(
  z.object({ field: z.string(), statement: z.string(), decision: z.string().optional(), reason: z.string() }),
);

interface ChosenFieldShape {
  readonly field: string;
  readonly statement: string;
  readonly decision?: string | undefined;
  readonly reason: string;
  readonly publicationId: string;
}

const ChosenField = builder.objectRef<ChosenFieldShape>('ChosenField').implement({
  description:
    'From which statement a field of a publication takes its value, and how far the others agree with it.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description:
        'The field: `title`, `abstract`, `year`, `type`, `date`, `language`, `url` or `authors`. One that no statement gives is not there.',
    }),
    reason: t.exposeString('reason', { description: 'Why this statement was preferred.' }),
    statement: t.field({
      type: Statement,
      description: 'The statement whose value was taken, or, where there is a decision, would have been.',
      resolve: ({ statement }) => statement,
    }),
    decision: t.field({
      type: Decision,
      nullable: true,
      description: 'The decision by which an administrator gave it another value; null where none did.',
      resolve: ({ decision }) => decision,
    }),
    statementCount: t.int({
      description: 'How many statements of the publication give the field.',
      resolve: async (chosen, _args, context) => (await agreementOn(chosen, context)).stating,
    }),
    agreement: t.float({
      description:
        'The share of these statements that give the same value as `statement`, itself among them: above 0 and at most 1; 0 only where a decision gives what no statement does. Of one statement it is 1, and says no more than that nobody differs: see `statementCount`. Titles are compared after cleaning (markup, spaces, a full stop at the end), other values as they are, so that `2019` and `2019-07` differ; lists of authors are the same if they have the same number of people in the same order, by names that can be those of one person. Where there is a decision, it is about the value that gave way.',
      resolve: async (chosen, _args, context) => {
        const { stating, agreeing } = await agreementOn(chosen, context);
        return stating === 0 ? 0 : agreeing / stating;
      },
    }),
  }),
});

async function agreementOn(
  { publicationId, field, statement }: ChosenFieldShape,
  context: Context,
): Promise<ReturnType<Provenance['agreementOn']>> {
  return (await provenanceOf(publicationId, context)).agreementOn(field, statement);
}

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
          .map(identifierOf)
          // The other keys are the graph's own, for telling publications apart.
          .filter(({ scheme }) => identifierSchemes.some((known) => known === scheme)),
    }),
    chosen: t.field({
      type: [ChosenField],
      description:
        'For each field, which source its value comes from, why, and how far the other sources agree. `statements` has what every source says.',
      resolve: async ({ id }, _args, context) => {
        const { chosen } = await context.detail('texts', id, publicationTexts);
        const fields = chosen === null ? [] : chosenFields.parse(JSON.parse(chosen));
        return fields.map((each) => ({ ...each, publicationId: id }));
      },
    }),
    authors: t.connection(
      {
        type: Author,
        description: 'Who wrote it, in the order shown.',
        args: authorArguments,
        resolve: related((args) => authorsOfPublication(choiceOf(args))),
      },
      {
        name: 'PublicationAuthorsConnection',
        description: 'A page of the authors of a publication.',
        interfaces: [AuthorSet],
      },
      AuthorsEdge,
    ),
    venues: t.connection(
      {
        type: Venue,
        description: 'Where it appeared, the venue shown first in front.',
        args: venueArguments,
        resolve: related((args) => venuesOfPublication(choiceOf(args))),
      },
      {
        name: 'PublicationVenuesConnection',
        description: 'A page of the venues of a publication.',
        interfaces: [VenueSet],
      },
      VenuesEdge,
    ),
    topics: t.connection(
      {
        type: Topic,
        description: 'What it is about, the most central topic first.',
        args: topicArguments,
        resolve: related((args) => topicsOfPublication(choiceOf(args))),
      },
      {
        name: 'PublicationTopicsConnection',
        description: 'A page of the topics of a publication.',
        interfaces: [TopicSet],
      },
      TopicsEdge,
    ),
    cites: t.connection(
      {
        type: Publication,
        description: 'What it cites, as far as that is in the graph.',
        args: publicationArguments,
        resolve: related((args) => citedByPublication(publicationsRequest(args))),
      },
      PublicationConnection,
    ),
    citedBy: t.connection(
      {
        type: Publication,
        description: 'What cites it, as far as that is in the graph.',
        args: publicationArguments,
        resolve: related((args) => citingPublication(publicationsRequest(args))),
      },
      PublicationConnection,
    ),
    similar: t.connection(
      {
        type: Publication,
        description: `More like this: publications with which it shares topics, references and words of the title, the likest first. It looks at the ${similarLimits.candidates} likest, and reaches them over its ${similarLimits.common} rarest topics and ${similarLimits.references} rarest references with up to ${similarLimits.size} publications each, and over the ${similarLimits.hits} best hits.`,
        args: publicationArguments,
        resolve: related((args) => similarPublications(publicationsRequest(args))),
      },
      {
        name: 'SimilarPublicationsConnection',
        description: 'A page of publications that are like another.',
        interfaces: [PublicationSet],
      },
      SimilarEdge,
    ),
    statements: t.connection(
      {
        type: Statement,
        description: 'What each source says of it, in its own words.',
        resolve: related(statementsOfPublication),
      },
      StatementConnection,
    ),
    communities: t.connection(
      {
        type: Community,
        description: 'The communities in which the stored cluster runs put it, one a run.',
        resolve: related(communitiesOfPublication),
      },
      CommunityConnection,
    ),
    decisions: t.connection(
      {
        type: Decision,
        description:
          'What administrators have decided about this publication and is in force, the newest first.',
        resolve: related(decisionsOfPublication),
      },
      DecisionConnection,
    ),
  }),
});

builder.queryFields((t) => ({
  publication: t.field({
    type: Publication,
    nullable: true,
    description: 'One publication, by one of its names; null where there is none.',
    args: {
      id: t.arg.globalID({ for: Publication, description: 'Its id.', extensions: looksUpMerged }),
      doi: t.arg.string({ description: 'Its DOI, such as `10.1000/182` or `https://doi.org/10.1000/182`.' }),
      arxivId: t.arg.string({ description: 'Its arXiv id, such as `1907.13223`; a version is left aside.' }),
    },
    resolve: async (_root, { id, doi, arxivId }, context, info) => {
      exactlyOne({ id, doi, arxivId });
      if (id != null) return nodeWithPages(publicationsById, id.id, context, info);
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
      args: { ...publicationSearchArguments, ...publicationArguments },
      resolve: (_root, args, context, info) =>
        new Connection(
          context,
          publications({ ...publicationsRequest(args), search: searchOf(args) }),
          undefined,
          args,
          lookAhead(info),
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
