import { saysToAppear } from '../normalise/date.ts';
import { cleaned } from '../normalise/markup.ts';

/**
 * What a record says in `warnings` of a field that states a date or year of which none from 1000 to 2999 can be made. The
 * record is kept without it.
 *
 * @param field as the format calls it
 */
export function noYear(field: string, stated: string): string {
  return `${field}: "${cleaned(stated.slice(0, 100))}" gives no year from 1000 to 2999, and was left out`;
}

/** As `noYear`, of the fields that are given and mean to state one: 'in press' and 'n.d.' do not. */
export function noYears(stated: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(stated).flatMap(([field, value = '']) =>
    /[\p{L}\d]/u.test(value) && !undated.test(value) && !saysToAppear(value.slice(0, 1_000))
      ? [noYear(field, value)]
      : [],
  );
}

const undated =
  /^\W*(?:n\.?\s?d|s\.?\s?d|no date|undated|accepted|submitted|inpress|in preparation|unpublished)\W*$/i;
