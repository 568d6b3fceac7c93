import { useRoute } from 'preact-iso';
import { pageOf, useAddress } from '../address.ts';
import { type PublicationFilter, VenueHead } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { Facts, Page, span } from '../parts/Page.tsx';
import { PublicationsPanel } from '../parts/PublicationsPanel.tsx';
import { AuthorsPanel, OutputPanel, TopicsByYearPanel, TopicsPanel } from '../parts/panels.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { ThingLinks } from '../parts/ThingLinks.tsx';
import { venueKindNames } from '../parts/venueKindName.ts';
import { NotFound } from './NotFound.tsx';

/** A venue: who publishes there, about what and when. */
export default function Venue() {
  const id = useRoute().params['id'] ?? '';
  const { go } = useAddress();
  const state = useQuery(VenueHead, { id });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.status === 'loading') return <Loading what="the venue" tall />;
  const venue = state.data.node;
  if (venue?.__typename !== 'Venue') return <NotFound />;
  const { name, names, acronym, metrics } = venue;
  const filter: PublicationFilter = { venues: { some: { id: [venue.id] } } };
  const search = (more: Readonly<Record<string, string>> = {}) =>
    `/search?${new URLSearchParams({ venue: venue.id, ...more })}`;
  const others = names.filter((form) => form !== name);
  return (
    <Page title={name} kind={venueKindNames[venue.kind]}>
      {(acronym !== null || others.length > 0) && (
        <p class="quiet">
          {acronym !== null && acronym !== name && `${acronym}. `}
          {others.length > 0 &&
            `Sources write ${others.slice(0, 5).join('; ')}${others.length > 5 ? ` and ${others.length - 5} more` : ''}.`}
        </p>
      )}
      <Facts
        facts={[
          ['Publications', metrics.publicationCount],
          ['People', metrics.authorCount],
          ['Years', span(metrics.firstYear, metrics.lastYear)],
          ['Citations', metrics.citationCount],
          ['h-index', metrics.hIndex],
          ['Authors a publication', metrics.meanTeamSize],
        ]}
      />
      <ThingLinks title="Series" kind="Venue" things={venue.series === null ? [] : [venue.series]} />
      <ThingLinks
        title="Workshops"
        kind="Venue"
        things={venue.workshops.nodes}
        total={venue.workshops.totalCount}
      />
      <ThingLinks title="Like this" kind="Venue" things={venue.similar.nodes} />
      <div class="panels">
        <OutputPanel filter={filter} onPick={(year) => go(search({ from: year, to: year }))} />
        <AuthorsPanel filter={filter} onPick={(author) => go(pageOf('Author', author))} />
        <TopicsPanel filter={filter} onPick={(topic) => go(pageOf('Topic', topic))} />
        <TopicsByYearPanel filter={filter} onPick={(topic) => go(pageOf('Topic', topic))} />
        <PublicationsPanel filter={filter} all={search()} />
      </div>
    </Page>
  );
}
