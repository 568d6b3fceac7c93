import { ScholargraphError } from '../errors.ts';
import { defaultResolution, leiden, runTopicClusters } from '../graph/cluster.ts';
import { clusterRuns, clusterRunsOf, communitiesOfRun, runOfCommunity } from '../graph/read/clusters.ts';
import { publicationsOfCommunity } from '../graph/read/publications.ts';
import { topicsOfCommunity } from '../graph/read/topics.ts';
import { builder } from './builder.ts';
import { Connection } from './connection.ts';
import {
  ClusterRunConnection,
  CommunityConnection,
  choiceOf,
  PublicationConnection,
  publicationArguments,
  publicationsRequest,
  TopicConnection,
  topicArguments,
} from './connections.ts';
import { ofCurrentRun } from './declaredCost.ts';
import { lookAhead, related } from './lookAhead.ts';
import { ClusterRun, Community, Publication, Topic } from './nodes.ts';
import { requireGdsToFind } from './structure/current.ts';

ClusterRun.implement({
  description:
    'A run of a community detection algorithm over the graph, with its parameters. A run of the same algorithm and resolution replaces the one before.',
  fields: (t) => ({
    algorithm: t.exposeString('algorithm', {
      description: 'The algorithm: `LEIDEN` (Traag, Waltman and van Eck 2019).',
    }),
    resolution: t.exposeFloat('resolution', {
      description: 'The resolution: the higher, the more and the smaller the communities.',
    }),
    seed: t.exposeInt('seed', {
      description: 'The seed of its random numbers. Runs with the same seed over the same graph agree.',
    }),
    modularity: t.exposeFloat('modularity', {
      description: 'How much more weight lies within the communities than chance would put there: −0.5 to 1.',
    }),
    communityCount: t.exposeInt('communityCount', { description: 'How many communities it found.' }),
    nodeCount: t.exposeInt('nodeCount', { description: 'How many publications and topics it went over.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it ran.' }),
    milliseconds: t.exposeInt('milliseconds', { description: 'How long it took.' }),
    communities: t.connection(
      {
        type: Community,
        description: 'The communities it found, the largest first.',
        resolve: related(communitiesOfRun),
      },
      CommunityConnection,
    ),
  }),
});

Community.implement({
  description: 'Publications and topics that belong together more than with the rest of the graph.',
  fields: (t) => ({
    label: t.exposeString('label', {
      description:
        'The topics that tell it best from the other communities of its run, by class-based TF-IDF (Grootendorst 2022).',
    }),
    terms: t.exposeStringList('terms', {
      description: 'Those topics and the next ones, the most telling first.',
    }),
    size: t.exposeInt('size', { description: 'How many publications and topics belong to it.' }),
    level: t.exposeInt('level', { description: 'The level in the hierarchy of the run; 0 is the lowest.' }),
    run: t.field({
      type: ClusterRun,
      description: 'The run that found it.',
      resolve: async ({ id }, _args, context) => {
        const found = await context.one(runOfCommunity, { key: id, id });
        if (found === null) throw new Error(`community ${id} belongs to no run`);
        return found.node;
      },
    }),
    publications: t.connection(
      {
        type: Publication,
        description: 'The publications that belong to it.',
        args: publicationArguments,
        resolve: related((args) => publicationsOfCommunity(publicationsRequest(args))),
      },
      PublicationConnection,
    ),
    topics: t.connection(
      {
        type: Topic,
        description: 'The topics that belong to it, the one with the most publications first.',
        args: topicArguments,
        resolve: related((args) => topicsOfCommunity(choiceOf(args))),
      },
      TopicConnection,
    ),
  }),
});

builder.queryFields((t) => ({
  topicClusters: t.field({
    type: ClusterRun,
    description: `The publications and topics in communities, found by Leiden in the graph of which publication is about which topic. It is the stored run of that resolution, which every import refreshes for the resolution ${defaultResolution}; an error with the code CLUSTER_RUN_NOT_FOUND lists the resolutions there are. Without Graph Data Science in the database, which finds them, it is GDS_MISSING.`,
    extensions: ofCurrentRun,
    args: {
      resolution: t.arg.float({
        defaultValue: defaultResolution,
        required: true,
        description: 'The resolution of the run: the higher, the more and the smaller the communities.',
      }),
    },
    resolve: async (_root, { resolution }, context) => {
      const { graph, options } = context;
      const runs = await clusterRunsOf(graph, leiden, options);
      const run = runs.find((each) => each.resolution === resolution);
      if (run !== undefined) return run;
      await requireGdsToFind(context);
      const stored = runs.map((each) => each.resolution).join(', ');
      throw new ScholargraphError(
        'CLUSTER_RUN_NOT_FOUND',
        `No topic clusters of the resolution ${resolution} are stored; ${runs.length === 0 ? 'none are at all' : `there are those of ${stored}`}`,
        { fix: `Run: scholargraph cluster --resolution ${resolution}` },
      );
    },
  }),
  clusterRuns: t.connection(
    {
      type: ClusterRun,
      description: 'Every stored cluster run.',
      resolve: (_root, args, context, info) =>
        new Connection(context, clusterRuns, undefined, args, lookAhead(info)),
    },
    ClusterRunConnection,
  ),
}));

builder.mutationField('findTopicClusters', (t) =>
  t.field({
    type: ClusterRun,
    description:
      'Finds topic clusters by Leiden in the graph as it is now, and stores them in place of the run of the same resolution, for `topicClusters`. Without Graph Data Science in the database, an error with the code GDS_MISSING.',
    args: {
      resolution: t.arg.float({
        defaultValue: defaultResolution,
        required: true,
        description: 'Above 0: the higher, the more and the smaller the communities.',
      }),
      seed: t.arg.int({
        description:
          'Of the random numbers: 0 or more. Runs with the same seed over the same graph agree; 42 where it is not given.',
      }),
    },
    resolve: async (_root, { resolution, seed }, { graph }) =>
      (await runTopicClusters(graph, { resolution, seed: seed ?? undefined })).id,
  }),
);
