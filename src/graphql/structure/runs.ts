import type { Analyses } from '../../analyses/analyses.ts';
import { type AnalysisState, analysisRuns } from '../../graph/read/structure/runs.ts';
import {
  type Analysis,
  type AnalysisKind,
  analysisDefaults,
  analysisLimits,
  type SimilarBy,
  type SimilarityMethod,
} from '../../graph/structure/analysis.ts';
import { type AnalysisStep, deleteRun, pruneRuns } from '../../graph/structure/run.ts';
import { administratorRequired } from '../administrator.ts';
import { between, waitLimit } from '../arguments.ts';
import { builder } from '../builder.ts';
import { Connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { lookAhead } from '../lookAhead.ts';
import { windowOf, YearRange } from '../networks/arguments.ts';
import { AnalysisRun } from '../nodes.ts';

export const AnalysisKindType = builder.enumType('AnalysisKind', {
  description: 'What Graph Data Science is asked for.',
  values: {
    AUTHOR_COMMUNITIES: { description: 'Communities of authors in the coauthor graph.' },
    TOPIC_COMMUNITIES: { description: 'Communities of topics that meet in publications.' },
    AUTHOR_EVOLUTION: { description: 'What becomes of communities of authors from window to window.' },
    TOPIC_EVOLUTION: { description: 'What becomes of communities of topics from window to window.' },
    AUTHOR_CENTRALITIES: { description: 'How central authors are in the coauthor graph.' },
    AUTHOR_SIMILARITY: { description: 'Authors who are alike.' },
    PUBLICATION_SIMILARITY: { description: 'Publications that are alike.' },
  } satisfies Record<AnalysisKind, { description: string }>,
});

const AnalysisStateType = builder.enumType('AnalysisState', {
  description: 'How it stands with an analysis.',
  values: {
    RUNNING: { description: 'It is under way; nothing of it is shown yet.' },
    DONE: { description: 'It is complete.' },
    FAILED: { description: 'It failed: see `error`. Nothing of it was kept.' },
    INTERRUPTED: { description: 'It was stopped, or its process is gone. Nothing of it was kept.' },
  } satisfies Record<AnalysisState, { description: string }>,
});

const AnalysisStepType = builder.enumType('AnalysisStep', {
  description: 'What a running analysis does.',
  values: {
    PROJECT: { description: 'Brings the graph into Graph Data Science.' },
    COMPUTE: { description: 'Runs the algorithm.' },
    STORE: { description: 'Stores what it has found.' },
    LABEL: { description: 'Labels communities.' },
    COMPARE: { description: 'Matches the communities of neighbouring windows.' },
  } satisfies Record<AnalysisStep, { description: string }>,
});

export const CommunityMemberKind = builder.enumType('CommunityMemberKind', {
  description: 'What communities are of.',
  values: {
    AUTHORS: { description: 'Of authors who write together.' },
    TOPICS: { description: 'Of topics that meet in publications.' },
  } as const,
});

export const SimilarityMethodType = builder.enumType('SimilarityMethod', {
  description: 'How likeness is measured.',
  values: {
    NODE_SIMILARITY: { description: 'The weighted Jaccard index of what two have.' },
    FASTRP_KNN: {
      description:
        'The nearest neighbours by the cosine of embeddings (FastRP, Chen et al. 2019), which also sees what is alike at one remove.',
    },
  } satisfies Record<SimilarityMethod, { description: string }>,
});

export const SimilarByType = builder.enumType('SimilarBy', {
  description: 'By what two are alike.',
  values: {
    TOPICS: { description: 'By the topics of both, the rarer the more.' },
    REFERENCES: { description: 'By what both cite, the rarer the more; of publications.' },
  } satisfies Record<SimilarBy, { description: string }>,
});

const AnalysisParameter = builder
  .objectRef<{ readonly name: string; readonly value: string }>('AnalysisParameter')
  .implement({
    description: 'A parameter with which an analysis ran.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name, as in the input of the mutation.' }),
      value: t.exposeString('value', { description: 'Its value, as JSON.' }),
    }),
  });

const AnalysisError = builder
  .objectRef<{ readonly code: string; readonly message: string }>('AnalysisError')
  .implement({
    description: 'Why an analysis did not come to its end.',
    fields: (t) => ({
      code: t.exposeString('code', {
        description:
          'For programs: `ANALYSIS_TOO_LARGE`, `ANALYSIS_INTERRUPTED` and others, as in the errors of this API.',
      }),
      message: t.exposeString('message', { description: 'What happened and what to do.' }),
    }),
  });

