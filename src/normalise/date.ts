import { latinKey } from './latin.ts';

/** A date as exact as the text gives it. */
export interface StatedDate {
  readonly year: number;
  /** ISO 8601: `2019`, `2019-07` or `2019-07-31`. */
  readonly date: string;
}

/** Nothing but a year from 1000 to 2999; undefined for '-500', '20190', '2019a'. */
export function parseYear(text: string): number | undefined {
  const digits = /^\s*\(?([12]\d{3})\)?\s*$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * The one year that is named in a text, such as a venue's name: 'EACL 2014: 15th Conference', "KDD '18". Years of
 * ranges and page numbers ('1998–2007'), and digits of ids ('arXiv:1907.13223') are none.
 *
 * @returns undefined where no year or more than one is named
 */
export function yearIn(text: string): number | undefined {
  const years = new Set(
    [...text.matchAll(standing)]
      .map(([digits]) => Number(digits))
      .concat(
        [...text.matchAll(/(?<=\p{L}\s?)['’](\d{2})(?![\p{L}\d])/gu)].map(([, short]) => {
          const two = Number(short);
          return two < 50 ? 2000 + two : 1900 + two;
        }),
      ),
  );
  const [year] = years;
  return years.size === 1 ? year : undefined;
}

const standing = /(?<![\p{L}\d][.:/-]?|[\d\s][-–—]\s?)(?:1[5-9]|20)\d{2}(?![.:/]?\d|\s?[-–—]\s?\d|\p{L})/gu;

/** Whether it says that the publication is accepted and not yet out. */
export function saysToAppear(text: string): boolean {
  return /\b(?:to appear|to be published|in press|forthcoming)\b/i.test(text);
}

/**
 * A date as bibliographies write it: ISO 8601 ('2019-07-31', '2019-07-31T12:00:00Z', '20190731'), '2019/07/31', '31 July
 * 2019', 'July 31, 2019', '2019 Jul 31', 'Sept. 2019', also in German, French, Spanish, Italian and Portuguese. Of
 * a range ('Jun–Jul 2019') and of what could be day or month ('03/04/2019') only the certain part is taken.
 *
 * @returns undefined without a year from 1000 to 2999, and for negative and five-digit years
 */
export function parseDate(text: string): StatedDate | undefined {
  const plain = text.trim();
  const iso =
    /^([12]\d{3})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T\s/].*)?)?)?\/*$/.exec(plain) ??
    /^([12]\d{3})(\d{2})(\d{2})$/.exec(plain);
  if (iso !== null) return dated(Number(iso[1]), Number(iso[2] ?? Number.NaN), Number(iso[3] ?? Number.NaN));
  if (/(?:^|[\s(])[-−]\d{3,}|\d{5}/.test(plain)) return undefined;

  const words = latinKey(plain.replace(/º|(?<=\d)(?:st|nd|rd|th|er|e)\b/gi, '')).split(' ');
  const numbers = words.filter((word) => /^\d+$/.test(word));
  const years = numbers.filter((word) => /^[12]\d{3}$/.test(word));
  const [year] = years;
  if (year === undefined || new Set(years).size > 1) return undefined;
  const months = new Set(words.map(monthOf).filter((month) => month !== undefined));
  const days = numbers.filter((word) => word.length <= 2);
  const [month] = months;
  if (months.size !== 1 || month === undefined) return dated(Number(year), Number.NaN, Number.NaN);
  return dated(Number(year), month, days.length === 1 ? Number(days[0]) : Number.NaN);
}

/** What is not of the calendar is left out, with what is finer. */
function dated(year: number, month: number, day: number): StatedDate | undefined {
  if (!(year >= 1000 && year <= 2999)) return undefined;
  const parts = [String(year)];
  if (month >= 1 && month <= 12) {
    parts.push(String(month).padStart(2, '0'));
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    if (day >= 1 && day <= last) parts.push(String(day).padStart(2, '0'));
  }
  return { year, date: parts.join('-') };
}

/** The month that a name or its abbreviation, of three letters at least, can only be; from 1. */
function monthOf(word: string): number | undefined {
  if (word.length < 3) return undefined;
  const found = new Set<number>();
  for (const names of monthNames) {
    names.forEach((name, index) => {
      if (name.startsWith(word) || (word === 'sept' && index === 8)) found.add(index + 1);
    });
  }
  const [month] = found;
  return found.size === 1 ? month : undefined;
}

const monthNames: readonly (readonly string[])[] = [
  'january february march april may june july august september october november december',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
].map((names) => names.split(' '));
