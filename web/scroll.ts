import { useLayoutEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';

/** How far down the page was at each entry of the history, by its place there. */
const tops = new Map<string, number>();
/** Milliseconds in which a page has all that it shows. */
const patience = 15_000;
let count = 0;

function entryOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('entry' in state)) return undefined;
  return typeof state.entry === 'string' ? state.entry : undefined;
}

/** Names the current entry of the history, so that it is known when Back leads to it. */
function entered(): string {
  const known = entryOf(history.state);
  if (known !== undefined) return known;
  count += 1;
  // The history outlives a reload, the count does not.
  const entry = `${performance.timeOrigin} ${count}`;
  history.replaceState({ entry }, '');
  return entry;
}

/**
 * Back and Forward lead to where on a page somebody was. The browser itself goes there at once, when a page does not have yet
 * what it shows; so this goes there again while the page grows, until somebody does something.
 */
export function useScroll(): void {
  const { url } = useLocation();
  useLayoutEffect(() => {
    const entry = entered();
    if (!tops.has(entry)) tops.set(entry, scrollY);
  }, [url]);
  useLayoutEffect(() => {
    let leave = (): void => undefined;
    const scrolled = () => tops.set(entered(), scrollY);
    const returned = () => {
      leave();
      const entry = entryOf(history.state);
      const top = entry === undefined ? undefined : tops.get(entry);
      if (top === undefined) return;
      const grown = new ResizeObserver(() => scrollTo(0, top));
      const timer = setTimeout(() => leave(), patience);
      leave = () => {
        grown.disconnect();
        clearTimeout(timer);
        addEventListener('scroll', scrolled, { passive: true });
        leave = () => undefined;
      };
      removeEventListener('scroll', scrolled);
      grown.observe(document.body);
    };
    const acts = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
    const act = () => leave();
    addEventListener('scroll', scrolled, { passive: true });
    addEventListener('popstate', returned);
    for (const name of acts) addEventListener(name, act, { passive: true, capture: true });
    return () => {
      leave();
      removeEventListener('scroll', scrolled);
      removeEventListener('popstate', returned);
      for (const name of acts) removeEventListener(name, act, { capture: true });
    };
  }, []);
}