const AnalysisRunConnection = builder.connectionObject(
  { type: AnalysisRun, name: 'AnalysisRunConnection', description: 'A page of analysis runs.' },
  { name: 'AnalysisRunEdge', description: 'An analysis run in a page.' },
);

AnalysisRun.implement({
  description:
    'A run of Graph Data Science over the graph as it was then, with its parameters. What it found is here when it is complete, and not before.',
  fields: (t) => ({
    kind: t.field({
      type: AnalysisKindType,
      description: 'What it was asked for.',
      resolve: ({ analysis }) => analysis,
    }),
    state: t.field({ type: AnalysisStateType, description: 'How it stands.', resolve: ({ state }) => state }),
    step: t.field({
      type: AnalysisStepType,
      nullable: true,
      description: 'What it does; null unless it runs.',
      resolve: ({ step }) => step,
    }),
    progress: t.exposeFloat('progress', { description: 'About which part of its steps is done, 0 to 1.' }),
    current: t.exposeBoolean('current', {
      description:
        'Whether queries read this one: the last complete one of its kind, years, and method of similarity.',
    }),
    by: t.exposeString('by', { description: 'Who asked for it.' }),
    began: t.expose('began', { type: 'DateTime', description: 'When it began.' }),
    ended: t.expose('ended', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null before that.',
    }),
    parameters: t.field({
      type: [AnalysisParameter],
      description: 'With which parameters it ran.',
      resolve: ({ parameters }) =>
        Object.entries(JSON.parse(parameters) as Record<string, unknown>).map(([name, value]) => ({
          name,
          value: JSON.stringify(value),
        })),
    }),
    gdsVersion: t.exposeString('gdsVersion', { description: 'The version of Graph Data Science.' }),
    nodeCount: t.exposeInt('nodeCount', {
      nullable: true,
      description:
        'Over how many nodes it went; of several windows, those of the largest. Null before its end.',
    }),
    relationshipCount: t.exposeInt('relationshipCount', {
      nullable: true,
      description: 'How many ties they have; null before its end.',
    }),
    milliseconds: t.exposeInt('milliseconds', {
      nullable: true,
      description: 'How long it took; null before its end.',
    }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'What the run itself decided, such as whether betweenness is exact or estimated.',
    }),
    error: t.field({
      type: AnalysisError,
      nullable: true,
      description: 'Why it did not come to its end; null where it did, or still may.',
      resolve: ({ errorCode: code, errorMessage: message }) =>
        code === null || message === null ? null : { code, message },
    }),
  }),
});

builder.queryFields((t) => ({
  analysisRuns: t.connection(
    {
      type: AnalysisRun,
      description: 'Every stored run of Graph Data Science, the newest first.',
      args: { kind: t.arg({ type: AnalysisKindType, description: 'Only of this kind.' }) },
      resolve: (_root, args, context, info) =>
        new Connection(context, analysisRuns(args.kind ?? undefined), undefined, args, lookAhead(info)),
    },
    AnalysisRunConnection,
  ),
}));

const descriptions = {
  seed: `Of the random numbers: runs with the same seed over the same graph agree; ${analysisDefaults.seed} where it is not given.`,
  during: 'Count only what was published in these years; everything where it is not given.',
  waitSeconds: `How long to wait for its end before answering: 0 to ${waitLimit}. So one request reads a fresh result.`,
};

const CommunitiesInput = builder.inputType('AnalyseCommunitiesInput', {
  description: 'Which communities to find, and how.',
  fields: (t) => ({
    of: t.field({ type: CommunityMemberKind, required: true, description: 'What the communities are of.' }),
    resolutions: t.floatList({
      required: true,
      defaultValue: [analysisDefaults.resolution],
      description: `The resolutions γ, each above 0: the higher, the more and the smaller the communities. Up to ${analysisLimits.resolutions}, each with a partition of its own.`,
    }),
    seed: t.int({ required: true, defaultValue: analysisDefaults.seed, description: descriptions.seed }),
    during: t.field({ type: YearRange, description: descriptions.during }),
    seededFrom: t.globalID({
      for: AnalysisRun,
      description:
        'A complete run of the same kind and resolutions to start from: a community that lasts keeps its `number`.',
    }),
    leastMembers: t.int({
      required: true,
      defaultValue: 1,
      description: 'Communities of fewer members are counted, but not stored.',
    }),
    waitSeconds: t.int({ required: true, defaultValue: 0, description: descriptions.waitSeconds }),
  }),
});

const YearWindow = builder.inputType('YearWindow', {
  description: 'Years, both included.',
  fields: (t) => ({
    from: t.int({ required: true, description: 'The first year.' }),
    to: t.int({ required: true, description: 'The last year.' }),
  }),
});

