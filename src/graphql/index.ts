import {
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import './author.ts';
import './authorCandidate.ts';
import './authorIdentity.ts';
import './cluster.ts';
import './collaboration.ts';
import './collaborationPath.ts';
import './collaborators.ts';
import './decision.ts';
import './import.ts';
import './institution.ts';
import './networks/citations.ts';
import './networks/coauthors.ts';
import './networks/institutions.ts';
import './networks/topics.ts';
import './networks/venueTopics.ts';
import './publication.ts';
import './search.ts';
import './source.ts';
import './structure/centralities.ts';
import './structure/communities.ts';
import './structure/evolution.ts';
import './structure/runs.ts';
import './structure/similarity.ts';
import './topic.ts';
import './trends.ts';
import './venue.ts';
import { builder } from './builder.ts';
import { Connection } from './connection.ts';
import type { Context } from './context.ts';
import { globalId } from './globalId.ts';
import { withMergedIds } from './mergedIds.ts';

export const schema = withMergedIds(withRowsAtOnce(withIdsAtOnce(builder.toSchema())));

/**
 * The relay plugin makes a promise of each `id`, and with it of each node and each list of nodes: for a thousand nodes
 * that takes longer than all else.
 */
function withIdsAtOnce(built: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(built.getTypeMap())) {
    if (!isObjectType(type) || type.getInterfaces().every(({ name }) => name !== 'Node')) continue;
    const { id } = type.getFields();
    // Each of `nodes.ts` has its id there.
    if (id !== undefined) id.resolve = (row: { readonly id: string }) => globalId(type.name, row.id);
  }
  return built;
}

/**
 * The dataloader plugin looks for its loader at each node of a page, for the case that it is an id and no row, and the relay
 * plugin makes an edge of each. What anybody may see and is there already is taken as it is.
 */
function withRowsAtOnce(built: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(built.getTypeMap())) {
    if (!isObjectType(type) || isGuarded(type)) continue;
    const { edges, nodes, pageInfo, cursor, node } = type.getFields();
    if (edges !== undefined && pageInfo !== undefined && nodes?.resolve !== undefined)
      nodes.resolve = nodesAtOnce(nodes.resolve);
    if (cursor !== undefined && node?.resolve !== undefined) node.resolve = nodeAtOnce(node.resolve);
  }
  return built;
}

type Resolve = GraphQLFieldResolver<unknown, Context>;

function nodesAtOnce(resolve: Resolve): Resolve {
  return (connection, args, context, info) =>
    connection instanceof Connection ? connection.nodes : resolve(connection, args, context, info);
}

function nodeAtOnce(resolve: Resolve): Resolve {
  return (edge, args, context, info) => {
    const node: unknown = typeof edge === 'object' && edge !== null ? Reflect.get(edge, 'node') : undefined;
    return typeof node === 'object' && node !== null && 'id' in node
      ? node
      : resolve(edge, args, context, info);
  };
}

/** Whether the type or one of its fields asks who it is that asks. */
function isGuarded(type: GraphQLObjectType): boolean {
  return [type, ...type.getInterfaces(), ...Object.values(type.getFields())].some(({ extensions }) => {
    const options: unknown = extensions['pothosOptions'];
    return typeof options === 'object' && options !== null && 'authScopes' in options;
  });
}

/** The schema as text, in an order that does not depend on that of the source files. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
