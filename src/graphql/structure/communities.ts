import { ScholargraphError } from '../../errors.ts';
import { facetLimit } from '../../graph/read/facets.ts';
import {
  authorsOfCommunity,
  type CommunitySizes as CommunitySizesShape,
  type PartitionComparison as ComparisonShape,
  communitiesBelow,
  communitiesOfMember,
  communitiesOfPartition,
  communityAbove,
  comparePartitions,
  type DetectedCommunityRow,
  type PartitionRow,
  partitionsOfRun,
  readCommunitySizes,
  topicsOfDetectedCommunity,
} from '../../graph/read/structure/communities.ts';
import { type AnalysisRunRow, currentRun } from '../../graph/read/structure/runs.ts';
import { type AnalysisKind, analysisDefaults, windowSlot } from '../../graph/structure/analysis.ts';
import type { Window } from '../../network/network.ts';
import { between } from '../arguments.ts';
import { builder } from '../builder.ts';
import { Connection } from '../connection.ts';
import {
  AuthorConnection,
  authorArguments,
  choiceOf,
  TopicConnection,
  topicArguments,
} from '../connections.ts';
import type { Context } from '../context.ts';
import { ofCurrentRun, scan } from '../declaredCost.ts';
import { related } from '../lookAhead.ts';
import { windowOf, YearRange } from '../networks/arguments.ts';
import { AnalysisRun, Author, DetectedCommunity, Topic } from '../nodes.ts';
import { PublicationSet } from '../sets.ts';
import { currentRunOf } from './current.ts';
import { CommunityMemberKind } from './runs.ts';

export const DetectedCommunityConnection = builder.connectionObject(
  {
    type: DetectedCommunity,
    name: 'DetectedCommunityConnection',
    description: 'A page of detected communities.',
  },
  { name: 'DetectedCommunityEdge', description: 'A detected community in a page.' },
);

const CommunityPartition = builder.objectRef<PartitionRow>('CommunityPartition').implement({
  description: 'The division of all members into communities at one resolution, and in one window of years.',
  fields: (t) => ({
    resolution: t.exposeFloat('resolution', { description: 'The resolution γ.' }),
    fromYear: t.exposeInt('fromYear', {
      nullable: true,
      description: 'The first year that was counted; null where all are.',
    }),
    toYear: t.exposeInt('toYear', {
      nullable: true,
      description: 'The last year that was counted; null where all are.',
    }),
    levels: t.exposeInt('levels', {
      description: 'How many levels its hierarchy has: 0 is the finest, the last is the partition itself.',
    }),
    communityCount: t.exposeInt('communityCount', {
      description: 'How many communities the last level has.',
    }),
    nodeCount: t.exposeInt('nodeCount', { description: 'How many members all communities have together.' }),
    modularity: t.exposeFloat('modularity', {
      description:
        'How much more weight lies within the communities of the last level than chance would put there (Newman and Girvan 2004, with γ = 1, so that resolutions can be compared): −0.5 to 1.',
    }),
    modularities: t.exposeFloatList('objectives', {
      description: 'What Leiden maximised, the modularity with its own γ, level by level.',
    }),
    conductance: t.exposeFloat('conductance', {
      nullable: true,
      description:
        'The mean over the communities of which part of their weight leads out of them, 0 to 1: the less, the better they are closed. Null where there are none.',
    }),
    communities: t.connection(
      {
        type: DetectedCommunity,
        description: 'Its communities, the largest first.',
        args: { level: t.arg.int({ description: 'Of this level; of the last where it is not given.' }) },
        resolve: ({ id }, args, context) =>
          new Connection(context, communitiesOfPartition(args.level ?? undefined), { key: id, id }, args),
      },
      DetectedCommunityConnection,
    ),
  }),
});

DetectedCommunity.implement({
  description:
    'Authors or topics that are tied to each other more than to the rest, as a run of Leiden has found them.',
  fields: (t) => ({
    number: t.exposeInt('number', {
      description:
        'What the run calls it. In a run that was seeded from another, a community that has lasted has the number that it had there.',
    }),
    label: t.exposeString('label', {
      description:
        'The topics that tell it best from the others, by class-based TF-IDF (Grootendorst 2022); empty where its publications have none.',
    }),
    terms: t.exposeStringList('terms', {
      description: 'Those topics and the next ones, the most telling first.',
    }),
    size: t.exposeInt('size', {
      description:
        'How many members it had when the run found it. Who has been merged into another since is no longer among `authors` and `topics`.',
    }),
    level: t.exposeInt('level', { description: 'The level in the hierarchy; 0 is the finest.' }),
    resolution: t.exposeFloat('resolution', { description: 'The resolution at which it was found.' }),
    fromYear: t.exposeInt('fromYear', {
      nullable: true,
      description: 'The first year that was counted; null where all are.',
    }),
    toYear: t.exposeInt('toYear', {
      nullable: true,
      description: 'The last year that was counted; null where all are.',
    }),
    conductance: t.exposeFloat('conductance', {
      nullable: true,
      description: 'Which part of its weight leads out of it, 0 to 1; of the last level alone.',
    }),
    run: t.field({
      type: AnalysisRun,
      description: 'The run that found it.',
      resolve: ({ runId }) => runId,
    }),
    parent: t.field({
      type: DetectedCommunity,
      nullable: true,
      description:
        'The community of the next level that most of its members are in: Leiden may move some of them elsewhere. Null on the last level.',
      resolve: async ({ id }, _args, context) => (await context.one(communityAbove, { key: id, id }))?.node,
    }),
    children: t.connection(
      {
        type: DetectedCommunity,
        description: 'The communities of the level below whose `parent` it is, the largest first.',
        resolve: related(communitiesBelow),
      },
      DetectedCommunityConnection,
    ),
    authors: t.connection(
      {
        type: Author,
        description: 'The authors in it, the most publications first; none where it is of topics.',
        args: authorArguments,
        resolve: related((args) => authorsOfCommunity(choiceOf(args))),
      },
      AuthorConnection,
    ),
    topics: t.connection(
      {
        type: Topic,
        description: 'The topics in it, the most publications first; none where it is of authors.',
        args: topicArguments,
        resolve: related((args) => topicsOfDetectedCommunity(choiceOf(args))),
      },
      TopicConnection,
    ),
  }),
});

