import { canonicalIdentifier } from '../normalise/identifier.ts';
import { plainText } from '../normalise/markup.ts';
import type { AffiliationMention, IdentifierScheme } from '../record.ts';
import { fold } from './fold.ts';
import vocabulary from './institutionVocabulary.json' with { type: 'json' };

export interface ResolvedInstitution {
  /** `ror:…`, else `openalex:…`, else `name:…`: the same for every way to state the institution. */
  readonly key: string;
  /** For people: without department, town, country and legal form. Never empty. */
  readonly name: string;
  /** The name as it is compared. */
  readonly nameKey: string;
  readonly ror: string | undefined;
  readonly openalexId: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string | undefined;
}

interface KnownInstitution {
  readonly name: string;
  readonly ror: string | undefined;
  readonly country: string;
}

const longestAffiliation = 1_000;

const wordExpansions: ReadonlyMap<string, string> = new Map(Object.entries(vocabulary.words));
const wordRanks: ReadonlyMap<string, number> = new Map(
  vocabulary.institutionWords.flatMap((words, rank) => words.split(' ').map((word) => [word, rank])),
);
const departmentWords: ReadonlySet<string> = new Set(vocabulary.departmentWords.split(' '));
const ofWords: ReadonlySet<string> = new Set(['of', 'for', 'de', 'di', 'fur', 'der', 'des']);
const legalForms: ReadonlySet<string> = new Set(vocabulary.legalForms.split(' '));

const known: ReadonlyMap<string, KnownInstitution> = new Map(
  vocabulary.institutions.flatMap(({ name, ror, country, aliases = [] }) =>
    [name, ...aliases].map((form): [string, KnownInstitution] => [nameKeyOf(form), { name, ror, country }]),
  ),
);

/** Codes that CLDR names and ISO 3166-1 does not have for a country. */
const notCountries: ReadonlySet<string> = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);

const countryCodes = countryNames();

/**
 * What an affiliation names: by ROR id, else by the identifier that OpenAlex gives, else by its name. Of a whole address the
 * part that names an institution is taken, so that 'Dept. of Physics, Univ. of Oxford, Oxford, UK' is the University of
 * Oxford.
 * @returns undefined where nothing is named
 */
export function resolveInstitution(mention: AffiliationMention): ResolvedInstitution | undefined {
  const identified = (scheme: IdentifierScheme) =>
    (mention.identifiers ?? [])
      .filter((identifier) => identifier.scheme === scheme)
      .map((identifier) => canonicalIdentifier(identifier)?.value)
      .find((value) => value !== undefined);
  const statedRor = identified('ror');
  const openalexId = identified('openalex');
  const stated = named(mention.name, statedRor !== undefined || openalexId !== undefined);
  if (stated === undefined) return undefined;
  const { name, country } = stated;
  const statedKey = nameKeyOf(name);
  if (statedKey === '') return undefined;
  const entry = known.get(statedKey);
  const nameKey = entry === undefined ? statedKey : nameKeyOf(entry.name);
  const ror = statedRor ?? (openalexId === undefined ? entry?.ror : undefined);
  return {
    key:
      ror !== undefined
        ? `ror:${ror}`
        : openalexId !== undefined
          ? `openalex:${openalexId}`
          : `name:${nameKey}`,
    name: entry !== undefined && entry.ror === ror ? entry.name : name,
    nameKey,
    ror,
    openalexId,
    countryCode: mention.country ?? country ?? (entry?.ror === ror ? entry?.country : undefined),
  };
}

/**
 * How an institution is compared that some sources identify and others name, by the part of the name that names it.
 * @returns undefined where nothing is named
 */
export function institutionNameKey(name: string): string | undefined {
  return resolveInstitution({ name })?.nameKey;
}

