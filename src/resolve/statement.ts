import type { PublicationRecord } from '../record.ts';
import { idOf } from './id.ts';
import { isPreprint } from './preprint.ts';
import type { Worded } from './wordings.ts';

/** What one source says of one publication, with the name by which it is known in every later step. */
export interface Statement extends Worded {
  /** The same whenever the same source states the same entry again. */
  readonly key: string;
  readonly source: StatementSource;
  /** What `text` says, which is JSON as it is stored. */
  readonly record: PublicationRecord;
}

export interface StatementSource {
  readonly id: string;
  readonly uri: string;
  readonly format: string;
}

/** @param importedBy the id of the import that states it, where that can be undone */
export function statementOf(
  source: StatementSource,
  record: PublicationRecord,
  importedBy?: string,
): Statement {
  const imports = importedBy === undefined ? {} : { imports: [importedBy] };
  return { key: keyOf(source, record), source, record, text: JSON.stringify(record), ...imports };
}

/** @param text as it is in a statement */
export function statementFromText(source: StatementSource, text: string): Statement {
  return statementWorded(source, { text });
}

/** @param worded as it is in a statement */
export function statementWorded(source: StatementSource, worded: Worded): Statement {
  const record: PublicationRecord = JSON.parse(worded.text);
  return { ...worded, key: keyOf(source, record), source, record };
}

function keyOf(source: StatementSource, record: PublicationRecord): string {
  return `${source.id}/${record.locator.key}`;
}

export function sourceOf(uri: string, format: string): StatementSource {
  return { id: idOf('source', uri), uri, format };
}

/**
 * How much a format's facts are trusted when sources differ, best first: registries fed by publishers, then curated
 * bibliographies, then aggregators, then what people keep by hand, then scraped pages.
 */
const formatsByTrust = [
  'crossref',
  'dblp',
  'acl-anthology',
  'openalex',
  'semantic-scholar',
  'arxiv-atom',
  'csl-json',
  'bibtex',
  'ris',
  'profile-page',
];

/** 0 is the most trusted. */
export function trustRank(format: string): number {
  const rank = formatsByTrust.indexOf(format);
  return rank === -1 ? formatsByTrust.length : rank;
}

/** Published before preprint, then by the format's trust, then by key: the same order whatever the import order. */
export function compareByTrust(a: Statement, b: Statement): number {
  const preprint = Number(isPreprint(a.record)) - Number(isPreprint(b.record));
  if (preprint !== 0) return preprint;
  const rank = trustRank(a.source.format) - trustRank(b.source.format);
  if (rank !== 0) return rank;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
