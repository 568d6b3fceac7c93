import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { pageOf, useAddress } from '../address.ts';
import { ClusterInside, type ClusterInsideQuery, TopicMap, type TopicMapQuery } from '../api/documents.ts';
import { playgroundLink } from '../api/playgroundLink.ts';
import { useQuery } from '../api/useQuery.ts';
import type { Drawing } from '../network/drawing.ts';
import { NetworkView } from '../network/NetworkView.tsx';
import { edgeKey, type Network, type NetworkEdge, type NetworkNode } from '../network/network.ts';
import { DataTable } from './DataTable.tsx';
import { download, fileName } from './download.ts';
import { EmbedButton } from './EmbedButton.tsx';
import { groupColours, type Ink, inkOf } from './ink.ts';
import { Empty, Failed, Loading, Truncated } from './states.tsx';
import { csv, type Table } from './table.ts';
import { useTheme } from './theme.ts';

type Inside = Extract<ClusterInsideQuery['node'], { readonly __typename: 'Community' }>;
type Mapped = Inside['publications']['nodes'][number];

const whole = { resolution: 1, maxNodes: 150, maxEdges: 600 };
const room = { topics: 60, publications: 100 };

/**
 * The clusters that the server has found, as areas with their topics and most cited publications inside; or, where the
 * address names one, that cluster alone with more of both.
 */
export function ClusterMap() {
  const { params, change } = useAddress();
  const id = params.get('cluster') ?? undefined;
  const map = useQuery(TopicMap, whole);
  const inside = useQuery(ClusterInside, id === undefined ? undefined : { id, ...room });
  const state = id === undefined ? map : inside;
  const cluster =
    id !== undefined && inside.status === 'done' && inside.data.node?.__typename === 'Community'
      ? inside.data.node
      : undefined;
  const clusters = map.status === 'done' ? map.data.topicClusters.communities.nodes : [];
  const rank = clusters.findIndex((each) => each.id === id);
  const all = () => change({ cluster: null });
  return (
    <section
      class="panel wide network-panel"
      aria-labelledby="map-title"
      aria-busy={state.status === 'loading'}
    >
      <header>
        <h2 id="map-title">Cluster map</h2>
        <div class="tools">
          <a
            class="button"
            href={
              id === undefined
                ? playgroundLink(TopicMap, whole)
                : playgroundLink(ClusterInside, { id, ...room })
            }
            target="_blank"
            rel="noreferrer"
            title="Open the query in the playground"
          >
            Query
          </a>
          <EmbedButton
            title="Cluster map"
            picture="clusters"
            options={new URLSearchParams(id === undefined ? {} : { cluster: id })}
          />
        </div>
      </header>
      {id !== undefined && (
        <nav class="steps" aria-label="Zoom">
          <button type="button" onClick={all}>
            All clusters
          </button>
          <span aria-hidden="true">›</span> <strong>{cluster?.label ?? '…'}</strong>
        </nav>
      )}
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {state.status === 'loading' && <Loading what="the map" tall />}
      {id === undefined &&
        map.status === 'done' &&
        (map.data.topicNetwork.nodes.length === 0 ? (
          <Empty>There are no topics yet.</Empty>
        ) : (
          <WholeMap key="whole" data={map.data} />
        ))}
      {id !== undefined &&
        inside.status === 'done' &&
        (cluster === undefined ? (
          <Empty>
            <p>This cluster is no longer there: the topics have been put into clusters anew.</p>
          </Empty>
        ) : (
          <OneCluster key={id} cluster={cluster} rank={rank} />
        ))}
    </section>
  );
}