const EvolutionInput = builder.inputType('AnalyseEvolutionInput', {
  description: 'Which communities to follow through the years, and how.',
  fields: (t) => ({
    of: t.field({ type: CommunityMemberKind, required: true, description: 'What the communities are of.' }),
    windows: t.field({
      type: [YearWindow],
      required: true,
      description: `From 2 to ${analysisLimits.windows} windows of years, each beginning after the one before; they may overlap.`,
    }),
    resolution: t.float({
      required: true,
      defaultValue: analysisDefaults.resolution,
      description: 'The resolution γ, above 0: the higher, the more and the smaller the communities.',
    }),
    threshold: t.float({
      required: true,
      defaultValue: analysisDefaults.threshold,
      description:
        'The Jaccard index of their members from which two communities are matched, above 0 and at most 1.',
    }),
    leastMembers: t.int({
      required: true,
      defaultValue: analysisDefaults.evolutionLeastMembers,
      description: 'Communities of fewer members are not followed.',
    }),
    seed: t.int({ required: true, defaultValue: analysisDefaults.seed, description: descriptions.seed }),
    waitSeconds: t.int({ required: true, defaultValue: 0, description: descriptions.waitSeconds }),
  }),
});

const CentralitiesInput = builder.inputType('AnalyseCentralitiesInput', {
  description: 'How to compute the centralities of authors.',
  fields: (t) => ({
    during: t.field({ type: YearRange, description: descriptions.during }),
    samplingSize: t.int({
      description: `From how many authors the betweenness is estimated. Where it is not given, it is exact up to ${analysisLimits.exactUpTo} authors, and estimated from ${analysisLimits.samplingSize} beyond that; \`note\` of the run says which.`,
    }),
    closeness: t.boolean({
      required: true,
      defaultValue: false,
      description: `Whether to compute closeness, too, which takes a search from each author: up to ${analysisLimits.closenessUpTo} of them.`,
    }),
    seed: t.int({ required: true, defaultValue: analysisDefaults.seed, description: descriptions.seed }),
    waitSeconds: t.int({ required: true, defaultValue: 0, description: descriptions.waitSeconds }),
  }),
});

const SimilarityOf = builder.enumType('SimilarityOf', {
  description: 'What is compared.',
  values: {
    AUTHORS: { description: 'Authors, by topics.' },
    PUBLICATIONS: { description: 'Publications, by topics or references.' },
  } as const,
});

const SimilarityInput = builder.inputType('AnalyseSimilarityInput', {
  description: 'What to compare, and how.',
  fields: (t) => ({
    of: t.field({ type: SimilarityOf, required: true, description: 'What is compared.' }),
    method: t.field({
      type: SimilarityMethodType,
      required: true,
      defaultValue: 'NODE_SIMILARITY',
      description: 'How likeness is measured.',
    }),
    by: t.field({
      type: SimilarByType,
      required: true,
      defaultValue: 'TOPICS',
      description: 'By what two are alike.',
    }),
    during: t.field({ type: YearRange, description: descriptions.during }),
    topK: t.int({
      required: true,
      defaultValue: analysisDefaults.topK,
      description: `How many are kept of each, the likest: 1 to ${analysisLimits.topK}.`,
    }),
    widest: t.int({
      required: true,
      defaultValue: analysisDefaults.widest,
      description:
        'A topic of more publications than this, or a reference that more cite, takes no part: it tells little, and comparing grows with its square.',
    }),
    seed: t.int({ required: true, defaultValue: analysisDefaults.seed, description: descriptions.seed }),
    waitSeconds: t.int({ required: true, defaultValue: 0, description: descriptions.waitSeconds }),
  }),
});

const running =
  'It runs in the background, for one of a kind at a time: asked for again with the same parameters, it is the run that is under way; with others, an error with the code ANALYSIS_RUNNING. Queries read the result when it is complete. What goes wrong on the way is in `error` of the run. Without Graph Data Science in the database, an error with the code GDS_MISSING.';

