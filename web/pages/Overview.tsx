import { useAddress } from '../address.ts';
import { Numbers } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { filterNames, filterOf } from '../filter.ts';
import { FilterBar } from '../parts/FilterBar.tsx';
import { Facts, Page, span } from '../parts/Page.tsx';
import {
  AuthorsPanel,
  CollaborationPanel,
  CommunitiesPanel,
  EmergingPanel,
  OutputPanel,
  TeamSizePanel,
  TopicsByYearPanel,
  TopicsPanel,
  VenuesPanel,
} from '../parts/panels.tsx';
import { Empty, Failed } from '../parts/states.tsx';

/** All publications, or those of the filter, in numbers and pictures. A click in one picture filters them all. */
export default function Overview() {
  const { params, change } = useAddress();
  const filter = filterOf(params);
  const state = useQuery(Numbers, { filter });
  const data = state.status === 'failed' ? undefined : state.data?.publications;
  const filtered = filterNames.some((name) => params.has(name));
  const list = new URLSearchParams(params);
  list.set('kind', 'publications');
  return (
    <Page title="Overview">
      <p class="lead">
        Who writes with whom, where, about what, and how that changes. A click in a picture filters all of
        them.
      </p>
      <FilterBar />
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {data !== undefined && (
        <Facts
          facts={[
            ['Publications', data.totalCount],
            ['People', data.facets.authors.distinct],
            ['Venues', data.facets.venues.distinct],
            ['Topics', data.facets.topics.distinct],
            ['Years', span(data.aggregates.firstYear, data.aggregates.lastYear)],
            ['Citations', data.aggregates.citationCount],
            ['h-index', data.aggregates.hIndex],
            ['Authors a publication', data.aggregates.meanTeamSize],
          ]}
        />
      )}
      {data?.totalCount === 0 ? (
        <Empty>
          {filtered ? (
            <p>No publication passes the filter. Remove a part of it.</p>
          ) : (
            <p>
              The graph is empty. <a href="/import">Import</a> a bibliography to begin.
            </p>
          )}
        </Empty>
      ) : (
        <>
          <p>
            <a href={`/search?${list}`}>List these publications</a>
          </p>
          <div class="panels">
            <OutputPanel filter={filter} onPick={(year) => change({ from: year, to: year })} />
            <TeamSizePanel filter={filter} onPick={(team) => change({ team })} />
            <CollaborationPanel filter={filter} onPick={(year) => change({ from: year, to: year })} />
            <CommunitiesPanel filter={filter} onPick={(community) => change({ community })} />
            <AuthorsPanel filter={filter} onPick={(author) => change({ author })} />
            <VenuesPanel filter={filter} onPick={(venue) => change({ venue })} />
            <TopicsPanel filter={filter} onPick={(topic) => change({ topic })} />
            <EmergingPanel filter={filter} onPick={(topic) => change({ topic })} />
            <TopicsByYearPanel filter={filter} onPick={(topic) => change({ topic })} />
          </div>
        </>
      )}
    </Page>
  );
}
