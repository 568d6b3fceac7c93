/**
 * Plain text as LaTeX that the reader, and LaTeX, take for the same text. Mathematics between dollar signs stays
 * mathematics; everything else that means something to TeX is escaped; braces match, so that a field ends where it
 * should.
 */
export function texText(text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const { index, 0: formula } of text.matchAll(mathematics)) {
    if (!isBalanced(formula)) continue;
    parts.push(escaped(text.slice(end, index)), formula);
    end = index + formula.length;
  }
  parts.push(escaped(text.slice(end)));
  return parts.join('');
}

/** As the reader has it: not money, which a digit follows; and without white space at its ends, which the reader takes off. */
const mathematics = /\$(?!\s)(?:[^$\\]|\\[^$\s])+(?<!\s)\$(?!\d)/g;

function isBalanced(tex: string): boolean {
  let depth = 0;
  for (const character of tex.replace(/\\./g, '')) {
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function escaped(text: string): string {
  return text
    .replace(/[\\{}$&%#_~^`]/g, (character) => commands[character] ?? `\\${character}`)
    .replace(/--+/g, (dashes) => [...dashes].join('{}'))
    .replace(/''+/g, (quotes) => [...quotes].join('{}'));
}

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '`': '\\textasciigrave{}',
};

/** A link or a number, which LaTeX takes as it is; what would end the field, or begin a command, as a URL has it. */
export function texVerbatim(value: string): string {
  return value.replace(/[\\{}]/g, encodeURIComponent);
}
