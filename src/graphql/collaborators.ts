import { ScholargraphError } from '../errors.ts';
import {
  type CoauthorTie as CoauthorTieShape,
  type Connector as ConnectorShape,
  commonCoauthors,
  connectorLimits,
  connectors,
  type GroupTies as GroupTiesShape,
  type SuggestedCollaborator as SuggestedCollaboratorShape,
  suggestedCollaborators,
  suggestionLimits,
} from '../graph/read/collaborators.ts';
import type { AuthorRow } from '../graph/read/rows.ts';
import { between } from './arguments.ts';
import { AuthorBy } from './author.ts';
import { builder, cursorDescription, nodeDescription } from './builder.ts';
import { asOfDescription } from './collaborationPath.ts';
import { Connection, type EdgeOf } from './connection.ts';
import { ofAuthors, traverse } from './declaredCost.ts';
import { Coauthorship } from './evidence.ts';
import { knownAuthor } from './knownAuthor.ts';
import { Author, Topic } from './nodes.ts';

const counted = 'With `asOf`, counted out of what was published until then.';

const CoauthorTie = builder.objectRef<CoauthorTieShape>('CoauthorTie').implement({
  description: 'That two authors wrote together.',
  interfaces: [Coauthorship],
});

const CommonCoauthorsEdge = builder
  .objectRef<EdgeOf<ReturnType<typeof commonCoauthors>>>('CommonCoauthorsEdge')
  .implement({
    description: 'Somebody who wrote with both of two authors.',
    fields: (t) => ({
      node: t.expose('node', { type: Author, description: nodeDescription }),
      cursor: t.exposeString('cursor', { description: cursorDescription }),
      withA: t.expose('withA', {
        type: CoauthorTie,
        description: `What ties them to the first author. ${counted}`,
      }),
      withB: t.expose('withB', {
        type: CoauthorTie,
        description: `What ties them to the second author. ${counted}`,
      }),
    }),
  });

const CommonCoauthors = builder.connectionObject(
  { type: Author, name: 'CommonCoauthorsConnection', description: 'A page of those who wrote with both.' },
  CommonCoauthorsEdge,
);

const MemberTie = builder
  .objectRef<CoauthorTieShape & { readonly member: AuthorRow }>('MemberTie')
  .implement({
    description: 'That an author wrote with a member of a group.',
    interfaces: [Coauthorship],
    fields: (t) => ({
      member: t.expose('member', { type: Author, description: 'The member of the group.' }),
    }),
  });

const GroupTies = builder.objectRef<GroupTiesShape>('GroupTies').implement({
  description: 'What ties an author to a group.',
  fields: (t) => ({
    memberCount: t.exposeInt('memberCount', {
      description: 'With how many members of the group the author wrote.',
    }),
    publicationCount: t.exposeInt('publicationCount', {
      description: 'How many publications that is, one with several members counted for each of them.',
    }),
    ties: t.field({
      type: [MemberTie],
      description: `With whom, the strongest ties first, at most ${connectorLimits.ties}. ${counted}`,
      resolve: ({ ties }) => ties,
    }),
  }),
});

const Connector = builder.objectRef<ConnectorShape>('Connector').implement({
  description: 'An author who belongs to neither of two groups and wrote with somebody of both.',
  fields: (t) => ({
    author: t.expose('author', { type: Author, description: 'The author.' }),
    first: t.expose('first', { type: GroupTies, description: 'What ties the author to the first group.' }),
    second: t.expose('second', { type: GroupTies, description: 'What ties the author to the second group.' }),
  }),
});

const SharedInterest = builder
  .objectRef<SuggestedCollaboratorShape['topics'][number]>('SharedInterest')
  .implement({
    description: 'A topic on which two authors write.',
    fields: (t) => ({
      topic: t.expose('node', { type: Topic, description: 'The topic.' }),
      publicationCount: t.exposeInt('publicationCount', {
        description: 'How many publications of the suggested author are about it.',
      }),
    }),
  });

