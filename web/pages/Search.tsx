import type { ComponentChildren } from 'preact';
import { pageOf, useAddress } from '../address.ts';
import {
  type PageFragment,
  type PublicationOrder,
  SearchAuthors,
  SearchCounts,
  SearchPublications,
  SearchTopics,
  SearchVenues,
  type VenueKind,
} from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { spans } from '../charts/years.ts';
import { type FilterName, filterNames, filterOf, typeName } from '../filter.ts';
import { FilterBar } from '../parts/FilterBar.tsx';
import { Page, span } from '../parts/Page.tsx';
import { PublicationRow } from '../parts/PublicationRow.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { venueKindNames } from '../parts/venueKindName.ts';

const kinds = ['publications', 'authors', 'venues', 'topics'] as const;
type Shown = (typeof kinds)[number];
const names: Readonly<Record<Shown, string>> = {
  publications: 'Publications',
  authors: 'People',
  venues: 'Venues',
  topics: 'Topics',
};
const orders: Readonly<Record<string, readonly PublicationOrder[]>> = {
  newest: [{ field: 'DATE' }],
  oldest: [{ field: 'DATE', direction: 'ASC' }],
  cited: [{ field: 'CITATION_COUNT' }],
  title: [{ field: 'TITLE' }],
};
const pageSize = 20;

/** Where to read from: `before` reads backward. */
function placeIn(params: URLSearchParams) {
  const before = params.get('before');
  const after = params.get('after');
  if (before !== null) return { last: pageSize, before };
  return after === null ? { first: pageSize } : { first: pageSize, after };
}

export default function Search() {
  const { params, change } = useAddress();
  const search = params.get('q') ?? undefined;
  const counts = useQuery(SearchCounts, { search });
  const kind = kinds.find((name) => name === params.get('kind')) ?? 'publications';
  return (
    <Page title={search === undefined ? 'Everything' : `Search: ${search}`}>
      <nav class="tabs" aria-label="Kinds of results">
        {kinds.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={name === kind ? 'true' : undefined}
            onClick={() => change({ kind: name, after: null, before: null })}
          >
            {names[name]}
            {counts.status === 'done' && (
              <span class="count">{counts.data[name].totalCount.toLocaleString('en')}</span>
            )}
          </button>
        ))}
      </nav>
      <h2 class="unseen">{names[kind]}</h2>
      {kind === 'publications' && <Publications search={search} />}
      {kind === 'authors' && <Authors search={search} />}
      {kind === 'venues' && <Venues search={search} />}
      {kind === 'topics' && <Topics search={search} />}
    </Page>
  );
}

interface Searched {
  readonly search: string | undefined;
}

function Nothing({ search }: Searched) {
  return (
    <Empty>
      <p>{search === undefined ? 'There is nothing here.' : `Nothing has all the words of “${search}”.`}</p>
      <p class="quiet">Try fewer words, the start of a word, or another kind.</p>
    </Empty>
  );
}

function Pages({ info }: { readonly info: PageFragment }) {
  const { change } = useAddress();
  if (!info.hasNextPage && !info.hasPreviousPage) return null;
  return (
    <nav class="pages" aria-label="Pages of results">
      <button
        type="button"
        disabled={!info.hasPreviousPage}
        onClick={() => change({ before: info.startCursor, after: null })}
      >
        ← Back
      </button>
      <button
        type="button"
        disabled={!info.hasNextPage}
        onClick={() => change({ after: info.endCursor, before: null })}
      >
        Next →
      </button>
    </nav>
  );
}

