import { useRoute } from 'preact-iso';
import { pageOf, useAddress } from '../address.ts';
import { InstitutionHead, InstitutionPeople, type PublicationFilter } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { barHeight, bars } from '../charts/options.ts';
import { InstitutionNetworkPanel } from '../parts/InstitutionNetworkPanel.tsx';
import { Facts, Page, span } from '../parts/Page.tsx';
import { Panel } from '../parts/Panel.tsx';
import { PublicationsPanel } from '../parts/PublicationsPanel.tsx';
import { OutputPanel, TopicsByYearPanel, TopicsPanel, VenuesPanel } from '../parts/panels.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { NotFound } from './NotFound.tsx';

/** An institution: who was there, what they wrote, and with which others. */
export default function Institution() {
  const id = useRoute().params['id'] ?? '';
  const { go } = useAddress();
  const state = useQuery(InstitutionHead, { id });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.status === 'loading') return <Loading what="the institution" tall />;
  const institution = state.data.node;
  if (institution?.__typename !== 'Institution') return <NotFound />;
  const { name, names, ror, country, metrics } = institution;
  const filter: PublicationFilter = { institutions: { some: { id: [institution.id] } } };
  const search = (more: Readonly<Record<string, string>> = {}) =>
    `/search?${new URLSearchParams({ institution: institution.id, ...more })}`;
  const others = names.filter((form) => form !== name);
  return (
    <Page title={name} kind="Institution">
      {(ror !== null || others.length > 0) && (
        <p class="quiet">
          {others.length > 0 &&
            `Sources write ${others.slice(0, 5).join('; ')}${others.length > 5 ? ` and ${others.length - 5} more` : ''}. `}
          {ror !== null && (
            <a href={ror} rel="noreferrer">
              ROR {ror.split('/').at(-1)}
            </a>
          )}
        </p>
      )}
      <Facts
        facts={[
          ['Country', country],
          ['Publications', metrics.publicationCount],
          ['Fractional', metrics.fractionalPublicationCount],
          ['People', metrics.authorCount],
          ['Collaborators', metrics.collaboratorCount],
          ['Years', span(metrics.firstYear, metrics.lastYear)],
          ['Citations', metrics.citationCount],
          ['h-index', metrics.hIndex],
          ['Authors a publication', metrics.meanTeamSize],
        ]}
      />
      <div class="panels">
        <InstitutionNetworkPanel id={institution.id} name={name} />
        <OutputPanel filter={filter} onPick={(year) => go(search({ from: year, to: year }))} />
        <InstitutionPeoplePanel id={institution.id} />
        <VenuesPanel filter={filter} onPick={(venue) => go(pageOf('Venue', venue))} />
        <TopicsPanel filter={filter} onPick={(topic) => go(pageOf('Topic', topic))} />
        <TopicsByYearPanel filter={filter} onPick={(topic) => go(pageOf('Topic', topic))} />
        <PublicationsPanel filter={filter} all={search()} />
      </div>
    </Page>
  );
}

/** Those of the institution alone: publications have authors of others, too. */
export function InstitutionPeoplePanel({ id }: { readonly id: string }) {
  const { go } = useAddress();
  return (
    <Panel
      title="People here"
      embed={{ picture: 'institution-people', filter: { institutions: { some: { id: [id] } } } }}
      operation={InstitutionPeople}
      variables={{ id, first: 12 }}
      picture={({ institution }, ink) => {
        const edges = institution?.authors.edges ?? [];
        const [first] = edges;
        if (first === undefined) return undefined;
        const total = institution?.authors.totalCount ?? 0;
        return {
          option: bars(
            ink,
            edges.map(({ node }) => node.name),
            edges.map(({ publicationCount }) => publicationCount),
            'Publications here',
          ),
          height: barHeight(edges.length),
          description: `Bars of the ${edges.length} people with the most publications here. First is ${first.node.name} with ${first.publicationCount}.`,
          table: {
            columns: [
              { title: 'Person' },
              { title: 'Publications here', numeric: true },
              { title: 'First', numeric: true },
              { title: 'Latest', numeric: true },
            ],
            rows: edges.map(({ node, publicationCount, firstYear, lastYear }) => [
              { text: node.name, address: pageOf('Author', node.id) },
              publicationCount,
              firstYear,
              lastYear,
            ]),
          },
          note: total > edges.length ? `${edges.length} of ${total.toLocaleString('en')} people.` : undefined,
          onPick: (picked) => {
            const edge = typeof picked === 'number' ? edges[picked] : undefined;
            if (edge !== undefined) go(pageOf('Author', edge.node.id));
          },
        };
      }}
    />
  );
}
