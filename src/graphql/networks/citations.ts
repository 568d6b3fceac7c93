import { bibliographicCoupling, citations, cocitation } from '../../graph/read/networks/citations.ts';
import type { PublicationRow } from '../../graph/read/rows.ts';
import { builder } from '../builder.ts';
import { Publication } from '../nodes.ts';
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

const PublicationNetworkNode = builder
  .objectRef<DrawnNode<PublicationRow>>('PublicationNetworkNode')
  .implement({
    description: 'A publication in a network of publications.',
    interfaces: [NetworkNode],
    isTypeOf: () => true,
    fields: (t) => ({
      publication: t.field({ type: Publication, description: 'The publication.', resolve: ({ row }) => row }),
    }),
  });

const PublicationNetworkEdge = builder.objectRef<DrawnEdge>('PublicationNetworkEdge').implement({
  description: 'That citations tie two publications.',
  interfaces: [NetworkEdge],
  isTypeOf: () => true,
});

const PublicationNetwork = builder.objectRef<DrawnNetwork<PublicationRow>>('PublicationNetwork').implement({
  description: 'Publications, and how citations tie them.',
  interfaces: [Network],
  fields: (t) => ({
    nodes: t.field({
      type: [PublicationNetworkNode],
      description: 'The publications, the first by rank first.',
      resolve: ({ nodes }) => nodes,
    }),
    edges: t.field({
      type: [PublicationNetworkEdge],
      description: 'The ties, the strongest first.',
      resolve: ({ edges }) => edges,
    }),
  }),
});

const known = 'Only citations between publications of the graph are known.';

const kinds = {
  citationNetwork: {
    read: citations,
    description: `Which of these publications cites which: directed, from the citing one, whose year is that of the edge. The most cited within the selection come first; what neither cites nor is cited is left out. ${known} It costs two database queries.`,
    publications: 'The citations among these publications; among all where absent.',
  },
  bibliographicCouplingNetwork: {
    read: bibliographicCoupling,
    description: `Which of these publications cite the same (Kessler 1963): two are tied by every publication that both cite, which weighs 1/(n − 1) where n of the selection cite it. Those with the most such references come first. \`during\` is about the citing publications, the years of an edge about the cited. ${known} It costs three database queries.`,
    publications: 'These publications by what they cite; all where absent.',
  },
  cocitationNetwork: {
    read: cocitation,
    description: `Which publications are cited together (Small 1973): two are tied by every publication of the selection that cites both, which weighs 1/(n − 1) where it cites n. The most cited come first. ${known} It costs two database queries.`,
    publications: 'What these publications cite; what all cite where absent.',
  },
} as const;

builder.queryFields((t) => {
  const field = ({ read, description, publications }: (typeof kinds)[keyof typeof kinds]) =>
    t.field({
      type: PublicationNetwork,
      description,
      args: {
        publications: t.arg({ type: PublicationSelection, description: publications }),
        ...networkArguments,
      },
      resolve: async (_root, args, context) =>
        drawn(
          await read(
            context.graph,
            selectionOf(args.publications, args.during),
            networkBounds(args),
            context.options,
          ),
          context,
        ),
    });
  return {
    citationNetwork: field(kinds.citationNetwork),
    bibliographicCouplingNetwork: field(kinds.bibliographicCouplingNetwork),
    cocitationNetwork: field(kinds.cocitationNetwork),
  };
});
