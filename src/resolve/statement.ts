import type { PublicationRecord } from '../record.ts';
import { idOf } from './id.ts';
import { isPreprint } from './preprint.ts';

/** What one source says of one publication, with the name by which it is known in every later step. */
export interface Statement {
  /** The same whenever the same source states the same entry again. */
  readonly key: string;
  readonly source: StatementSource;
  readonly record: PublicationRecord;
  /** The record as JSON, as it is stored. */
  readonly text: string;
}

export interface StatementSource {
  readonly id: string;
  readonly uri: string;
  readonly format: string;
}

export function statementOf(source: StatementSource, record: PublicationRecord): Statement {
  return { key: keyOf(source, record), source, record, text: JSON.stringify(record) };
}

/** @param text as it is in a statement */
export function statementFromText(source: StatementSource, text: string): Statement {
  const record: PublicationRecord = JSON.parse(text);
  return { key: keyOf(source, record), source, record, text };
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
