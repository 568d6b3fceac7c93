import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { addressOf, numberIn, pageOf, useAddress } from '../address.ts';
import {
  CoauthorNetwork,
  type CoauthorNetworkQuery,
  type CoauthorNetworkQueryVariables,
  CollaborationPath,
  type PublicationFilter,
  PublicationList,
} from '../api/documents.ts';
import { playgroundLink } from '../api/playgroundLink.ts';
import { useQuery } from '../api/useQuery.ts';
import type { Drawing } from '../network/drawing.ts';
import { NetworkView } from '../network/NetworkView.tsx';
import { edgeKey, type Network } from '../network/network.ts';
import { AuthorPicker } from './AuthorPicker.tsx';
import { DataTable } from './DataTable.tsx';
import { download, fileName } from './download.ts';
import { EmbedButton } from './EmbedButton.tsx';
import { groupColours, type Ink, inkOf } from './ink.ts';
import { PublicationRow } from './PublicationRow.tsx';
import { Failed, Loading, Truncated } from './states.tsx';
import { csv, type Table } from './table.ts';
import { useTheme } from './theme.ts';
import { type Communities, useCommunities } from './useCommunities.ts';

type Answer = CoauthorNetworkQuery['coauthorNetwork'];

const sizes = ['publications', 'ties', 'citations', 'h-index'] as const;
type Size = (typeof sizes)[number];
const colours = ['community', 'distance'] as const;
const nodeSteps = [100, 300, 1000] as const;

