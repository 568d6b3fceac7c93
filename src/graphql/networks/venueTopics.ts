import { venueTopics } from '../../graph/read/networks/venueTopics.ts';
import type { TopicRow, VenueRow } from '../../graph/read/rows.ts';
import { Topic, Venue } from '../nodes.ts';
import { declareNetwork, declareNetworkQuery } from './declare.ts';

const VenueTopicNetwork = declareNetwork<VenueRow | TopicRow>('VenueTopicNetwork', {
  description: 'Venues and topics, and what is published where. Only a venue and a topic are ever tied.',
  nodes: {
    description: 'The venues and topics, those of the most publications first.',
    each: 'A venue or a topic in a network of both.',
    fields: (t) => ({
      venue: t.field({
        type: Venue,
        nullable: true,
        description: 'The venue; null where the node is a topic.',
        resolve: ({ row }) => (row.kind === 'Venue' ? row : null),
      }),
      topic: t.field({
        type: Topic,
        nullable: true,
        description: 'The topic; null where the node is a venue.',
        resolve: ({ row }) => (row.kind === 'Topic' ? row : null),
      }),
    }),
  },
  edges: {
    description: 'What is published where, the most frequent pairs first.',
    each: 'That publications about a topic appeared in a venue.',
  },
});

declareNetworkQuery('venueTopicNetwork', {
  type: VenueTopicNetwork,
  description:
    'Which venues publish about which topics. At most half of the nodes are venues where there are topics enough. A publication weighs 1, split evenly over its pairs of venue and topic. It costs three database queries.',
  publications: 'The venues and topics of these publications; of all where absent.',
  read: venueTopics,
});
