import { useEffect, useRef } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { pageOf, useAddress } from '../address.ts';
import { Names } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { embedded } from '../embedTags.ts';
import { filterOf } from '../filter.ts';
import { AuthorNetwork } from '../parts/AuthorNetwork.tsx';
import { ClusterMap } from '../parts/ClusterMap.tsx';
import { InstitutionNetworkPanel } from '../parts/InstitutionNetworkPanel.tsx';
import {
  AuthorsPanel,
  CollaborationPanel,
  CommunitiesPanel,
  EmergingPanel,
  OutputPanel,
  type PanelOf,
  TeamSizePanel,
  TopicLinesPanel,
  TopicsByYearPanel,
  TopicsPanel,
  VenuesPanel,
} from '../parts/panels.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { CoauthorsPanel } from './Author.tsx';
import { InstitutionPeoplePanel } from './Institution.tsx';
import { TrendPanel } from './Topic.tsx';

const charts: Readonly<Record<string, (of: PanelOf) => preact.JSX.Element>> = {
  output: OutputPanel,
  collaboration: CollaborationPanel,
  communities: CommunitiesPanel,
  people: AuthorsPanel,
  venues: VenuesPanel,
  topics: TopicsPanel,
  'topics-by-year': TopicsByYearPanel,
  'topic-trends': TopicLinesPanel,
  'team-size': TeamSizePanel,
  emerging: EmergingPanel,
  fading: ({ filter }) => <EmergingPanel filter={filter} fading />,
};

/** A picture alone, for the frame of another page. A click in a chart opens nothing there; links open beside it. */
export default function Embed() {
  const picture = useRoute().params['picture'] ?? '';
  const { params } = useAddress();
  const content = useRef<HTMLDivElement>(null);
  const author = params.get('author');
  const shown = pictureOf(picture, params);
  useEffect(() => {
    document.title = `${picture} – Scholargraph`;
    return content.current === null ? undefined : tellParent(content.current);
  }, [picture]);
  return (
    <div
      ref={content}
      class={networks.has(picture) ? 'embedded filling' : 'embedded'}
      onClickCapture={beside}
    >
      <h1 class="unseen">Scholargraph: {picture}</h1>
      {shown ?? (
        <p class="state empty">
          There is no such picture. There are {Object.keys(charts).join(', ')}, clusters, network and
          coauthors with an author, institution-network and institution-people with an institution, and trend
          with a topic.
        </p>
      )}
      <p class="source-line">
        <a
          href={author !== null && networks.has(picture) ? pageOf('Author', author) : '/'}
          target="_blank"
          rel="noreferrer"
        >
          Scholargraph
        </a>
      </p>
    </div>
  );
}

/** Pictures that take what height there is. */
const networks: ReadonlySet<string> = new Set([
  'network',
  'author-network',
  'institution-network',
  'clusters',
]);

function pictureOf(picture: string, params: URLSearchParams): preact.JSX.Element | undefined {
  const author = params.get('author');
  const filter = filterOf(params);
  const Chart = Object.hasOwn(charts, picture) ? charts[picture] : undefined;
  if (Chart !== undefined) return <Chart filter={filter} />;
  if (picture === 'clusters') return <ClusterMap />;
  if (picture === 'trend') return filter?.topics == null ? undefined : <TrendPanel filter={filter} />;
  const institution = params.get('institution');
  if (institution !== null && picture === 'institution-people')
    return <InstitutionPeoplePanel id={institution} />;
  if (institution !== null && picture === 'institution-network')
    return <EmbeddedNetwork of="Institution" id={institution} />;
  if (author === null || picture === 'institution-network') return undefined;
  if (picture === 'coauthors') return <CoauthorsPanel id={author} />;
  return networks.has(picture) ? <EmbeddedNetwork of="Author" id={author} /> : undefined;
}

/** A page of the explorer may not be framed, so that a link to one opens beside the frame. */
function beside(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link !== null && link.target === '' && !embedded(link.pathname)) link.target = '_blank';
}

/** Tells the page around the frame what it shows and how high that is, for the script that made the frame; see `embed.ts`. */
function tellParent(content: HTMLElement): () => void {
  if (parent === window) return () => undefined;
  const tell = () => {
    const height = Math.ceil(content.getBoundingClientRect().height) + 2 * content.offsetTop;
    const scholargraph = { height, title: document.title };
    // Nothing of it is secret: whoever may frame the picture sees it.
    parent.postMessage({ scholargraph }, '*');
  };
  const sized = new ResizeObserver(tell);
  sized.observe(content);
  const named = new MutationObserver(tell);
  named.observe(document.head, { subtree: true, childList: true, characterData: true });
  return () => {
    sized.disconnect();
    named.disconnect();
  };
}

/** The network around a person or an institution, whose name the frame's title has. */
function EmbeddedNetwork({ of, id }: { readonly of: 'Author' | 'Institution'; readonly id: string }) {
  const state = useQuery(Names, { ids: [id] });
  const node = state.status === 'done' ? state.data.nodes[0] : undefined;
  const name = node?.__typename === of ? node.name : undefined;
  const title = `${of === 'Author' ? 'Coauthors' : 'Collaboration'} of ${name}`;
  useEffect(() => {
    if (name !== undefined) document.title = `${title} – Scholargraph`;
  }, [name, title]);
  if (state.status === 'failed') return <Failed failure={state.failure} retry={state.retry} />;
  if (state.status === 'loading') return <Loading what="the network" tall />;
  if (name === undefined) return <p class="state empty">There is no such {of.toLowerCase()}.</p>;
  return of === 'Author' ? (
    <AuthorNetwork id={id} name={name} bare />
  ) : (
    <InstitutionNetworkPanel id={id} name={name} />
  );
}