function Publications({ search }: Searched) {
  const { params, change } = useAddress();
  const order = params.get('order') ?? '';
  const state = useQuery(SearchPublications, {
    search,
    filter: filterOf(params),
    ...(orders[order] === undefined ? {} : { orderBy: orders[order] }),
    ...placeIn(params),
  });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.data === undefined) return <Loading what="publications" tall />;
  const { edges, facets, pageInfo, totalCount } = state.data.publications;
  const choose = (name: FilterName, value: string) =>
    change({ [name]: params.get(name) === value ? null : value, after: null, before: null });
  const { authors, venues, topics } = facets;
  const named = [
    {
      title: 'People',
      name: 'author',
      values: authors.values.map((each) => ({ ...each, thing: each.author })),
    },
    { title: 'Venues', name: 'venue', values: venues.values.map((each) => ({ ...each, thing: each.venue })) },
    { title: 'Topics', name: 'topic', values: topics.values.map((each) => ({ ...each, thing: each.topic })) },
  ] as const;
  const overview = new URLSearchParams(
    filterNames.flatMap((name) => (params.has(name) ? [[name, params.get(name) ?? '']] : [])),
  );
  return (
    <div class="with-facets" aria-busy={state.status === 'loading'}>
      <aside aria-label="Facets">
        <Facet title="Years">
          <YearFacet values={facets.years.values} />
        </Facet>
        <Facet title="Types">
          {facets.types.values.map(({ type, count }) => (
            <FacetValue
              key={type}
              name={typeName(type)}
              count={count}
              on={params.get('type') === type}
              onClick={() => choose('type', type)}
            />
          ))}
        </Facet>
        {named.map(({ title, name, values }) => (
          <Facet key={name} title={title}>
            {values.map(({ thing, count }) => (
              <FacetValue
                key={thing.id}
                name={thing.name}
                count={count}
                on={params.get(name) === thing.id}
                onClick={() => choose(name, thing.id)}
              />
            ))}
          </Facet>
        ))}
      </aside>
      <div>
        <FilterBar />
        <div class="result-head">
          <p role="status">
            {totalCount.toLocaleString('en')} {totalCount === 1 ? 'publication' : 'publications'}
            {overview.size > 0 && (
              <>
                {' · '}
                <a href={`/?${overview}`}>see them in pictures</a>
              </>
            )}
          </p>
          <label>
            Order
            <select
              value={order}
              onChange={(event) => change({ order: event.currentTarget.value, after: null, before: null })}
            >
              <option value="">{search === undefined ? 'newest' : 'most relevant'}</option>
              {search !== undefined && <option value="newest">newest</option>}
              <option value="oldest">oldest</option>
              <option value="cited">most cited</option>
              <option value="title">title</option>
            </select>
          </label>
        </div>
        {totalCount === 0 ? (
          <Nothing search={search} />
        ) : (
          <ol class="rows">
            {edges.map(({ node, highlights }) => (
              <li key={node.id}>
                <PublicationRow publication={node} highlights={highlights} />
              </li>
            ))}
          </ol>
        )}
        <Pages info={pageInfo} />
      </div>
    </div>
  );
}

function Facet({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const some = Array.isArray(children) ? children.length > 0 : true;
  return some ? (
    // Folded on a phone, where facets stand above the results.
    <details class="facet" open={matchMedia('(min-width: 50rem)').matches}>
      <summary>{title}</summary>
      <div class="facet-values">{children}</div>
    </details>
  ) : null;
}

function FacetValue({
  name,
  count,
  on,
  onClick,
}: {
  readonly name: string;
  readonly count: number;
  readonly on: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" class="facet-value" aria-pressed={on} onClick={onClick}>
      <span>{name}</span>
      <span class="count">{count.toLocaleString('en')}</span>
    </button>
  );
}

/** Small columns, a button each: a click chooses the years, and again takes the choice away. */
function YearFacet({
  values,
}: {
  readonly values: readonly { readonly year: number; readonly count: number }[];
}) {
  const { params, change } = useAddress();
  const columns = spans(values);
  const most = Math.max(1, ...columns.map(({ count }) => count));
  return (
    <div class="year-facet">
      {columns.map(({ from, to, count }) => {
        const on = params.get('from') === String(from) && params.get('to') === String(to);
        const says = `${span(from, to)}: ${count.toLocaleString('en')}`;
        return (
          <button
            key={from}
            type="button"
            aria-pressed={on}
            title={says}
            onClick={() => change({ from: on ? null : from, to: on ? null : to, after: null, before: null })}
          >
            {count > 0 && <span class="bar" style={{ height: `${Math.max(6, (count / most) * 100)}%` }} />}
            <span class="unseen">{says}</span>
          </button>
        );
      })}
      {columns.length > 1 && (
        <p class="quiet ends" aria-hidden="true">
          <span>{columns[0]?.from}</span>
          <span>{columns.at(-1)?.to}</span>
        </p>
      )}
    </div>
  );
}

function Authors({ search }: Searched) {
  const { params } = useAddress();
  const state = useQuery(SearchAuthors, { search, ...placeIn(params) });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.data === undefined) return <Loading what="people" tall />;
  const { nodes, pageInfo, totalCount } = state.data.authors;
  if (totalCount === 0) return <Nothing search={search} />;
  return (
    <>
      <ol class="rows">
        {nodes.map(({ id, name, publicationCount, firstYear, lastYear, topics }) => (
          <li key={id}>
            <article class="row">
              <h3>
                <a href={pageOf('Author', id)}>{name}</a>
              </h3>
              <p class="quiet">
                {publicationCount.toLocaleString('en')}{' '}
                {publicationCount === 1 ? 'publication' : 'publications'}
                {span(firstYear, lastYear) !== null && ` · ${span(firstYear, lastYear)}`}
                {topics.nodes.map((topic) => (
                  <span key={topic.id}>
                    {' · '}
                    <a href={pageOf('Topic', topic.id)}>{topic.name}</a>
                  </span>
                ))}
              </p>
            </article>
          </li>
        ))}
      </ol>
      <Pages info={pageInfo} />
    </>
  );
}

