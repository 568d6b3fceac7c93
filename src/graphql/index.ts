import { lexicographicSortSchema, printSchema } from 'graphql';
import './author.ts';
import './authorCandidate.ts';
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

export const schema = builder.toSchema();

/** The schema as text, in an order that does not depend on that of the source files. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
