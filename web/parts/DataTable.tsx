import { useState } from 'preact/hooks';
import { type Cell, type Table, textOf } from './table.ts';

const shownAtFirst = 100;

/** A table whose columns can be sorted. It shows the first hundred rows until more are asked for; the file has all. */
export function DataTable({ table, caption }: { readonly table: Table; readonly caption: string }) {
  const [sorted, setSorted] = useState<{ readonly column: number; readonly down: boolean }>();
  const [all, setAll] = useState(false);
  const rows = sorted === undefined ? table.rows : inOrder(table.rows, sorted);
  const shown = all ? rows : rows.slice(0, shownAtFirst);
  return (
    <section class="table-scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map(({ title, numeric }, column) => (
              <th
                key={title}
                scope="col"
                class={numeric ? 'number' : undefined}
                aria-sort={sorted?.column === column ? (sorted.down ? 'descending' : 'ascending') : undefined}
              >
                <button
                  type="button"
                  class="sort"
                  onClick={() =>
                    setSorted({ column, down: sorted?.column === column ? !sorted.down : numeric === true })
                  }
                >
                  {title}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} class={table.columns[column]?.numeric ? 'number' : undefined}>
                  {typeof cell === 'object' && cell !== null ? (
                    <a href={cell.address}>{cell.text}</a>
                  ) : (
                    (cell ?? '–')
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {!all && rows.length > shownAtFirst && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {rows.length} rows
        </button>
      )}
    </section>
  );
}

const byLocale = new Intl.Collator('en', { numeric: true });

function inOrder(
  rows: readonly (readonly Cell[])[],
  { column, down }: { readonly column: number; readonly down: boolean },
): readonly (readonly Cell[])[] {
  const of = (row: readonly Cell[]): Cell => row[column] ?? null;
  const compared = (a: Cell, b: Cell) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : byLocale.compare(textOf(a), textOf(b));
  return rows.toSorted((a, b) => {
    // What is missing comes last either way.
    if (of(a) === null || of(b) === null) return Number(of(a) === null) - Number(of(b) === null);
    return (down ? -1 : 1) * compared(of(a), of(b));
  });
}
