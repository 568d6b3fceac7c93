import { encodeGlobalID } from '@pothos/plugin-relay';
import anyAscii from 'any-ascii';
import { ScholargraphError } from '../errors.ts';

/** Names without regard to case, accents, punctuation and the order of 'Family, Given'. */
function folded(name: string): string {
  return anyAscii(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Out of candidates, those that are called `name` in one of their forms. */
export function called<Row extends { readonly name: string; readonly names: readonly string[] }>(
  name: string,
  rows: readonly Row[],
  more: (row: Row) => string | null = () => null,
): Row[] {
  const wanted = folded(name);
  return rows.filter((row) =>
    [row.name, ...row.names, more(row) ?? ''].some((form) => form !== '' && folded(form) === wanted),
  );
}

/** @throws ScholargraphError AMBIGUOUS where there are several */
export function onlyOne<Row extends { readonly kind: string; readonly id: string; readonly name: string }>(
  noun: string,
  name: string,
  rows: readonly Row[],
): Row | null {
  if (rows.length < 2) return rows[0] ?? null;
  const ids = rows.slice(0, 10).map((row) => `${encodeGlobalID(row.kind, row.id)} (${row.name})`);
  throw new ScholargraphError(
    'AMBIGUOUS',
    `${rows.length} ${noun}s are called '${name}': ${ids.join(', ')}`,
    {
      fix: 'Ask by id.',
    },
  );
}