/** The network around an author: its settings are in the address, the time that is played is not. */
export function AuthorNetwork({
  id,
  name,
  bare = false,
}: {
  readonly id: string;
  readonly name: string;
  /** The picture and its legend alone, for another page to show. */
  readonly bare?: boolean;
}) {
  const { params, change } = useAddress();
  const depth = numberIn(params, 'depth', { from: 1, to: 3, otherwise: 2 });
  const minPublications = numberIn(params, 'min', { from: 1, to: 1000, otherwise: 1 });
  const maxNodes = numberIn(params, 'nodes', { from: 2, to: 1000, otherwise: nodeSteps[0] });
  const variables = {
    author: { id },
    depth,
    minPublications,
    maxNodes,
    maxEdges: Math.min(10_000, maxNodes * 10),
  };
  const state = useQuery(CoauthorNetwork, variables);
  const answer = state.status === 'failed' ? undefined : state.data?.coauthorNetwork;
  return (
    <section
      class="panel wide network-panel"
      aria-labelledby="network-title"
      aria-busy={state.status === 'loading'}
    >
      <header>
        <h2 id="network-title">Coauthor network</h2>
        {!bare && (
          <a
            class="button"
            href={playgroundLink(CoauthorNetwork, variables)}
            target="_blank"
            rel="noreferrer"
            title="Open the query in the playground"
          >
            Query
          </a>
        )}
        <EmbedButton title={`Coauthors of ${name}`} picture="network" options={embedOptions(id, params)} />
      </header>
      {!bare && (
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
      )}
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {answer === undefined && state.status === 'loading' && <Loading what="the network" tall />}
      {answer !== undefined && (
        <Drawn key={id} id={id} name={name} answer={answer} asked={variables} bare={bare} />
      )}
    </section>
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

interface Window {
  readonly from: number;
  readonly to: number;
}

function Drawn({
  id,
  name,
  answer,
  asked,
  bare,
}: {
  readonly id: string;
  readonly name: string;
  readonly answer: Answer;
  readonly asked: CoauthorNetworkQueryVariables;
  readonly bare: boolean;
}) {
  const { path, params, change, go } = useAddress();
  const [shown, setShown] = useState<'picture' | 'people' | 'ties'>('picture');
  const communities = useCommunities(asked);
  const drawing = useRef<Drawing | undefined>(undefined);
  const size = sizes.find((value) => value === params.get('size')) ?? 'publications';
  const colour = colours.find((value) => value === params.get('colour')) ?? 'community';
  const other = params.get('to-person') ?? undefined;
  const edge = params.get('edge') ?? undefined;

  const pathState = useQuery(CollaborationPath, other === undefined ? undefined : { from: id, to: other });
  const found = pathState.status === 'done' ? pathState.data.collaborationPath : undefined;

  const alone = useMemo(() => networkOf(answer), [answer]);
  const network = useMemo(() => withPath(alone, found), [alone, found]);
  const years = useMemo(() => yearsOf(answer), [answer]);
  const [window, setWindow] = useState<Window>(() => ({
    from: numberIn(params, 'from', { ...years, otherwise: years.from }),
    to: numberIn(params, 'to', { ...years, otherwise: years.to }),
  }));
  // A larger network may have other years.
  useEffect(() => {
    setWindow((now) =>
      now.from >= years.from && now.to <= years.to && years.to > 0 ? now : { from: years.from, to: years.to },
    );
  }, [years]);
  const ties = useMemo(() => tiesIn(answer, window, years), [answer, window, years]);
  const authors = useMemo(() => new Map(answer.nodes.map((node) => [node.key, node])), [answer]);
  const onPath = useMemo(() => found?.authors.map((author) => author.id) ?? [], [found]);

  const view = useCallback(
    (ink: Ink) => {
      const pathEdges = new Set(onPath.slice(1).map((key, index) => edgeKey(key, onPath[index] ?? '')));
      const tied = new Set<string>([id, ...onPath]);
      const degree = new Map<string, number>();
      for (const { source, target } of ties.values()) {
        for (const key of [source, target]) {
          tied.add(key);
          degree.set(key, (degree.get(key) ?? 0) + 1);
        }
      }
      const sizeOf = radius(answer, size, degree);
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
        widthOf: (key: string) => Math.min(6, 0.6 + 0.7 * Math.sqrt(ties.get(key)?.publicationCount ?? 1)),
        marked: new Set([id]),
        path: onPath,
        chosenEdge: edge,
        areas: [],
      };
    },
    [answer, authors, communities, ties, size, colour, edge, id, onPath],
  );

  const people = peopleTable(answer, ties, communities, id);
  const tieTable = tiesTable(answer, ties, (key) => addressOf(path, params, { edge: key }));
  const description = `The network of coauthors around ${name}: ${answer.nodes.length} people and ${ties.size} ties in the years shown.`;
  const save = (kind: 'png' | 'svg') => {
    const now = drawing.current;
    if (now === undefined) return;
    const file = fileName(`coauthors of ${name}`, kind);
    if (kind === 'svg') download(file, new Blob([now.svg()], { type: 'image/svg+xml' }));
    else void now.png().then((png) => download(file, png));
  };
  const saveTable = () => {
    const table = shown === 'people' ? people : tieTable;
    const file = fileName(`coauthors of ${name} ${shown === 'people' ? 'people' : 'ties'}`, 'csv');
    download(file, new Blob([csv(table)], { type: 'text/csv;charset=utf-8' }));
  };
  const { nodesTruncated, edgesTruncated, publicationsTruncated } = answer;

  if (answer.nodes.length < 2 && found === undefined) {
    return <p class="state empty">{name} has no coauthors with so many shared publications.</p>;
  }
  return (
    <>
      {!bare && (
        <div class="controls">
          <label>
            Size
            <select
              value={size}
              onChange={(event) => change({ size: event.currentTarget.value }, { replace: true })}
            >
              {sizes.map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
          <label>
            Colour
            <select
              value={colour}
              onChange={(event) => change({ colour: event.currentTarget.value }, { replace: true })}
            >
              {colours.map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
          <AuthorPicker
            label="Path to"
            chosen={found?.authors.at(-1)?.name}
            onPick={(author) => change({ 'to-person': author })}
          />
          <div class="tools">
            <button
              type="button"
              aria-pressed={shown === 'people'}
              onClick={() => setShown(shown === 'people' ? 'picture' : 'people')}
            >
              People
            </button>
            <button
              type="button"
              aria-pressed={shown === 'ties'}
              onClick={() => setShown(shown === 'ties' ? 'picture' : 'ties')}
            >
              Ties
            </button>
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
            <button type="button" onClick={saveTable}>
              CSV
            </button>
          </div>
        </div>
      )}
      {(nodesTruncated || edgesTruncated || publicationsTruncated) && (
        <Truncated>
          {nodesTruncated
            ? `Shown are the ${answer.nodes.length} people with the most publications; there are more.`
            : edgesTruncated
              ? `Shown are the ${answer.edges.length} strongest ties; there are more.`
              : 'Only the newest publications are counted.'}
        </Truncated>
      )}
      {shown === 'people' && <DataTable table={people} caption={`People in the network of ${name}`} />}
      {shown === 'ties' && <DataTable table={tieTable} caption={`Ties in the network of ${name}`} />}
      <div class={shown === 'picture' ? undefined : 'closed'}>
        <NetworkView
          network={network}
          view={view}
          description={description}
          drawing={drawing}
          onNode={(key) => {
            if (key === id) return;
            const anew = { edge: null, 'to-person': null, from: null, to: null };
            if (bare) change({ ...anew, author: key });
            else go(addressOf(pageOf('Author', key), params, anew));
          }}
          onEdge={(key) => change({ edge: key })}
        />
        <Legend colour={colour} answer={answer} communities={communities} />
      </div>
      {years.to > years.from && (
        <TimeWindow
          years={years}
          window={window}
          onMove={setWindow}
          onSettle={({ from, to }) =>
            change(
              { from: from === years.from ? null : from, to: to === years.to ? null : to },
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
          {found !== undefined && found !== null && <Path found={found} />}
          <button type="button" onClick={() => change({ 'to-person': null })}>
            Leave the path
          </button>
        </div>
      )}
      {edge !== undefined && (
        <Evidence
          edge={edge}
          names={(key) => authors.get(key)?.label}
          onLeave={() => change({ edge: null })}
        />
      )}
    </>
  );
}

const distanceColours: readonly string[] = [
  groupColours[5],
  groupColours[0],
  groupColours[2],
  groupColours[3],
];

function networkOf(answer: Answer): Network {
  return {
    nodes: answer.nodes.map(({ key, label, weight, position }) => ({
      key,
      label,
      size: weight,
      ...position,
    })),
    edges: answer.edges.map(({ source, target, weight }) => ({
      key: edgeKey(source, target),
      source,
      target,
      weight,
    })),
  };
}

/** The network with what a path has besides it; the very same where it has nothing, so that it is not drawn anew. */
function withPath(
  network: Network,
  path: { readonly authors: readonly { readonly id: string; readonly name: string }[] } | null | undefined,
): Network {
  const known = new Set(network.nodes.map(({ key }) => key));
  const tied = new Set(network.edges.map(({ key }) => key));
  const last = network.nodes.at(-1) ?? { x: 0, y: 0 };
  const nodes = [...network.nodes];
  const edges = [...network.edges];
  for (const [index, { id, name }] of (path?.authors ?? []).entries()) {
    if (!known.has(id)) {
      nodes.push({ key: id, label: name, size: 1, x: last.x + index + 1, y: last.y + index + 1 });
    }
    const before = path?.authors[index - 1]?.id;
    if (before === undefined || tied.has(edgeKey(before, id))) continue;
    edges.push({ key: edgeKey(before, id), source: before, target: id, weight: 1 });
  }
  return edges.length === network.edges.length && nodes.length === network.nodes.length
    ? network
    : { nodes, edges };
}

function yearsOf(answer: Answer): Window {
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const { firstYear, lastYear } of answer.edges) {
    if (firstYear !== null) from = Math.min(from, firstYear);
    if (lastYear !== null) to = Math.max(to, lastYear);
  }
  return to === 0 ? { from: 0, to: 0 } : { from, to };
}

interface Tie {
  readonly source: string;
  readonly target: string;
  readonly publicationCount: number;
  readonly firstYear: number | null;
  readonly lastYear: number | null;
}

/** The ties of these years. What has no year is seen while all years are. */
function tiesIn(answer: Answer, { from, to }: Window, all: Window): ReadonlyMap<string, Tie> {
  const whole = from === all.from && to === all.to;
  const ties = new Map<string, Tie>();
  for (const { source, target, years, publicationCount, firstYear, lastYear } of answer.edges) {
    const within = years.filter(({ year }) => (year === null ? whole : year >= from && year <= to));
    const count = whole ? publicationCount : within.reduce((sum, year) => sum + year.count, 0);
    if (count > 0) {
      ties.set(edgeKey(source, target), { source, target, publicationCount: count, firstYear, lastYear });
    }
  }
  return ties;
}

/** Radii of nodes: the area says the number, between 4 and 18 pixels. */
function radius(answer: Answer, size: Size, degree: ReadonlyMap<string, number>): (key: string) => number {
  const values = new Map(
    answer.nodes.map((node) => [
      node.key,
      size === 'ties'
        ? (degree.get(node.key) ?? 0)
        : size === 'citations'
          ? node.author.metrics.citationCount
          : size === 'h-index'
            ? node.author.metrics.hIndex
            : node.weight,
    ]),
  );
  const most = Math.max(1, ...values.values());
  const room = answer.nodes.length > 300 ? 12 : 16;
  return (key) => 4 + room * Math.sqrt((values.get(key) ?? 0) / most);
}

function peopleTable(
  answer: Answer,
  ties: ReadonlyMap<string, Tie>,
  communities: Communities,
  id: string,
): Table {
  const degree = new Map<string, number>();
  for (const { source, target } of ties.values()) {
    for (const key of [source, target]) degree.set(key, (degree.get(key) ?? 0) + 1);
  }
  return {
    columns: [
      { title: 'Person' },
      { title: 'Steps away', numeric: true },
      { title: 'Publications', numeric: true },
      { title: 'Ties', numeric: true },
      { title: 'Citations', numeric: true },
      { title: 'h-index', numeric: true },
      { title: 'Community', numeric: true },
    ],
    rows: answer.nodes
      .filter(({ key }) => key === id || degree.has(key))
      .map(({ key, label, distance, weight, author }) => {
        const group = communities.groups.get(key);
        return [
          { text: label, address: pageOf('Author', key) },
          distance,
          weight,
          degree.get(key) ?? 0,
          author.metrics.citationCount,
          author.metrics.hIndex,
          group === undefined ? null : group + 1,
        ];
      }),
  };
}

function tiesTable(answer: Answer, ties: ReadonlyMap<string, Tie>, show: (key: string) => string): Table {
  const names = new Map(answer.nodes.map(({ key, label }) => [key, label]));
  return {
    columns: [
      { title: 'Person' },
      { title: 'With' },
      { title: 'Shared publications', numeric: true },
      { title: 'First', numeric: true },
      { title: 'Latest', numeric: true },
    ],
    rows: [...ties].map(([key, { source, target, publicationCount, firstYear, lastYear }]) => [
      { text: names.get(source) ?? source, address: pageOf('Author', source) },
      { text: names.get(target) ?? target, address: pageOf('Author', target) },
      { text: String(publicationCount), address: show(key) },
      firstYear,
      lastYear,
    ]),
  };
}

function legendText(label: string, head: string, people: number): string {
  const who = people === 1 ? head : `${head} and ${people - 1} more`;
  return label === '' ? who : `${who} (${label})`;
}

function Legend({
  colour,
  answer,
  communities,
}: {
  readonly colour: (typeof colours)[number];
  readonly answer: Answer;
  readonly communities: Communities;
}) {
  const { other } = inkOf(useTheme());
  const entries: { colour: string; text: string }[] = [];
  if (colour === 'distance') {
    const most = Math.max(0, ...answer.nodes.map(({ distance }) => distance));
    const words = ['the author', '1 step', '2 steps', '3 steps'];
    for (let distance = 0; distance <= most; distance++) {
      entries.push({ colour: distanceColours[distance] ?? other, text: words[distance] ?? '' });
    }
  } else if (communities.known === true) {
    const members = new Map<number, Answer['nodes'][number][]>();
    for (const node of answer.nodes) {
      const group = communities.groups.get(node.key);
      if (group !== undefined) members.set(group, [...(members.get(group) ?? []), node]);
    }
    const ordered = [...members].sort(([a], [b]) => a - b);
    for (const [group, nodes] of ordered.slice(0, groupColours.length)) {
      const head = nodes.reduce((first, node) => (node.weight > first.weight ? node : first));
      entries.push({
        colour: groupColours[group] ?? other,
        text: legendText(communities.labels[group] ?? '', head.label, nodes.length),
      });
    }
    const rest = ordered.length - groupColours.length;
    if (rest > 0) entries.push({ colour: other, text: `${rest} smaller communities` });
  } else if (communities.known === false) {
    return (
      <p class="quiet">
        No communities of authors have been looked for yet: <code>scholargraph analyse communities</code>{' '}
        does.
      </p>
    );
  }
  return (
    <ul class="legend" aria-label="Colours">
      {entries.map((entry) => (
        <li key={entry.text}>
          <span class="dot" style={{ background: entry.colour }} aria-hidden="true" />
          {entry.text}
        </li>
      ))}
    </ul>
  );
}

/** Two handles and a button that lets the network grow year by year. */
function TimeWindow({
  years,
  window,
  onMove,
  onSettle,
}: {
  readonly years: Window;
  readonly window: Window;
  readonly onMove: (window: Window) => void;
  readonly onSettle: (window: Window) => void;
}) {
  const [playing, setPlaying] = useState(false);
  const now = useRef(window);
  now.current = window;
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => {
      const { from, to } = now.current;
      if (to >= years.to) {
        setPlaying(false);
        onSettle(now.current);
      } else onMove({ from, to: to + 1 });
    }, 700);
    return () => clearInterval(timer);
  }, [playing, years]);
  const move = (changed: Partial<Window>) => {
    setPlaying(false);
    const next = { ...window, ...changed };
    onMove(
      next.from > next.to
        ? changed.from === undefined
          ? { from: next.to, to: next.to }
          : { from: next.from, to: next.from }
        : next,
    );
  };
  const play = () => {
    if (playing) {
      setPlaying(false);
      onSettle(window);
      return;
    }
    onMove({ from: window.from, to: window.to >= years.to ? window.from : window.to });
    setPlaying(true);
  };
  return (
    <fieldset class="time">
      <legend class="unseen">Years</legend>
      <button type="button" onClick={play}>
        {playing ? '❚❚ Stop' : '▶ Play growth'}
      </button>
      <label>
        From
        <input
          type="range"
          min={years.from}
          max={years.to}
          value={window.from}
          onInput={(event) => move({ from: Number(event.currentTarget.value) })}
          onChange={() => onSettle(now.current)}
        />
      </label>
      <label>
        until
        <input
          type="range"
          min={years.from}
          max={years.to}
          value={window.to}
          onInput={(event) => move({ to: Number(event.currentTarget.value) })}
          onChange={() => onSettle(now.current)}
        />
      </label>
      <output>{window.from === window.to ? window.from : `${window.from}–${window.to}`}</output>
    </fieldset>
  );
}

function Path({
  found,
}: {
  readonly found: {
    readonly length: number;
    readonly authors: readonly { readonly id: string; readonly name: string }[];
    readonly steps: readonly {
      readonly publicationCount: number;
      readonly from: { readonly name: string };
      readonly to: { readonly name: string };
      readonly sharedPublications: {
        readonly nodes: readonly {
          readonly id: string;
          readonly title: string | null;
          readonly year: number | null;
        }[];
      };
    }[];
  };
}) {
  return (
    <>
      <h3>
        {found.length === 1 ? '1 step' : `${found.length} steps`}:{' '}
        {found.authors.map(({ name }) => name).join(' – ')}
      </h3>
      <ol>
        {found.steps.map(({ from, to, publicationCount, sharedPublications: { nodes } }) => (
          <li key={`${from.name} ${to.name}`}>
            {from.name} and {to.name} share {publicationCount}:{' '}
            {nodes.map(({ id, title, year }, index) => (
              <span key={id}>
                {index > 0 && '; '}
                <a href={pageOf('Publication', id)}>{title ?? 'without a title'}</a>
                {year !== null && ` (${year})`}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}

/** The publications behind an edge. */
function Evidence({
  edge,
  names,
  onLeave,
}: {
  readonly edge: string;
  readonly names: (key: string) => string | undefined;
  readonly onLeave: () => void;
}) {
  const [a = '', b = ''] = edge.split(',');
  const by = (author: string): PublicationFilter => ({ authors: { some: { id: [author] } } });
  const state = useQuery(PublicationList, { filter: { and: [by(a), by(b)] }, first: 20 });
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [state.status]);
  return (
    <div class="evidence" ref={place} role="status">
      <h3>
        What {names(a) ?? 'they'} and {names(b) ?? 'they'} wrote together
      </h3>
      {state.status === 'failed' && <Failed failure={state.failure} retry={state.retry} />}
      {state.status === 'loading' && <Loading what="publications" />}
      {state.status === 'done' && (
        <ol class="rows">
          {state.data.publications.nodes.map((publication) => (
            <li key={publication.id}>
              <PublicationRow publication={publication} />
            </li>
          ))}
        </ol>
      )}
      {state.status === 'done' && state.data.publications.totalCount > 20 && (
        <p class="quiet">The newest 20 of {state.data.publications.totalCount}.</p>
      )}
      <button type="button" onClick={onLeave}>
        Close
      </button>
    </div>
  );
}
