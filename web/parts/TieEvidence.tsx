import { useEffect, useRef } from 'preact/hooks';
import { type PublicationFilter, PublicationList } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import type { Years } from './coauthors.ts';
import { span } from './Page.tsx';
import { PublicationRow } from './PublicationRow.tsx';
import { Failed, Loading } from './states.tsx';

/** The publications behind a tie, of the years that are shown. */
export function TieEvidence({
  edge,
  names,
  during,
  onLeave,
}: {
  readonly edge: string;
  readonly names: (key: string) => string | undefined;
  /** Undefined: of all years, and what has none. */
  readonly during: Years | undefined;
  readonly onLeave: () => void;
}) {
  const [a = '', b = ''] = edge.split(',');
  const by = (author: string): PublicationFilter => ({ authors: { some: { id: [author] } } });
  const state = useQuery(PublicationList, {
    filter: { and: [by(a), by(b)], ...(during === undefined ? {} : { year: during }) },
    first: 20,
  });
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [state.status]);
  return (
    <div class="evidence" ref={place} role="status">
      <h3>
        What {names(a) ?? 'they'} and {names(b) ?? 'they'} wrote together
        {during !== undefined && `, ${span(during.from, during.to)}`}
      </h3>
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {state.status === 'loading' && <Loading what="publications" />}
      {state.status === 'done' && (
        <ol class="rows">
          {state.data.publications.nodes.map((publication) => (
            <li key={publication.id}>
              <PublicationRow publication={publication} />
            </li>
          ))}
        </ol>
      )}
      {state.status === 'done' && state.data.publications.totalCount > 20 && (
        <p class="quiet">The newest 20 of {state.data.publications.totalCount}.</p>
      )}
      <button type="button" onClick={onLeave}>
        Close
      </button>
    </div>
  );
}
