import type { PublicationRecord } from '../record.ts';

/** Records that one transaction takes in. */
const recordsPerBatch = 500;
/** What it takes in where records are long, in characters: see `weightOf`. */
const weightPerBatch = 4_000_000;

/**
 * Groups records for one transaction each. Where reading fails, what has been gathered comes first, if `keepsRest` says
 * so then, and the failure after it.
 */
export async function* batchesOf(
  records: AsyncIterable<PublicationRecord>,
  keepsRest: () => boolean,
): AsyncGenerator<readonly PublicationRecord[], void, undefined> {
  let batch: PublicationRecord[] = [];
  let weight = 0;
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const record of records) {
      batch.push(record);
      weight += weightOf(record);
      if (batch.length < recordsPerBatch && weight < weightPerBatch) continue;
      yield batch;
      batch = [];
      weight = 0;
    }
  } catch (error) {
    failure = { error };
  }
  if (batch.length > 0 && (failure === undefined || keepsRest())) yield batch;
  if (failure !== undefined) throw failure.error;
}

/** About how much a record costs to hold and to write: an author or reference as much as a line of an abstract. */
function weightOf(record: PublicationRecord): number {
  const parts = record.authors.length + record.topics.length + (record.references?.length ?? 0);
  return (record.abstract?.length ?? 0) + 100 * parts;
}
