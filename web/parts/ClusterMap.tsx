import { useCallback, useMemo } from 'preact/hooks';
import { pageOf, useAddress } from '../address.ts';
import {
  ClusterInside,
  type ClusterInsideQuery,
  type MappedPublicationFragment,
  TopicMap,
  type TopicMapQuery,
} from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { edgeKey, type Network, type NetworkEdge, type NetworkNode } from '../network/network.ts';
import { radii } from '../network/radii.ts';
import { counted } from './counted.ts';
import { DrawnNetwork, type DrawnNetworkProps } from './DrawnNetwork.tsx';
import { groupColours, type Ink, inkOf } from './ink.ts';
import { Legend } from './Legend.tsx';
import { NetworkPanel } from './NetworkPanel.tsx';
import { Empty, Failed, Loading } from './states.tsx';
import type { Table } from './table.ts';
import { useTheme } from './theme.ts';

type Inside = Extract<ClusterInsideQuery['node'], { readonly __typename: 'Community' }>;
type Mapped = MappedPublicationFragment;

const title = 'Cluster map';
const whole = { resolution: 1, maxNodes: 150, maxEdges: 600 };
const room = { topics: 60, publications: 100 };

/**
 * The clusters that the server has found, as areas with their topics and most cited publications inside; or, where the
 * address names one, that cluster alone with more of both.
 */
export function ClusterMap() {
  const id = useAddress().params.get('cluster') ?? undefined;
  return id === undefined ? <WholeMap /> : <OneCluster key={id} id={id} />;
}

function WholeMap() {
  const state = useQuery(TopicMap, whole);
  const asked = {
    title,
    operation: TopicMap,
    variables: whole,
    embed: { picture: 'clusters', options: new URLSearchParams() },
  };
  if (state.status === 'done' && state.data.topicNetwork.nodes.length > 0) {
    return <DrawnWhole asked={asked} data={state.data} />;
  }
  return (
    <NetworkPanel asked={asked} busy={state.status === 'loading'}>
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {state.status === 'loading' && <Loading what="the map" tall />}
      {state.status === 'done' && <Empty>There are no topics yet.</Empty>}
    </NetworkPanel>
  );
}

function OneCluster({ id }: { readonly id: string }) {
  const map = useQuery(TopicMap, whole);
  const state = useQuery(ClusterInside, { id, ...room });
  const cluster =
    state.status === 'done' && state.data.node?.__typename === 'Community' ? state.data.node : undefined;
  const clusters = map.status === 'done' ? map.data.topicClusters.communities.nodes : [];
  const asked = {
    title,
    operation: ClusterInside,
    variables: { id, ...room },
    embed: { picture: 'clusters', options: new URLSearchParams({ cluster: id }) },
  };
  if (cluster !== undefined) {
    const rank = clusters.findIndex((each) => each.id === id);
    return <DrawnCluster asked={asked} cluster={cluster} rank={rank} />;
  }
  return (
    <NetworkPanel asked={asked} busy={state.status === 'loading'}>
      <Steps label="…" />
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {state.status === 'loading' && <Loading what="the map" tall />}
      {state.status === 'done' && (
        <Empty>
          <p>This cluster is no longer there: the topics have been put into clusters anew.</p>
        </Empty>
      )}
    </NetworkPanel>
  );
}

/** The way out of a cluster. */
function Steps({ label }: { readonly label: string }) {
  const { change } = useAddress();
  return (
    <nav class="steps" aria-label="Zoom">
      <button type="button" onClick={() => change({ cluster: null })}>
        All clusters
      </button>
      <span aria-hidden="true">›</span> <strong>{label}</strong>
    </nav>
  );
}

type Panel<Variables extends object> = Pick<DrawnNetworkProps<unknown, Variables>, 'asked'>;

function DrawnWhole({
  asked,
  data,
}: Panel<typeof whole> & {
  readonly data: TopicMapQuery;
}) {
  const { change } = useAddress();
  const { topicClusters: run, topicNetwork } = data;
  const made = useMemo(() => wholeMap(data), [data]);
  const { network, clusterOf } = made;
  const communities = run.communities.nodes;
  const clusters = communities
    .map(({ id, label, terms, publications }, rank) => ({
      id,
      label,
      name: terms[0] ?? label,
      count: publications.totalCount,
      rank,
      keys: network.nodes.flatMap(({ key }) => (clusterOf.get(key) === rank ? [key] : [])),
    }))
    .filter(({ keys }) => keys.length > 0);
  const rankOf = useCallback((key: string) => clusterOf.get(key) ?? -1, [clusterOf]);
  const labelOf = (key: string) => communities[rankOf(key)]?.label ?? null;
  const { other } = inkOf(useTheme());
  const open = (cluster: string) => change({ cluster });
  const isLeft = topicNetwork.nodes.some(({ key }) => !clusterOf.has(key));
  return (
    <DrawnMap
      asked={asked}
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
      controls={
        <p class="quiet">
          {run.communityCount} clusters by the Leiden algorithm, modularity {run.modularity.toFixed(2)}. A
          click on an area goes into it; on a topic or a publication, to its page. Zoom in to read what
          publications there are.
        </p>
      }
      truncated={
        topicNetwork.nodesTruncated
          ? `Shown are the ${topicNetwork.nodes.length} topics with the most publications, and a dozen publications of each cluster; there are more.`
          : undefined
      }
      description={`A map of ${topicNetwork.nodes.length} topics and ${made.publications.size} publications in ${clusters.length} clusters; what belongs together is near each other.`}
      rankOf={rankOf}
      areas={clusters}
      onArea={open}
      dot={2.5}
      legend={
        <Legend
          label="Clusters"
          entries={[
            ...clusters.map(({ id, label, count, rank }) => ({
              colour: groupColours[rank] ?? other,
              text: `${label} (${counted(count, 'publication')})`,
              open: { title: 'Go into this cluster', act: () => open(id) },
            })),
            ...(isLeft ? [{ colour: other, text: 'in no cluster' }] : []),
          ]}
        />
      }
    />
  );
}

