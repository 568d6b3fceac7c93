import { authorsOfTopic } from '../graph/read/authors.ts';
import { decisionsOfTopic } from '../graph/read/decisions.ts';
import { nameFormsOfTopic } from '../graph/read/nameForms.ts';
import { publicationsOfTopic } from '../graph/read/publications.ts';
import {
  broaderOfTopic,
  communitiesOfTopic,
  narrowerOfTopic,
  publicationCountsOfTopics,
  relatedOfTopic,
  topics,
  topicsById,
  topicsNamedLike,
} from '../graph/read/topics.ts';
import { venuesOfTopic } from '../graph/read/venues.ts';
import { exactlyOne } from './arguments.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { Connection, type EdgeOf } from './connection.ts';
import {
  authorArguments,
  CommunityConnection,
  choiceOf,
  DecisionConnection,
  publicationArguments,
  publicationsRequest,
  TopicConnection,
  topicArguments,
  venueArguments,
} from './connections.ts';
import { TopicAssignment } from './evidence.ts';
import { lookAhead, nodeWithPages, related } from './lookAhead.ts';
import { looksUpMerged } from './mergedIds.ts';
import { Author, Community, Decision, Publication, Topic, Venue } from './nodes.ts';
import { NameFormConnection, nameForms } from './provenance.ts';
import { called, onlyOne } from './sameName.ts';
import { searchArguments, searchOf } from './searching.ts';
import { AuthorSet, PublicationSet, TopicSet, VenueSet } from './sets.ts';

const PublicationsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof publicationsOfTopic>>>('TopicPublicationsEdge')
  .implement({
    description: 'A publication about a topic.',
    interfaces: [TopicAssignment],
    fields: (t) => ({
      node: t.expose('node', { type: Publication, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
    }),
  });

const RelatedEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof relatedOfTopic>>>('RelatedTopicsEdge')
  .implement({
    description: 'A topic that meets another in publications more often than chance has it.',
    fields: (t) => ({
      node: t.expose('node', { type: Topic, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      npmi: t.exposeFloat('npmi', {
        description:
          'How strongly the two are related: normalised pointwise mutual information (Bouma 2009), above 0 and at most 1. 1 is of topics that never occur apart, 0 would be of those that meet as often as chance has it.',
      }),
      publicationCount: t.exposeInt('publicationCount', {
        description: 'How many publications are about both; at least 2.',
      }),
    }),
  });

const AuthorsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof authorsOfTopic>>>('TopicAuthorsEdge')
  .implement({
    description: 'An author who has written about a topic.',
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      publicationCount: t.exposeInt('publicationCount', {
        description: "How many of the author's publications are about the topic.",
      }),
      score: t.exposeFloat('score', {
        description: "The sum of the topic's scores over these publications.",
      }),
    }),
  });

const VenuesEdge = builder.objectRef<EdgeOf<ReturnType<typeof venuesOfTopic>>>('TopicVenuesEdge').implement({
  description: 'A venue in which publications about a topic appeared.',
  fields: (t) => ({
    node: t.expose('node', { type: Venue, description: nodeDescription }),
    cursor: t.exposeString('cursor', { description: cursorDescription }),
    publicationCount: t.exposeInt('publicationCount', {
      description: "How many of the venue's publications are about the topic.",
    }),
  }),
});

Topic.implement({
  description: 'What publications are about.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The usual form of the name.' }),
    names: t.exposeStringList('names', {
      description: 'Every form met: plural, acronym, with a hyphen or without.',
    }),
    nameForms: t.connection(nameForms(nameFormsOfTopic), NameFormConnection),
    publicationCount: t.int({
      description: 'How many publications are about it.',
      resolve: ({ id }, _args, context) =>
        context.detail('publications of topic', id, publicationCountsOfTopics),
    }),
    broader: t.connection(
      {
        type: Topic,
        description: 'The topics right above this one, by name.',
        args: topicArguments,
        resolve: related((args) => broaderOfTopic(choiceOf(args))),
      },
      TopicConnection,
    ),
    narrower: t.connection(
      {
        type: Topic,
        description: 'The topics right below this one, by name.',
        args: topicArguments,
        resolve: related((args) => narrowerOfTopic(choiceOf(args))),
      },
      TopicConnection,
    ),
    related: t.connection(
      {
        type: Topic,
        description:
          'The topics that publications about it are about as well, the most strongly related first. Derived after each import; of a pair of topics the rarer one keeps its 20 strongest.',
        args: topicArguments,
        resolve: related((args) => relatedOfTopic(choiceOf(args))),
      },
      {
        name: 'RelatedTopicsConnection',
        description: 'A page of the topics related to a topic.',
        interfaces: [TopicSet],
      },
      RelatedEdge,
    ),
    publications: t.connection(
      {
        type: Publication,
        description: 'What was written about it, the publications to which it is most central first.',
        args: publicationArguments,
        resolve: related((args) => publicationsOfTopic(publicationsRequest(args))),
      },
      {
        name: 'TopicPublicationsConnection',
        description: 'A page of the publications about a topic.',
        interfaces: [PublicationSet],
      },
      PublicationsEdge,
    ),
    authors: t.connection(
      {
        type: Author,
        description: 'Who wrote about it, the largest score first.',
        args: authorArguments,
        resolve: related((args) => authorsOfTopic(choiceOf(args))),
      },
      {
        name: 'TopicAuthorsConnection',
        description: 'A page of the authors who wrote about a topic.',
        interfaces: [AuthorSet],
      },
      AuthorsEdge,
    ),
    venues: t.connection(
      {
        type: Venue,
        description: 'Where publications about it appeared, the venue with the most first.',
        args: venueArguments,
        resolve: related((args) => venuesOfTopic(choiceOf(args))),
      },
      {
        name: 'TopicVenuesConnection',
        description: 'A page of the venues of a topic.',
        interfaces: [VenueSet],
      },
      VenuesEdge,
    ),
    communities: t.connection(
      {
        type: Community,
        description: 'The communities in which the stored cluster runs put it, one a run.',
        resolve: related(communitiesOfTopic),
      },
      CommunityConnection,
    ),
    decisions: t.connection(
      {
        type: Decision,
        description: 'What administrators have decided about this topic and is in force, the newest first.',
        resolve: related(decisionsOfTopic),
      },
      DecisionConnection,
    ),
  }),
});

builder.queryFields((t) => ({
  topic: t.field({
    type: Topic,
    nullable: true,
    description: 'One topic; null where there is none.',
    args: {
      id: t.arg.globalID({ for: Topic, description: 'The id.', extensions: looksUpMerged }),
      name: t.arg.string({
        description:
          'The name in any of its forms, without regard to case. An error with the code AMBIGUOUS lists the ids where several topics have it.',
      }),
    },
    resolve: async (_root, { id, name }, context, info) => {
      const { graph, options } = context;
      exactlyOne({ id, name });
      if (id != null) return nodeWithPages(topicsById, id.id, context, info);
      if (name == null) return null;
      return onlyOne('topic', name, called(name, await topicsNamedLike(graph, name, options)));
    },
  }),
  topics: t.connection(
    {
      type: Topic,
      description:
        'All topics, those with the most publications first, or those whose names a text finds and a filter lets through.',
      args: { ...searchArguments('the names'), ...topicArguments },
      resolve: (_root, args, context, info) =>
        new Connection(
          context,
          topics({ ...choiceOf(args), search: searchOf(args) }),
          undefined,
          args,
          lookAhead(info),
        ),
    },
    TopicConnection,
  ),
}));