builder.mutationFields((t) => ({
  analyseCommunities: t.field({
    type: AnalysisRun,
    description: `Finds communities by Leiden (Traag, Waltman and van Eck 2019) with their hierarchy, for \`communities\`. ${running}`,
    args: { input: t.arg({ type: CommunitiesInput, required: true, description: 'What and how.' }) },
    resolve: (_root, { input }, context) =>
      asked(context, input.waitSeconds, {
        kind: input.of === 'AUTHORS' ? 'AUTHOR_COMMUNITIES' : 'TOPIC_COMMUNITIES',
        resolutions: input.resolutions,
        seed: input.seed,
        during: windowOf(input.during) ?? {},
        seededFrom: input.seededFrom?.id ?? null,
        leastMembers: input.leastMembers,
      }),
  }),
  analyseEvolution: t.field({
    type: AnalysisRun,
    description: `Finds communities in successive windows of years, and what became of them (Greene, Doyle and Cunningham 2010), for \`communityEvents\`. ${running}`,
    args: { input: t.arg({ type: EvolutionInput, required: true, description: 'What and how.' }) },
    resolve: (_root, { input }, context) =>
      asked(context, input.waitSeconds, {
        kind: input.of === 'AUTHORS' ? 'AUTHOR_EVOLUTION' : 'TOPIC_EVOLUTION',
        windows: input.windows.map(({ from, to }) => ({ from, to })),
        resolution: input.resolution,
        threshold: input.threshold,
        leastMembers: input.leastMembers,
        seed: input.seed,
      }),
  }),
  analyseCentralities: t.field({
    type: AnalysisRun,
    description: `Computes how central authors are in the coauthor graph, for \`centralities\` of authors and for ordering by them. ${running}`,
    args: { input: t.arg({ type: CentralitiesInput, required: true, description: 'How.' }) },
    resolve: (_root, { input }, context) =>
      asked(context, input.waitSeconds, {
        kind: 'AUTHOR_CENTRALITIES',
        during: windowOf(input.during) ?? {},
        samplingSize: input.samplingSize ?? null,
        closeness: input.closeness,
        seed: input.seed,
      }),
  }),
  analyseSimilarity: t.field({
    type: AnalysisRun,
    description: `Finds authors or publications that are alike, for \`similarAuthors\` and \`similarPublications\`. ${running}`,
    args: { input: t.arg({ type: SimilarityInput, required: true, description: 'What and how.' }) },
    resolve: (_root, { input }, context) =>
      asked(context, input.waitSeconds, {
        kind: input.of === 'AUTHORS' ? 'AUTHOR_SIMILARITY' : 'PUBLICATION_SIMILARITY',
        method: input.method,
        by: input.by,
        during: windowOf(input.during) ?? {},
        topK: input.topK,
        widest: input.widest,
        seed: input.seed,
      }),
  }),
  deleteAnalysisRun: t.boolean({
    description:
      'Deletes a run that has ended, with all it found. Where queries read it, they read the one before it from then on. An error with the code NOT_FOUND, or ANALYSIS_RUNNING where it is under way.',
    args: { id: t.arg.globalID({ for: AnalysisRun, required: true, description: 'The `id` of the run.' }) },
    resolve: async (_root, { id }, { graph }) => {
      await deleteRun(graph, id.id);
      return true;
    },
  }),
  pruneAnalysisRuns: t.int({
    description:
      'Deletes the runs of a kind that have ended but the last complete ones, of each window of years and method of similarity so many. Says how many were deleted.',
    args: {
      kind: t.arg({ type: AnalysisKindType, required: true, description: 'Of which kind.' }),
      keep: t.arg.int({ required: true, description: 'How many are kept, 1 or more.' }),
    },
    resolve: (_root, { kind, keep }, { graph }) =>
      pruneRuns(graph, kind, between('keep', keep, 1, Number.MAX_SAFE_INTEGER)),
  }),
}));

builder.subscriptionFields((t) => ({
  analysisProgress: t.field({
    type: AnalysisRun,
    description:
      'An analysis as it is now, and again whenever it has changed, once a second at most, until it has ended. Any server tells of a run of any other. Subscribe again where the server stops before that (SERVER_STOPPING).',
    args: { id: t.arg.globalID({ for: AnalysisRun, required: true, description: 'The `id` of the run.' }) },
    subscribe: (_root, { id }, context) => analysesOf(context).watch(id.id, context.options.signal),
    resolve: (row, _args, context) => {
      context.renew();
      return row;
    },
  }),
}));

function analysesOf({ analyses }: Context): Analyses {
  if (analyses === undefined) throw new TypeError('analysing is for a server');
  return analyses;
}

async function asked(context: Context, waitSeconds: number, analysis: Analysis): Promise<string> {
  const { administrator, caller, options } = context;
  if (administrator === undefined) throw administratorRequired(caller?.name);
  const seconds = between('waitSeconds', waitSeconds, 0, waitLimit);
  const analyses = analysesOf(context);
  const id = await analyses.ask(analysis, administrator);
  if (seconds > 0) await analyses.ended(id, 1_000 * seconds, options.signal);
  return id;
}