function WholeMap({ data }: { readonly data: TopicMapQuery }) {
  const { change } = useAddress();
  const { topicClusters: run, topicNetwork } = data;
  const made = useMemo(() => wholeMap(data), [data]);
  const { network, clusterOf } = made;
  const communities = run.communities.nodes;
  const clusters = communities
    .map(({ id, label, terms, size }, rank) => ({
      id,
      label,
      name: terms[0] ?? label,
      size,
      rank,
      keys: network.nodes.flatMap(({ key }) => (clusterOf.get(key) === rank ? [key] : [])),
    }))
    .filter(({ keys }) => keys.length > 0);
  const rankOf = useCallback((key: string) => clusterOf.get(key) ?? -1, [clusterOf]);
  const labelOf = (key: string) => communities[rankOf(key)]?.label ?? null;
  const { other } = inkOf(useTheme());
  const open = (cluster: string) => change({ cluster });
  return (
    <DrawnMap
      network={network}
      publications={made.publications}
      topics={{
        columns: [{ title: 'Topic' }, { title: 'Publications', numeric: true }, { title: 'Cluster' }],
        rows: topicNetwork.nodes.map(({ key, label, weight }) => [
          { text: label, address: pageOf('Topic', key) },
          weight,
          labelOf(key),
        ]),
      }}
      clusterOf={labelOf}
      lead={`${run.communityCount} clusters by the Leiden algorithm, modularity ${run.modularity.toFixed(2)}. A click on an area goes into it; on a topic or a publication, to its page. Zoom in to read what publications there are.`}
      truncated={
        topicNetwork.nodesTruncated
          ? `Shown are the ${topicNetwork.nodes.length} topics with the most publications, and a dozen publications of each cluster; there are more.`
          : undefined
      }
      description={`A map of ${topicNetwork.nodes.length} topics and ${made.publications.size} publications in ${clusters.length} clusters; what belongs together is near each other.`}
      rankOf={rankOf}
      areas={clusters}
      onArea={open}
      dot={2}
    >
      <ul class="legend" aria-label="Clusters">
        {clusters.map(({ id, label, size, rank }) => (
          <li key={id}>
            <button type="button" class="chip" onClick={() => open(id)} title="Go into this cluster">
              <span class="dot" style={{ background: groupColours[rank] ?? other }} aria-hidden="true" />
              {label} ({size})
            </button>
          </li>
        ))}
        {topicNetwork.nodes.some(({ key }) => !clusterOf.has(key)) && (
          <li>
            <span class="dot" style={{ background: other }} aria-hidden="true" />
            in no cluster
          </li>
        )}
      </ul>
    </DrawnMap>
  );
}

function OneCluster({ cluster, rank }: { readonly cluster: Inside; readonly rank: number }) {
  const made = useMemo(() => insideMap(cluster), [cluster]);
  const rankOf = useCallback((key: string) => (made.publications.has(key) ? -1 : rank), [made, rank]);
  const { topics, publications } = cluster;
  const isCut =
    topics.totalCount > topics.nodes.length || publications.totalCount > publications.nodes.length;
  return (
    <DrawnMap
      network={made.network}
      publications={made.publications}
      topics={{
        columns: [{ title: 'Topic' }, { title: 'Publications', numeric: true }],
        rows: topics.nodes.map(({ id, name, publicationCount }) => [
          { text: name, address: pageOf('Topic', id) },
          publicationCount,
        ]),
      }}
      clusterOf={() => cluster.label}
      lead="Large: topics. Small: publications, tied to what they are about. A click opens either."
      truncated={
        isCut
          ? `Shown are ${topics.nodes.length} of ${topics.totalCount.toLocaleString('en')} topics, and the ${publications.nodes.length} most cited of ${publications.totalCount.toLocaleString('en')} publications.`
          : undefined
      }
      description={`The cluster ${cluster.label}: ${topics.nodes.length} topics and ${publications.nodes.length} publications, tied where a publication is about a topic.`}
      rankOf={rankOf}
      areas={[]}
      dot={4}
    />
  );
}

interface DrawnMapProps {
  readonly network: Network;
  readonly publications: ReadonlyMap<string, Mapped>;
  readonly topics: Table;
  readonly clusterOf: (key: string) => string | null;
  readonly lead: string;
  readonly truncated: string | undefined;
  readonly description: string;
  /** By which it has its colour: that of its cluster, the largest being 0. */
  readonly rankOf: (key: string) => number;
  readonly areas: readonly {
    readonly id: string;
    readonly name: string;
    readonly rank: number;
    readonly keys: readonly string[];
  }[];
  readonly onArea?: (key: string) => void;
  /** Radius of a publication in pixels; its ties to topics are shown where it can be seen. */
  readonly dot: number;
  readonly children?: preact.ComponentChildren;
}

