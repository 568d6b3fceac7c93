import type { ErrorCode } from '../errors.ts';
import type { PublicationRecord } from '../record.ts';
import { type JsonObject, objectOf } from './jsonField.ts';
import { type JsonItem, jsonItems } from './jsonItems.ts';
import { LocatorKeys } from './locatorKeys.ts';
import { authorLimit, type ReadItem, rejectReason, rejectTextLimit, type SourceInput } from './reader.ts';

export { authorLimit } from './reader.ts';

/** Why an entry is no record. */
export interface Refusal {
  readonly code: ErrorCode;
  /** One sentence without a full stop. */
  readonly refused: string;
  readonly expected: string;
}

/** What an entry says, but for where it stands; `key` is absent where the entry has no id of its own. */
export type EntryRecord = Omit<PublicationRecord, 'locator'> & { readonly key?: string };

/**
 * The records of a JSON source, one entry each. An entry that is refused, is not an object, or has no title, no
 * identifier and no abstract becomes a reject; one without a title is kept and says so.
 *
 * Entries that repeat an id are all handed on, each as a statement of its own.
 */
export async function* jsonRecords(
  input: SourceInput,
  recordOf: (entry: JsonObject) => EntryRecord | Refusal,
): AsyncGenerator<ReadItem, void, undefined> {
  let keys: LocatorKeys | undefined;
  for await (const item of jsonItems(input)) {
    if ('reject' in item) {
      yield item;
      continue;
    }
    const entry = objectOf(item.value);
    const made = entry === undefined ? notAnObject : recordOf(entry);
    if ('refused' in made) {
      yield rejected(item, made);
    } else if (made.title === undefined && made.identifiers.length === 0 && made.abstract === undefined) {
      yield rejected(item, nothingToGoBy);
    } else {
      const { key, ...record } = made;
      keys ??= new LocatorKeys();
      yield {
        record: {
          locator: { key: keys.distinct(key, item.text), line: item.line, byte: item.byte },
          ...record,
          ...(record.title === undefined ? { incomplete: 'The source gives no title' } : {}),
        },
      };
    }
  }
}

/** Refuses an entry by its authors before anything is made of them. */
export function tooManyAuthors(authors: unknown): Refusal | undefined {
  if (!Array.isArray(authors) || authors.length <= authorLimit) return undefined;
  return {
    code: 'RECORD_TOO_LARGE',
    refused: `This record has ${authors.length} authors`,
    expected: `at most ${authorLimit}`,
  };
}

const notAnObject: Refusal = {
  code: 'RECORD_MALFORMED',
  refused: 'This is no record',
  expected: 'a JSON object',
};

const nothingToGoBy: Refusal = {
  code: 'RECORD_MALFORMED',
  refused: 'This record has nothing to know a publication by',
  expected: 'at least a title, an identifier, or an abstract',
};

function rejected(item: JsonItem, refusal: Refusal): ReadItem {
  return {
    reject: {
      code: refusal.code,
      locator: { line: item.line, byte: item.byte },
      reason: rejectReason(refusal.code, refusal.refused, refusal.expected),
      original: item.text.slice(0, rejectTextLimit),
    },
  };
}
