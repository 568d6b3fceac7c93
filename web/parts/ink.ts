export type Theme = 'light' | 'dark';

/** Colours of pictures: what CSS variables are for the page. */
export interface Ink {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  /** Of ties in a network. */
  readonly tie: string;
  readonly ground: string;
  readonly main: string;
  /** Of what has none of `groupColours`. */
  readonly other: string;
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
    other: '#444a52',
    scale: ['#eef4f9', '#a9cfe6', '#4b9fd0', '#0072b2', '#003a5c'],
  },
  dark: {
    text: '#e6ebf2',
    quiet: '#a3b0c0',
    line: '#364252',
    tie: '#3d4a5b',
    ground: '#161c24',
    main: '#56b4e9',
    other: '#bcc2ca',
    scale: ['#1e2833', '#1f4a68', '#2678a8', '#56b4e9', '#c8e8fb'],
  },
};

export const inkOf = (value: Theme): Ink => inks[value];

/** Okabe and Ito (2008): colours that people with any colour vision tell apart. */
export const groupColours = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
  '#f0e442',
] as const;
