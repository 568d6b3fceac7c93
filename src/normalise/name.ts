import { LRUCache } from 'mnemonist';
import type { NameMention } from '../record.ts';
import { isFamilyFirst } from './familyFirst.ts';
import { latinKey } from './latin.ts';
import { cleaned } from './markup.ts';
import { romanised, slavicEnding } from './romanisation.ts';

/** A person's name in its parts, with the keys it is found and compared by. */
export interface ParsedName {
  /** Without particle. The whole of a mononym or of a group's name. */
  readonly family: string;
  /** One entry a given name or initial: `['Jean-Pierre', 'A.']`. */
  readonly given: readonly string[];
  /** As stated: `van der`, `al-`. */
  readonly particle?: string;
  /** `Jr.`, `Sr.`, `II` to `VIII`. */
  readonly suffix?: string;
  /** The number by which the source keeps namesakes apart. */
  readonly homonym?: string;
  /** In the order of speech: `J. A. van der Berg Jr.`; Chinese, Japanese and Korean names stay as they are written. */
  readonly display: string;
  /** Folded `family, given particle suffix`; 500 characters at most, and so is the block's name: both are indexed. */
  readonly sortName: string;
  /** Folded, in the order of speech; the homonym number is no part of it. */
  readonly key: string;
  /**
   * Folded last word of the family name and first initial: names that can be one person's have one block, also where
   * one is written with 'ü' and the other with 'ue', or with '-sky' and '-skii'. Without given names it is the whole name
   * and `_`.
   */
  readonly block: string;
  /** Folded family name. */
  readonly familyKey: string;
  /** Folded given names, those with hyphens apart: `['jean', 'pierre', 'a']`. One letter is an initial. */
  readonly givenKeys: readonly string[];
  /** The keys with 'ä', 'ö', 'ü', 'ø', 'å' written out ('ae' …), where the name has one of them. */
  readonly writtenOut?: { readonly familyKey: string; readonly givenKeys: readonly string[] };
}

/**
 * Takes a name apart. Understands 'Given Family', 'Family, Given', 'Family, Jr., Given', initials with and without
 * points ('J. A. Smith', 'JA Smith', 'J.-P. Serre'), particles, suffixes, names in capitals ('SMITH John', 'JOHN
 * SMITH'), academic titles, mononyms, names of groups, and Chinese, Japanese and Korean script with the family
 * name first (one character, but for the two-character family names and for Japanese names of four). So do Chinese names in
 * pinyin that show their order: see `isFamilyFirst`.
 *
 * What cannot be known from the words alone is taken as English has it: the last word is the family name. Two or three
 * capitals beside a word that is not all capitals are initials, so 'Wei LI' comes out wrong and 'Smith JA' right.
 *
 * @returns undefined where it names nobody: no letters, 'et al.', 'others'
 */
export function parseName(mention: NameMention): ParsedName | undefined {
  const stated =
    'literal' in mention
      ? `${mention.literal}\0${mention.homonym ?? ''}`
      : `${mention.family}\0${mention.given ?? ''}\0${mention.particle ?? ''}\0${mention.suffix ?? ''}\0${mention.homonym ?? ''}`;
  if (stated.length > longest) return parsed(mention);
  const known = recent.get(stated);
  if (known !== undefined) return known ?? undefined;
  const name = parsed(mention);
  recent.set(stated, name ?? null);
  return name;
}

/** The same names come again and again, and each is asked for in several steps. */
const recent = new LRUCache<string, ParsedName | null>(50_000);

function parsed(mention: NameMention): ParsedName | undefined {
  const parts = 'literal' in mention ? partsOfText(mention.literal) : partsOfMention(mention);
  if (parts === undefined) return undefined;
  const homonym = mention.homonym ?? parts.homonym;
  return named(homonym === undefined ? parts : { ...parts, homonym });
}

/**
 * `equal`: the same parts but for case, diacritics and hyphens; a homonym number that only one has says nothing.
 * `compatible`: one may be a shorter form of the other.
 */
