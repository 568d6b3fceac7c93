import type { ObjectFieldsShape, ObjectRef } from '@pothos/core';
import type { Graph, QueryOptions } from '../../graph/graph.ts';
import type { NetworkBounds } from '../../graph/read/networks/counted.ts';
import type { PublicationSelection as Selection } from '../../graph/read/networks/occurrences.ts';
import type { Network as NetworkShape } from '../../network/network.ts';
import { builder } from '../builder.ts';
import type { Coauthorship } from '../evidence.ts';
import { networkArguments, networkBounds, PublicationSelection, selectionOf } from './arguments.ts';
import {
  type DrawnEdge,
  type DrawnNetwork,
  type DrawnNode,
  drawn,
  Network,
  NetworkEdge,
  NetworkNode,
  type NetworkRow,
} from './network.ts';

type Types = typeof builder.$inferSchemaTypes;

interface NetworkDescription<Row extends NetworkRow> {
  readonly description: string;
  readonly nodes: {
    /** Of the field, and so of their order. */
    readonly description: string;
    /** Of the type. */
    readonly each: string;
    /** What a node has besides what every node of a network has. */
    readonly fields: ObjectFieldsShape<Types, DrawnNode<Row>>;
  };
  readonly edges: {
    readonly description: string;
    readonly each: string;
    /** What an edge is besides an edge of a network. */
    readonly also?: typeof Coauthorship;
  };
}

/** Declares a network, its nodes and its edges: the types `<name>`, `<name>Node` and `<name>Edge`. */
export function declareNetwork<Row extends NetworkRow>(
  name: string,
  described: NetworkDescription<Row>,
): ObjectRef<Types, DrawnNetwork<Row>>;
// Of rows of any kind, since Pothos compares shapes with those of interfaces before it knows a parameter of a type.
export function declareNetwork(
  name: string,
  { description, nodes, edges }: NetworkDescription<NetworkRow>,
): ObjectRef<Types, DrawnNetwork> {
  const node = builder.objectRef<DrawnNode>(`${name}Node`).implement({
    description: nodes.each,
    interfaces: [NetworkNode],
    isTypeOf: () => true,
    fields: nodes.fields,
  });
  const edge = builder.objectRef<DrawnEdge>(`${name}Edge`).implement({
    description: edges.each,
    interfaces: edges.also === undefined ? [NetworkEdge] : [NetworkEdge, edges.also],
    isTypeOf: () => true,
  });
  return builder.objectRef<DrawnNetwork>(name).implement({
    description,
    interfaces: [Network],
    fields: (t) => ({
      nodes: t.field({
        type: [node],
        description: nodes.description,
        resolve: (network) => network.nodes,
      }),
      edges: t.field({
        type: [edge],
        description: edges.description,
        resolve: (network) => network.edges,
      }),
    }),
  });
}

/** Adds a query for a network that is counted out of a selection of publications. */
export function declareNetworkQuery<Row extends NetworkRow>(
  name: string,
  {
    type,
    description,
    publications,
    read,
  }: {
    readonly type: ObjectRef<Types, DrawnNetwork<Row>>;
    readonly description: string;
    /** Of the selection. */
    readonly publications: string;
    readonly read: (
      graph: Graph,
      selection: Selection,
      bounds: NetworkBounds,
      options: QueryOptions,
    ) => Promise<NetworkShape<Row>>;
  },
): void {
  builder.queryField(name, (t) =>
    t.field({
      type,
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
    }),
  );
}
