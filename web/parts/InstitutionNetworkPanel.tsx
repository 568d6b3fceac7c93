import { useCallback, useMemo } from 'preact/hooks';
import { pageOf, useAddress } from '../address.ts';
import { InstitutionNetwork, type InstitutionNetworkQuery } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { edgeKey, type Network } from '../network/network.ts';
import { radii } from '../network/radii.ts';
import { widthOf } from '../network/widthOf.ts';
import { DrawnNetwork, type DrawnNetworkProps } from './DrawnNetwork.tsx';
import { groupColours, type Ink, inkOf } from './ink.ts';
import { Legend } from './Legend.tsx';
import { NetworkPanel } from './NetworkPanel.tsx';
import { Empty, Failed, Loading } from './states.tsx';
import type { Table } from './table.ts';
import { useTheme } from './theme.ts';

type Answer = InstitutionNetworkQuery['institutionNetwork'];

/** An institution among those with whose people its own wrote. */
export function InstitutionNetworkPanel({ id, name }: { readonly id: string; readonly name: string }) {
  const variables = { id, maxNodes: 100, maxEdges: 600 };
  const state = useQuery(InstitutionNetwork, variables);
  const asked = {
    title: 'Collaboration',
    operation: InstitutionNetwork,
    variables,
    embed: {
      title: `Collaboration of ${name}`,
      picture: 'institution-network',
      options: new URLSearchParams({ institution: id }),
    },
  };
  if (state.status === 'done' && state.data.institutionNetwork.edges.length > 0) {
    return <Drawn asked={asked} answer={state.data.institutionNetwork} id={id} name={name} />;
  }
  return (
    <NetworkPanel asked={asked} busy={state.status === 'loading'}>
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {state.status === 'loading' && <Loading what="the network" tall />}
      {state.status === 'done' && <Empty>No publication with authors elsewhere is known.</Empty>}
    </NetworkPanel>
  );
}

function Drawn<Variables extends object>({
  asked,
  answer,
  id,
  name,
}: Pick<DrawnNetworkProps<unknown, Variables>, 'asked'> & {
  readonly answer: Answer;
  readonly id: string;
  readonly name: string;
}) {
  const { go } = useAddress();
  const network = useMemo((): Network => networkOf(answer), [answer]);
  const countries = useMemo(() => countriesOf(answer), [answer]);
  const { other } = inkOf(useTheme());
  const isOther = answer.nodes.some(
    ({ institution }) => colourOf(countries, institution.country) === undefined,
  );
  const view = useCallback(
    (ink: Ink) => {
      const weights = new Map(network.edges.map(({ key, weight }) => [key, weight]));
      const countryOf = new Map(answer.nodes.map(({ key, institution }) => [key, institution.country]));
      return {
        colourOf: (key: string) => colourOf(countries, countryOf.get(key)) ?? ink.other,
        isNodeHidden: () => false,
        isEdgeHidden: () => false,
        sizeOf: radii(network.nodes.map(({ key, size }) => [key, size])),
        widthOf: (key: string) => widthOf(weights.get(key) ?? 1),
        marked: new Set([id]),
        path: [],
        chosenEdge: undefined,
        areas: [],
      };
    },
    [answer, network, countries, id],
  );
  return (
    <DrawnNetwork
      asked={asked}
      busy={false}
      file={`collaboration of ${name}`}
      tables={[{ name: 'Table', caption: 'Which institutions collaborate', table: tableOf(answer) }]}
      truncated={
        answer.nodesTruncated || answer.edgesTruncated || answer.publicationsTruncated
          ? `Shown are the ${answer.nodes.length} institutions with the most shared publications and their strongest ties; there are more.`
          : undefined
      }
      controls={
        <p class="quiet">Two are tied by the publications that people of both wrote. A click opens one.</p>
      }
      network={network}
      view={view}
      description={`A network of ${network.nodes.length} institutions around ${name}, with ${network.edges.length} ties.`}
      onNode={(key) => go(pageOf('Institution', key))}
      legend={
        <Legend
          label="Countries"
          entries={[
            ...countries
              .slice(0, groupColours.length)
              .map((country) => ({ colour: colourOf(countries, country) ?? other, text: country })),
            ...(isOther
              ? [
                  {
                    colour: other,
                    text:
                      countries.length > groupColours.length
                        ? 'another country, or none known'
                        : 'no country known',
                  },
                ]
              : []),
          ]}
        />
      }
    />
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
