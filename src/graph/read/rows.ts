import type { PublicationType, VenueKind } from '../../record.ts';
import { type Cypher, cypher, entries } from '../cypher.ts';

/** How often the publication `node` is cited: as the sources state it, and where none does, how many in the graph cite it. */
export function citationsOf(node: Cypher): Cypher {
  return cypher`coalesce(${node}.citationCount, COUNT { (${node})<-[:CITES]-() })`;
}

/*
 * What is read of a node when a row of it is read: each projection below takes the node as `n`. Long texts are not
 * among it; they are read when somebody asks for them.
 */

/** Each property of a row, for those who read a part of it. */
export type Columns<Row> = { readonly [Name in keyof Row]: Cypher };

export interface PublicationRow {
  readonly kind: 'Publication';
  readonly id: string;
  readonly title: string | null;
  readonly year: number | null;
  readonly date: string | null;
  readonly type: PublicationType;
  readonly language: string | null;
  readonly doi: string | null;
  readonly arxivId: string | null;
  readonly url: string | null;
  readonly citationCount: number | null;
  readonly authorCount: number;
  readonly toAppear: boolean;
  readonly retracted: boolean;
  readonly complete: boolean;
  readonly incompleteReason: string | null;
}

export const publicationColumns: Columns<PublicationRow> = {
  kind: cypher`'Publication'`,
  id: cypher`n.id`,
  title: cypher`n.title`,
  year: cypher`n.year`,
  date: cypher`n.date`,
  type: cypher`coalesce(n.type, 'OTHER')`,
  language: cypher`n.language`,
  doi: cypher`n.doi`,
  arxivId: cypher`n.arxivId`,
  url: cypher`n.url`,
  citationCount: cypher`n.citationCount`,
  authorCount: cypher`coalesce(n.authorCount, 0)`,
  toAppear: cypher`coalesce(n.toAppear, false)`,
  retracted: cypher`coalesce(n.retracted, false)`,
  complete: cypher`coalesce(n.complete, true)`,
  incompleteReason: cypher`n.incompleteReason`,
};

export const publicationNode = cypher`n {${entries(publicationColumns)}}`;

export interface AuthorRow {
  readonly kind: 'Author';
  readonly id: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly orcid: string | null;
  readonly publicationCount: number;
  readonly firstYear: number | null;
  readonly lastYear: number | null;
}

export const authorColumns: Columns<AuthorRow> = {
  kind: cypher`'Author'`,
  id: cypher`n.id`,
  name: cypher`n.name`,
  names: cypher`coalesce(n.names, [])`,
  orcid: cypher`n.orcid`,
  publicationCount: cypher`coalesce(n.publicationCount, 0)`,
  firstYear: cypher`n.firstYear`,
  lastYear: cypher`n.lastYear`,
};

export const authorNode = cypher`n {${entries(authorColumns)}}`;

/** Every name, with the one that gave way to a chosen one. */
const names = cypher`CASE
  WHEN n.statedName IS NULL OR n.statedName IN n.names THEN coalesce(n.names, [])
  ELSE coalesce(n.names, []) + n.statedName
END`;

export interface VenueRow {
  readonly kind: 'Venue';
  readonly id: string;
  readonly name: string;
  readonly acronym: string | null;
  readonly venueKind: VenueKind;
  readonly names: readonly string[];
}

export const venueColumns: Columns<VenueRow> = {
  kind: cypher`'Venue'`,
  id: cypher`n.id`,
  name: cypher`n.name`,
  acronym: cypher`n.acronym`,
  venueKind: cypher`coalesce(n.kind, 'OTHER')`,
  names,
};

export const venueNode = cypher`n {${entries(venueColumns)}}`;

export interface TopicRow {
  readonly kind: 'Topic';
  readonly id: string;
  readonly name: string;
  readonly names: readonly string[];
}

/** That `n` is a topic and not what one venue prints in its abstracts: publications are not ABOUT the latter. */
export const isTopic = cypher`n.boilerplate IS NULL`;

export const topicColumns: Columns<TopicRow> = {
  kind: cypher`'Topic'`,
  id: cypher`n.id`,
  name: cypher`n.name`,
  names,
};

export const topicNode = cypher`n {${entries(topicColumns)}}`;

export interface InstitutionRow {
  readonly kind: 'Institution';
  readonly id: string;
  readonly name: string;
  readonly ror: string | null;
  readonly openalexId: string | null;
  readonly countryCode: string | null;
  readonly names: readonly string[];
}

export const institutionColumns: Columns<InstitutionRow> = {
  kind: cypher`'Institution'`,
  id: cypher`n.id`,
  name: cypher`n.name`,
  ror: cypher`n.ror`,
  openalexId: cypher`n.openalexId`,
  countryCode: cypher`n.countryCode`,
  names: cypher`coalesce(n.names, [])`,
};

export const institutionNode = cypher`n {${entries(institutionColumns)}}`;

export interface SourceRow {
  readonly kind: 'Source';
  readonly id: string;
  readonly uri: string;
  readonly format: string;
  readonly sha256: string | null;
  /** ISO 8601. */
  readonly importedAt: string | null;
}