function DrawnMap({
  network,
  publications,
  topics,
  clusterOf,
  lead,
  truncated,
  description,
  rankOf,
  areas,
  onArea,
  dot,
  children,
}: DrawnMapProps) {
  const { go } = useAddress();
  const [shown, setShown] = useState<'picture' | 'topics' | 'publications'>('picture');
  const drawing = useRef<Drawing | undefined>(undefined);
  const view = useCallback(
    (ink: Ink) => {
      const colour = (rank: number) => groupColours[rank] ?? ink.other;
      const most = Math.max(1, ...network.nodes.map(({ size }) => size));
      const sizes = new Map(network.nodes.map(({ key, size }) => [key, 4 + 12 * Math.sqrt(size / most)]));
      const ties = new Map(network.edges.map((edge) => [edge.key, edge]));
      const isOfPublication = (key: string) => publications.has(ties.get(key)?.source ?? '');
      return {
        colourOf: (key: string) => colour(rankOf(key)),
        isNodeHidden: () => false,
        isEdgeHidden: (key: string) => dot < 3 && isOfPublication(key),
        sizeOf: (key: string) => (publications.has(key) ? dot : (sizes.get(key) ?? 4)),
        widthOf: (key: string) => Math.min(5, 0.5 + 0.5 * Math.sqrt(ties.get(key)?.weight ?? 1)),
        marked: new Set<string>(),
        path: [],
        chosenEdge: undefined,
        areas: areas.map(({ id, name, rank, keys }) => ({
          key: id,
          label: name,
          colour: colour(rank),
          keys,
        })),
      };
      // What else it is made of follows from the network.
    },
    [network, rankOf],
  );
  const publicationTable: Table = {
    columns: [
      { title: 'Publication' },
      { title: 'Year', numeric: true },
      { title: 'Citations', numeric: true },
      { title: 'Cluster' },
    ],
    rows: [...publications.values()].map(({ id, title, year, citationCount }) => [
      { text: title ?? 'without a title', address: pageOf('Publication', id) },
      year,
      citationCount,
      clusterOf(id),
    ]),
  };
  const save = (kind: 'png' | 'svg' | 'csv') => {
    const file = fileName(`topic clusters ${shown === 'publications' ? shown : ''}`, kind);
    if (kind === 'csv') {
      const table = shown === 'publications' ? publicationTable : topics;
      download(file, new Blob([csv(table)], { type: 'text/csv;charset=utf-8' }));
    } else if (kind === 'svg') {
      const text = drawing.current?.svg();
      if (text !== undefined) download(file, new Blob([text], { type: 'image/svg+xml' }));
    } else void drawing.current?.png().then((png) => download(file, png));
  };
  const toggle = (table: 'topics' | 'publications', name: string) => (
    <button
      type="button"
      aria-pressed={shown === table}
      onClick={() => setShown(shown === table ? 'picture' : table)}
    >
      {name}
    </button>
  );
  return (
    <>
      <div class="controls">
        <p class="quiet">{lead}</p>
        <div class="tools">
          {toggle('topics', 'Topics')}
          {toggle('publications', 'Publications')}
          {shown === 'picture' && (
            <>
              <button type="button" onClick={() => save('png')}>
                PNG
              </button>
              <button type="button" onClick={() => save('svg')}>
                SVG
              </button>
            </>
          )}
          <button type="button" onClick={() => save('csv')}>
            CSV
          </button>
        </div>
      </div>
      {truncated !== undefined && <Truncated>{truncated}</Truncated>}
      {shown === 'topics' && <DataTable table={topics} caption="Topics of the map" />}
      {shown === 'publications' && <DataTable table={publicationTable} caption="Publications of the map" />}
      <div class={shown === 'picture' ? undefined : 'closed'}>
        <NetworkView
          network={network}
          view={view}
          description={description}
          drawing={drawing}
          onNode={(key) => go(pageOf(publications.has(key) ? 'Publication' : 'Topic', key))}
          onArea={onArea}
        />
        {children}
      </div>
    </>
  );
}