export type NameVerdict = 'equal' | 'compatible' | 'incompatible';

/**
 * Whether two names can be one person's: initials stand for given names, middle names may be missing, hyphens and
 * spaces in given names may differ, particle and suffix may be missing from one, 'ü' may be 'u' or 'ue', other scripts may be
 * romanised by other rules, and of a family name of several words one may have the last ('García-Márquez' and 'Márquez'). Different
 * homonym numbers are different people. Symmetric; not transitive ('J. Smith' goes with 'John' and with 'Jane').
 */
export function namesCompatible(a: ParsedName, b: ParsedName): NameVerdict {
  if (differ(a.homonym, b.homonym) || differ(a.suffix, b.suffix)) return 'incompatible';
  const differInParticle =
    a.particle !== b.particle &&
    differ(latinKey(a.particle ?? '') || undefined, latinKey(b.particle ?? '') || undefined);
  if (differInParticle) return 'incompatible';
  const same = (a.particle === undefined) === (b.particle === undefined) && a.suffix === b.suffix;
  if (a.key === b.key) return same && a.familyKey === b.familyKey ? 'equal' : 'compatible';
  for (const left of writings(a)) {
    for (const right of writings(b)) {
      if (!oneFamilyName(left.familyKey, right.familyKey)) continue;
      if (givenCompatible(left.givenKeys, right.givenKeys)) return 'compatible';
    }
  }
  return 'incompatible';
}

interface Parts {
  readonly family: string;
  readonly given: readonly string[];
  readonly particle?: string;
  readonly suffix?: string;
  readonly homonym?: string;
  /** Where it is not to be put together from the parts. */
  readonly display?: string;
}

