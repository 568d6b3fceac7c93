import { parse } from '@retorquere/bibtex-parser';
import { plainText } from './markup.ts';

/**
 * Plain Unicode text of LaTeX as bibliographies have it: accents and symbols resolved, font changes and case
 * protection taken off, mathematics kept as `$…$` however it was delimited. What is no LaTeX passes through, also a
 * `%` or `&` or `$` that lacks its backslash, and HTML is resolved as by `plainText`.
 */
export function latexText(tex: string): string {
  if (!/[\\$~\uE000\uE001]|--|''|`/.test(tex)) return plainText(tex.replace(/[{}]/g, ''));
  const held = holdTex(tex);
  return held.restored(chunks(held.text).map(chunkText).join(' '));
}

/** What LaTeX treats specially, put out of the way of a parser. */
export interface HeldTex {
  /** With the held parts replaced by private-use characters. */
  readonly text: string;
  /** Plain text of what has been made of `text`, the held parts put back in. */
  restored(text: string): string;
}

/**
 * Takes out of LaTeX what has to reach the reader as it is: mathematics, and characters that mean something to
 * TeX, escaped or not.
 */
export function holdTex(tex: string): HeldTex {
  const kept: string[] = [];
  const keep = (text: string) => `\uE000${kept.push(text) - 1}\uE001`;
  const parts: string[] = [];
  let end = 0;
  special.lastIndex = 0;
  for (let match = special.exec(tex); match !== null; match = special.exec(tex)) {
    parts.push(tex.slice(end, match.index));
    const [found] = match;
    end = match.index + found.length;
    const close = closings.get(found) ?? (found.startsWith('\\ensuremath') ? '}' : undefined);
    const formula = close === undefined ? undefined : mathematics(tex, end, found, close);
    if (formula !== undefined && close !== undefined) {
      parts.push(keep(`$${formula.trim()}$`));
      end += formula.length + close.length;
    } else if (found.startsWith('\\ensuremath')) {
      parts.push('{');
    } else if (found.startsWith('\\textasciigrave')) {
      // The parser takes it for the accent.
      parts.push(keep('`'));
    } else if (found.length > 1 && '{}$%&#_'.includes(found[1] ?? '')) {
      parts.push(keep(found[1] ?? ''));
    } else if (spacing.has(found)) {
      // It ends a command before it, which must take neither the space nor what follows.
      const isAfterCommand = /\\[A-Za-z]+$/.test(parts.findLast((part) => part !== '') ?? '');
      parts.push(`${isAfterCommand ? '{}' : ''}${spacing.get(found) ?? ''}`);
    } else if (found === '\uE000' || found === '\uE001') {
      // They stand for held parts here.
    } else if (found.startsWith('\\')) {
      parts.push(found);
    } else {
      parts.push(keep(found[0] ?? ''));
      end = match.index + 1;
    }
    special.lastIndex = end;
  }
  parts.push(tex.slice(end));
  let text = parts.join('');
  for (const [macro, replacement] of replacements) text = text.replace(macro, replacement);
  return {
    text,
    restored: (made) =>
      plainText(
        made
          .replace(/ı(?=\p{Mn})/gu, 'i')
          .replace(/ȷ(?=\p{Mn})/gu, 'j')
          .replace(/\uE000(\d+)\uE001/g, (_, index: string) => kept[Number(index)] ?? ''),
      ),
  };
}