function DrawnCluster({
  asked,
  cluster,
  rank,
}: Panel<{ readonly id: string } & typeof room> & {
  readonly cluster: Inside;
  readonly rank: number;
}) {
  const made = useMemo(() => insideMap(cluster), [cluster]);
  const rankOf = useCallback((key: string) => (made.publications.has(key) ? -1 : rank), [made, rank]);
  const { topics, publications } = cluster;
  const isCut =
    topics.totalCount > topics.nodes.length || publications.totalCount > publications.nodes.length;
  return (
    <DrawnMap
      asked={asked}
      network={made.network}
      publications={made.publications}
      topics={{
        columns: [{ title: 'Topic' }, { title: 'Publications', numeric: true }],
        rows: made.topics.map(({ id, name, publicationCount }) => [
          { text: name, address: pageOf('Topic', id) },
          publicationCount,
        ]),
      }}
      clusterOf={() => cluster.label}
      controls={
        <>
          <Steps label={cluster.label} />
          <p class="quiet">
            Large: topics. Small: publications, tied to what they are about. A click opens either.
          </p>
        </>
      }
      truncated={
        isCut
          ? `Shown are ${topics.nodes.length} of ${topics.totalCount.toLocaleString('en')} topics, and the ${publications.nodes.length} most cited of ${publications.totalCount.toLocaleString('en')} publications.`
          : undefined
      }
      description={`The cluster ${cluster.label}: ${made.topics.length} topics and ${publications.nodes.length} publications, tied where a publication is about a topic.`}
      rankOf={rankOf}
      areas={[]}
      dot={4}
    />
  );
}

interface DrawnMapProps<Variables extends object>
  extends Pick<
    DrawnNetworkProps<unknown, Variables>,
    'asked' | 'network' | 'controls' | 'truncated' | 'description' | 'onArea' | 'legend'
  > {
  readonly publications: ReadonlyMap<string, Mapped>;
  readonly topics: Table;
  readonly clusterOf: (key: string) => string | null;
  /** By which it has its colour: that of its cluster, the largest being 0. */
  readonly rankOf: (key: string) => number;
  readonly areas: readonly {
    readonly id: string;
    readonly name: string;
    readonly rank: number;
    readonly keys: readonly string[];
  }[];
  /** Radius of a publication in pixels; its ties to topics are shown where it can be seen. */
  readonly dot: number;
}

function DrawnMap<Variables extends object>({
  network,
  publications,
  topics,
  clusterOf,
  rankOf,
  areas,
  dot,
  ...panel
}: DrawnMapProps<Variables>) {
  const { go } = useAddress();
  const view = useCallback(
    (ink: Ink) => {
      const colour = (rank: number) => groupColours[rank] ?? ink.other;
      const sizeOf = radii(network.nodes.map(({ key, size }) => [key, size]));
      const ties = new Map(network.edges.map((edge) => [edge.key, edge]));
      const isOfPublication = (key: string) => publications.has(ties.get(key)?.source ?? '');
      return {
        colourOf: (key: string) => colour(rankOf(key)),
        isNodeHidden: () => false,
        isEdgeHidden: (key: string) => dot < 3 && isOfPublication(key),
        sizeOf: (key: string) => (publications.has(key) ? dot : sizeOf(key)),
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
    rows: [...publications.values()].map(({ id, title: name, year, citationCount }) => [
      { text: name ?? 'without a title', address: pageOf('Publication', id) },
      year,
      citationCount,
      clusterOf(id),
    ]),
  };
  return (
    <DrawnNetwork
      {...panel}
      busy={false}
      file="topic clusters"
      tables={[
        { name: 'Topics', caption: 'Topics of the map', table: topics },
        { name: 'Publications', caption: 'Publications of the map', table: publicationTable },
      ]}
      network={network}
      view={view}
      onNode={(key) => go(pageOf(publications.has(key) ? 'Publication' : 'Topic', key))}
    />
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
  // Of a topic that few publications have the run says nothing: it stands where they do.
  for (const { id, topics: about } of shown.values()) {
    const rank = clusterOf.get(id);
    for (const topic of about.nodes) {
      if (rank !== undefined && !clusterOf.has(topic.id)) clusterOf.set(topic.id, rank);
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

interface MadeInside extends Pick<Made, 'network' | 'publications'> {
  readonly topics: readonly Inside['topics']['nodes'][number][];
}

function insideMap({ topics: found, publications }: Inside): MadeInside {
  const all = new Map(found.nodes.map((topic) => [topic.id, topic]));
  // As on the whole map: topics that no other publication has.
  for (const { topics: about } of publications.nodes) {
    for (const topic of about.nodes) {
      if (topic.publicationCount === 1 && all.size < room.topics) all.set(topic.id, topic);
    }
  }
  const topics = [...all.values()];
  // Sunflower seeds: apart from each other, and the first in the middle.
  const nodes = topics.map(({ id, name, publicationCount }, at) => ({
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
    topics,
  };
}
