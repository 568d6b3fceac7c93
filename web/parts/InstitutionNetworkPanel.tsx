import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { pageOf, useAddress } from '../address.ts';
import { InstitutionNetwork, type InstitutionNetworkQuery } from '../api/documents.ts';
import { playgroundLink } from '../api/playgroundLink.ts';
import { useQuery } from '../api/useQuery.ts';
import type { Drawing } from '../network/drawing.ts';
import { NetworkView } from '../network/NetworkView.tsx';
import { edgeKey, type Network } from '../network/network.ts';
import { DataTable } from './DataTable.tsx';
import { download, fileName } from './download.ts';
import { EmbedButton } from './EmbedButton.tsx';
import { groupColours, type Ink, inkOf } from './ink.ts';
import { Empty, Failed, Loading, Truncated } from './states.tsx';
import { csv, type Table } from './table.ts';
import { useTheme } from './theme.ts';

type Answer = InstitutionNetworkQuery['institutionNetwork'];

/** An institution among those with whose people its own wrote. */
export function InstitutionNetworkPanel({ id, name }: { readonly id: string; readonly name: string }) {
  const variables = { id, maxNodes: 100, maxEdges: 600 };
  const state = useQuery(InstitutionNetwork, variables);
  return (
    <section
      class="panel wide network-panel"
      aria-labelledby="collaboration-title"
      aria-busy={state.status === 'loading'}
    >
      <header>
        <h2 id="collaboration-title">Collaboration</h2>
        <div class="tools">
          <a
            class="button"
            href={playgroundLink(InstitutionNetwork, variables)}
            target="_blank"
            rel="noreferrer"
            title="Open the query in the playground"
          >
            Query
          </a>
          <EmbedButton
            title={`Collaboration of ${name}`}
            picture="institution-network"
            options={new URLSearchParams({ institution: id })}
          />
        </div>
      </header>
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {state.status === 'loading' && <Loading what="the network" tall />}
      {state.status === 'done' &&
        (state.data.institutionNetwork.edges.length === 0 ? (
          <Empty>No publication with authors elsewhere is known.</Empty>
        ) : (
          <Drawn answer={state.data.institutionNetwork} id={id} name={name} />
        ))}
    </section>
  );
}

function Drawn({
  answer,
  id,
  name,
}: {
  readonly answer: Answer;
  readonly id: string;
  readonly name: string;
}) {
  const { go } = useAddress();
  const [asTable, setAsTable] = useState(false);
  const drawing = useRef<Drawing | undefined>(undefined);
  const network = useMemo((): Network => networkOf(answer), [answer]);
  const countries = useMemo(() => countriesOf(answer), [answer]);
  const { other } = inkOf(useTheme());
  const view = useCallback(
    (ink: Ink) => {
      const most = Math.max(1, ...network.nodes.map(({ size }) => size));
      const sizes = new Map(network.nodes.map(({ key, size }) => [key, 4 + 12 * Math.sqrt(size / most)]));
      const weights = new Map(network.edges.map(({ key, weight }) => [key, weight]));
      const countryOf = new Map(answer.nodes.map(({ key, institution }) => [key, institution.country]));
      return {
        colourOf: (key: string) => colourOf(countries, countryOf.get(key)) ?? ink.other,
        isNodeHidden: () => false,
        isEdgeHidden: () => false,
        sizeOf: (key: string) => sizes.get(key) ?? 4,
        widthOf: (key: string) => Math.min(5, 0.5 + Math.sqrt(weights.get(key) ?? 1)),
        marked: new Set([id]),
        path: [],
        chosenEdge: undefined,
        areas: [],
      };
    },
    [answer, network, countries, id],
  );
  const table = tableOf(answer);
  const save = (kind: 'png' | 'svg' | 'csv') => {
    const file = fileName(`collaboration of ${name}`, kind);
    if (kind === 'csv') download(file, new Blob([csv(table)], { type: 'text/csv;charset=utf-8' }));
    else if (kind === 'svg') {
      const text = drawing.current?.svg();
      if (text !== undefined) download(file, new Blob([text], { type: 'image/svg+xml' }));
    } else void drawing.current?.png().then((png) => download(file, png));
  };
  return (
    <>
      <div class="controls">
        <p class="quiet">Two are tied by the publications that people of both wrote. A click opens one.</p>
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
      {(answer.nodesTruncated || answer.edgesTruncated || answer.publicationsTruncated) && (
        <Truncated>
          Shown are the {answer.nodes.length} institutions with the most shared publications and their
          strongest ties; there are more.
        </Truncated>
      )}
      {asTable && <DataTable table={table} caption="Which institutions collaborate" />}
      <div class={asTable ? 'closed' : undefined}>
        <NetworkView
          network={network}
          view={view}
          description={`A network of ${network.nodes.length} institutions around ${name}, with ${network.edges.length} ties.`}
          drawing={drawing}
          onNode={(key) => go(pageOf('Institution', key))}
        />
        <ul class="legend" aria-label="Countries">
          {countries.slice(0, groupColours.length).map((country) => (
            <li key={country}>
              <span
                class="dot"
                style={{ background: colourOf(countries, country) ?? other }}
                aria-hidden="true"
              />
              {country}
            </li>
          ))}
          <li>
            <span class="dot" style={{ background: other }} aria-hidden="true" />
            {countries.length > groupColours.length ? 'another country, or none known' : 'no country known'}
          </li>
        </ul>
      </div>
    </>
  );
}

function networkOf({ nodes, edges }: Answer): Network {
  return {
    nodes: nodes.map(({ key, label, weight, position }) => ({ key, label, size: weight, ...position })),
    edges: edges.map(({ source, target, publicationCount }) => ({
      key: edgeKey(source, target),
      source,
      target,
      weight: publicationCount,
    })),
  };
}

/** The country of the most institutions first. */
function countriesOf({ nodes }: Answer): readonly string[] {
  const counts = new Map<string, number>();
  for (const { institution } of nodes) {
    if (institution.country !== null) {
      counts.set(institution.country, (counts.get(institution.country) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
    .map(([name]) => name);
}

function colourOf(countries: readonly string[], country: string | null | undefined): string | undefined {
  return country == null ? undefined : groupColours[countries.indexOf(country)];
}

function tableOf({ nodes, edges }: Answer): Table {
  const labels = new Map(nodes.map(({ key, label }) => [key, label]));
  const link = (key: string) => ({ text: labels.get(key) ?? key, address: pageOf('Institution', key) });
  return {
    columns: [
      { title: 'Institution' },
      { title: 'With' },
      { title: 'Shared publications', numeric: true },
      { title: 'Weight', numeric: true },
      { title: 'First', numeric: true },
      { title: 'Latest', numeric: true },
    ],
    rows: edges.map(({ source, target, publicationCount, weight, firstYear, lastYear }) => [
      link(source),
      link(target),
      publicationCount,
      Math.round(weight * 100) / 100,
      firstYear,
      lastYear,
    ]),
  };
}