const SuggestedCollaborator = builder
  .objectRef<SuggestedCollaboratorShape>('SuggestedCollaborator')
  .implement({
    description: 'Somebody with whom an author is likely to write, and why.',
    fields: (t) => ({
      author: t.expose('author', { type: Author, description: 'The suggested author.' }),
      score: t.exposeFloat('score', {
        description:
          'Adamic–Adar (2003): the sum over the coauthors in common of 1/ln(their number of coauthors).',
      }),
      commonCoauthorCount: t.exposeInt('commonCoauthorCount', {
        description: 'How many coauthors they have in common.',
      }),
      commonCoauthors: t.connection(
        {
          type: Author,
          description: 'The coauthors they have in common; with `asOf`, in that year.',
          resolve: ({ to, author, asOf }, args, context) =>
            new Connection(
              context,
              commonCoauthors(asOf),
              { key: `${to} ${author.id}`, a: to, b: author.id },
              args,
            ),
        },
        CommonCoauthors,
      ),
      topicScore: t.exposeFloat('topicScore', {
        description:
          'The same sum over the topics on which both write: 1/ln(1 + the number of publications about it).',
      }),
      sharedTopics: t.field({
        type: [SharedInterest],
        description: `On what both write, that on which the suggested author writes most first, at most ${suggestionLimits.topics}.`,
        resolve: ({ topics }) => topics,
      }),
    }),
  });

builder.queryFields((t) => ({
  commonCoauthors: t.connection(
    {
      type: Author,
      description:
        'Who wrote with both of two authors: the most publications with the less busy side first. An unknown author is an error with the code NOT_FOUND.',
      args: {
        a: t.arg({ type: AuthorBy, required: true, description: 'The first author.' }),
        b: t.arg({ type: AuthorBy, required: true, description: 'The second author.' }),
        asOf: t.arg.int({ description: asOfDescription }),
      },
      extensions: ofAuthors(2),
      resolve: async (_root, args, context) => {
        const [a, b] = await Promise.all([
          knownAuthor(context, 'a', args.a),
          knownAuthor(context, 'b', args.b),
        ]);
        return new Connection(
          context,
          commonCoauthors(args.asOf ?? undefined),
          { key: `${a.id} ${b.id}`, a: a.id, b: b.id },
          args,
        );
      },
    },
    CommonCoauthors,
  ),
  connectors: t.field({
    type: [Connector],
    extensions: traverse,
    description:
      'Who connects two groups: authors of neither who wrote with somebody of both, those who know many of both first. It costs one database query, after one that looks the ids up.',
    args: {
      between: t.arg.globalIDList({
        for: Author,
        required: true,
        description: `The first group: 1 to ${connectorLimits.group} authors.`,
      }),
      and: t.arg.globalIDList({
        for: Author,
        required: true,
        description: `The second group: 1 to ${connectorLimits.group} authors.`,
      }),
      first: t.arg.int({
        required: true,
        defaultValue: 20,
        description: `Answer so many: 1 to ${connectorLimits.connectors}.`,
      }),
      asOf: t.arg.int({ description: asOfDescription }),
    },
    resolve: (_root, args, { graph, options }) =>
      connectors(
        graph,
        groupOf('between', args.between),
        groupOf('and', args.and),
        between('first', args.first, 1, connectorLimits.connectors),
        args.asOf ?? undefined,
        options,
      ),
  }),
  suggestedCollaborators: t.field({
    type: [SuggestedCollaborator],
    extensions: traverse,
    description: `With whom an author has not written yet but is likely to, with the reasons: by the coauthors they have in common (Adamic and Adar 2003; Liben-Nowell and Kleinberg 2007), then by the topics. They are looked for over the author's ${suggestionLimits.coauthors} strongest coauthors. It costs one database query. An unknown author is an error with the code NOT_FOUND.`,
    args: {
      author: t.arg({ type: AuthorBy, required: true, description: 'The author.' }),
      first: t.arg.int({
        required: true,
        defaultValue: 10,
        description: `Answer so many: 1 to ${suggestionLimits.suggestions}.`,
      }),
      asOf: t.arg.int({
        description: `${asOfDescription} So one can see whether what was likely then came true. Only which ${suggestionLimits.coauthors} coauthors are the strongest, and how many publications are about a topic, is of today.`,
      }),
    },
    resolve: async (_root, args, context) => {
      const first = between('first', args.first, 1, suggestionLimits.suggestions);
      const author = await knownAuthor(context, 'author', args.author);
      return suggestedCollaborators(context.graph, author, first, args.asOf ?? undefined, context.options);
    },
  }),
}));

/** @throws ScholargraphError BAD_INPUT for a group of nobody, or of too many */
function groupOf(argument: string, ids: readonly { readonly id: string }[]): string[] {
  if (ids.length > 0 && ids.length <= connectorLimits.group) return [...new Set(ids.map(({ id }) => id))];
  throw new ScholargraphError('BAD_INPUT', `${argument} has ${ids.length} ids`, {
    field: argument,
    expected: `1 to ${connectorLimits.group}`,
  });
}
