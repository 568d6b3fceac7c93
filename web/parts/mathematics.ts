export interface Piece {
  readonly kind: 'text' | 'mathematics';
  readonly text: string;
  readonly display: boolean;
}

const delimited =
  /\$\$([^$]+)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|(?<![\\$])\$(?![\s$])((?:\\.|[^$\\])*?[^\s\\$]|(?:\\.|[^$\\])*?\\.)\$(?!\d)/g;

/**
 * Parts a text into words and TeX. As Pandoc has it, a dollar sign opens mathematics where no blank follows it, and closes it
 * where no blank is before it and no digit after it: `$5 and $6` are sums of money.
 */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(delimited)) {
    if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index), display: false });
    const [whole, dollars, brackets, parentheses, dollar] = match;
    const tex = dollars ?? brackets ?? parentheses ?? dollar ?? '';
    found.push({ kind: 'mathematics', text: tex, display: (dollars ?? brackets) !== undefined });
    from = match.index + whole.length;
  }
  if (from < text.length) found.push({ kind: 'text', text: text.slice(from), display: false });
  return found;
}
