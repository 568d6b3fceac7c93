import { institutionCollaboration } from '../../graph/read/networks/institutions.ts';
import type { InstitutionRow } from '../../graph/read/rows.ts';
import { builder } from '../builder.ts';
import { Institution } from '../nodes.ts';
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

const InstitutionNetworkNode = builder
  .objectRef<DrawnNode<InstitutionRow>>('InstitutionNetworkNode')
  .implement({
    description: 'An institution in an institution network.',
    interfaces: [NetworkNode],
    isTypeOf: () => true,
    fields: (t) => ({
      institution: t.field({ type: Institution, description: 'The institution.', resolve: ({ row }) => row }),
    }),
  });

const InstitutionNetworkEdge = builder.objectRef<DrawnEdge>('InstitutionNetworkEdge').implement({
  description: 'That authors at two institutions wrote together.',
  interfaces: [NetworkEdge],
  isTypeOf: () => true,
});

const InstitutionNetwork = builder.objectRef<DrawnNetwork<InstitutionRow>>('InstitutionNetwork').implement({
  description: 'Institutions, and which of them collaborate.',
  interfaces: [Network],
  fields: (t) => ({
    nodes: t.field({
      type: [InstitutionNetworkNode],
      description: 'The institutions, those of the most publications first.',
      resolve: ({ nodes }) => nodes,
    }),
    edges: t.field({
      type: [InstitutionNetworkEdge],
      description: 'Which institutions collaborate, the most frequent pairs first.',
      resolve: ({ edges }) => edges,
    }),
  }),
});

builder.queryField('institutionNetwork', (t) =>
  t.field({
    type: InstitutionNetwork,
    description:
      'Which institutions collaborate: two are tied by every publication that has authors of both, which weighs 1/(n − 1) where it has n institutions. `publications: { institution: … }` gives the network around one. It costs two database queries.',
    args: {
      publications: t.arg({
        type: PublicationSelection,
        description: 'The institutions of these publications; of all where absent.',
      }),
      ...networkArguments,
    },
    resolve: async (_root, args, context) =>
      drawn(
        await institutionCollaboration(
          context.graph,
          selectionOf(args.publications, args.during),
          networkBounds(args),
          context.options,
        ),
        context,
      ),
  }),
);
