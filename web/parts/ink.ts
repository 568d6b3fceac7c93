export type Theme = 'light' | 'dark';

/** Colours of pictures: what CSS variables are for the page. */
export interface Ink {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  /** Of ties in a network. */
  readonly tie: string;
  /** Of ties where there are so many that they would cover all. */
  readonly faintTie: string;
  /** What colours are mixed with for a rim that stands out from the ground. */
  readonly rim: string;
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
    tie: '#8792a1',
    faintTie: '#bcc6d1',
    rim: '#000000',
    ground: '#ffffff',
    main: '#0072b2',
    other: '#444a52',
    scale: ['#eef4f9', '#a9cfe6', '#4b9fd0', '#0072b2', '#003a5c'],
  },
  dark: {
    text: '#e6ebf2',
    quiet: '#a3b0c0',
    line: '#364252',
    tie: '#607086',
    faintTie: '#3d4a5b',
    rim: '#ffffff',
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

/** The rim of a node: its own colour, with as much of the rim's that even yellow on white can be seen. */
export function rimOf({ rim }: Ink, colour: string): string {
  const mixed = [1, 3, 5].map((at) => {
    const [own, other] = [colour, rim].map((text) => Number.parseInt(text.slice(at, at + 2), 16));
    return Math.round(0.55 * (own ?? 0) + 0.45 * (other ?? 0))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}