const special =
  /\\ensuremath\s*\{|\\textasciigrave(?![A-Za-z])(?:\s*\{\})?|\\[^A-Za-z]|\$\$|[$%#&_<>\uE000\uE001]/gs;

const closings: ReadonlyMap<string, string> = new Map([
  ['$', '$'],
  ['$$', '$$'],
  ['\\(', '\\)'],
  ['\\[', '\\]'],
]);

const spacing: ReadonlyMap<string, string> = new Map([
  ['\\\\', ' '],
  ['\\ ', ' '],
  ['\\\n', ' '],
  ['\\\t', ' '],
  ['\\,', ' '],
  ['\\;', ' '],
  ['\\:', ' '],
  ['\\!', ''],
  ['\\/', ''],
  ['\\-', ''],
  ['\\@', ''],
]);

/** Formulas longer than this are taken for a dollar sign that lacks its backslash. */
const longestFormula = 2_000;

/**
 * The formula between `opening`, which ends at `start`, and `close`. None where braces do not match or another one
 * opens within it, and none between amounts: '$5 and $6' is money.
 */
function mathematics(tex: string, start: number, opening: string, close: string): string | undefined {
  let depth = 0;
  for (let at = start; at < tex.length && at - start <= longestFormula; at++) {
    if (depth === 0 && tex.startsWith(close, at)) {
      const isMoney = close === '$' && /\d/.test(tex[at + 1] ?? '') && /\d/.test(tex[start] ?? '');
      return at === start || isMoney ? undefined : tex.slice(start, at);
    }
    if (tex.startsWith(opening, at)) return undefined;
    const character = tex[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth < 0) return undefined;
  }
  return undefined;
}

/** Macros that the parser does not know or takes for another sign. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/\\((?:La|Bib|Xe|Lua|pdf)?(?:La)?TeX)(?![A-Za-z])(?:\s*\{\})?/g, '{$1}'],
  [/\\cprime(?![A-Za-z])(?:\s*\{\}|\s+)?/g, 'ʹ'],
  [/\\textquotesingle(?![A-Za-z])(?:\s*\{\}|\s+)?/g, "'"],
  [/\\(?:text)?degree(?![A-Za-z])(?:\s*\{\}|\s+)?/g, '°'],
  [/\\text(?:super|sub)script\s*\{([A-Za-z]+)\}/g, '$1'],
  // A dotless letter below an accent takes the blank after it.
  [/\\([`'^"~=.])\s*\\([ij])(?![A-Za-z])[^\S\n]*/g, '\\$1{\\$2}'],
  [/\\(?:newline|linebreak|break|par)(?![A-Za-z])(?:\s*\{\})?/g, ' '],
  [/\\(?:footnote|thanks|index|label|nocite|phantom|vspace)\s*\{[^{}]*\}/g, ''],
  [/\\texorpdfstring\s*\{[^{}]*\}\s*\{([^{}]*)\}/g, '$1'],
  [/\\(?:textcolor|foreignlanguage)\s*\{[a-z]+\}(?=\s*\{)/g, ''],
];

/** Parts a text at white space that is neither in braces nor eaten by a command before it. */
function chunks(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}') depth = Math.max(0, depth - 1);
    else if (
      depth === 0 &&
      (character === ' ' || character === '\n' || character === '\t' || character === '\r')
    ) {
      if (/\\(?:[A-Za-z]+|[^A-Za-z])$/.test(text.slice(Math.max(start, at - 40), at))) continue;
      if (at > start) found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (text.length > start) found.push(text.slice(start));
  return found;
}

/** What chunks came out as: the same accented words and names come again and again. */
const known = new Map<string, string>();
const mostKnown = 20_000;
const longestKnown = 200;
/** Characters of a chunk that the parser, which takes time and stack for it, is given. */
const longestChunk = 5_000;

function chunkText(chunk: string): string {
  if (!/[\\~]|--|''|`/.test(chunk)) return chunk.replace(/[{}]/g, '');
  if (chunk.length > longestChunk) return stripped(chunk);
  const seen = known.get(chunk);
  if (seen !== undefined) return seen;
  const text = isBalanced(chunk) ? parsedChunk(chunk) : unbalancedText(chunk);
  if (known.size >= mostKnown) known.clear();
  if (chunk.length <= longestKnown) known.set(chunk, text);
  return text;
}

/** How the parser is asked for one text, without any change of case. */
export const parserOptions = {
  english: false,
  sentenceCase: false,
  caseProtection: false,
  applyCrossRef: false,
  unsupported: (_node: unknown, tex: string) => stripped(tex),
} as const;

function parsedChunk(chunk: string): string {
  try {
    const text = parse(`@misc{k,abstract={${chunk}}}`, parserOptions).entries[0]?.fields['abstract'];
    return typeof text === 'string' ? text : stripped(chunk);
  } catch {
    // The parser throws on some commands without their arguments, and where braces are too deep for the stack.
    return stripped(chunk);
  }
}

/** Where braces do not match, an accent may still be right. */
function unbalancedText(chunk: string): string {
  return chunk
    .split(/\s+/)
    .map((word) => (isBalanced(word) ? parsedChunk(word) : parsedChunk(stripped(word))))
    .join(' ');
}

/** Whether braces match, as the parser counts them: not those behind a backslash. */
export function isBalanced(tex: string): boolean {
  let depth = 0;
  for (let at = 0; at < tex.length; at++) {
    const character = tex[at];
    if (character === '\\') {
      at++;
      if (at === tex.length) return false;
    } else if (character === '{') depth++;
    else if (character === '}' && --depth < 0) return false;
  }
  return depth === 0;
}

/** LaTeX without its commands and braces, where it cannot be parsed. */
function stripped(tex: string): string {
  return tex.replace(/\\(?:[A-Za-z]+\s*|[^A-Za-z]|$)|[{}]/g, '').replace(/~/g, ' ');
}