builder.objectField(AnalysisRun, 'partitions', (t) =>
  t.field({
    type: [CommunityPartition],
    description:
      'The partitions that it has found, one a resolution, or one a window; none where it was not for communities or is not complete.',
    resolve: ({ id }, _args, context) => partitionsOf(context, id),
  }),
);

const communitiesDescription =
  'The communities it belongs to in the current run, one for each resolution and level: the first resolution first, and its last level first. An error with the code ANALYSIS_NOT_FOUND where there is no run yet.';

builder.objectField(Author, 'detectedCommunities', (t) =>
  t.connection(
    {
      type: DetectedCommunity,
      description: communitiesDescription,
      args: {
        during: t.arg({
          type: YearRange,
          description: 'Of the run over these years; over all where it is not given.',
        }),
      },
      extensions: ofCurrentRun,
      resolve: ({ id }, args, context) => ofMember(context, 'Author', id, args),
    },
    DetectedCommunityConnection,
  ),
);

builder.objectField(Topic, 'detectedCommunities', (t) =>
  t.connection(
    {
      type: DetectedCommunity,
      description: communitiesDescription,
      args: {
        during: t.arg({
          type: YearRange,
          description: 'Of the run over these years; over all where it is not given.',
        }),
      },
      extensions: ofCurrentRun,
      resolve: ({ id }, args, context) => ofMember(context, 'Topic', id, args),
    },
    DetectedCommunityConnection,
  ),
);

