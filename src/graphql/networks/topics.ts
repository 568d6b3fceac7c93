import { topicCooccurrence } from '../../graph/read/networks/topics.ts';
import type { TopicRow } from '../../graph/read/rows.ts';
import { Topic } from '../nodes.ts';
import { declareNetwork, declareNetworkQuery } from './declare.ts';

const TopicNetwork = declareNetwork<TopicRow>('TopicNetwork', {
  description: 'Topics, and which of them occur together.',
  nodes: {
    description: 'The topics, those of the most publications first.',
    each: 'A topic in a topic network.',
    fields: (t) => ({
      topic: t.field({ type: Topic, description: 'The topic.', resolve: ({ row }) => row }),
    }),
  },
  edges: {
    description: 'Which topics occur together, the most frequent pairs first.',
    each: 'That publications are about two topics at once.',
  },
});

declareNetworkQuery('topicNetwork', {
  type: TopicNetwork,
  description:
    'Which topics occur together: two topics are tied by every publication that is about both, which weighs 1/(n − 1) where it is about n topics. It costs two database queries.',
  publications: 'The topics of these publications; of all where absent.',
  read: topicCooccurrence,
});