function named(parts: Parts): ParsedName | undefined {
  const { family, given, particle, suffix } = parts;
  const familyKey = keyOf(family);
  if (familyKey === '') return undefined;
  const givenKeys = given.flatMap(givenKeysOf);
  const particleKey = keyOf(particle ?? '');
  const suffixKey = keyOf(suffix ?? '');
  const written = umlauts.test(`${family} ${given.join(' ')}`)
    ? { familyKey: keyOf(writeOut(family)), givenKeys: given.map(writeOut).flatMap(givenKeysOf) }
    : undefined;
  const blockWord = givenKeys.length === 0 ? familyKey : familyKey.slice(familyKey.lastIndexOf(' ') + 1);
  const words = [particle ?? '', family].filter((word) => word !== '');
  const whole = words.join(/[-'’]$/.test(particle ?? '') ? '' : ' ');
  return {
    family,
    given,
    ...(particle === undefined ? {} : { particle }),
    ...(suffix === undefined ? {} : { suffix }),
    ...(parts.homonym === undefined ? {} : { homonym: parts.homonym }),
    display: parts.display ?? [...given, whole, suffix ?? ''].filter((word) => word !== '').join(' '),
    sortName: joined([
      `${familyKey}${givenKeys.length > 0 ? ',' : ''}`,
      ...givenKeys,
      particleKey,
      suffixKey,
    ]).slice(0, longest),
    key: joined([...givenKeys, particleKey, familyKey, suffixKey]),
    block: `${loosened(blockWord)} ${givenKeys[0]?.charAt(0) ?? '_'}`,
    familyKey,
    givenKeys,
    ...(written === undefined ? {} : { writtenOut: written }),
  };
}

/** What 'Müller', 'Mueller' and 'Muller' have in common. */
function loosened(key: string): string {
  return slavicEnding(key.slice(0, longest))
    .replace(/([aou])e(?=[a-z])/g, '$1')
    .replace(/aa(?=[a-z])/g, 'a');
}

function joined(words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}

/** Folded; letters that have no transliteration stay, so that two such names are not one. */
function keyOf(text: string): string {
  const key = latinKey(text);
  return key !== '' || !/\p{L}/u.test(text) ? key : text.toLowerCase();
}

/** An abbreviation such as 'Yu.' or 'Th.' counts as its initial. */
function givenKeysOf(given: string): readonly string[] {
  if (/^\p{L}{2,3}\.$/u.test(given)) return [keyOf(given).charAt(0)];
  return keyOf(given)
    .split(' ')
    .filter((key) => key !== '');
}

const umlauts = /[äöüøåÄÖÜØÅ]|[aouAOU]\u0308|[aA]\u030a/;

function writeOut(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[äöü]/gi, (letter) => `${{ ä: 'a', ö: 'o', ü: 'u' }[letter.toLowerCase()] ?? letter}e`)
    .replace(/ø/gi, 'oe')
    .replace(/å/gi, 'aa');
}

function writings(name: ParsedName): readonly { familyKey: string; givenKeys: readonly string[] }[] {
  return name.writtenOut === undefined ? [name] : [name, name.writtenOut];
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function oneFamilyName(a: string, b: string): boolean {
  // Most pairs of a long byline differ here, and what follows takes ten times as long.
  if (a.charCodeAt(0) !== b.charCodeAt(0) && !a.includes(' ') && !b.includes(' ')) return false;
  return (
    squeezed(slavicEnding(a)) === squeezed(slavicEnding(b)) || a.endsWith(` ${b}`) || b.endsWith(` ${a}`)
  );
}

function squeezed(key: string): string {
  return key.replaceAll(' ', '');
}

/** The shorter list's names must be found in the longer one in their order, the first as the first. */
function givenCompatible(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const [first] = short;
  if (first === undefined || short.join('') === long.join('')) return true;
  if (long[0] === undefined || !oneGivenName(first, long[0])) {
    // 'Xiaoming Li' and 'Xiao Ming J. Li'
    return long.some((_, end) => end > 0 && long.slice(0, end + 1).join('') === first) && short.length === 1;
  }
  let at = 1;
  for (const name of short.slice(1)) {
    while (at < long.length && !oneGivenName(name, long[at] ?? '')) at++;
    if (at++ >= long.length) return false;
  }
  return true;
}

function oneGivenName(a: string, b: string): boolean {
  if (a.charAt(0) !== b.charAt(0)) return false;
  return a === b || a.length === 1 || b.length === 1 || romanised(a) === romanised(b);
}

/** Characters above which a text is not taken apart: no person's name, though it may be a long list in its place. */
const longest = 500;

function partsOfMention(mention: Exclude<NameMention, { literal: string }>): Parts | undefined {
  const stated = cleaned(mention.family);
  const statedGiven = cleaned(mention.given ?? '');
  if (stated.length + statedGiven.length > longest) return mononym(joined([statedGiven, stated]));
  if (!/\p{L}/u.test(stated)) return statedGiven === '' ? undefined : partsOfText(statedGiven);
  if (statedGiven === '' && nobody.test(stated)) return undefined;
  const recase = isCapitals(stated) && letterCount(stated) > 3 && statedGiven !== '';
  const { words, suffix: inFamily } = withoutSuffix((recase ? recased(stated) : stated).split(' '));
  const leading = mention.particle === undefined ? particleLength(words) : 0;
  const particle = cleaned(mention.particle ?? words.slice(0, leading).join(' '));
  const suffix = canonicalSuffix(cleaned(mention.suffix ?? '')) ?? inFamily;
  const family = words.slice(leading).join(' ');
  if (isFamilyFirst(statedGiven, family)) return { family: recased(statedGiven), given: [recased(family)] };
  if (statedGiven !== '' && eastAsian.test(family) && eastAsian.test(statedGiven)) {
    return { family, given: [statedGiven], display: `${family}${statedGiven}` };
  }
  const prefix = particle === '' ? undefined : particle;
  return withPrefix({
    family,
    given: givenNames(recase && /\p{Lu}{4}/u.test(statedGiven) ? recased(statedGiven) : statedGiven),
    ...(prefix === undefined ? {} : { particle: prefix }),
    ...(suffix === undefined ? {} : { suffix }),
  });
}

function partsOfText(literal: string): Parts | undefined {
  const whole = cleaned(literal);
  if (whole.length > longest) return mononym(whole);
  const stripped = whole
    .replace(/[*†‡§¶‖]+/g, '')
    .replace(/[⁰¹²³⁴-⁹]+$/g, '')
    .replace(/\s*[([{][^)\]}]*[)\]}]\s*/g, ' ')
    .replace(/[\s,;:]+$/g, '')
    .replace(/^[\s,;:.]+/g, '')
    .trim();
  if (!/\p{L}/u.test(stripped) || nobody.test(stripped)) return undefined;
  const numbered = /^(.*\S) (\d{4})$/.exec(stripped);
  const homonym = numbered?.[2];
  const text = withoutTitles(numbered?.[1] ?? stripped);
  if (text === '') return undefined;
  const parts = group.test(text) ? groupName(text) : partsOfPerson(text);
  return homonym === undefined ? parts : { ...parts, homonym };
}

