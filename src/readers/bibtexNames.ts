import { parse } from '@retorquere/bibtex-parser';
import { holdTex, isBalanced, latexText, parserOptions } from '../normalise/latex.ts';
import { cleaned } from '../normalise/markup.ts';
import type { NameMention } from '../record.ts';
import { given } from './given.ts';

/** Why there is no list: what is wrong, and what would have been right. */
export interface NamesRefused {
  readonly refused: string;
  readonly expected: string;
}

export interface BibtexNames {
  readonly names: readonly NameMention[];
  /** The list ends in 'and others': there are more. */
  readonly others: boolean;
}

/**
 * The names of a field such as `author`, in any of BibTeX's forms ('First von Last', 'von Last, First', 'von Last,
 * Jr, First', '{Corporate name}') or biber's (`family=…, given=…`). A list without 'and' that is parted by
 * semicolons, or by more commas than a name has, is taken for the list it was meant to be: 'A. Smith, B. Jones, C. Lee', and
 * also 'Smith A, Jones B, Lee CD' and 'Smith, A., & Jones, B.'. Of 'King, Martin Luther, Jr.' the parts are put right.
 *
 * @param most names that are made of it; more are refused before anything is made of them
 */
export function bibtexNames(value: string, most: number): BibtexNames | NamesRefused {
  let others = false;
  const stated = listed(value).flatMap((name) => {
    const whole =
      name.length > longestName
        ? name
        : name.replace(/(?:^|[,\s~]+)(?:\{\s*)?(?:others|et\\?[\s~]+al\b\.?|\.\.\.|…)(?:\s*\})?$/i, '');
    if (whole !== name) others = true;
    const person = name.length > longestName ? name : whole.replace(editorMark, '');
    return person === '' ? [] : [person];
  });
  if (stated.length > most) return { refused: `${stated.length} names`, expected: `at most ${most}` };
  const length = Math.max(0, ...stated.map((name) => name.length));
  if (length > longestLiteral) {
    return { refused: `a name of ${length} characters`, expected: `at most ${longestLiteral}` };
  }
  return { names: stated.map(nameOf).filter((name) => name !== undefined), others };
}

/** What some set behind a name. */
const editorMark = /[,\s]*\((?:eds?|editors?|hrsg|hg)\.?\)$/i;

function listed(value: string): readonly string[] {
  const names = parted(value, 'and');
  const [only] = names;
  if (names.length !== 1 || only === undefined || /\b(?:family|given)\s*=/.test(only)) return names;
  const bySemicolon = parted(only, ';');
  if (bySemicolon.length > 1) return bySemicolon;
  const ended = parted(only.replaceAll('\\&', '&'), '&');
  if (ended.length > 1 && ended.every((name) => /[\s~]/.test(name))) {
    if (ended.every((name) => !name.includes(','))) return ended;
    return listed(ended.map((name) => name.replace(/,$/, '')).join(', '));
  }
  const parts = parted(only, ',').filter((part) => part !== '');
  if (parts.length < 3) return names;
  if (parts.every((part) => initialsLast.test(part)))
    return parts.map((part) => part.replace(initialsLast, '$1, $2'));
  if (parts.every((part) => /[\s~]/.test(part))) return parts;
  if (parts.length % 2 === 1) return names;
  return Array.from({ length: parts.length / 2 }, (_, n) => parts.slice(2 * n, 2 * n + 2).join(', '));
}

/** A name as medical journals have it: 'van der Berg JM'. */
const initialsLast = /^(\p{L}[\p{L}\p{M}'’-]+(?:[\s~]+\p{L}[\p{L}\p{M}'’-]+)*)[\s~]+(\p{Lu}{1,3})$/u;

/** Parts a text at a separator outside braces; 'and' is one only between blanks. */
function parted(text: string, separator: ',' | ';' | '&' | 'and'): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  const part = (end: number, next: number) => {
    parts.push(text.slice(start, end).trim());
    start = next;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}') depth = Math.max(0, depth - 1);
    else if (depth === 0 && character === separator) part(at, at + 1);
    else if (depth === 0 && separator === 'and' && isBlank(character)) {
      const end = at;
      while (isBlank(text[at + 1])) at++;
      if (text.slice(at + 1, at + 4).toLowerCase() === 'and' && isBlank(text[at + 4] ?? ' ')) {
        part(end, at + 4);
        at += 3;
      }
    }
  }
  part(text.length, text.length);
  return parts;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}

/** What names came out as: those of a group come again and again. */
const known = new Map<string, NameMention | undefined>();
const mostKnown = 20_000;
/** Characters of a name that is looked at in its parts. */
const longestName = 500;
/** Characters of any name. */
const longestLiteral = 5_000;

function nameOf(stated: string): NameMention | undefined {
  if (stated.length > longestName) return literalOf(stated);
  if (!known.has(stated)) {
    if (known.size >= mostKnown) known.clear();
    known.set(stated, parsedName(stated));
  }
  return known.get(stated);
}

function literalOf(stated: string): NameMention | undefined {
  const literal = latexText(stated);
  return literal === '' ? undefined : { literal };
}

