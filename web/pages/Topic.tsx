import { useRoute } from 'preact-iso';
import { pageOf, useAddress } from '../address.ts';
import { type PublicationFilter, TopicHead, TopicTrendLine } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { line } from '../charts/options.ts';
import { everyYear } from '../charts/years.ts';
import { Facts, Page } from '../parts/Page.tsx';
import { Panel } from '../parts/Panel.tsx';
import { PublicationsPanel } from '../parts/PublicationsPanel.tsx';
import { AuthorsPanel, OutputPanel, VenuesPanel } from '../parts/panels.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { ThingLinks } from '../parts/ThingLinks.tsx';
import { NotFound } from './NotFound.tsx';

/** A topic with the narrower ones: how it goes, who writes about it, and where. */
export default function Topic() {
  const id = useRoute().params['id'] ?? '';
  const { go } = useAddress();
  const state = useQuery(TopicHead, { id });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.status === 'loading') return <Loading what="the topic" tall />;
  const topic = state.data.node;
  if (topic?.__typename !== 'Topic') return <NotFound />;
  const filter: PublicationFilter = { topics: { some: { within: [topic.id] } } };
  const search = (more: Readonly<Record<string, string>> = {}) =>
    `/search?${new URLSearchParams({ topic: topic.id, ...more })}`;
  const others = topic.names.filter((form) => form !== topic.name);
  return (
    <Page title={topic.name} kind="Topic">
      {others.length > 0 && <p class="quiet">Also {others.slice(0, 8).join(', ')}.</p>}
      <Facts facts={[['Publications', topic.publicationCount]]} />
      <ThingLinks title="Part of" kind="Topic" things={topic.broader.nodes} />
      <ThingLinks
        title="Parts"
        kind="Topic"
        things={topic.narrower.nodes}
        total={topic.narrower.totalCount}
      />
      <ThingLinks title="Related" kind="Topic" things={topic.related.nodes} />
      <div class="panels">
        <TrendPanel filter={filter} />
        <OutputPanel filter={filter} onPick={(year) => go(search({ from: year, to: year }))} />
        <AuthorsPanel filter={filter} onPick={(author) => go(pageOf('Author', author))} />
        <VenuesPanel filter={filter} onPick={(venue) => go(pageOf('Venue', venue))} />
        <PublicationsPanel filter={filter} all={search()} />
      </div>
    </Page>
  );
}

export function TrendPanel({ filter }: { readonly filter: PublicationFilter }) {
  return (
    <Panel
      title="Trend"
      embed={{ picture: 'trend', filter }}
      operation={TopicTrendLine}
      variables={{ topic: filter }}
      picture={({ publications: { facets }, all }, ink) => {
        const totals = new Map(all.map(({ year, count }) => [year, count]));
        const { years, counts } = everyYear(facets.years.values);
        if (years.length === 0) return undefined;
        const shares = years.map((year, index) => {
          const total = totals.get(year) ?? 0;
          return total === 0 ? null : Math.round(((counts[index] ?? 0) / total) * 1000) / 10;
        });
        const most = Math.max(...shares.map((share) => share ?? 0));
        return {
          option: line(ink, years.map(String), shares, 'Share of all publications in %', true),
          height: 220,
          description: `A line of the topic's share of all publications of a year, from ${years[0]} to ${years.at(-1)}. The highest, ${most} %, is of ${years[shares.indexOf(most)]}.`,
          table: {
            columns: [
              { title: 'Year', numeric: true },
              { title: 'Publications', numeric: true },
              { title: 'Of all', numeric: true },
              { title: 'Share in %', numeric: true },
            ],
            rows: years.map((year, index) => [
              year,
              counts[index] ?? 0,
              totals.get(year) ?? 0,
              shares[index] ?? null,
            ]),
          },
          note: 'Share of all publications of the year, in per cent.',
        };
      }}
    />
  );
}
