import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef } from 'preact/hooks';
import { reducedMotion } from '../parts/theme.ts';

/** What somebody has clicked: the index of a datum, or its column and row where it is a cell. */
export type Picked = number | readonly [column: number, row: number];

export interface ChartProps {
  readonly option: EChartsCoreOption;
  readonly height: number;
  /** What the picture says, for those who do not see it. */
  readonly description: string;
  readonly onPick?: ((picked: Picked) => void) | undefined;
  /** Gives the picture as SVG; undefined while there is none. */
  readonly svg: { current: ((ground: string) => string) | undefined };
}

/** A chart, drawn as SVG. Its code is loaded with the first one. */
export function Chart({ option, height, description, onPick, svg }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | undefined>(undefined);
  const latest = useRef({ option, onPick });
  latest.current = { option, onPick };

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

  // CSP forbids style attributes in markup; what a script sets is fine.
  return (
    <div class="chart" role="img" aria-label={description} ref={place} style={{ height: `${height}px` }} />
  );
}
