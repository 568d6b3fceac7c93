import type { EChartsCoreOption } from 'echarts/core';
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Operation } from '../api/documents.ts';
import { playgroundLink } from '../api/playgroundLink.ts';
import { useQuery } from '../api/useQuery.ts';
import { Chart, type Picked } from '../charts/Chart.tsx';
import { pngOf } from '../charts/png.ts';
import { DataTable } from './DataTable.tsx';
import { download, fileName } from './download.ts';
import { Empty, Failed, Loading } from './states.tsx';
import { csv, type Table } from './table.ts';
import { type Ink, inkOf, useTheme } from './theme.ts';

export interface Picture {
  readonly option: EChartsCoreOption;
  readonly height: number;
  /** What the picture says in a sentence. */
  readonly description: string;
  readonly table: Table;
  /** A line under the picture, such as what it leaves out. */
  readonly note?: string | undefined;
  readonly onPick?: (picked: Picked) => void;
}

export interface PanelProps<Data, Variables extends object> {
  readonly title: string;
  readonly operation: Operation<Data, Variables>;
  readonly variables: Variables;
  /** Undefined where there is nothing to draw. */
  readonly picture: (data: Data, ink: Ink) => Picture | undefined;
  readonly empty?: string;
  readonly wide?: boolean;
  readonly children?: ComponentChildren;
}

/** A picture of what a query answers, with its table, its files and its query. */
export function Panel<Data, Variables extends object>({
  title,
  operation,
  variables,
  picture,
  empty = 'There is nothing to show.',
  wide = false,
  children,
}: PanelProps<Data, Variables>) {
  const state = useQuery(operation, variables);
  const ink = inkOf(useTheme());
  const heading = useId();
  const [asTable, setAsTable] = useState(false);
  const svg = useRef<((ground: string) => string) | undefined>(undefined);
  const data = state.status === 'failed' ? undefined : state.data;
  const drawn = data === undefined ? undefined : picture(data, ink);

  const saveSvg = () => {
    const text = svg.current?.(ink.ground);
    if (text !== undefined) download(fileName(title, 'svg'), new Blob([text], { type: 'image/svg+xml' }));
  };
  const savePng = () => {
    const text = svg.current?.(ink.ground);
    if (text !== undefined) void pngOf(text).then((png) => download(fileName(title, 'png'), png));
  };
  const saveCsv = () => {
    if (drawn !== undefined) {
      download(fileName(title, 'csv'), new Blob([csv(drawn.table)], { type: 'text/csv;charset=utf-8' }));
    }
  };

  return (
    <section
      class={wide ? 'panel wide' : 'panel'}
      aria-labelledby={heading}
      aria-busy={state.status === 'loading'}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        {drawn !== undefined && (
          <div class="tools">
            <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              Table
            </button>
            {!asTable && (
              <>
                <button type="button" onClick={savePng} title="Save as PNG">
                  PNG
                </button>
                <button type="button" onClick={saveSvg} title="Save as SVG">
                  SVG
                </button>
              </>
            )}
            <button type="button" onClick={saveCsv} title="Save the data as CSV">
              CSV
            </button>
            <a
              class="button"
              href={playgroundLink(operation, variables)}
              target="_blank"
              rel="noreferrer"
              title="Open the query in the playground"
            >
              Query
            </a>
          </div>
        )}
      </header>
      {children}
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {state.status === 'loading' && data === undefined && <Loading what={title.toLowerCase()} tall />}
      {data !== undefined && drawn === undefined && <Empty>{empty}</Empty>}
      {drawn !== undefined && asTable && <DataTable table={drawn.table} caption={title} />}
      {drawn !== undefined && !asTable && (
        <Chart
          option={drawn.option}
          height={drawn.height}
          description={drawn.description}
          onPick={drawn.onPick}
          svg={svg}
        />
      )}
      {drawn?.note !== undefined && <p class="quiet note">{drawn.note}</p>}
    </section>
  );
}