function partsOfPerson(text: string): Parts {
  const compact = text.replace(/[\s·・]+/gu, '');
  if (eastAsian.test(compact) && !text.includes(',')) return eastAsianParts(text);
  const [before = '', ...after] = text.split(/\s*[,，]\s*/u).filter((part) => part !== '');
  const suffixes = after.filter((part) => canonicalSuffix(part) !== undefined);
  const suffix = canonicalSuffix(suffixes[0] ?? '');
  const given = after.filter((part) => canonicalSuffix(part) === undefined).join(' ');
  if (given !== '') {
    return (
      partsOfMention({ family: before, given, ...(suffix === undefined ? {} : { suffix }) }) ?? mononym(text)
    );
  }
  const parts = partsInOrder(before);
  return suffix === undefined ? parts : { ...parts, suffix };
}

/** 'Given particle Family suffix', or 'FAMILY Given'. */
function partsInOrder(text: string): Parts {
  const { words, suffix } = withoutSuffix(spaced(text).split(' '));
  const ended = suffix === undefined ? {} : { suffix };
  const [only] = words;
  if (only === undefined) return mononym(text);
  const allCapitals = isCapitals(words.join('')) && words.some((word) => letterCount(word) > 3);
  const plain = allCapitals ? words.map(recased) : words;
  if (plain.length === 1) return withPrefix({ ...mononym(plain[0] ?? only), ...ended });
  const [before, after] = plain;
  if (plain.length === 2 && before !== undefined && after !== undefined && isFamilyFirst(before, after)) {
    return { family: recased(before), given: [recased(after)], ...ended };
  }

  const initials = plain.findIndex((word) => initial.test(word));
  if (initials > 0 && plain.slice(initials).every((word) => initial.test(word))) {
    return (
      partsOfMention({
        family: plain.slice(0, initials).join(' '),
        given: plain.slice(initials).join(' '),
        ...ended,
      }) ?? mononym(text)
    );
  }
  const capitals = allCapitals ? -1 : familyInCapitals(words);
  const start = capitals === -1 ? familyStart(plain) : capitals;
  const rest = capitals === 0 ? plain.slice(1) : plain.slice(0, start);
  const familyWords = capitals === -1 ? plain.slice(start) : [recased(words[capitals] ?? only)];
  const particles = particleLength(familyWords);
  const trailing = capitals > 0 ? trailingParticles(rest) : 0;
  const particle = [...rest.slice(rest.length - trailing), ...familyWords.slice(0, particles)].join(' ');
  return withPrefix({
    family: familyWords.slice(particles).join(' '),
    given: givenNames(rest.slice(0, rest.length - trailing).join(' ')),
    ...(particle === '' ? {} : { particle }),
    ...ended,
  });
}

function groupName(text: string): Parts {
  return { family: text.replace(/^the\s+(?=\S)/i, ''), given: [], display: text };
}

function mononym(text: string): Parts {
  return { family: text, given: [] };
}

