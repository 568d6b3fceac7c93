import { topicCooccurrence } from '../../graph/read/networks/topics.ts';
import type { TopicRow } from '../../graph/read/rows.ts';
import { builder } from '../builder.ts';
import { Topic } from '../nodes.ts';
import { networkArguments, networkBounds, PublicationSelection, selectionOf } from './arguments.ts';
import {
  type DrawnEdge,
  type DrawnNetwork,
  type DrawnNode,
  drawn,
  Network,
  NetworkEdge,
  NetworkNode,
} from './network.ts';

const TopicNetworkNode = builder.objectRef<DrawnNode<TopicRow>>('TopicNetworkNode').implement({
  description: 'A topic in a topic network.',
  interfaces: [NetworkNode],
  isTypeOf: () => true,
  fields: (t) => ({
    topic: t.field({ type: Topic, description: 'The topic.', resolve: ({ row }) => row }),
  }),
});

const TopicNetworkEdge = builder.objectRef<DrawnEdge>('TopicNetworkEdge').implement({
  description: 'That publications are about two topics at once.',
  interfaces: [NetworkEdge],
  isTypeOf: () => true,
});

const TopicNetwork = builder.objectRef<DrawnNetwork<TopicRow>>('TopicNetwork').implement({
  description: 'Topics, and which of them occur together.',
  interfaces: [Network],
  fields: (t) => ({
    nodes: t.field({
      type: [TopicNetworkNode],
      description: 'The topics, those of the most publications first.',
      resolve: ({ nodes }) => nodes,
    }),
    edges: t.field({
      type: [TopicNetworkEdge],
      description: 'Which topics occur together, the most frequent pairs first.',
      resolve: ({ edges }) => edges,
    }),
  }),
});

builder.queryField('topicNetwork', (t) =>
  t.field({
    type: TopicNetwork,
    description:
      'Which topics occur together: two topics are tied by every publication that is about both, which weighs 1/(n − 1) where it is about n topics. It costs two database queries.',
    args: {
      publications: t.arg({
        type: PublicationSelection,
        description: 'The topics of these publications; of all where absent.',
      }),
      ...networkArguments,
    },
    resolve: async (_root, args, context) =>
      drawn(
        await topicCooccurrence(
          context.graph,
          selectionOf(args.publications, args.during),
          networkBounds(args),
          context.options,
        ),
        context,
      ),
  }),
);
