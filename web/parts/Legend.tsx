import { inkOf, rimOf } from './ink.ts';
import { useTheme } from './theme.ts';

/** A dot as nodes have it. */
export function Dot({ colour }: { readonly colour: string }) {
  const rim = rimOf(inkOf(useTheme()), colour);
  return <span class="dot" style={{ background: colour, borderColor: rim }} aria-hidden="true" />;
}

export interface LegendEntry {
  readonly colour: string;
  readonly text: string;
  /** What a click on it does. */
  readonly open?: { readonly title: string; readonly act: () => void };
}

/** What the colours of a network say. */
export function Legend({
  label,
  entries,
}: {
  readonly label: string;
  readonly entries: readonly LegendEntry[];
}) {
  return (
    <ul class="legend" aria-label={label}>
      {entries.map(({ colour, text, open }) => (
        <li key={text}>
          {open === undefined ? (
            <>
              <Dot colour={colour} />
              {text}
            </>
          ) : (
            <button type="button" class="chip" onClick={open.act} title={open.title}>
              <Dot colour={colour} />
              {text}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
