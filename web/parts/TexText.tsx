import { useEffect, useMemo, useRef } from 'preact/hooks';
import { pieces } from './mathematics.ts';

/** A text of a source with its TeX shown as mathematics. All else is text, whatever it looks like. */
export function TexText({ text }: { readonly text: string }) {
  const parts = useMemo(() => pieces(text), [text]);
  return (
    <>
      {parts.map(({ kind, text: part, display }, index) =>
        kind === 'text' ? part : <Mathematics key={`${index} ${part}`} tex={part} display={display} />,
      )}
    </>
  );
}

function Mathematics({ tex, display }: { readonly tex: string; readonly display: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let gone = false;
    // The library comes with the first mathematics.
    void import('./typeset.ts').then(({ typeset }) => {
      if (!gone && place.current !== null) typeset(tex, display, place.current);
    });
    return () => {
      gone = true;
    };
  }, [tex, display]);
  return (
    <span ref={place} class={display ? 'mathematics display' : 'mathematics'}>
      {tex}
    </span>
  );
}
