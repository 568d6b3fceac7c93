import { useState } from 'preact/hooks';
import { type PublicationFilter, PublicationList, type PublicationOrder } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { PanelHead } from './PanelHead.tsx';
import { PublicationRow } from './PublicationRow.tsx';
import { Failed, Loading } from './states.tsx';

const orders: Readonly<Record<string, readonly PublicationOrder[]>> = {
  newest: [{ field: 'DATE' }],
  'most cited': [{ field: 'CITATION_COUNT' }],
  title: [{ field: 'TITLE' }],
};

/** The first publications of a filter, and the way to all of them. */
export function PublicationsPanel({
  filter,
  all,
}: {
  readonly filter: PublicationFilter;
  /** The address of the search that lists all. */
  readonly all: string;
}) {
  const [order, setOrder] = useState('newest');
  const variables = { filter, first: 10, ...(orders[order] === undefined ? {} : { orderBy: orders[order] }) };
  const state = useQuery(PublicationList, variables);
  const data = state.status === 'failed' ? undefined : state.data?.publications;
  return (
    <section class="panel wide" aria-labelledby="publications-title" aria-busy={state.status === 'loading'}>
      <PanelHead
        id="publications-title"
        asked={{ title: 'Publications', operation: PublicationList, variables }}
      >
        <label>
          Order
          <select value={order} onChange={(event) => setOrder(event.currentTarget.value)}>
            {Object.keys(orders).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </PanelHead>
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {data === undefined && state.status === 'loading' && <Loading what="publications" tall />}
      {data !== undefined && (
        <>
          <ol class="rows">
            {data.nodes.map((publication) => (
              <li key={publication.id}>
                <PublicationRow publication={publication} />
              </li>
            ))}
          </ol>
          {data.totalCount > data.nodes.length && (
            <p>
              <a href={all}>All {data.totalCount.toLocaleString('en')} publications</a>
            </p>
          )}
        </>
      )}
    </section>
  );
}