/** 'J.', 'J', 'JR', 'J.-P.': what stands after the family name in 'Smith J. R.' and 'Smith JR'. */
const initial = /^(?:\p{Lu}{1,3}|(?:\p{Lu}\.-?)+)$/u;

/** Where the family name with its particles begins. */
function familyStart(words: readonly string[]): number {
  const last = words.length - 1;
  if (/^\p{Ll}/u.test(words[0] ?? '') && particleLength(words) > 0) return 0;
  const joint = words.findIndex((word, index) => index > 1 && index < last && word === 'y');
  if (joint !== -1) return joint - 1;
  const lower = words.findIndex(
    (word, index) => index < last && index > 0 && particles.has(word.toLowerCase()) && /^\p{Ll}/u.test(word),
  );
  if (lower !== -1) return lower;
  const start = words.findIndex(
    (_, index) => index > 0 && index < last && particleLength(words.slice(index)) === last - index,
  );
  return start === -1 ? last : start;
}

/** 'WANG Xiaoming', 'Jean-Luc DUPONT': the one word in capitals, where it is too long for initials. */
function familyInCapitals(words: readonly string[]): number {
  const places = words.flatMap((word, index) => (isCapitals(word) && letterCount(word) > 3 ? [index] : []));
  const [place] = places;
  const mixed = words.some((word) => /\p{Lu}\p{Ll}/u.test(word));
  return mixed && places.length === 1 && (place === 0 || place === words.length - 1) ? place : -1;
}

/** How many words at the start are a particle; never all of them. */
function particleLength(words: readonly string[]): number {
  const end = words.findIndex((word, index) => {
    const lower = word.toLowerCase();
    if (/^\p{Ll}/u.test(word)) return !particles.has(lower);
    return !capitalised.has(lower) && !(index > 0 && followers.has(lower));
  });
  return end === -1 ? words.length - 1 : end;
}

function trailingParticles(words: readonly string[]): number {
  const last = words.findLastIndex((word) => !particles.has(word.toLowerCase()) || !/^\p{Ll}/u.test(word));
  return words.length - 1 - last;
}

/** 'al-Khwarizmi' and its kin: the article is a particle that is written together with the name. */
function withPrefix(parts: Parts): Parts {
  const found = /^((?:al|el|ad|an|ar|as|at|az|ash|ath)-)(?=\p{L})/iu.exec(parts.family);
  const article = found?.[1];
  if (article === undefined || parts.particle !== undefined) return parts;
  if (!/^(?:al|el)-$/i.test(article) && !/^\p{Ll}/u.test(article)) return parts;
  const family = parts.family.slice(article.length);
  return { ...parts, family, particle: article.toLowerCase() };
}