/** Names on a map are short; the table has the whole. */
function shortTitle({ title, year }: Mapped): string {
  const words = title ?? 'without a title';
  const short = words.length > 44 ? `${words.slice(0, 43).trimEnd()}…` : words;
  return year === null ? short : `${short} (${year})`;
}

/** Publications where their topics are, each a little apart from the next. */
function placed(
  publications: readonly Mapped[],
  topics: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
  apart: number,
): { readonly nodes: NetworkNode[]; readonly edges: NetworkEdge[]; readonly shown: Map<string, Mapped> } {
  const nodes: NetworkNode[] = [];
  const edges: NetworkEdge[] = [];
  const shown = new Map<string, Mapped>();
  for (const publication of publications) {
    const { id } = publication;
    const about = publication.topics.nodes.flatMap((topic) => {
      const place = topics.get(topic.id);
      return place === undefined ? [] : [{ key: topic.id, ...place }];
    });
    if (about.length === 0 || shown.has(id)) continue;
    const mean = (of: (place: { readonly x: number; readonly y: number }) => number) =>
      about.reduce((sum, place) => sum + of(place), 0) / about.length;
    const angle = 2.4 * shown.size;
    shown.set(id, publication);
    nodes.push({
      key: id,
      label: shortTitle(publication),
      x: mean(({ x }) => x) + apart * Math.cos(angle),
      y: mean(({ y }) => y) + apart * Math.sin(angle),
      size: 0,
    });
    for (const { key } of about) edges.push({ key: edgeKey(id, key), source: id, target: key, weight: 1 });
  }
  return { nodes, edges, shown };
}

interface Made {
  readonly network: Network;
  readonly publications: ReadonlyMap<string, Mapped>;
  /** The rank of the cluster of a topic or publication. */
  readonly clusterOf: ReadonlyMap<string, number>;
}

function wholeMap({ topicClusters, topicNetwork }: TopicMapQuery): Made {
  const topics = topicNetwork.nodes.map(({ key, label, weight, position }) => ({
    key,
    label,
    size: weight,
    ...position,
  }));
  const clusters = topicClusters.communities.nodes;
  const places = new Map(topics.map((topic) => [topic.key, topic]));
  const breadth = Math.max(0, ...topics.map(({ x }) => Math.abs(x)));
  const { nodes, edges, shown } = placed(
    clusters.flatMap(({ publications }) => publications.nodes),
    places,
    breadth / 50,
  );
  const clusterOf = new Map<string, number>();
  for (const [rank, cluster] of clusters.entries()) {
    for (const { id } of [...cluster.topics.nodes, ...cluster.publications.nodes]) {
      if (!clusterOf.has(id)) clusterOf.set(id, rank);
    }
  }
  const ties = topicNetwork.edges.map(({ source, target, weight }) => ({
    key: edgeKey(source, target),
    source,
    target,
    weight,
  }));
  return {
    network: { nodes: [...topics, ...nodes], edges: [...ties, ...edges] },
    publications: shown,
    clusterOf,
  };
}

function insideMap({ topics, publications }: Inside): Pick<Made, 'network' | 'publications'> {
  // Sunflower seeds: apart from each other, and the first in the middle.
  const nodes = topics.nodes.map(({ id, name, publicationCount }, at) => ({
    key: id,
    label: name,
    size: publicationCount,
    x: Math.sqrt(at) * Math.cos(2.4 * at),
    y: Math.sqrt(at) * Math.sin(2.4 * at),
  }));
  const made = placed(publications.nodes, new Map(nodes.map((node) => [node.key, node])), 0.3);
  return {
    network: { nodes: [...nodes, ...made.nodes], edges: made.edges },
    publications: made.shown,
  };
}
