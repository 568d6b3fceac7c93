import { useCallback, useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { embedded } from './embedTags.ts';

export type AddressChanges = Readonly<Record<string, string | number | null | undefined>>;

export interface Address {
  readonly path: string;
  readonly params: URLSearchParams;
  /** What is null, undefined or empty leaves the address. With `replace`, Back does not return to what was before. */
  readonly change: (changes: AddressChanges, options?: { readonly replace?: boolean }) => void;
  readonly go: (address: string) => void;
}

/** The address is the state of a page: what is in it can be shared, and Back undoes it. */
export function useAddress(): Address {
  const { url, path, route } = useLocation();
  const params = useMemo(() => new URLSearchParams(url.split('?')[1] ?? ''), [url]);
  const change = useCallback(
    (changes: AddressChanges, { replace = false } = {}) => {
      // What was changed a moment ago is in the address, and not yet in what is drawn.
      const { pathname, search } = location;
      const now = pathname === path ? new URLSearchParams(search) : params;
      route(addressOf(path, now, changes), replace);
    },
    [path, params, route],
  );
  const go = useCallback(
    (address: string) => {
      // Pages may not be framed: from the frame of another page they open beside it.
      if (embedded(path) && !embedded(address)) open(address, '_blank', 'noopener');
      else route(address);
    },
    [path, route],
  );
  return { path, params, change, go };
}

export function addressOf(path: string, params: URLSearchParams, changes: AddressChanges): string {
  const changed = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') changed.delete(name);
    else changed.set(name, String(value));
  }
  const query = changed.toString();
  return query === '' ? path : `${path}?${query}`;
}

export type Kind = 'Author' | 'Publication' | 'Venue' | 'Topic' | 'Institution';

/** The page of a thing. */
export function pageOf(kind: Kind, id: string): string {
  return `/${kind.toLowerCase()}/${encodeURIComponent(id)}`;
}

/** A whole number of the address within bounds; else the one to take instead. */
export function numberIn(
  params: URLSearchParams,
  name: string,
  { from, to, otherwise }: { readonly from: number; readonly to: number; readonly otherwise: number },
): number {
  const text = params.get(name);
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isInteger(value) && value >= from && value <= to ? value : otherwise;
}
