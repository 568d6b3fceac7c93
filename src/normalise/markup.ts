import { decodeHTMLStrict } from 'entities';

/**
 * Plain Unicode text (NFC, one line, single spaces) of a text that may hold HTML, JATS or MathML and character
 * references, also references escaped twice, as Crossref's are. Mathematics that is given in TeX stays `$…$`;
 * MathML without TeX is written linearly (`x²`, `a/b`). The content of script and style elements is dropped.
 * An angle bracket that is no tag stays: `a < b`, `List<T>`. Takes time linear in the length of the text.
 *
 * The result holds no control characters, no bidirectional overrides, and no lone surrogates (U+FFFD instead). It
 * is text, not HTML: whoever shows it in a page still has to escape it.
 */
export function plainText(html: string): string {
  let text = html;
  for (let round = 0; round < escapeRounds; round++) {
    const stripped = text.includes('<') ? withoutTags(text) : text;
    const decoded = stripped.includes('&') ? decodeHTMLStrict(stripped) : stripped;
    if (decoded === text) break;
    text = decoded;
  }
  return text.includes('<') ? cleaned(withoutTags(text)) : cleaned(text);
}

/** How often one text is taken for escaped again: `&amp;lt;i&amp;gt;` is found in the wild, more is not. */
const escapeRounds = 4;

/** One line of well-formed text: what `plainText` does, without reading anything as markup. */
export function cleaned(text: string): string {
  if (/^[ -~]*$/.test(text) && !text.includes('  ')) return text.trim();
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(unwanted, '')
    .replace(whiteSpace, ' ')
    .trim()
    .normalize('NFC');
}

/** Of Unicode: with the next line (U+0085), which JavaScript does not count. */
const whiteSpace = /[\s\u0085]+/gu;

/**
 * Controls that are no white space, soft hyphen, zero-width space, byte order mark, bidirectional embeddings,
 * overrides and isolates, and noncharacters. The joiners U+200C and U+200D stay, for they change the letters.
 */
