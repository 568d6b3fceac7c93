import katex from 'katex';
import 'katex/dist/katex.min.css';

/**
 * Puts TeX into an element as nodes, never as markup. The source is hostile: no links, no HTML, no images (`trust`), and
 * neither endless macros nor endless sizes.
 */
export function typeset(tex: string, display: boolean, element: HTMLElement): void {
  try {
    katex.render(tex, element, {
      displayMode: display,
      trust: false,
      strict: 'ignore',
      throwOnError: true,
      maxSize: 10,
      maxExpand: 200,
      output: 'htmlAndMathml',
    });
  } catch {
    // What is no TeX stays as it was written.
    element.textContent = display ? `$$${tex}$$` : `$${tex}$`;
  }
}
