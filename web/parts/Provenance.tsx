import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { DataTable } from './DataTable.tsx';
import { downloadCsv } from './download.ts';
import { Empty } from './states.tsx';
import type { Table } from './table.ts';

/** What the values of a page rest on. Its content is asked for when somebody opens it. */
export function Provenance({ children }: { readonly children: ComponentChildren }) {
  const heading = useId();
  const [open, setOpen] = useState(false);
  return (
    <section class="panel wide provenance" aria-labelledby={heading}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h2 id={heading}>Where this comes from</h2>
        </summary>
        {open && children}
      </details>
    </section>
  );
}

/** Characters of a cell that are shown. */
const shownOfCell = 400;

/** A table under its title; the file has whole what is too long for a cell. */
export function EvidenceTable({
  title,
  table,
  empty,
  tools,
  children,
}: {
  readonly title: string;
  readonly table: Table;
  /** What is said where it has no rows. */
  readonly empty: string;
  /** Tools beside the file. */
  readonly tools?: ComponentChildren;
  /** What there is to know to read it. */
  readonly children?: ComponentChildren;
}) {
  const isLong = table.rows.some((row) => row.some((cell) => cut(cell) !== cell));
  const rows = isLong ? table.rows.map((row) => row.map(cut)) : table.rows;
  return (
    <div class="evidence-table">
      <div class="head">
        <h3>{title}</h3>
        <div class="tools">
          {table.rows.length > 0 && (
            <button type="button" onClick={() => downloadCsv(title, table)} title="Save as CSV">
              CSV
            </button>
          )}
          {tools}
        </div>
      </div>
      {children}
      {table.rows.length === 0 ? (
        <Empty>{empty}</Empty>
      ) : (
        <DataTable table={{ ...table, rows }} caption={title} />
      )}
      {isLong && <p class="quiet">Long values are cut here; the file has them whole.</p>}
    </div>
  );
}

function cut<Cell>(cell: Cell): Cell | string {
  return typeof cell === 'string' && cell.length > shownOfCell
    ? `${cell.slice(0, shownOfCell).replace(/[\uD800-\uDBFF]$/, '')}…`
    : cell;
}