function parsedName(stated: string): NameMention | undefined {
  const homonym = /^(.*\S)[\s~]+(\d{4})$/s.exec(stated);
  if (homonym?.[1] !== undefined && homonym[2] !== undefined) {
    const name = parsedName(homonym[1]);
    return name === undefined ? undefined : { ...name, homonym: homonym[2] };
  }
  const plain = plainName(/\\/.test(stated) && !bracesProtect(stated) ? latexText(stated) : stated);
  if (plain !== undefined) return plain;
  const held = holdTex(stated);
  if (!isBalanced(held.text)) return literalOf(stated);
  const text = (part: string | undefined) => held.restored(part ?? '') || undefined;
  let creators: unknown;
  try {
    creators = parse(`@misc{k,author={${held.text}}}`, parserOptions).entries[0]?.fields.author;
  } catch {
    return literalOf(stated);
  }
  const [creator, more] = Array.isArray(creators) ? creators : [];
  if (creator === undefined) return undefined;
  if (more !== undefined) return literalOf(stated);
  if (creator.name !== undefined) return literalOf(stated);
  const isSwapped = suffix.test(text(creator.firstName) ?? '') && !suffix.test(text(creator.suffix) ?? 'Jr.');
  const [ownFirst, ownSuffix] = isSwapped
    ? [creator.suffix, creator.firstName]
    : [creator.firstName, creator.suffix];
  const first = withoutParticle(text(ownFirst), creator.prefix === undefined && !stated.includes(','));
  const last = withoutSuffix(text(creator.lastName), first.given);
  if (last.family === undefined) return first.given === undefined ? undefined : { literal: first.given };
  return given({
    family: last.family,
    given: last.given,
    particle: text(creator.prefix) ?? first.particle,
    suffix: text(ownSuffix) ?? last.suffix,
  });
}

/** Whether braces do more than to hold an accent together. */
function bracesProtect(stated: string): boolean {
  const accents =
    /\{\\(?:[^A-Za-z{}]|[A-Za-z]+ ?)(?:\{\\?[A-Za-z]{0,2}\}|\\?[A-Za-z]{0,2})\}|\\[^A-Za-z{}]\{\\?[A-Za-z]{1,2}\}/g;
  return /[{}]/.test(stated.replace(accents, ''));
}

/**
 * The commonest forms, which need no parser: 'Knuth, Donald E.' and 'Donald E. Knuth' without particles. It is the
 * case of a word's first letter that tells a particle.
 */
function plainName(stated: string): NameMention | undefined {
  if (!/^[\p{L}\p{M}.’' ,-]+$/u.test(stated) || /(?:^| )[^\p{Lu}\p{Lo}]|\d|''|--/u.test(stated))
    return undefined;
  const comma = stated.indexOf(',');
  if (comma !== stated.lastIndexOf(',')) return undefined;
  const last = comma === -1 ? stated.lastIndexOf(' ') : comma;
  const [before, after] = [cleaned(stated.slice(0, last)), cleaned(stated.slice(last + 1))];
  const [family, first] = comma === -1 ? [after, before] : [before, after];
  const isSuffixed = suffix.test(first) || suffix.test(family.split(' ').at(-1) ?? '');
  if (last === -1 || family === '' || first === '' || isSuffixed) return undefined;
  return { family, given: first };
}

const suffix = /^(?:Jr|Sr)\.?$|^I{2,3}$|^IV$/;

/** 'King Jr., Martin Luther', 'Martin Luther King Jr.' and 'Martin Luther King, Jr.' are how many write 'King, Jr., Martin Luther'. */
function withoutSuffix(
  last: string | undefined,
  first: string | undefined,
): { family?: string | undefined; given?: string | undefined; suffix?: string } {
  const words = (last ?? '').split(' ');
  const end = words.at(-1) ?? '';
  if (first !== undefined && suffix.test(first) && words.length > 1) {
    return { family: end, given: words.slice(0, -1).join(' '), suffix: first };
  }
  if (!suffix.test(end)) return { family: last, given: first };
  if (words.length > 1) {
    return { family: words.slice(0, -1).join(' ').replace(/,$/, ''), given: first, suffix: end };
  }
  const before = (first ?? '').split(' ');
  const family = before.at(-1)?.replace(/,$/, '');
  if (before.length < 2 || family === undefined) return { family: last, given: first };
  return { family, given: before.slice(0, -1).join(' '), suffix: end };
}

const particles =
  'af al auf av bin da das de del della den der des di do dos du el ibn la las le les lo los ten ter van vom von zu zum zur';
const leading = new RegExp(`^(?:(?:${particles.replaceAll(' ', '|')})(?: |$))+$`);
const trailing = new RegExp(`^(.+?)((?: (?:${particles.replaceAll(' ', '|')}))+)$`);

/**
 * The parser takes 'van' of 'van Beethoven', which has no first name, for one; and in 'Beethoven, Ludwig van' the
 * particle stands where many libraries have it.
 */
function withoutParticle(
  first: string | undefined,
  isAlone: boolean,
): { given?: string | undefined; particle?: string | undefined } {
  if (first === undefined) return {};
  if (isAlone && leading.test(first)) return { particle: first };
  const [, before, particle] = trailing.exec(first) ?? [];
  return before === undefined ? { given: first } : { given: before, particle: particle?.trim() };
}
