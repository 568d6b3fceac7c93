import { venueTopics } from '../../graph/read/networks/venueTopics.ts';
import type { TopicRow, VenueRow } from '../../graph/read/rows.ts';
import { builder } from '../builder.ts';
import { Topic, Venue } from '../nodes.ts';
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

const VenueTopicNetworkNode = builder
  .objectRef<DrawnNode<VenueRow | TopicRow>>('VenueTopicNetworkNode')
  .implement({
    description: 'A venue or a topic in a network of both.',
    interfaces: [NetworkNode],
    isTypeOf: () => true,
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
  });

const VenueTopicNetworkEdge = builder.objectRef<DrawnEdge>('VenueTopicNetworkEdge').implement({
  description: 'That publications about a topic appeared in a venue.',
  interfaces: [NetworkEdge],
  isTypeOf: () => true,
});

const VenueTopicNetwork = builder
  .objectRef<DrawnNetwork<VenueRow | TopicRow>>('VenueTopicNetwork')
  .implement({
    description: 'Venues and topics, and what is published where. Only a venue and a topic are ever tied.',
    interfaces: [Network],
    fields: (t) => ({
      nodes: t.field({
        type: [VenueTopicNetworkNode],
        description: 'The venues and topics, those of the most publications first.',
        resolve: ({ nodes }) => nodes,
      }),
      edges: t.field({
        type: [VenueTopicNetworkEdge],
        description: 'What is published where, the most frequent pairs first.',
        resolve: ({ edges }) => edges,
      }),
    }),
  });

builder.queryField('venueTopicNetwork', (t) =>
  t.field({
    type: VenueTopicNetwork,
    description:
      'Which venues publish about which topics. At most half of the nodes are venues where there are topics enough. A publication weighs 1, split evenly over its pairs of venue and topic. It costs three database queries.',
    args: {
      publications: t.arg({
        type: PublicationSelection,
        description: 'The venues and topics of these publications; of all where absent.',
      }),
      ...networkArguments,
    },
    resolve: async (_root, args, context) =>
      drawn(
        await venueTopics(
          context.graph,
          selectionOf(args.publications, args.during),
          networkBounds(args),
          context.options,
        ),
        context,
      ),
  }),
);