export const sourceNode = cypher`n {
  kind: 'Source', .id, .uri, .format, .sha256, importedAt: toString(n.importedAt)
}`;

/** What one source says of one publication. */
export interface StatementRow {
  readonly kind: 'Statement';
  /** The statement's key. */
  readonly id: string;
  readonly locator: string | null;
  readonly line: number | null;
  /** JSON: the record as the source states it. */
  readonly fields: string | null;
  readonly publicationId: string;
  readonly sourceId: string;
}

/** Takes the statement as `r`. */
export const statement = cypher`r {
  kind: 'Statement', id: r.key, .locator, .line, .fields, publicationId: startNode(r).id, sourceId: endNode(r).id
}`;

export interface CommunityRow {
  readonly kind: 'Community';
  readonly id: string;
  readonly level: number;
  readonly size: number;
  readonly label: string;
  readonly terms: readonly string[];
}

export const communityNode = cypher`n {
  kind: 'Community', .id, level: coalesce(n.level, 0), .size, .label, terms: coalesce(n.terms, [])
}`;

export interface ClusterRunRow {
  readonly kind: 'ClusterRun';
  readonly id: string;
  readonly algorithm: string;
  readonly resolution: number;
  readonly seed: number;
  readonly modularity: number;
  readonly communityCount: number;
  readonly nodeCount: number;
  /** ISO 8601. */
  readonly at: string;
  readonly milliseconds: number;
}

export const clusterRunNode = cypher`n {
  kind: 'ClusterRun', .id, .algorithm, .resolution, .seed, .modularity, .communityCount, .nodeCount,
  at: toString(n.at), .milliseconds
}`;

/** Something that a person has decided. */
export interface DecisionRow {
  readonly kind: 'Decision';
  readonly id: string;
  readonly decisionKind: 'MERGE' | 'SPLIT' | 'RENAME';
  readonly of: 'AUTHOR' | 'VENUE' | 'TOPIC' | 'PUBLICATION';
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
  /** The chosen name. */
  readonly name: string | null;
  /** Ids of what it was about when it was made. */
  readonly subjects: readonly string[];
  /** Their names. */
  readonly subjectNames: readonly string[];
  readonly undoneBy: string | null;
  /** ISO 8601. */
  readonly undoneAt: string | null;
  readonly undoneReason: string | null;
}

export const decisionNode = cypher`n {
  kind: 'Decision', .id, decisionKind: n.kind, .of, .by, at: toString(n.at), .reason, .name,
  subjects: coalesce(n.subjects, []), subjectNames: coalesce(n.subjectNames, []),
  .undoneBy, undoneAt: toString(n.undoneAt), .undoneReason
}`;

export type ImportState = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED' | 'INTERRUPTED' | 'UNDOING' | 'UNDONE';
export type ImportStep = 'READ' | 'TAKE_BACK' | 'RESOLVE_AUTHORS' | 'FIND_CLUSTERS';

/** An import that was asked for over GraphQL. */
export interface ImportRow {
  readonly kind: 'Import';
  readonly id: string;
  readonly sourceName: string;
  /** Of the source that it became; null before that, and in a dry run. */
  readonly sourceId: string | null;
  readonly format: string | null;
  /** The administrator. */
  readonly by: string;
  readonly state: ImportState;
  readonly step: ImportStep | null;
  readonly since: string | null;
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly records: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly before: number;
  /** Records of which a part could not be read; 0 of an import from before they were counted, as is the next. */
  readonly warned: number;
  /** Entries of persons. */
  readonly persons: number;
  readonly rejected: number;
  readonly bytes: number;
  readonly size: number;
  /** That reading and writing took. */
  readonly milliseconds: number;
  /** ISO 8601, as are the next two. */
  readonly queued: string;
  readonly began: string | null;
  readonly ended: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** Whether it is kept which entries it brought. */
  readonly traced: boolean;
  /** How it is undone; null where nobody has asked for that. */
  readonly undo: {
    readonly by: string;
    readonly asked: string;
    readonly ended: string | null;
    readonly removed: number;
    readonly restored: number;
    readonly kept: number;
  } | null;
}

export const importNode = cypher`n {
  kind: 'Import', .id, .sourceName, .sourceId, .format, .by, .state, .step, .since, .strict, .dryRun, .records, .created,
  .updated, .unchanged, .before, warned: coalesce(n.warned, 0), persons: coalesce(n.persons, 0), .rejected, .bytes, .size,
  .milliseconds, queued: toString(n.queuedAt), began: toString(n.beganAt), ended: toString(n.endedAt), .errorCode,
  .errorMessage, traced: coalesce(n.traced, false),
  undo: CASE WHEN n.undoAskedAt IS NULL THEN null ELSE {
    by: n.undoBy, asked: toString(n.undoAskedAt), ended: toString(n.undoneAt),
    removed: n.undoRemoved, restored: n.undoRestored, kept: n.undoKept
  } END
}`;

export interface RejectedEntryRow {
  readonly line: number | null;
  readonly byte: number | null;
  readonly key: string | null;
  readonly code: string;
  readonly reason: string;
  readonly original: string;
}

export const rejectedEntryNode = cypher`n {.line, .byte, .key, .code, .reason, .original}`;
