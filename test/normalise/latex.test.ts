import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latexText } from '../../src/normalise/latex.ts';

describe('LaTeX becomes text', () => {
  test.each([
    ["Erd{\\H o}s and R{\\'e}nyi", 'Erdős and Rényi'],
    ['M\\"uller, M\\"{u}ller, M{\\"u}ller', 'Müller, Müller, Müller'],
    ["{\\'\\i}, \\'{\\i}, na\\\"{\\i}ve", 'í, í, naïve'],
    ['\\O stergaard, Troms{\\o}, {\\AA}, \\ss', 'Østergaard, Tromsø, Å, ß'],
    ['\\v{S}koda, \\c{c}, \\k{a}, {\\L}ukasz, \\d{u}', 'Škoda, ç, ą, Łukasz, ụ'],
    ['Stra\\ss\\ end, \\ae\\ and \\o\\,x, \\ss\\-en', 'Straß end, æ and ø x, ßen'],
    ['\\LaTeX\\ is {\\em\\ set} by \\TeX\\ ', 'LaTeX is set by TeX'],
    ["Na\\\"\\i ve \\'\\i, Garc\\'\\i a", 'Naïve í, García'],
    ['one\\newline two\\footnote{Supported by nobody} three\\thanks{Nobody}', 'one two three'],
    ['Gel\\cprime fand', 'Gelʹfand'],
    ['A \\& B, 5\\%, a\\_b, \\#1, \\$5, \\{x\\}', 'A & B, 5%, a_b, #1, $5, {x}'],
    ["``quoted'' --- 1--2 a~b A\\ B x\\,y", '“quoted” — 1–2 a b A B x y'],
    ['\\emph{x \\textbf{y}} {\\em z} \\textsc{Sat}', 'x y z Sat'],
    ['the 19\\textsuperscript{th}, 10\\textsuperscript{6}, H\\textsubscript{2}O', 'the 19th, 10⁶, H₂O'],
    ['{\\LaTeX} and \\TeX{} and \\BibTeX', 'LaTeX and TeX and BibTeX'],
    ['see \\url{http://a.b/c_d~e} or \\href{http://x}{there}', 'see http://a.b/c_d~e or there'],
    ['{{Double} {Braced}} {SNN}s', 'Double Braced SNNs'],
    ['\\unknown{kept} \\textcolor{red}{red} x\\index{gone}', 'kept red x'],
    ['\\text{word}{s} \\foreignlanguage{german}{Wort}', 'words Wort'],
    ['{\\noopsort{1973b}}1973', '1973'],
    ['<i>HTML</i> &amp; \\emph{LaTeX}', 'HTML & LaTeX'],
  ])('%j is %j', (tex, text) => {
    expect(latexText(tex)).toBe(text);
  });

  test.each([
    ['50% of & all _x_ #1', '50% of & all _x_ #1'],
    ['it costs $5', 'it costs $5'],
    ['it costs $5 and $6', 'it costs $5 and $6'],
    ['`single` and it’s', '`single` and it’s'],
    ["no {closing \\'e", 'no closing é'],
    ['a } too many', 'a too many'],
    ['ends in \\', 'ends in'],
    ['a < b > c', 'a < b > c'],
  ])('what is not quite LaTeX stays readable: %j', (tex, text) => {
    expect(latexText(tex)).toBe(text);
  });
});

describe('mathematics stays as it is', () => {
  test.each([
    ['$O(n^2)$ and $\\alpha$-divergence', '$O(n^2)$ and $\\alpha$-divergence'],
    ['\\(x\\), \\[y\\], $$z$$, \\ensuremath{\\alpha}', '$x$, $y$, $z$, $\\alpha$'],
    ['{$\\mathcal{G}_{n,p}$} of $a < b$', '$\\mathcal{G}_{n,p}$ of $a < b$'],
    ['Schr{\\"o}dinger\'s $\\hat{H}$', "Schrödinger's $\\hat{H}$"],
    ['CO$_2$', 'CO$_2$'],
    ['$\\sim$5 and $<$10', '$\\sim$5 and $<$10'],
  ])('%j', (tex, text) => {
    expect(latexText(tex)).toBe(text);
  });
});

test.each([
  '$',
  '\\(',
  '{',
  "\\'e ",
  '{\\x ',
  '$ {$} ',
  "\\'",
  '\\ensuremath{',
  '\\texorpdfstring{',
  '\uE000',
])('%j a hundred thousand times takes a moment', (part) => {
  const start = performance.now();
  latexText(part.repeat(100_000));
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('whatever goes in, one line of well-formed text comes out', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.constantFrom(
      '\\',
      '{',
      '}',
      '$',
      '\\"',
      '\\emph',
      '\\(',
      '\\)',
      '~',
      "''",
      '%',
      '\uE000',
      '\uE001',
      '\\begin{x}',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      expect(latexText(parts.join(''))).not.toMatch(/\p{Cc}|\p{Surrogate}|\s\s|^\s|\s$/u);
    }),
    { numRuns: 300 },
  );
});
