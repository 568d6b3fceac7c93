import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { reducedMotion } from '../parts/theme.ts';

/** What somebody has clicked: the index of a datum, or its column and row where it is a cell. */
export type Picked = number | readonly [column: number, row: number];

export interface ChartProps {
  readonly option: EChartsCoreOption;
  readonly height: number;
  /** What the picture says, for those who do not see it. */
  readonly description: string;
  /** How many data there are: so many, or so many columns and rows of cells. */
  readonly extent: number | readonly [columns: number, rows: number];
  /** What a datum says, for those who go through them by keys. */
  readonly say: (picked: Picked) => string;
  readonly onPick?: ((picked: Picked) => void) | undefined;
  /** Gives the picture as SVG; undefined while there is none. */
  readonly svg: { current: ((ground: string) => string) | undefined };
}

/** A chart, drawn as SVG. Its code is loaded with the first one. */
export function Chart({ option, height, description, extent, say, onPick, svg }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | undefined>(undefined);
  const latest = useRef({ option, onPick });
  latest.current = { option, onPick };
  const [at, setAt] = useState<Picked>();
  const keys = useId();

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let gone = false;
    const sized = new ResizeObserver(() => chart.current?.resize());
    void import('./draw.ts').then(({ draw, svgOf }) => {
      if (gone) return;
      const drawn = draw(element);
      chart.current = drawn;
      drawn.setOption({ animation: !reducedMotion(), animationDuration: 300, ...latest.current.option });
      drawn.on('click', ({ dataIndex, value }) => {
        const [column, row] = Array.isArray(value) ? value : [];
        if (typeof column === 'number' && typeof row === 'number') latest.current.onPick?.([column, row]);
        else latest.current.onPick?.(dataIndex);
      });
      svg.current = (ground) => svgOf(drawn, latest.current.option, ground);
      sized.observe(element);
    });
    return () => {
      gone = true;
      sized.disconnect();
      svg.current = undefined;
      chart.current?.dispose();
      chart.current = undefined;
    };
  }, [svg]);

  useEffect(() => {
    chart.current?.setOption({ animation: !reducedMotion(), ...option }, { notMerge: true });
  }, [option]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key === 'Enter' || event.key === ' ') && at !== undefined) onPick?.(at);
    else {
      const next = event.key === 'Escape' ? null : moved(at, event.key, extent);
      if (next === undefined) return;
      setAt(next ?? undefined);
      const dataIndex = next === null ? undefined : indexOf(next, extent);
      chart.current?.dispatchAction({ type: 'downplay', seriesIndex: 0 });
      if (dataIndex === undefined) chart.current?.dispatchAction({ type: 'hideTip' });
      else {
        chart.current?.dispatchAction({ type: 'highlight', seriesIndex: 0, dataIndex });
        chart.current?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex });
      }
    }
    event.preventDefault();
  };

  // CSP forbids style attributes in markup; what a script sets is fine.
  return (
    <div
      class="chart"
      role="application"
      aria-roledescription="chart"
      aria-label={description}
      aria-describedby={keys}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div
        class="chart-place"
        aria-hidden="true"
        ref={place}
        // A few bars in a high panel would be far from each other.
        style={{ flexBasis: `${height}px`, minHeight: `${height}px`, maxHeight: `${2.25 * height}px` }}
      />
      <p class="unseen" id={keys}>
        Arrow keys go through it{onPick === undefined ? '' : ', Enter chooses'}. The table holds the same
        data.
      </p>
      <p class="unseen" role="status">
        {at === undefined ? '' : say(at)}
      </p>
    </div>
  );
}

const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The datum that a key leads to; undefined where it is no such key or there is none. The first key leads to the first. */
function moved(at: Picked | undefined, key: string, extent: ChartProps['extent']): Picked | undefined {
  const step = steps[key];
  const [columns, rows] = typeof extent === 'number' ? [extent, 1] : extent;
  if (step === undefined || columns === 0 || rows === 0) return undefined;
  const within = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
  if (typeof extent === 'number') {
    return typeof at === 'number' ? within(at + step[0] + step[1], extent) : 0;
  }
  if (at === undefined || typeof at === 'number') return [0, 0];
  return [within(at[0] + step[0], columns), within(at[1] + step[1], rows)];
}

function indexOf(picked: Picked, extent: ChartProps['extent']): number {
  if (typeof picked === 'number' || typeof extent === 'number') return Number(picked);
  return picked[1] * extent[0] + picked[0];
}
