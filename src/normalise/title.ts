import { latexText } from './latex.ts';
import { latinKey } from './latin.ts';
import { cleaned } from './markup.ts';

/**
 * A title as it is shown: one line, without the full stop, the quotation marks or the square brackets (a translated
 * title, in PubMed) that bibliographies put around it. Case, mathematics and everything inside stay.
 */
export function cleanTitle(title: string): string {
  let text = cleaned(title);
  for (const [open, close] of enclosing) {
    const inside = text.replace(/\.$/, '').slice(1, -1);
    if (!text.startsWith(open) || !text.replace(/\.$/, '').endsWith(close)) continue;
    if (inside.trim() !== '' && !inside.includes(open) && !inside.includes(close)) text = inside.trim();
  }
  return withoutFullStop(text);
}

const enclosing = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ["''", "''"],
  ['``', "''"],
  ['[', ']'],
] as const;

/** 'U.S.', 'Inc.', 'et al.' and '...' end in a point that is theirs. */
function withoutFullStop(text: string): string {
  if (!text.endsWith('.') || /(?:\.\.|\b\p{L}\.\p{L}\.|\b(?:et al|etc|inc|jr|ltd|vs))\.?$/iu.test(text))
    return text;
  const shorter = text.slice(0, -1).trimEnd();
  return shorter === '' ? text : shorter;
}

/**
 * The form in which titles are compared: folded words, subtitle included. Case, punctuation, diacritics and markup of
 * mathematics make no difference; nor do 'pre-training', 'pretraining' and 'pre training', 'α', '$\alpha$' and 'alpha',
 * '&' and 'and', 'é' and TeX's `\'e`. A text of nothing but signs gives ''.
 */
export function titleKey(title: string): string {
  const text = texAccent.test(title) ? latexText(title) : plain.test(title) ? title : cleaned(title);
  return latinKey(withoutMathMarkup(text)).replace(prefixes, '$1');
}

/** What marks TeX of a word rather than of a formula. */
const texAccent =
  /\\(?:[`'^"~=.][\s{]*\\?[A-Za-z]|(?:[HcdbuvrktG]\s*\{|[HcdbuvrktG] [A-Za-z]|(?:ss|[oOlLij]|ae|AE|oe|OE|aa|AA)(?![A-Za-z])))/;

/**
 * Orders titles: folded, without leading article, 500 characters at most (it is indexed). A title of nothing but
 * signs stands for itself.
 */
export function sortTitle(title: string): string {
  const clean = cleanTitle(title).slice(0, longestSort);
  const folded = latinKey(withoutMathMarkup(clean.replace(/^(?:the|an|a)\s+(?=\S)/i, '')));
  return (folded === '' ? clean.toLowerCase() : folded).slice(0, longestSort);
}

const longestSort = 500;

/** Text that cleaning would leave as it is, but for spaces. */
const plain = /^[\t\n\r -~]*$/;

/** Words that hardly stand alone; some authors set them off with a hyphen or a space, some do not. */
const prefixes =
  /\b(anti|auto|bi|co|hyper|inter|intra|meta|micro|multi|non|post|pre|re|semi|sub|super|un) (?=[a-z])/g;

function withoutMathMarkup(text: string): string {
  if (plain.test(text) && !/[\\${}^_~&]/.test(text)) return text;
  return text
    .replace(/\\(?:begin|end)\s*\{\w+\*?\}/g, ' ')
    .replace(/\\(?:text|math|operator|emph|rm|bf|it|sf|tt|left|right|big|ensure)[a-z]*\*?(?![a-zA-Z])/g, '')
    .replace(/\\([a-zA-Z]+)\s*/g, ' $1 ')
    .replace(/\\/g, '')
    .replace(/[${}^_~]/g, (sign) => (sign === '~' ? ' ' : ''))
    .replace(/&/g, ' and ')
    .replace(greek, (letter) => letters[letter.toLowerCase()] ?? letter);
}

/** A Greek letter that is a symbol, not part of a Greek word. */
const greek = /(?<!\p{Script=Greek})\p{Script=Greek}(?!\p{Script=Greek})/gu;

const letters: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ϵ: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ϑ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  ο: 'omicron',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  ς: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  ϕ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
};
