import { useCallback, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { addressOf, numberIn, pageOf, useAddress } from '../address.ts';
import { CoauthorNetwork, type CoauthorNetworkQueryVariables, CollaborationPath } from '../api/documents.ts';
import { useQuery } from '../api/useQuery.ts';
import { edgeKey } from '../network/network.ts';
import { radii } from '../network/radii.ts';
import { widthOf } from '../network/widthOf.ts';
import { AuthorPicker } from './AuthorPicker.tsx';
import { CoauthorLegend, coauthorColours, distanceColours } from './CoauthorLegend.tsx';
import { type Coauthors, degreesOf, networkOf, tiesIn, withPath, type Years, yearsOf } from './coauthors.ts';
import { peopleTable, tiesTable } from './coauthorTables.ts';
import { DrawnNetwork } from './DrawnNetwork.tsx';
import { groupColours, type Ink } from './ink.ts';
import { NetworkPanel } from './NetworkPanel.tsx';
import type { Asked } from './PanelHead.tsx';
import { PathSteps } from './PathSteps.tsx';
import { Empty, Failed, Loading } from './states.tsx';
import { TieEvidence } from './TieEvidence.tsx';
import { TimeWindow } from './TimeWindow.tsx';
import { useCommunities } from './useCommunities.ts';

const sizes = ['publications', 'ties', 'citations', 'h-index'] as const;
type Size = (typeof sizes)[number];
const nodeSteps = [100, 300, 1000] as const;

/** The network around an author: its settings are in the address, the time that is played is not. */
export function AuthorNetwork({
  id,
  name,
  bare = false,
}: {
  readonly id: string;
  readonly name: string;
  /** Without the controls, for another page to show. */
  readonly bare?: boolean;
}) {
  const { params } = useAddress();
  const maxNodes = numberIn(params, 'nodes', { from: 2, to: 1000, otherwise: nodeSteps[0] });
  const variables = {
    author: { id },
    depth: numberIn(params, 'depth', { from: 1, to: 3, otherwise: 2 }),
    minPublications: numberIn(params, 'min', { from: 1, to: 1000, otherwise: 1 }),
    maxNodes,
    maxEdges: Math.min(10_000, maxNodes * 10),
  };
  const state = useQuery(CoauthorNetwork, variables);
  const answer = state.status === 'failed' ? undefined : state.data?.coauthorNetwork;
  const asked = {
    title: 'Coauthor network',
    operation: CoauthorNetwork,
    variables,
    embed: { title: `Coauthors of ${name}`, picture: 'network', options: embedOptions(id, params) },
  };
  const busy = state.status === 'loading';
  if (answer !== undefined) {
    return <Drawn key={id} id={id} name={name} answer={answer} asked={asked} busy={busy} bare={bare} />;
  }
  return (
    <NetworkPanel asked={asked} busy={busy}>
      {!bare && <Bounds asked={variables} />}
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {busy && <Loading what="the network" tall />}
    </NetworkPanel>
  );
}

/** What of the network is asked for. */
function Bounds({
  asked: { depth, minPublications, maxNodes },
}: {
  readonly asked: CoauthorNetworkQueryVariables;
}) {
  const { change } = useAddress();
  return (
    <div class="controls">
      <label>
        Steps
        <select value={depth} onChange={(event) => change({ depth: event.currentTarget.value })}>
          <option value="1">1</option>
          <option value="2">2</option>
          <option value="3">3</option>
        </select>
      </label>
      <label>
        Shared publications, at least
        <input
          type="number"
          min={1}
          max={1000}
          value={minPublications}
          onChange={(event) => change({ min: event.currentTarget.value })}
        />
      </label>
      <label>
        People, at most
        <select value={maxNodes} onChange={(event) => change({ nodes: event.currentTarget.value })}>
          {[...new Set([...nodeSteps, maxNodes])]
            .sort((a, b) => a - b)
            .map((step) => (
              <option key={step} value={step}>
                {step}
              </option>
            ))}
        </select>
      </label>
    </div>
  );
}

const embedNames = ['depth', 'min', 'nodes', 'size', 'colour', 'from', 'to', 'edge', 'to-person'] as const;

/** What the embedded network needs to look as it does here. */
function embedOptions(id: string, params: URLSearchParams): URLSearchParams {
  const options = new URLSearchParams({ author: id });
  for (const name of embedNames) {
    const value = params.get(name);
    if (value !== null) options.set(name, value);
  }
  return options;
}

function Drawn({
  id,
  name,
  answer,
  asked,
  busy,
  bare,
}: {
  readonly id: string;
  readonly name: string;
  readonly answer: Coauthors;
  readonly asked: Asked<unknown, CoauthorNetworkQueryVariables>;
  readonly busy: boolean;
  readonly bare: boolean;
}) {
  const { path, params, change, go } = useAddress();
  const communities = useCommunities(asked.variables);
  const size = sizes.find((value) => value === params.get('size')) ?? 'publications';
  const colour = coauthorColours.find((value) => value === params.get('colour')) ?? 'community';
  const other = params.get('to-person') ?? undefined;
  const edge = params.get('edge') ?? undefined;

  const pathState = useQuery(CollaborationPath, other === undefined ? undefined : { from: id, to: other });
  const found = pathState.status === 'done' ? pathState.data.collaborationPath : undefined;

  const alone = useMemo(() => networkOf(answer), [answer]);
  const network = useMemo(() => withPath(alone, found), [alone, found]);
  const years = useMemo(() => yearsOf(answer), [answer]);
  const from = numberIn(params, 'from', { ...years, otherwise: years.from });
  const to = numberIn(params, 'to', { ...years, otherwise: years.to });
  const [window, setWindow] = useState<Years>({ from, to });
  // Back leads to other years, and a larger network may have others. Before the next key: later, it would undo that one.
  useLayoutEffect(() => {
    setWindow((now) => (now.from === from && now.to === to ? now : { from, to }));
  }, [from, to]);
  const ties = useMemo(() => tiesIn(answer, window, years), [answer, window, years]);
  const authors = useMemo(() => new Map(answer.nodes.map((node) => [node.key, node])), [answer]);
  const onPath = useMemo(() => found?.authors.map((author) => author.id) ?? [], [found]);

  const view = useCallback(
    (ink: Ink) => {
      const pathEdges = new Set(onPath.slice(1).map((key, index) => edgeKey(key, onPath[index] ?? '')));
      const degree = degreesOf(ties);
      const tied = new Set<string>([id, ...onPath, ...degree.keys()]);
      const sizeOf = radii(numbers(answer, size, degree));
      return {
        colourOf: (key: string) => {
          if (colour === 'distance') {
            const distance = authors.get(key)?.distance;
            return distanceColours[distance ?? -1] ?? ink.other;
          }
          const group = communities.groups.get(key);
          if (group !== undefined) return groupColours[group] ?? ink.other;
          return communities.known === true ? ink.other : ink.main;
        },
        isNodeHidden: (key: string) => !tied.has(key),
        isEdgeHidden: (key: string) => !ties.has(key) && !pathEdges.has(key),
        sizeOf,
        widthOf: (key: string) => widthOf(ties.get(key)?.publicationCount ?? 1),
        marked: new Set([id]),
        path: onPath,
        chosenEdge: edge,
        areas: [],
      };
    },
    [answer, authors, communities, ties, size, colour, edge, id, onPath],
  );

  const truncated = answer.nodesTruncated
    ? `Shown are the ${answer.nodes.length} people with the most publications; there are more.`
    : answer.edgesTruncated
      ? `Shown are the ${answer.edges.length} strongest ties; there are more.`
      : answer.publicationsTruncated
        ? 'Only the newest publications are counted.'
        : undefined;

  if (answer.nodes.length < 2 && found == null) {
    return (
      <NetworkPanel asked={asked} busy={busy}>
        {!bare && <Bounds asked={asked.variables} />}
        <Empty>{name} has no coauthors with so many shared publications.</Empty>
      </NetworkPanel>
    );
  }
  return (
    <DrawnNetwork
      asked={asked}
      busy={busy}
      file={`coauthors of ${name}`}
      tables={[
        {
          name: 'People',
          caption: `People in the network of ${name}`,
          table: peopleTable(answer, ties, communities, id),
        },
        {
          name: 'Ties',
          caption: `Ties in the network of ${name}`,
          table: tiesTable(answer, ties, (key) => addressOf(path, params, { edge: key })),
        },
      ]}
      truncated={truncated}
      network={network}
      view={view}
      description={`The network of coauthors around ${name}: ${answer.nodes.length} people and ${ties.size} ties in the years shown.`}
      onNode={(key) => {
        if (key === id) return;
        const anew = { edge: null, 'to-person': null, from: null, to: null };
        if (bare) change({ ...anew, author: key });
        else go(addressOf(pageOf('Author', key), params, anew));
      }}
      onEdge={(key) => change({ edge: key })}
      controls={
        !bare && (
          <>
            <Bounds asked={asked.variables} />
            <div class="controls">
              <Choice name="size" label="Size" values={sizes} value={size} />
              <Choice name="colour" label="Colour" values={coauthorColours} value={colour} />
              <AuthorPicker
                label="Path to"
                chosen={found?.authors.at(-1)?.name}
                onPick={(author) => change({ 'to-person': author })}
              />
            </div>
          </>
        )
      }
      legend={<CoauthorLegend colour={colour} answer={answer} communities={communities} />}
    >
      {years.to > years.from && (
        <TimeWindow
          years={years}
          window={window}
          onMove={setWindow}
          onSettle={(settled) =>
            change(
              {
                from: settled.from === years.from ? null : settled.from,
                to: settled.to === years.to ? null : settled.to,
              },
              { replace: true },
            )
          }
        />
      )}
      {other !== undefined && (
        <div class="evidence" role="status">
          {pathState.status === 'loading' && <Loading what="the path" />}
          {pathState.status === 'failed' && <Failed failure={pathState.failure} retry={pathState.retry} />}
          {pathState.status === 'done' && found === null && <p>No chain of coauthors leads there.</p>}
          {found !== undefined && found !== null && <PathSteps found={found} />}
          <button type="button" onClick={() => change({ 'to-person': null })}>
            Leave the path
          </button>
        </div>
      )}
      {edge !== undefined && (
        <TieEvidence
          edge={edge}
          names={(key) => authors.get(key)?.label}
          during={from === years.from && to === years.to ? undefined : { from, to }}
          onLeave={() => change({ edge: null })}
        />
      )}
    </DrawnNetwork>
  );
}

/** One of some values, which is in the address. */
function Choice({
  name,
  label,
  values,
  value,
}: {
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
  readonly value: string;
}) {
  const { change } = useAddress();
  return (
    <label>
      {label}
      <select
        value={value}
        onChange={(event) => change({ [name]: event.currentTarget.value }, { replace: true })}
      >
        {values.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

/** What the size of each person says. */
function numbers(
  answer: Coauthors,
  size: Size,
  degree: ReadonlyMap<string, number>,
): readonly (readonly [key: string, value: number])[] {
  return answer.nodes.map(({ key, weight, author: { metrics } }) => [
    key,
    {
      publications: weight,
      ties: degree.get(key) ?? 0,
      citations: metrics.citationCount,
      'h-index': metrics.hIndex,
    }[size],
  ]);
}
