/**
 * Every failure a person can act on, by its stable code. A code, once published, keeps its meaning; the message
 * text may improve.
 */
export const errorCodes = [
  // Configuration and the local Neo4j
  'CONFIG_INVALID',
  'JAVA_NOT_FOUND',
  'NEO4J_DOWNLOAD_FAILED',
  'NEO4J_ARTIFACT_CORRUPT',
  'NEO4J_START_FAILED',
  'PORT_IN_USE',
  'DISK_FULL',
  'STORE_LOCKED',
  // The database
  'DATABASE_UNAVAILABLE',
  'DATABASE_TIMEOUT',
  'DATABASE_UNSUPPORTED',
  'MIGRATION_FAILED',
  'MIGRATION_CHANGED',
  'DATABASE_NEWER_THAN_SERVER',
  'CONSTRAINT_MISSING',
  'GDS_MISSING',
  'GRAPH_NOT_EMPTY',
  'BULK_LOAD_FAILED',
  'BACKUP_FAILED',
  'BACKUP_DAMAGED',
  // Sources and records
  'SOURCE_UNREADABLE',
  'FORMAT_UNKNOWN',
  'SOURCE_MALFORMED',
  'RECORD_MALFORMED',
  'RECORD_TOO_LARGE',
  'IMPORT_INTERRUPTED',
  'IMPORT_QUEUE_FULL',
  'OUTPUT_UNWRITABLE',
  // Requests
  'BAD_INPUT',
  'BAD_CURSOR',
  'REQUEST_TOO_LARGE',
  'DEPTH_LIMIT',
  'COST_LIMIT',
  'ALIAS_LIMIT',
  'DIRECTIVE_LIMIT',
  'TOKEN_LIMIT',
  'RATE_LIMIT',
  'SERVER_BUSY',
  'REQUEST_TIMEOUT',
  'CROSS_SITE_REQUEST',
  'READER_REQUIRED',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'TOKEN_KEYS_UNAVAILABLE',
  'OPERATION_NOT_PERSISTED',
  'SUBSCRIPTIONS_FULL',
  'SERVER_STOPPING',
  'NOT_FOUND',
  'ADMINISTRATOR_REQUIRED',
  'ROLE_REQUIRED',
  'AMBIGUOUS',
  'CLUSTER_RUN_NOT_FOUND',
  // Analyses
  'ANALYSIS_NOT_FOUND',
  'ANALYSIS_RUNNING',
  'ANALYSIS_TOO_LARGE',
  'ANALYSIS_INTERRUPTED',
  // Anything else
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Where in the input something went wrong; as much of it as is known. */
export interface ErrorPlace {
  readonly source?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  readonly record?: string | undefined;
  readonly field?: string | undefined;
}

export interface ErrorDetail extends ErrorPlace {
  /** What would have been right. */
  readonly expected?: string | undefined;
  /** What the reader of the message can do now. */
  readonly fix?: string | undefined;
  /** The limit that it went over, in numbers, for programs. */
  readonly limit?: { readonly name: string; readonly found: number; readonly allowed: number } | undefined;
  /** Seconds after which it is worth to try again. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/**
 * An error whose whole text may be shown to the person who caused it: it says what happened, where, what was
 * expected and how to go on. `cause` is for logs only and never reaches a client.
 */
export class ScholargraphError extends Error {
  override readonly name = 'ScholargraphError';
  readonly code: ErrorCode;
  /** What happened, alone: one sentence without a final full stop. */
  readonly what: string;
  readonly detail: ErrorDetail;

  /** @param what one sentence that says what happened, without a final full stop */
  constructor(code: ErrorCode, what: string, detail: ErrorDetail = {}) {
    super(sentence(what, detail), detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.what = what;
    this.detail = detail;
  }
}

function sentence(what: string, detail: ErrorDetail): string {
  const place = [
    detail.source,
    detail.line === undefined ? undefined : `line ${detail.line}`,
    detail.record === undefined ? undefined : `record ${detail.record}`,
    detail.field === undefined ? undefined : `field ${detail.field}`,
  ].filter((part) => part !== undefined);
  return [
    place.length > 0 ? `${place.join(', ')}: ${what}.` : `${what}.`,
    detail.expected === undefined ? undefined : `Expected ${detail.expected}.`,
    detail.fix,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}