const unwanted =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  /[\0-\x08\x0E-\x1F\x7F-\x84\x86-\x9F\xAD\u200B\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g;

/** Every part is bounded and no two parts can take the same text, so that no input makes matching slow. */
const tag =
  /<!\[CDATA\[|\]\]>|<(\/?)([a-z][\w.:-]{0,60})(?=[\s/>])((?:[^<>=]|=\s*"[^"]{0,2000}"|=\s*'[^']{0,2000}'|=(?!\s*"[^"]{0,2000}"|\s*'[^']{0,2000}')){0,4000})>/gi;

/** An element that has been opened: what it holds so far, and the TeX that an enclosed annotation gives for it. */
interface Open {
  readonly name: string;
  readonly attributes: string;
  readonly parts: string[];
  tex?: string;
}

function withoutTags(marked: string): string {
  const text = withoutComments(marked);
  const closed = new Set<string>();
  for (const match of text.matchAll(/<\/([a-z][\w.:-]{0,60})\s*>/gi)) {
    if (match[1] !== undefined) closed.add(match[1].toLowerCase());
  }
  const root: Open = { name: '', attributes: '', parts: [] };
  const open: Open[] = [root];
  const openByName = new Map<string, number>();
  const top = () => open.at(-1) ?? root;
  const close = () => {
    const element = open.pop() ?? root;
    openByName.set(element.name, (openByName.get(element.name) ?? 1) - 1);
    top().parts.push(written(element, open));
  };

  let end = 0;
  for (const match of text.matchAll(tag)) {
    const [whole, slash, qualified, attributes = ''] = match;
    if (qualified !== undefined && !isTag(match, closed)) continue;
    top().parts.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (qualified === undefined) continue;
    const name = qualified.toLowerCase().replace(/^.*:/, '');
    if (!kept.has(name)) {
      if (!inline.has(name)) top().parts.push(' ');
    } else if (slash === '/') {
      if ((openByName.get(name) ?? 0) === 0) continue;
      while (top().name !== name) close();
      close();
    } else if (!attributes.endsWith('/')) {
      open.push({ name, attributes, parts: [] });
      openByName.set(name, (openByName.get(name) ?? 0) + 1);
    }
  }
  top().parts.push(text.slice(end));
  while (open.length > 1) {
    const unclosed = open.pop() ?? root;
    top().parts.push(unclosed.parts.join(''));
  }
  return root.parts.join('');
}

/** Whether `<name attributes>` is a tag rather than a comparison, a type parameter or a placeholder. */
function isTag(match: RegExpExecArray, closed: ReadonlySet<string>): boolean {
  const [whole, slash, name = '', attributes = ''] = match;
  const lower = name.toLowerCase();
  if (closed.has(lower) || name.includes(':')) return true;
  if (!elements.has(lower)) return /=\s*["']|\bon\w+\s*=|\/$/.test(attributes);
  // 'a<b>c' compares, unless something closes the element.
  const before = match.input[match.index - 1] ?? '';
  const after = match.input[match.index + whole.length] ?? '';
  const compares = lower.length === 1 && slash === '' && attributes === '';
  return !(compares && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after));
}

/** Takes out comments; one that never ends stays. */
function withoutComments(text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', end)) {
    const close = text.indexOf('-->', start + 4);
    if (close === -1) break;
    parts.push(text.slice(end, start));
    end = close + 3;
  }
  return end === 0 ? text : parts.join('') + text.slice(end);
}

/** What stands for an element in the text. */
function written(element: Open, enclosing: readonly Open[]): string {
  const content = element.parts.join('');
  switch (element.name) {
    case 'script':
    case 'style':
      return ' ';
    case 'sup':
      return raised(content) ?? content;
    case 'sub':
      return lowered(content) ?? content;
    case 'title':
      // JATS heads an abstract with its own name.
      return /^\s*(?:abstract|summary)\W*$/i.test(content) ? ' ' : ` ${content} `;
    case 'tex-math':
    case 'annotation': {
      if (element.name === 'annotation' && !/tex/i.test(element.attributes)) return '';
      const tex = formula(content);
      const around = enclosing.findLast((outer) => formulas.has(outer.name));
      if (around === undefined) return tex;
      around.tex = tex;
      return '';
    }
    case 'math': {
      const alternative = /\balttext\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(element.attributes);
      const stated = alternative?.[1] ?? alternative?.[2];
      const linear = content.replace(/\s+/g, '');
      if (element.tex !== undefined) return element.tex;
      return stated !== undefined && /[\\^_]/.test(stated) ? formula(stated) : linear;
    }
    case 'inline-formula':
    case 'disp-formula':
    case 'alternatives':
      if (element.tex === undefined) return content;
      if (element.name === 'alternatives') {
        const around = enclosing.findLast((outer) => formulas.has(outer.name));
        if (around !== undefined) around.tex = element.tex;
      }
      return element.tex;
    default:
      return linearMathMl(element.name, element.parts);
  }
}

const formulas = new Set(['math', 'inline-formula', 'disp-formula', 'alternatives']);

/** TeX as `$…$`, out of the document that JATS wraps it in and without its own delimiters. */
function formula(tex: string): string {
  const body = /\\begin\{document\}([\s\S]*)\\end\{document\}/.exec(tex)?.[1] ?? tex;
  const bare = body
    .trim()
    .replace(/^(?:\$\$?|\\\(|\\\[)/, '')
    .replace(/(?:\$\$?|\\\)|\\\])$/, '')
    .trim();
  return bare === '' ? '' : `$${bare}$`;
}

function linearMathMl(name: string, parts: readonly string[]): string {
  const children = parts.map((part) => part.trim()).filter((part) => part !== '');
  const [base = '', script = ''] = children;
  if (children.length === 2) {
    if (name === 'msup') return base + (raised(script) ?? `^${grouped(script)}`);
    if (name === 'msub') return base + (lowered(script) ?? `_${grouped(script)}`);
    if (name === 'mfrac') return `${grouped(base)}/${grouped(script)}`;
  }
  const row = children.join('');
  return name === 'msqrt' ? `√${grouped(row)}` : row;
}

function grouped(text: string): string {
  return [...text].length > 1 && !/^\d+$/.test(text) ? `(${text})` : text;
}

const plain = '0123456789+-−=()';
const superscripts = [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾'];
const subscripts = [...'₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎'];

function raised(text: string): string | undefined {
  return text === 'n' ? 'ⁿ' : shifted(text, superscripts);
}

function lowered(text: string): string | undefined {
  return shifted(text, subscripts);
}

/** Only digits and signs: '10⁶' must not read as '106', while '19th' reads better than '19ᵗʰ'. */
function shifted(text: string, to: readonly string[]): string | undefined {
  const characters = [...text].map((character) => to[plain.indexOf(character)]);
  return characters.includes(undefined) ? undefined : characters.join('');
}

const mathMl =
  'math semantics annotation annotation-xml mi mn mo mtext mspace ms mrow mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd mlabeledtr maction';

/** Elements whose content is looked at as a whole. */
const kept = new Set(
  `script style sup sub title tex-math inline-formula disp-formula alternatives ${mathMl}`.split(' '),
);

/** Elements that stand within a word or sentence; all others part words. */
const inline = new Set(
  'a abbr acronym b bdi bdo big bold cite code data del dfn em ext-link fixed-case font i ins inf italic kbd label mark monospace named-content nobr o q roman s samp sans-serif sc scp small span strike strong styled-content tt u underline var wbr xref uri email overline strikethrough'.split(
    ' ',
  ),
);

const elements = new Set([
  ...kept,
  ...inline,
  ...'address applet area article aside audio base basefont blockquote body br button canvas caption center col colgroup datalist dd def-item def-list details dialog dir disp-quote div dl dt embed fieldset fig figcaption figure footer form frame frameset graphic h1 h2 h3 h4 h5 h6 head header hr html iframe img input isindex legend li link list list-item main map marquee menu meta nav noframes noscript object ol optgroup option output p param picture pre progress rp rt ruby sec section select source summary svg table tbody td template textarea tfoot th thead time tr track ul video'.split(
    ' ',
  ),
]);
