import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { pageOf, useAddress } from '../address.ts';
import { TopicMap, type TopicMapQuery } from '../api/documents.ts';
import { playgroundLink } from '../api/playgroundLink.ts';
import { useQuery } from '../api/useQuery.ts';
import { filterOf } from '../filter.ts';
import type { Drawing } from '../network/drawing.ts';
import { NetworkView } from '../network/NetworkView.tsx';
import { edgeKey, type Network } from '../network/network.ts';
import { DataTable } from '../parts/DataTable.tsx';
import { download, fileName } from '../parts/download.ts';
import { FilterBar } from '../parts/FilterBar.tsx';
import { Page } from '../parts/Page.tsx';
import { EmergingPanel, TopicsByYearPanel } from '../parts/panels.tsx';
import { Empty, Failed, Loading, Truncated } from '../parts/states.tsx';
import { csv, type Table } from '../parts/table.ts';
import { groupColours, otherColour } from '../parts/theme.ts';

/** Topics: which belong together, and how they come and go. */
export default function Topics() {
  const { params, go } = useAddress();
  const filter = filterOf(params);
  const open = (topic: string) => go(pageOf('Topic', topic));
  return (
    <Page title="Topics">
      <div class="panels">
        <ClusterMap />
      </div>
      <FilterBar />
      <div class="panels">
        <EmergingPanel filter={filter} onPick={open} />
        <EmergingPanel filter={filter} onPick={open} fading />
        <TopicsByYearPanel filter={filter} onPick={open} rows={20} />
      </div>
    </Page>
  );
}

const variables = { resolution: 1, maxNodes: 150, maxEdges: 600 };

/** The clusters that the server has found, as areas with their topics inside. */
export function ClusterMap() {
  const state = useQuery(TopicMap, variables);
  return (
    <section
      class="panel wide network-panel"
      aria-labelledby="map-title"
      aria-busy={state.status === 'loading'}
    >
      <header>
        <h2 id="map-title">Cluster map</h2>
        <a
          class="button"
          href={playgroundLink(TopicMap, variables)}
          target="_blank"
          rel="noreferrer"
          title="Open the query in the playground"
        >
          Query
        </a>
      </header>
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {state.status === 'loading' && <Loading what="the map" tall />}
      {state.status === 'done' &&
        (state.data.topicNetwork.nodes.length === 0 ? (
          <Empty>There are no topics yet.</Empty>
        ) : (
          <DrawnMap data={state.data} />
        ))}
    </section>
  );
}

function DrawnMap({ data }: { readonly data: TopicMapQuery }) {
  const { go } = useAddress();
  const [asTable, setAsTable] = useState(false);
  const drawing = useRef<Drawing | undefined>(undefined);
  const { topicClusters: run, topicNetwork } = data;
  const network = useMemo((): Network => networkOf(data), [data]);
  const clusterOf = useMemo(() => {
    const ranks = new Map<string, number>();
    for (const [rank, { topics }] of run.communities.nodes.entries()) {
      for (const { id } of topics.nodes) if (!ranks.has(id)) ranks.set(id, rank);
    }
    return ranks;
  }, [run]);
  const shown = useMemo(() => new Set(network.nodes.map(({ key }) => key)), [network]);
  const clusters = run.communities.nodes
    .map((cluster, rank) => ({
      ...cluster,
      rank,
      keys: cluster.topics.nodes
        .map(({ id }) => id)
        .filter((id) => shown.has(id) && clusterOf.get(id) === rank),
    }))
    .filter(({ keys }) => keys.length > 0);
  const most = Math.max(1, ...network.nodes.map(({ size }) => size));
  const sizes = new Map(network.nodes.map(({ key, size }) => [key, 4 + 12 * Math.sqrt(size / most)]));
  const weights = new Map(network.edges.map(({ key, weight }) => [key, weight]));
  const view = useCallback(
    () => ({
      colourOf: (key: string) => groupColours[clusterOf.get(key) ?? -1] ?? otherColour,
      isNodeHidden: () => false,
      isEdgeHidden: () => false,
      sizeOf: (key: string) => sizes.get(key) ?? 4,
      widthOf: (key: string) => Math.min(5, 0.5 + 0.5 * Math.sqrt(weights.get(key) ?? 1)),
      marked: new Set<string>(),
      path: [],
      chosenEdge: undefined,
      areas: clusters.map(({ label, terms, keys, rank }) => ({
        label: terms[0] ?? label,
        keys,
        colour: groupColours[rank] ?? otherColour,
      })),
    }),
    // What it is made of follows from the answer.
    [data],
  );
  const table: Table = {
    columns: [{ title: 'Topic' }, { title: 'Publications', numeric: true }, { title: 'Cluster' }],
    rows: topicNetwork.nodes.map(({ key, label, weight }) => [
      { text: label, address: pageOf('Topic', key) },
      weight,
      run.communities.nodes[clusterOf.get(key) ?? -1]?.label ?? null,
    ]),
  };
  const save = (kind: 'png' | 'svg' | 'csv') => {
    const file = fileName('topic clusters', kind);
    if (kind === 'csv') download(file, new Blob([csv(table)], { type: 'text/csv;charset=utf-8' }));
    else if (kind === 'svg') {
      const text = drawing.current?.svg();
      if (text !== undefined) download(file, new Blob([text], { type: 'image/svg+xml' }));
    } else void drawing.current?.png().then((png) => download(file, png));
  };
  return (
    <>
      <div class="controls">
        <p class="quiet">
          {run.communityCount} clusters by the Leiden algorithm, modularity {run.modularity.toFixed(2)}. A
          click opens a topic.
        </p>
        <div class="tools">
          <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            Table
          </button>
          {!asTable && (
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
      {topicNetwork.nodesTruncated && (
        <Truncated>
          Shown are the {topicNetwork.nodes.length} topics with the most publications; there are more.
        </Truncated>
      )}
      {asTable && <DataTable table={table} caption="Topics and their clusters" />}
      <div class={asTable ? 'closed' : undefined}>
        <NetworkView
          network={network}
          view={view}
          description={`A map of ${network.nodes.length} topics in ${clusters.length} clusters; topics that occur together are near each other.`}
          drawing={drawing}
          onNode={(key) => go(pageOf('Topic', key))}
        />
        <ul class="legend" aria-label="Clusters">
          {clusters.slice(0, groupColours.length).map(({ id, label, size, rank }) => (
            <li key={id}>
              <span
                class="dot"
                style={{ background: groupColours[rank] ?? otherColour }}
                aria-hidden="true"
              />
              {label} ({size})
            </li>
          ))}
          {network.nodes.some(({ key }) => !clusterOf.has(key)) && (
            <li>
              <span class="dot" style={{ background: otherColour }} aria-hidden="true" />
              in no cluster
            </li>
          )}
          {clusters.length > groupColours.length && (
            <li>
              <span class="dot" style={{ background: otherColour }} aria-hidden="true" />
              {clusters.length - groupColours.length} more
            </li>
          )}
        </ul>
      </div>
    </>
  );
}

function networkOf({ topicNetwork }: TopicMapQuery): Network {
  return {
    nodes: topicNetwork.nodes.map(({ key, label, weight, position }) => ({
      key,
      label,
      size: weight,
      ...position,
    })),
    edges: topicNetwork.edges.map(({ source, target, weight }) => ({
      key: edgeKey(source, target),
      source,
      target,
      weight,
    })),
  };
}
