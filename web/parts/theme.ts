import { useEffect, useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

const stored = 'scholargraph:theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const changed = new EventTarget();

function chosen(): Theme | undefined {
  const value = localStorage.getItem(stored);
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

/** Colours of pictures: what CSS variables are for the page. */
export interface Ink {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  /** Of ties in a network. */
  readonly tie: string;
  readonly ground: string;
  readonly main: string;
  /** From few to many. */
  readonly scale: readonly string[];
}

const inks: Readonly<Record<Theme, Ink>> = {
  light: {
    text: '#1b2430',
    quiet: '#566272',
    line: '#d5dbe3',
    tie: '#bcc6d1',
    ground: '#ffffff',
    main: '#0072b2',
    scale: ['#eef4f9', '#a9cfe6', '#4b9fd0', '#0072b2', '#003a5c'],
  },
  dark: {
    text: '#e6ebf2',
    quiet: '#a3b0c0',
    line: '#364252',
    tie: '#3d4a5b',
    ground: '#161c24',
    main: '#56b4e9',
    scale: ['#1e2833', '#1f4a68', '#2678a8', '#56b4e9', '#c8e8fb'],
  },
};

export const inkOf = (value: Theme): Ink => inks[value];

/** Okabe and Ito (2008): colours that people with any colour vision tell apart. Grey is for all others. */
export const groupColours = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
  '#f0e442',
] as const;
export const otherColour = '#8a94a0';
