import {
  readBursts,
  readTrends,
  type TopicBurst as TopicBurstShape,
  type TopicTrend as TopicTrendShape,
  trendLimits,
} from '../graph/read/trends.ts';
import { between } from './arguments.ts';
import { builder } from './builder.ts';
import { scan } from './declaredCost.ts';
import { Topic } from './nodes.ts';
import { PublicationSet } from './sets.ts';

const TrendDirection = builder.enumType('TrendDirection', {
  description: 'Which way topics go.',
  values: {
    EMERGING: { description: 'Their share of the publications has grown.' },
    FADING: { description: 'Their share of the publications has shrunk.' },
  } as const,
});

const TopicTrend = builder.objectRef<TopicTrendShape>('TopicTrend').implement({
  description: 'How the share of a topic has changed from a window of years to the next.',
  fields: (t) => ({
    topic: t.field({ type: Topic, description: 'The topic.', resolve: ({ topic }) => topic }),
    z: t.exposeFloat('z', {
      description:
        'How sure the change is: the statistic of the pooled z-test for two proportions, above 0 where the share has grown. Beyond ±1.96, chance alone would bring it about in one of twenty topics.',
    }),
    recentCount: t.exposeInt('recentCount', { description: 'Publications about it in the later window.' }),
    earlierCount: t.exposeInt('earlierCount', { description: 'Publications about it in the window before.' }),
    recentShare: t.float({
      description: 'Which part of the publications of the later window is about it.',
      resolve: ({ recentCount, recentTotal }) => recentCount / recentTotal,
    }),
    earlierShare: t.float({
      description: 'Which part of the publications of the window before is about it.',
      resolve: ({ earlierCount, earlierTotal }) => earlierCount / earlierTotal,
    }),
    growth: t.float({
      nullable: true,
      description: 'The later share divided by the earlier one; null where there was none.',
      resolve: ({ recentCount, recentTotal, earlierCount, earlierTotal }) =>
        earlierCount === 0 ? null : recentCount / recentTotal / (earlierCount / earlierTotal),
    }),
    until: t.exposeInt('until', { description: 'The last year of the later window.' }),
  }),
});

const TopicBurst = builder.objectRef<TopicBurstShape>('TopicBurst').implement({
  description: 'Years in which a topic came up far more often than usual.',
  fields: (t) => ({
    topic: t.field({ type: Topic, description: 'The topic.', resolve: ({ topic }) => topic }),
    from: t.exposeInt('from', { description: 'The first year of the burst.' }),
    to: t.exposeInt('to', { description: 'The last year of the burst.' }),
    weight: t.exposeFloat('weight', {
      description:
        'How much better the higher rate explains these years than the usual one: the difference of the log-likelihoods.',
    }),
    publicationCount: t.exposeInt('publicationCount', {
      description: 'How many publications of these years are about it.',
    }),
  }),
});

const first = `How many, 0 to ${trendLimits.topics}.`;
const minPublications = 'Only topics with so many publications at least, 1 or more.';

builder.interfaceFields(PublicationSet, (t) => ({
  topicTrends: t.field({
    type: [TopicTrend],
    extensions: scan,
    description:
      'The topics of these publications whose share has grown, or shrunk, most surely from a window of years to the next, by the pooled z-test for two proportions.',
    args: {
      direction: t.arg({
        type: TrendDirection,
        required: true,
        defaultValue: 'EMERGING',
        description: 'Which way.',
      }),
      years: t.arg.int({
        required: true,
        defaultValue: 3,
        description: `How many years each of the two windows has, 1 to ${trendLimits.years}.`,
      }),
      until: t.arg.int({
        description:
          'The last year of the later window; the latest of these publications where it is not given.',
      }),
      minPublications: t.arg.int({
        required: true,
        defaultValue: 5,
        description: `${minPublications} They count in both windows together.`,
      }),
      first: t.arg.int({ required: true, defaultValue: 10, description: first }),
    },
    resolve: async ({ all: { context, relation, parent } }, { until, ...args }) => {
      between('years', args.years, 1, trendLimits.years);
      between('first', args.first, 0, trendLimits.topics);
      between('minPublications', args.minPublications, 1, Number.MAX_SAFE_INTEGER);
      const request = { ...args, until: until ?? undefined };
      const trends = await context.whole(
        JSON.stringify(['trends', request]),
        relation,
        parent,
        (graph, of, parents, options) => readTrends(graph, of, parents, request, options),
      );
      context.deliver(trends.length);
      return trends;
    },
  }),
  topicBursts: t.field({
    type: [TopicBurst],
    extensions: scan,
    description: `Years in which topics of these publications came up far more often than usual, the weightiest first, by the automaton of Kleinberg (2003) with two states and a year as a step. It looks at the ${trendLimits.candidates} topics with the most publications.`,
    args: {
      topics: t.arg.globalIDList({
        for: Topic,
        description: `Only of these topics, ${trendLimits.topics} at most.`,
      }),
      factor: t.arg.float({
        required: true,
        defaultValue: 2,
        description: 'How many times as often as usual, 1.1 to 100: s of Kleinberg.',
      }),
      reluctance: t.arg.float({
        required: true,
        defaultValue: 1,
        description: 'The higher, the fewer and the surer the bursts, 0 to 100: γ of Kleinberg.',
      }),
      minPublications: t.arg.int({ required: true, defaultValue: 5, description: minPublications }),
      first: t.arg.int({ required: true, defaultValue: 10, description: first }),
    },
    resolve: async ({ all: { context, relation, parent } }, { topics, ...args }) => {
      between('factor', args.factor, 1.1, 100);
      between('reluctance', args.reluctance, 0, 100);
      between('first', args.first, 0, trendLimits.topics);
      between('minPublications', args.minPublications, 1, Number.MAX_SAFE_INTEGER);
      if (topics != null) between('the number of topics', topics.length, 0, trendLimits.topics);
      const request = { ...args, topics: topics?.map(({ id }) => id) };
      const found = await context.whole(
        JSON.stringify(['bursts', request]),
        relation,
        parent,
        (graph, of, parents, options) => readBursts(graph, of, parents, request, options),
      );
      context.deliver(found.length);
      return found;
    },
  }),
}));
