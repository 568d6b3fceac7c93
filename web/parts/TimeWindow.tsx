import { useEffect, useRef, useState } from 'preact/hooks';
import type { Years } from './coauthors.ts';

/** Two handles and a button that lets the network grow year by year. */
export function TimeWindow({
  years,
  window,
  onMove,
  onSettle,
}: {
  readonly years: Years;
  readonly window: Years;
  readonly onMove: (window: Years) => void;
  readonly onSettle: (window: Years) => void;
}) {
  const [playing, setPlaying] = useState(false);
  const now = useRef(window);
  now.current = window;
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => {
      const { from, to } = now.current;
      if (to >= years.to) {
        setPlaying(false);
        onSettle(now.current);
      } else onMove({ from, to: to + 1 });
    }, 700);
    return () => clearInterval(timer);
  }, [playing, years]);
  const move = (changed: Partial<Years>) => {
    setPlaying(false);
    const next = { ...now.current, ...changed };
    const moved =
      next.from <= next.to
        ? next
        : changed.from === undefined
          ? { from: next.to, to: next.to }
          : { from: next.from, to: next.from };
    // A key moves a handle and settles it at once, before this is drawn again.
    now.current = moved;
    onMove(moved);
  };
  const play = () => {
    if (playing) {
      setPlaying(false);
      onSettle(window);
      return;
    }
    onMove({ from: window.from, to: window.to >= years.to ? window.from : window.to });
    setPlaying(true);
  };
  return (
    <fieldset class="time">
      <legend class="unseen">Years</legend>
      <button type="button" onClick={play}>
        {playing ? '❚❚ Stop' : '▶ Play growth'}
      </button>
      <label>
        From
        <input
          type="range"
          min={years.from}
          max={years.to}
          value={window.from}
          onInput={(event) => move({ from: Number(event.currentTarget.value) })}
          onChange={() => onSettle(now.current)}
        />
      </label>
      <label>
        until
        <input
          type="range"
          min={years.from}
          max={years.to}
          value={window.to}
          onInput={(event) => move({ to: Number(event.currentTarget.value) })}
          onChange={() => onSettle(now.current)}
        />
      </label>
      <output>{window.from === window.to ? window.from : `${window.from}–${window.to}`}</output>
    </fieldset>
  );
}
