import { useEffect, useState } from 'preact/hooks';
import { embedded } from '../embedTags.ts';
import type { Theme } from './ink.ts';

const stored = 'scholargraph:theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const changed = new EventTarget();

/** In the frame of another page its author chooses, and browsers may keep the store away. */
function chosen(): Theme | undefined {
  const value = embedded(location.pathname)
    ? new URLSearchParams(location.search).get('theme')
    : localStorage.getItem(stored);
  return value === 'light' || value === 'dark' ? value : undefined;
}

export function theme(): Theme {
  return chosen() ?? (dark.matches ? 'dark' : 'light');
}

function apply(): void {
  document.documentElement.dataset['theme'] = theme();
  changed.dispatchEvent(new Event('change'));
}

export function chooseTheme(value: Theme): void {
  localStorage.setItem(stored, value);
  apply();
}

/** Puts the theme on the page, and follows the system where nobody has chosen. */
export function startTheme(): void {
  dark.addEventListener('change', apply);
  apply();
}

export function useTheme(): Theme {
  const [current, setCurrent] = useState(theme);
  useEffect(() => {
    const follow = () => setCurrent(theme());
    changed.addEventListener('change', follow);
    return () => changed.removeEventListener('change', follow);
  }, []);
  return current;
}

export const reducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