/** The name within an affiliation. @param whole whether it is known to be nothing but a name */
function named(
  affiliation: string,
  whole: boolean,
): { readonly name: string; readonly country: string | undefined } | undefined {
  const text = plainText(affiliation.slice(0, longestAffiliation))
    .replace(/\S+@\S+/g, ' ')
    .replace(/^[\s\d*†‡§¶()[\].,;:]+(?=\p{L})/u, '')
    .trim();
  const inBrackets = /^(.+?)\s*\(([^()]+)\)$/.exec(text);
  const bracketed = inBrackets === null ? undefined : countryOf(inBrackets[2] ?? '');
  const [, before] = bracketed === undefined ? [undefined, text] : (inBrackets ?? []);
  const rest = (before ?? text).trim();
  if (whole) return withoutLegalForm(rest, bracketed);
  const parts = rest
    .split(/\s*[,;|\n]\s*|\s+[-–—]\s+/)
    .map((part) => part.trim())
    .filter((part) => /\p{L}/u.test(part));
  const last = parts.at(-1);
  const country = bracketed ?? (parts.length > 1 && last !== undefined ? countryOf(last) : undefined);
  const places = country === undefined || bracketed !== undefined ? parts : parts.slice(0, -1);
  // A name may have a comma in it: 'University of California, Berkeley'.
  for (let at = 0; at < places.length; at++) {
    for (const length of [2, 1]) {
      const joined = places.slice(at, at + length);
      if (joined.length < length) continue;
      const form = joined.join(', ');
      if (known.has(nameKeyOf(form))) return { name: form, country };
    }
  }
  const [best] = [...places].sort((a, b) => rankOf(a) - rankOf(b));
  // 'School of Informatics' is of any university.
  const [first = '', second] = fold(best ?? '').split(' ');
  if (
    best === undefined ||
    (departmentWords.has(wordExpansions.get(first) ?? first) && ofWords.has(second ?? ''))
  )
    return undefined;
  return withoutLegalForm(best, country);
}

function withoutLegalForm(text: string, country: string | undefined) {
  const words = text.split(/\s+/);
  while (words.length > 1 && legalForms.has(fold(words.at(-1) ?? '').replaceAll(' ', ''))) words.pop();
  const name = words
    .map(expanded)
    .join(' ')
    .replace(/[\s,;.:&]+$/, '');
  return name === '' ? undefined : { name, country };
}

/** The abbreviated word in full: 'Univ.' is 'University'. */
function expanded(word: string): string {
  const bare = word.replace(/\.$/, '');
  const full = wordExpansions.get(bare.toLowerCase());
  // Without its full stop an abbreviation may be a word of its own, or a name.
  if (full === undefined || (bare === word && bare.toLowerCase() !== 'univ')) return word;
  return /^\p{Lu}/u.test(bare) ? `${full.charAt(0).toUpperCase()}${full.slice(1)}` : full;
}

/** The lower, the likelier a part of an address names an institution. */
function rankOf(part: string): number {
  const words = fold(part).split(' ');
  const full = words.map((word) => wordExpansions.get(word) ?? word);
  const ranks = full.map((word) => wordRanks.get(word)).filter((rank) => rank !== undefined);
  const unit = full.some((word) => departmentWords.has(word)) ? 4 : 0;
  return Math.min(3, ...ranks) + (ranks.includes(0) ? 0 : unit);
}

function nameKeyOf(name: string): string {
  return fold(name.replaceAll('.', ' '))
    .replace(/^the /, '')
    .split(' ')
    .map((word) => wordExpansions.get(word) ?? word)
    .join(' ');
}

function countryOf(text: string): string | undefined {
  const name = fold(text.replace(/[.\d]+/g, ' '));
  return countryCodes.get(name) ?? countryCodes.get(name.replace(/^the /, ''));
}

/** What countries are called in English, by the Unicode CLDR, and in bylines. */
function countryNames(): ReadonlyMap<string, string> {
  const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = new Map<string, string>();
  for (const first of letters) {
    for (const second of letters) {
      const code = `${first}${second}`;
      const name = notCountries.has(code) ? undefined : english.of(code);
      // Names that were given up are listed under the codes of those days.
      if (
        name !== undefined &&
        !codes.has(fold(name)) &&
        Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
      )
        codes.set(fold(name), code);
    }
  }
  for (const [name, code] of Object.entries(vocabulary.countries)) codes.set(name, code);
  return codes;
}
