import { useState } from 'preact/hooks';
import { lazy, useRoute } from 'preact-iso';
import { pageOf, useAddress } from '../address.ts';
import { AuthorHead, Coauthors, type OutcomeFragment, type PublicationFilter } from '../api/documents.ts';
import { keptToken } from '../api/token.ts';
import { useQuery } from '../api/useQuery.ts';
import { barHeight, bars } from '../charts/options.ts';
import { AuthorNetwork } from '../parts/AuthorNetwork.tsx';
import { Facts, Page, span } from '../parts/Page.tsx';
import { Panel } from '../parts/Panel.tsx';
import { Provenance } from '../parts/Provenance.tsx';
import { PublicationsPanel } from '../parts/PublicationsPanel.tsx';
import { OutputPanel, TopicsByYearPanel, TopicsPanel, VenuesPanel } from '../parts/panels.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { ThingLinks } from '../parts/ThingLinks.tsx';
import { NotFound } from './NotFound.tsx';

const AuthorCuration = lazy(() => import('../parts/AuthorCuration.tsx'));
const AuthorProvenance = lazy(() => import('../parts/AuthorProvenance.tsx'));

/** A person: with whom, where, about what and when they write. */
export default function Author() {
  const id = useRoute().params['id'] ?? '';
  const { go } = useAddress();
  const [decided, setDecided] = useState(0);
  return (
    <AuthorOf
      // What was decided changes all that is shown.
      key={`${id} ${decided}`}
      id={id}
      onDecided={({ after }) => {
        setDecided(decided + 1);
        const [first] = after;
        if (first !== undefined && after.every((each) => each.id !== id)) go(pageOf('Author', first.id));
      }}
    />
  );
}

function AuthorOf({
  id,
  onDecided,
}: {
  readonly id: string;
  readonly onDecided: (outcome: OutcomeFragment) => void;
}) {
  const { go } = useAddress();
  const token = keptToken();
  const state = useQuery(AuthorHead, { id });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.status === 'loading') return <Loading what="the author" tall />;
  const author = state.data.node;
  if (author?.__typename !== 'Author') return <NotFound />;
  const { name, names, orcid, metrics, firstYear, lastYear, institutions } = author;
  const filter: PublicationFilter = { authors: { some: { id: [author.id] } } };
  const others = names.filter((form) => form !== name);
  return (
    <Page title={name} kind="Person">
      {(others.length > 0 || orcid !== null) && (
        <p class="quiet">
          {others.length > 0 && `Also ${others.join(', ')}. `}
          {orcid !== null && (
            <a href={`https://orcid.org/${encodeURIComponent(orcid)}`} rel="noreferrer">
              ORCID {orcid}
            </a>
          )}
        </p>
      )}
      <Facts
        facts={[
          ['Publications', metrics.publicationCount],
          ['Fractional', metrics.fractionalPublicationCount],
          ['Years', span(firstYear, lastYear)],
          ['Coauthors', metrics.collaboratorCount],
          ['Citations', metrics.citationCount],
          ['h-index', metrics.hIndex],
          ['Authors a publication', metrics.meanTeamSize],
        ]}
      />
      <ThingLinks
        title="At"
        kind="Institution"
        things={institutions.edges.map(({ node, firstYear: first, lastYear: last }) => {
          const years = span(first, last);
          return { id: node.id, name: years === null ? node.name : `${node.name}, ${years}` };
        })}
        total={institutions.totalCount}
      />
      <div class="panels">
        <AuthorNetwork id={author.id} name={name} />
        <OutputPanel
          filter={filter}
          onPick={(year) => go(`/search?${new URLSearchParams({ author: author.id, from: year, to: year })}`)}
        />
        <CoauthorsPanel id={author.id} />
        <VenuesPanel filter={filter} onPick={(venue) => go(pageOf('Venue', venue))} />
        <TopicsPanel filter={filter} onPick={(topic) => go(pageOf('Topic', topic))} />
        <TopicsByYearPanel filter={filter} onPick={(topic) => go(pageOf('Topic', topic))} />
        <PublicationsPanel filter={filter} all={`/search?${new URLSearchParams({ author: author.id })}`} />
        <Provenance>
          <AuthorProvenance id={author.id} />
        </Provenance>
        {token !== '' && <AuthorCuration id={author.id} name={name} token={token} onDecided={onDecided} />}
      </div>
    </Page>
  );
}

export function CoauthorsPanel({ id }: { readonly id: string }) {
  const { go } = useAddress();
  return (
    <Panel
      title="Coauthors"
      embed={{ picture: 'coauthors', filter: { authors: { some: { id: [id] } } } }}
      operation={Coauthors}
      variables={{ id, first: 12 }}
      empty="No coauthors are known."
      picture={({ author }, ink) => {
        const edges = author?.coauthors.edges ?? [];
        const [first] = edges;
        if (first === undefined) return undefined;
        const total = author?.coauthors.totalCount ?? 0;
        return {
          option: bars(
            ink,
            edges.map(({ node }) => node.name),
            edges.map(({ publicationCount }) => publicationCount),
            'Shared publications',
          ),
          height: barHeight(edges.length),
          description: `Bars of the ${edges.length} coauthors with the most shared publications. First is ${first.node.name} with ${first.publicationCount}.`,
          table: {
            columns: [
              { title: 'Person' },
              { title: 'Shared publications', numeric: true },
              { title: 'Weight', numeric: true },
              { title: 'First', numeric: true },
              { title: 'Latest', numeric: true },
            ],
            rows: edges.map(({ node, publicationCount, weight, firstYear, lastYear }) => [
              { text: node.name, address: pageOf('Author', node.id) },
              publicationCount,
              Math.round(weight * 100) / 100,
              firstYear,
              lastYear,
            ]),
          },
          note:
            total > edges.length ? `${edges.length} of ${total.toLocaleString('en')} coauthors.` : undefined,
          onPick: (picked) => {
            const edge = typeof picked === 'number' ? edges[picked] : undefined;
            if (edge !== undefined) go(pageOf('Author', edge.node.id));
          },
        };
      }}
    />
  );
}
