import { useEffect } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { pageOf, useAddress } from '../address.ts';
import { AuthorHead } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { filterOf } from '../filter.ts';
import { AuthorNetwork } from '../parts/AuthorNetwork.tsx';
import {
  AuthorsPanel,
  EmergingPanel,
  OutputPanel,
  type PanelOf,
  TeamSizePanel,
  TopicsByYearPanel,
  TopicsPanel,
  VenuesPanel,
} from '../parts/panels.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { ClusterMap } from './Topics.tsx';

const charts: Readonly<Record<string, (of: PanelOf) => preact.JSX.Element>> = {
  output: OutputPanel,
  people: AuthorsPanel,
  venues: VenuesPanel,
  topics: TopicsPanel,
  'topics-by-year': TopicsByYearPanel,
  'team-size': TeamSizePanel,
  emerging: EmergingPanel,
};

/** A picture alone, for the frame of another page. A click in a chart opens nothing there; links open beside it. */
export default function Embed() {
  const picture = useRoute().params['picture'] ?? '';
  const { params } = useAddress();
  useEffect(() => {
    document.title = `${picture} – Scholargraph`;
  }, [picture]);
  const author = params.get('author');
  const Chart = Object.hasOwn(charts, picture) ? charts[picture] : undefined;
  return (
    <>
      <h1 class="unseen">Scholargraph: {picture}</h1>
      {Chart !== undefined && <Chart filter={filterOf(params)} />}
      {picture === 'clusters' && <ClusterMap />}
      {picture === 'network' && author !== null && <EmbeddedNetwork id={author} />}
      {Chart === undefined && picture !== 'clusters' && (picture !== 'network' || author === null) && (
        <p class="state empty">
          There is no such picture. There are {Object.keys(charts).join(', ')}, clusters, and network with an
          author.
        </p>
      )}
      <p class="source-line">
        <a
          href={author !== null && picture === 'network' ? pageOf('Author', author) : '/'}
          target="_blank"
          rel="noreferrer"
        >
          Scholargraph
        </a>
      </p>
    </>
  );
}

function EmbeddedNetwork({ id }: { readonly id: string }) {
  const state = useQuery(AuthorHead, { id });
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.status === 'loading') return <Loading what="the network" tall />;
  const author = state.data.node;
  if (author?.__typename !== 'Author') return <p class="state empty">There is no such author.</p>;
  return <AuthorNetwork id={author.id} name={author.name} bare />;
}
