import { useAddress } from '../address.ts';
import type { PublicationType } from '../api/documents.ts';
import { Names } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { filterNames, typeName } from '../filter.ts';
import { communityName } from './communityName.ts';

const words = {
  from: 'from',
  to: 'until',
  type: 'type',
  venue: 'venue',
  topic: 'topic',
  author: 'by',
  community: 'community',
  institution: 'at',
  team: 'authors',
} as const;

/** What publications are chosen by, each with a button that takes it away, and the years. */
export function FilterBar() {
  const { params, change } = useAddress();
  const ids = (['venue', 'topic', 'author', 'institution', 'community'] as const).flatMap(
    (name) => params.get(name) ?? [],
  );
  const state = useQuery(Names, ids.length === 0 ? undefined : { ids });
  const names = new Map<string, string>();
  if (state.status === 'done') {
    for (const node of state.data.nodes) {
      if (node !== null && 'id' in node) names.set(node.id, 'name' in node ? node.name : communityName(node));
    }
  }
  const label = (name: (typeof filterNames)[number], value: string): string => {
    if (name === 'type') return typeName(value as PublicationType) ?? value;
    if (name === 'team')
      return value.endsWith('-') ? `${value.slice(0, -1)} or more` : value.replace('-', '–');
    return names.get(value) ?? (name === 'from' || name === 'to' ? value : '…');
  };
  const chosen = filterNames.flatMap((name) => {
    const value = params.get(name);
    return value === null ? [] : [{ name, value }];
  });
  const year = (name: 'from' | 'to') => (
    <label>
      {name === 'from' ? 'From' : 'until'}
      <input
        type="number"
        min={1000}
        max={9999}
        placeholder="year"
        value={params.get(name) ?? ''}
        onChange={(event) => change({ [name]: event.currentTarget.value, after: null, before: null })}
      />
    </label>
  );
  return (
    <fieldset class="filter-bar">
      <legend class="unseen">Filter</legend>
      {year('from')}
      {year('to')}
      {chosen.map(({ name, value }) => (
        <button
          key={name}
          type="button"
          class="chip"
          onClick={() => change({ [name]: null, after: null, before: null })}
        >
          {words[name]} <strong>{label(name, value)}</strong>
          <span aria-hidden="true"> ×</span>
          <span class="unseen"> – remove</span>
        </button>
      ))}
      {chosen.length > 1 && (
        <button
          type="button"
          onClick={() => change(Object.fromEntries(filterNames.map((name) => [name, null])))}
        >
          Remove all
        </button>
      )}
    </fieldset>
  );
}
