import { authorsById } from '../graph/read/authors.ts';
import { clusterRunsById, communitiesById } from '../graph/read/clusters.ts';
import { decisionsById } from '../graph/read/decisions.ts';
import { importsById } from '../graph/read/imports.ts';
import { institutionsById } from '../graph/read/institutions.ts';
import { publicationsById } from '../graph/read/publications.ts';
import type {
  AuthorRow,
  ClusterRunRow,
  CommunityRow,
  DecisionRow,
  ImportRow,
  InstitutionRow,
  PublicationRow,
  SourceRow,
  StatementRow,
  TopicRow,
  VenueRow,
} from '../graph/read/rows.ts';
import { sourcesById, statementsById } from '../graph/read/sources.ts';
import { type DetectedCommunityRow, detectedCommunitiesById } from '../graph/read/structure/communities.ts';
import { type AnalysisRunRow, analysisRunsById } from '../graph/read/structure/runs.ts';
import { topicsById } from '../graph/read/topics.ts';
import { venuesById } from '../graph/read/venues.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';

/*
 * The types with a global id, and how they are loaded by it, all that a request asks for at once. Their fields are
 * in the file of their noun.
 */

export const Publication = builder.loadableNodeRef('Publication', {
  id: { resolve: (row: PublicationRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => publicationsById(graph, ids, options),
});

export const Author = builder.loadableNodeRef('Author', {
  id: { resolve: (row: AuthorRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => authorsById(graph, ids, options),
});

export const Venue = builder.loadableNodeRef('Venue', {
  id: { resolve: (row: VenueRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => venuesById(graph, ids, options),
});

export const Topic = builder.loadableNodeRef('Topic', {
  id: { resolve: (row: TopicRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => topicsById(graph, ids, options),
});

export const Institution = builder.loadableNodeRef('Institution', {
  id: { resolve: (row: InstitutionRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => institutionsById(graph, ids, options),
});

export const Source = builder.loadableNodeRef('Source', {
  id: { resolve: (row: SourceRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => sourcesById(graph, ids, options),
});

export const Statement = builder.loadableNodeRef('Statement', {
  id: { resolve: (row: StatementRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => statementsById(graph, ids, options),
});

export const ClusterRun = builder.loadableNodeRef('ClusterRun', {
  id: { resolve: (row: ClusterRunRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => clusterRunsById(graph, ids, options),
});

export const Community = builder.loadableNodeRef('Community', {
  id: { resolve: (row: CommunityRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => communitiesById(graph, ids, options),
});

export const Decision = builder.loadableNodeRef('Decision', {
  id: { resolve: (row: DecisionRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => decisionsById(graph, ids, options),
});

export const Import = builder.loadableNodeRef('Import', {
  id: { resolve: (row: ImportRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => importsById(graph, ids, options),
});

export const AnalysisRun = builder.loadableNodeRef('AnalysisRun', {
  id: { resolve: (row: AnalysisRunRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => analysisRunsById(graph, ids, options),
});

export const DetectedCommunity = builder.loadableNodeRef('DetectedCommunity', {
  id: { resolve: (row: DetectedCommunityRow) => row.id },
  load: (ids: string[], { graph, options }: Context) => detectedCommunitiesById(graph, ids, options),
});