/** Puts a space after the points of initials, but not within 'J.-P.'. */
function spaced(text: string): string {
  return text
    .replace(/\.(?=[\p{L}])/gu, '. ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function givenNames(text: string): readonly string[] {
  return spaced(text)
    .split(' ')
    .filter((word) => /[\p{L}\p{M}]/u.test(word))
    .flatMap((word) => {
      // 'JA' and 'JPM' are initials; 'J-P' stays one name.
      if (/^\p{Lu}{2,3}$/u.test(word)) return [...word].map((letter) => `${letter}.`);
      if (/^\p{Lu}$/u.test(word)) return [`${word}.`];
      if (/^\p{Lu}\.?-\p{Lu}\.?$/u.test(word))
        return [word.replace(/\p{Lu}\.?/gu, (letter) => `${letter.charAt(0)}.`)];
      return [word];
    });
}

function withoutSuffix(words: readonly string[]): { words: readonly string[]; suffix: string | undefined } {
  const last = words.at(-1) ?? '';
  // 'Smith JR' is J. R. Smith.
  const initials = words.length === 2 && /^\p{Lu}{2}$/u.test(last);
  const suffix = words.length > 1 && !initials ? canonicalSuffix(last) : undefined;
  const kept = suffix === undefined ? words : words.slice(0, -1);
  return { words: kept.map((word) => word.replace(/,$/, '')), suffix };
}

function canonicalSuffix(word: string): string | undefined {
  const bare = word.replace(/[.,\s]/g, '').toLowerCase();
  if (bare === 'jr' || bare === 'jnr') return 'Jr.';
  if (bare === 'sr' || bare === 'snr') return 'Sr.';
  if (/^(?:ii|iii|iv|vi|vii|viii)$/.test(bare) && /^[IV]+\.?$/.test(word)) return bare.toUpperCase();
  const ordinals: Readonly<Record<string, string>> = { '2nd': 'II', '3rd': 'III', '4th': 'IV' };
  return ordinals[bare];
}

function withoutTitles(text: string): string {
  return text
    .replace(/^(?:(?:prof(?:essor)?|dr|mr|mrs|ms)\.?\s+)+(?=\S+)/i, '')
    .replace(/,?\s+(?:ph\.?\s?d\.?|m\.\s?d\.|m\.?\s?sc\.?|b\.?\s?sc\.?|dr\.)$/i, '')
    .trim();
}

function isCapitals(word: string): boolean {
  return /\p{Lu}/u.test(word) && !/\p{Ll}/u.test(word);
}

function letterCount(word: string): number {
  return word.match(/\p{L}/gu)?.length ?? 0;
}

/** 'DE LA CRUZ' → 'De La Cruz', 'JEAN-PIERRE' → 'Jean-Pierre', "O'BRIEN" → "O'Brien". */
function recased(text: string): string {
  if (!isCapitals(text)) return text;
  return text.toLowerCase().replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase());
}

const nobody = /^(?:(?:and\s+)?others?|(?:and\s+|&\s*)?et\.?\s*al\.?|\.{2,}|…)$/iu;

/** Words that make it a group rather than a person. */
const group =
  /\b(?:association|collaboration|committee|company|consortium|corporation|foundation|group|initiative|inc|institute|laborator(?:y|ies)|network|organi[sz]ation|project|society|team|university)\b/i;

const particles: ReadonlySet<string> = new Set(
  "af al am aus'm ben bin bint d' da dal dalla das de degli dei del dela dell' della delle dem den der des di do dos du e el het ibn in la las le lo los nic op 't te ten ter til tot und v van vd vom von vor zu zum zur".split(
    ' ',
  ),
);

/** Those that are a particle with a capital too, between given and family name; the others are given names as well. */
const capitalised: ReadonlySet<string> = new Set(
  'van von de del della dela der den dos das du ten ter vom zu zur bin ibn'.split(' '),
);

/** Those that are one with a capital only after another: 'De La Cruz'. */
const followers: ReadonlySet<string> = new Set(['la', 'las', 'le', 'lo', 'los']);

/** Nothing but Chinese characters, kana or Hangul. */
const eastAsian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々ー\s·・]+$/u;

const twoCharacterFamilies: ReadonlySet<string> = new Set(
  (
    '欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒 司空 夏侯 宇文 长孙 長孫 端木 东方 東方 独孤 獨孤 南宫 南宮 呼延 ' +
    '남궁 제갈 황보 선우 독고 사공 서문'
  ).split(' '),
);

function eastAsianParts(text: string): Parts {
  const [first = text, ...rest] = text.split(/[\s·・]+/u);
  if (rest.length > 0) return { family: first, given: rest, display: text };
  const letters = [...text];
  const length = eastAsianFamilyLength(letters);
  const given = letters.slice(length).join('');
  return { family: letters.slice(0, length).join(''), given: given === '' ? [] : [given], display: text };
}

function eastAsianFamilyLength(letters: readonly string[]): number {
  if (letters.length < 3) return 1;
  if (twoCharacterFamilies.has(letters.slice(0, 2).join(''))) return 2;
  const kana = letters.findIndex((letter) => /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(letter));
  if (kana > 0) return kana;
  return letters.length >= 4 ? 2 : 1;
}
