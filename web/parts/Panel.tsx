import type { EChartsCoreOption } from 'echarts/core';
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Operation, PublicationFilter } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { Chart, type Picked } from '../charts/Chart.tsx';
import { pngOf } from '../charts/png.ts';
import { paramsOf } from '../filter.ts';
import { DataTable } from './DataTable.tsx';
import { download, downloadCsv, downloadSvg, fileName } from './download.ts';
import { type Ink, inkOf } from './ink.ts';
import { PanelHead } from './PanelHead.tsx';
import { Empty, Failed, Loading } from './states.tsx';
import { type Table, textOf } from './table.ts';
import { useTheme } from './theme.ts';

export interface Picture {
  readonly option: EChartsCoreOption;
  readonly height: number;
  /** What the picture says in a sentence. */
  readonly description: string;
  /** A row for each datum; for cells, a row for each of theirs, its name first. */
  readonly table: Table;
  /** Whether each cell of the table but the first of its row is a datum. */
  readonly cells?: boolean;
  /** A line under the picture, such as what it leaves out. */
  readonly note?: string | undefined;
  readonly onPick?: (picked: Picked) => void;
}

export interface PanelProps<Data, Variables extends object> {
  readonly title: string;
  /** What other pages show it by; a filter that no address describes cannot be shown there. */
  readonly embed: { readonly picture: string; readonly filter: PublicationFilter | undefined };
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
  embed,
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
    if (text !== undefined) downloadSvg(title, text);
  };
  const savePng = () => {
    const text = svg.current?.(ink.ground);
    if (text !== undefined) void pngOf(text).then((png) => download(fileName(title, 'png'), png));
  };
  const saveCsv = () => {
    if (drawn !== undefined) downloadCsv(title, drawn.table);
  };

  return (
    <section
      class={wide ? 'panel wide' : 'panel'}
      aria-labelledby={heading}
      aria-busy={state.status === 'loading'}
    >
      <PanelHead
        id={heading}
        asked={{
          title,
          operation,
          variables,
          embed: { picture: embed.picture, options: paramsOf(embed.filter) },
        }}
      >
        {drawn !== undefined && (
          <>
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
          </>
        )}
      </PanelHead>
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
          extent={
            drawn.cells === true
              ? [drawn.table.columns.length - 1, drawn.table.rows.length]
              : drawn.table.rows.length
          }
          say={(picked) => said(drawn.table, picked)}
          onPick={drawn.onPick}
          svg={svg}
        />
      )}
      {drawn?.note !== undefined && <p class="quiet note">{drawn.note}</p>}
    </section>
  );
}

function said({ columns, rows }: Table, picked: Picked): string {
  const text = (row: number, column: number) => textOf(rows[row]?.[column] ?? null);
  if (typeof picked !== 'number') {
    const [column, row] = picked;
    return `${text(row, 0)}, ${columns[column + 1]?.title}: ${text(row, column + 1)}`;
  }
  return columns.map(({ title }, column) => `${title}: ${text(picked, column)}`).join(', ');
}
