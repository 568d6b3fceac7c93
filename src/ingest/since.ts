import { ScholargraphError } from '../errors.ts';
import type { PublicationRecord } from '../record.ts';

/**
 * A day, month or year to begin with, as ISO 8601 writes it: `2019`, `2019-07`, `2019-07-31`.
 *
 * @throws ScholargraphError BAD_INPUT
 */
export function parseSince(text: string): string {
  const [, year, month = '01', day = '01'] = /^([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== `${year}-${month}-${day}`) {
    throw new ScholargraphError('BAD_INPUT', `"${text}" is no date to begin with`, {
      expected: 'a year, month or day: 2019, 2019-07 or 2019-07-31',
    });
  }
  return text;
}

/** Whether a record is certainly from before: of a date less exact, and of none, that cannot be said. */
export function isBefore(record: PublicationRecord, since: string): boolean {
  const date = record.date ?? record.year?.toString();
  if (date === undefined) return false;
  const length = Math.min(date.length, since.length);
  return date.slice(0, length) < since.slice(0, length);
}
