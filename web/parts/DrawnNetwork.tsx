import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Drawing } from '../network/drawing.ts';
import { NetworkView, type NetworkViewProps } from '../network/NetworkView.tsx';
import { DataTable } from './DataTable.tsx';
import { download, downloadCsv, downloadSvg, fileName } from './download.ts';
import { NetworkPanel, type NetworkPanelProps } from './NetworkPanel.tsx';
import { Truncated } from './states.tsx';
import type { Table } from './table.ts';

/** The data of a network, or a part of them. */
export interface NetworkTable {
  /** Of the button that shows it. */
  readonly name: string;
  readonly caption: string;
  readonly table: Table;
}

export interface DrawnNetworkProps<Data, Variables extends object>
  extends Pick<NetworkPanelProps<Data, Variables>, 'asked' | 'busy'>,
    Omit<NetworkViewProps, 'drawing'> {
  /** What its files are called. */
  readonly file: string;
  /** While the picture is shown, CSV saves the first. */
  readonly tables: readonly [NetworkTable, ...NetworkTable[]];
  /** What the picture leaves out. */
  readonly truncated: string | undefined;
  /** Above the picture. */
  readonly controls?: ComponentChildren;
  /** Under the picture, and gone with it. */
  readonly legend?: ComponentChildren;
  /** Under the picture or the table. */
  readonly children?: ComponentChildren;
}

/** A panel with a network, its tables and its files. */
export function DrawnNetwork<Data, Variables extends object>({
  asked,
  busy,
  file,
  tables,
  truncated,
  controls,
  legend,
  children,
  ...view
}: DrawnNetworkProps<Data, Variables>) {
  const [name, setName] = useState<string>();
  const drawing = useRef<Drawing | undefined>(undefined);
  const shown = tables.find((table) => table.name === name);
  const saved = shown ?? tables[0];

  const saveSvg = () => {
    const text = drawing.current?.svg();
    if (text !== undefined) downloadSvg(file, text);
  };
  const savePng = () => {
    void drawing.current?.png().then((png) => download(fileName(file, 'png'), png));
  };
  const saveCsv = () => {
    downloadCsv(tables.length > 1 ? `${file} ${saved.name}` : file, saved.table);
  };

  return (
    <NetworkPanel
      asked={asked}
      busy={busy}
      tools={
        <>
          {tables.map((table) => (
            <button
              key={table.name}
              type="button"
              aria-pressed={table === shown}
              onClick={() => setName(table === shown ? undefined : table.name)}
            >
              {table.name}
            </button>
          ))}
          {shown === undefined && (
            <>
              <button type="button" onClick={savePng} title="Save as PNG">
                PNG
              </button>
              <button type="button" onClick={saveSvg} title="Save as SVG">
                SVG
              </button>
            </>
          )}
          <button type="button" onClick={saveCsv} title={`Save as CSV: ${saved.caption}`}>
            CSV
          </button>
        </>
      }
    >
      {controls}
      {truncated !== undefined && <Truncated>{truncated}</Truncated>}
      {shown !== undefined && <DataTable table={shown.table} caption={shown.caption} />}
      <div class={shown === undefined ? undefined : 'closed'}>
        <NetworkView {...view} drawing={drawing} />
        {legend}
      </div>
      {children}
    </NetworkPanel>
  );
}