interface OfMember {
  readonly during?: Window | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

async function ofMember(context: Context, label: 'Author' | 'Topic', id: string, args: OfMember) {
  const kind = label === 'Author' ? 'AUTHOR_COMMUNITIES' : 'TOPIC_COMMUNITIES';
  const slot = `${kind}${windowSlot(windowOf(args.during))}`;
  await currentRunOf(context, kind, slot);
  return new Connection<{ readonly node: DetectedCommunityRow }>(
    context,
    communitiesOfMember(label, slot),
    { key: id, id },
    args,
  );
}

const CommunitySize = builder.objectRef<CommunitySizesShape['values'][number]>('CommunitySize').implement({
  description: 'How many authors of a set of publications are in a community.',
  fields: (t) => ({
    community: t.field({
      type: DetectedCommunity,
      description: 'The community; its `size` counts all its members.',
      resolve: ({ community }) => community,
    }),
    authorCount: t.exposeInt('authorCount', { description: 'How many of these authors are in it.' }),
  }),
});

const CommunitySizes = builder.objectRef<CommunitySizesShape>('CommunitySizes').implement({
  description: 'The authors of a set of publications counted by their communities.',
  fields: (t) => ({
    values: t.expose('values', {
      type: [CommunitySize],
      description: 'The communities with the most of these authors, the most first.',
    }),
    distinct: t.exposeInt('distinct', { description: 'In how many communities these authors are.' }),
    otherCount: t.exposeInt('otherCount', { description: 'Authors in communities that are not listed.' }),
    missingCount: t.exposeInt('missingCount', {
      description: 'Authors in no community, such as those without coauthors.',
    }),
  }),
});

builder.interfaceFields(PublicationSet, (t) => ({
  communitySizes: t.field({
    type: CommunitySizes,
    nullable: true,
    extensions: { ...scan, statements: 3 },
    description:
      'The authors of the publications of all pages by the communities that the current run over all years has put them in, on the last level. Null where there is no run of authors yet, or none of that resolution.',
    args: {
      resolution: t.arg.float({
        required: true,
        defaultValue: analysisDefaults.resolution,
        description: 'The resolution γ of the partition.',
      }),
      first: t.arg.int({
        required: true,
        defaultValue: 10,
        description: `How many communities, 0 to ${facetLimit}.`,
      }),
    },
    resolve: async ({ all: { context, relation, parent } }, { resolution, first }) => {
      between('first', first, 0, facetLimit);
      const slot: AnalysisKind = 'AUTHOR_COMMUNITIES';
      const run = await context.one(currentRun, { key: slot, slot });
      const partitions = run === null ? [] : await partitionsOf(context, run.node.id);
      const partition = partitions.find((each) => each.resolution === resolution)?.id;
      if (partition === undefined) return null;
      const sizes = await context.whole(
        JSON.stringify(['community sizes', partition, first]),
        relation,
        parent,
        (graph, of, parents, options) =>
          readCommunitySizes(graph, of, parents, { partition, first }, options),
      );
      context.deliver(sizes.values.length);
      return sizes;
    },
  }),
}));

const ComparisonType = builder.objectRef<ComparisonShape>('PartitionComparison').implement({
  description: 'How alike the communities of two runs are.',
  fields: (t) => ({
    commonCount: t.exposeInt('commonCount', {
      description: 'How many members both have; these are compared.',
    }),
    onlyFirst: t.exposeInt('onlyFirst', { description: 'How many only the first has.' }),
    onlySecond: t.exposeInt('onlySecond', { description: 'How many only the second has.' }),
    adjustedRandIndex: t.exposeFloat('adjustedRandIndex', {
      description:
        'Over all pairs of members, how far the two agree on who is together, adjusted for chance (Hubert and Arabie 1985): 1 where they are the same, about 0 where chance would agree as well.',
    }),
    normalisedMutualInformation: t.exposeFloat('normalisedMutualInformation', {
      description:
        'How much one says of the other: their mutual information divided by the mean of their entropies (Danon et al. 2005), 0 to 1.',
    }),
  }),
});

builder.queryFields((t) => ({
  communityPartition: t.field({
    type: CommunityPartition,
    description:
      'Communities of authors or topics, from the current run: the last that is complete, over all years or those that are given. An error with the code ANALYSIS_NOT_FOUND where there is none, or none of that resolution; a fresh one takes the mutation `analyseCommunities`.',
    args: {
      of: t.arg({ type: CommunityMemberKind, required: true, description: 'What the communities are of.' }),
      resolution: t.arg.float({
        required: true,
        defaultValue: analysisDefaults.resolution,
        description: 'The resolution γ of the partition.',
      }),
      during: t.arg({
        type: YearRange,
        description: 'Of the run over these years; over all where it is not given.',
      }),
    },
    extensions: ofCurrentRun,
    resolve: async (_root, { of, resolution, during }, context) => {
      const kind: AnalysisKind = of === 'AUTHORS' ? 'AUTHOR_COMMUNITIES' : 'TOPIC_COMMUNITIES';
      const run = await currentRunOf(context, kind, `${kind}${windowSlot(windowOf(during))}`);
      return partitionAt(context, run, resolution);
    },
  }),
  compareAnalysisRuns: t.field({
    type: ComparisonType,
    description:
      'How alike the communities of two complete runs are, over the members that both have: on their last levels at one resolution.',
    args: {
      first: t.arg.globalID({ for: AnalysisRun, required: true, description: 'The `id` of a run.' }),
      second: t.arg.globalID({ for: AnalysisRun, required: true, description: 'The `id` of another run.' }),
      resolution: t.arg.float({
        required: true,
        defaultValue: analysisDefaults.resolution,
        description: 'Of which resolution, in the first run and, where nothing else is said, in the second.',
      }),
      secondResolution: t.arg.float({ description: 'Of which resolution in the second run.' }),
    },
    resolve: async (_root, { first, second, resolution, secondResolution }, context) => {
      const [one, two] = await AnalysisRun.getDataloader(context).loadMany([first.id, second.id]);
      const partitions = await Promise.all([
        partitionAt(context, complete(one), resolution),
        partitionAt(context, complete(two), secondResolution ?? resolution),
      ]);
      return comparePartitions(context.graph, partitions[0].id, partitions[1].id, context.options);
    },
  }),
}));

function complete(run: AnalysisRunRow | Error | null | undefined): AnalysisRunRow {
  if (run instanceof Error) throw run;
  if (run?.state === 'DONE' && /_(COMMUNITIES|EVOLUTION)$/.test(run.analysis)) return run;
  throw new ScholargraphError(
    'ANALYSIS_NOT_FOUND',
    'There is no complete run of communities with one of the ids',
    {
      fix: 'The query analysisRuns lists the runs.',
    },
  );
}

async function partitionsOf(context: Context, run: string): Promise<readonly PartitionRow[]> {
  const page = await context.page(partitionsOfRun, { limit: 100, backward: false }, { key: run, id: run });
  return page.items.map(({ node }) => node);
}

async function partitionAt(context: Context, run: AnalysisRunRow, resolution: number): Promise<PartitionRow> {
  const partitions = await partitionsOf(context, run.id);
  const found = partitions.find((each) => each.resolution === resolution);
  if (found !== undefined) return found;
  throw new ScholargraphError(
    'ANALYSIS_NOT_FOUND',
    `The run has no communities of the resolution ${resolution}; it has those of ${partitions.map((each) => each.resolution).join(', ')}`,
    { field: 'resolution', fix: 'Name one of these, or find others by the mutation analyseCommunities.' },
  );
}
