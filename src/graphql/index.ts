import { encodeGlobalID } from '@pothos/plugin-relay';
import { type GraphQLSchema, isObjectType, lexicographicSortSchema, printSchema } from 'graphql';
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
import { withMergedIds } from './mergedIds.ts';

export const schema = withMergedIds(withIdsAtOnce(builder.toSchema()));

/**
 * The relay plugin makes a promise of each `id`, and with it of each node and each list of nodes: for a thousand nodes
 * that takes longer than all else.
 */
function withIdsAtOnce(built: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(built.getTypeMap())) {
    if (!isObjectType(type) || type.getInterfaces().every(({ name }) => name !== 'Node')) continue;
    const { id } = type.getFields();
    // Each of `nodes.ts` has its id there.
    if (id !== undefined) id.resolve = (row: { readonly id: string }) => encodeGlobalID(type.name, row.id);
  }
  return built;
}

/** The schema as text, in an order that does not depend on that of the source files. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
