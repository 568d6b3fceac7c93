import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/normalise/markup.ts';

describe('markup becomes plain text', () => {
  test.each([
    ['A <i>b</i> &amp; c', 'A b & c'],
    ['<span class="nocase">Neo4j</span>', 'Neo4j'],
    ['one<br/>two<p>three</p>', 'one two three'],
    ['&amp;lt;i&amp;gt;escaped&amp;lt;/i&amp;gt; twice', 'escaped twice'],
    ['&#x00E9;t&eacute;', 'été'],
    ['AT&T R&D &copy', 'AT&T R&D &copy'],
    ['<!-- comment -->x<![CDATA[y]]>', 'xy'],
    ['10<sup>6</sup> H<sub>2</sub>O', '10⁶ H₂O'],
    ['the 19<sup>th</sup> P<sub>n</sub>', 'the 19th Pn'],
    ['  no \u00A0 break\r\n\tand breaks ', 'no break and breaks'],
    ['e\u0301', 'é'],
  ])('%j is %j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  test('of JATS without the heading that says Abstract', () => {
    expect(plainText('<jats:title>Abstract</jats:title><jats:p>One.</jats:p>\n<jats:p>Two.</jats:p>')).toBe(
      'One. Two.',
    );
    expect(plainText('<jats:sec><jats:title>Aims</jats:title><jats:p>One.</jats:p></jats:sec>')).toBe(
      'Aims One.',
    );
  });

  test.each([
    'a < b and c > d',
    'x<y and y>z',
    'List<String> in Java',
    'vector<T>',
    'a<b>c',
    '<',
    'if i <a then',
  ])('%j is none and stays', (text) => {
    expect(plainText(text)).toBe(text);
  });
});

describe('mathematics', () => {
  test.each([
    ['$O(n \\log n)$ and $a<b$', '$O(n \\log n)$ and $a<b$'],
    ['$a &lt; b$', '$a < b$'],
    ['$a<b>c$', '$a<b>c$'],
  ])('in TeX stays: %j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  test('in MathML is written linearly', () => {
    const mathMl =
      '<mml:math><mml:msup>\n <mml:mi>x</mml:mi>\n <mml:mn>2</mml:mn></mml:msup><mml:mo>+</mml:mo>' +
      '<mml:mfrac><mml:mi>a</mml:mi><mml:mrow><mml:mi>b</mml:mi><mml:mo>+</mml:mo><mml:mn>1</mml:mn></mml:mrow></mml:mfrac></mml:math>';
    expect(plainText(`Of ${mathMl} things`)).toBe('Of x²+a/(b+1) things');
  });

  test.each([
    [
      '<inline-formula><alternatives><tex-math>\\documentclass{a}\\begin{document}$$x_1$$\\end{document}</tex-math><mml:math><mml:mi>x</mml:mi></mml:math></alternatives></inline-formula>',
      '$x_1$',
    ],
    ['<tex-math>\\(x\\)</tex-math>', '$x$'],
    [
      '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">\\xi</annotation></semantics></math>',
      '$\\xi$',
    ],
    ['<math alttext="\\mathcal{O}(n)"><mi>O</mi></math>', '$\\mathcal{O}(n)$'],
  ])('that comes with its TeX is that TeX: %j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });
});

describe('hostile text', () => {
  test.each([
    ['<script>alert(1)</script>Title', 'Title'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;Title', 'Title'],
    ['<scr<!-- -->ipt>alert(1)</script>Title', 'Title'],
    ['<SCRIPT\nsrc="//x">x</SCRIPT >Title', 'Title'],
    ['<style>p{}</style>Title', 'Title'],
    ['<img src=x onerror="alert(1)">Title', 'Title'],
    ['<img alt="a>b" onerror=alert(1)>Title', 'Title'],
    ['<x-custom onclick="alert(1)">Title', 'Title'],
    ['<svg/onload=alert(1)>Title', 'Title'],
    ['<script>never closed', 'never closed'],
  ])('%j is %j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  test('loses controls and overrides of direction, and keeps letters of every script', () => {
    expect(plainText('a\u0000\u0007b\u202Ec\u2066d\uFEFF\u00ADe&#0;')).toBe('abcde\uFFFD');
    expect(plainText('شبکه\u200Cهای عصبی')).toBe('شبکه\u200Cهای عصبی');
    expect(plainText('क\u094D\u200Dष 👩\u200D🔬 ẗ́̂')).toBe('क\u094D\u200Dष 👩\u200D🔬 ẗ́̂');
    expect(plainText('a\uD800b')).toBe('a\uFFFDb');
  });

  test('has the next line of Unicode for a blank, as every other', () => {
    expect(plainText('\u0085a\u0085\nb\u0085')).toBe('a b');
  });

  test.each([
    '<a ',
    '<a "',
    "<a x='",
    '</a ',
    '<a>',
    '<!--',
    '<sup>',
    '<math alttext="',
    '&amp;',
    '<a x="1" ',
    ' ',
  ])('%j a hundred thousand times takes a moment', (part) => {
    const start = performance.now();
    plainText(part.repeat(100_000));
    plainText(`x${part.repeat(100_000)}</sub>>`);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

test('whatever goes in, one line of well-formed text without controls comes out', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('<', '>', '&lt;', '</i>', '<i>', '<sup>', '$', '\uD800', '\u0000', '<!--', '-->', '"'),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = plainText(parts.join(''));
      expect(text).not.toMatch(/\p{Cc}|\p{Surrogate}|\s\s|^\s|\s$/u);
      expect(text).toBe(text.normalize('NFC'));
    }),
    { numRuns: 500 },
  );
});
