import type { StatedDate } from '../normalise/date.ts';

/**
 * @param parts year, month from 1, and day, of which the later ones may be missing; also as strings of digits
 * @returns undefined where the year is none from 1000 to 2999; what is not of the calendar is left out, with what is finer
 */
export function dateOfParts(parts: readonly unknown[]): StatedDate | undefined {
  const [year, month, day] = parts.map(wholeNumber);
  if (year === undefined || year < 1000 || year > 2999) return undefined;
  if (month === undefined || month < 1 || month > 12) return { year, date: String(year) };
  const toMonth = `${year}-${twoDigits(month)}`;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const exact = day !== undefined && day >= 1 && day <= lastDay;
  return { year, date: exact ? `${toMonth}-${twoDigits(day)}` : toMonth };
}

function wholeNumber(part: unknown): number | undefined {
  const number = typeof part === 'string' && /^\d{1,4}$/.test(part) ? Number(part) : part;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