function Venues({ search }: Searched) {
  const { params, change } = useAddress();
  const kind = params.get('venueKind');
  const filter = isVenueKind(kind) ? { kind: [kind] } : undefined;
  const state = useQuery(SearchVenues, { search, filter, ...placeIn(params) });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.data === undefined) return <Loading what="venues" tall />;
  const { nodes, pageInfo, totalCount, facets } = state.data.venues;
  if (totalCount === 0) return <Nothing search={search} />;
  return (
    <div class="with-facets">
      <aside aria-label="Facets">
        <Facet title="Kinds">
          {facets.kinds.values.map((value) => (
            <FacetValue
              key={value.kind}
              name={venueKindNames[value.kind]}
              count={value.count}
              on={kind === value.kind}
              onClick={() =>
                change({ venueKind: kind === value.kind ? null : value.kind, after: null, before: null })
              }
            />
          ))}
        </Facet>
      </aside>
      <div>
        <ol class="rows">
          {nodes.map((venue) => (
            <li key={venue.id}>
              <article class="row">
                <h3>
                  <a href={pageOf('Venue', venue.id)}>{venue.name}</a>
                  {venue.acronym !== null && venue.acronym !== venue.name && (
                    <span class="badge">{venue.acronym}</span>
                  )}
                </h3>
                <p class="quiet">
                  {venueKindNames[venue.kind]} · {venue.metrics.publicationCount.toLocaleString('en')}{' '}
                  publications
                  {span(venue.metrics.firstYear, venue.metrics.lastYear) !== null &&
                    ` · ${span(venue.metrics.firstYear, venue.metrics.lastYear)}`}
                </p>
              </article>
            </li>
          ))}
        </ol>
        <Pages info={pageInfo} />
      </div>
    </div>
  );
}

function isVenueKind(text: string | null): text is VenueKind {
  return text !== null && Object.hasOwn(venueKindNames, text);
}

function Topics({ search }: Searched) {
  const { params } = useAddress();
  const state = useQuery(SearchTopics, { search, ...placeIn(params) });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.data === undefined) return <Loading what="topics" tall />;
  const { nodes, pageInfo, totalCount } = state.data.topics;
  if (totalCount === 0) return <Nothing search={search} />;
  return (
    <>
      <ol class="rows">
        {nodes.map(({ id, name, publicationCount, broader }) => (
          <li key={id}>
            <article class="row">
              <h3>
                <a href={pageOf('Topic', id)}>{name}</a>
              </h3>
              <p class="quiet">
                {publicationCount.toLocaleString('en')}{' '}
                {publicationCount === 1 ? 'publication' : 'publications'}
                {broader.nodes.map((topic) => (
                  <span key={topic.id}>
                    {' · part of '}
                    <a href={pageOf('Topic', topic.id)}>{topic.name}</a>
                  </span>
                ))}
              </p>
            </article>
          </li>
        ))}
      </ol>
      <Pages info={pageInfo} />
    </>
  );
}
