import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { counted } from '../parts/counted.ts';
import { type Ink, inkOf } from '../parts/ink.ts';
import { useTheme } from '../parts/theme.ts';
import { type Arrangement, arrange } from './arrangement.ts';
import type { Drawing, View } from './drawing.ts';
import type { Network, NetworkEdge } from './network.ts';

export interface NetworkViewProps {
  readonly network: Network;
  /** What is shown of it. */
  readonly view: (ink: Ink) => Omit<View, 'ink'>;
  /** What the picture says, for those who do not see it. */
  readonly description: string;
  readonly onNode: (key: string) => void;
  readonly onEdge?: ((key: string) => void) | undefined;
  readonly onArea?: ((key: string) => void) | undefined;
  /** Where the drawing is, for files. */
  readonly drawing: { current: Drawing | undefined };
}

const nothing = () => undefined;

/** A network that can be dragged, zoomed and searched, with mouse, fingers and keys. */
export function NetworkView({
  network,
  view,
  description,
  onNode,
  onEdge = nothing,
  onArea = nothing,
  drawing,
}: NetworkViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const ink = inkOf(useTheme());
  const [arrangement, setArrangement] = useState<{ readonly of: Network; readonly is: Arrangement }>();
  const [failed, setFailed] = useState(false);
  const [found, setFound] = useState<string>();
  const names = useId();
  const keys = useId();
  const current = arrangement?.of === network ? arrangement.is : undefined;
  const shown: View = useMemo(() => {
    const base = view(ink);
    return { ...base, ink, marked: found === undefined ? base.marked : new Set([...base.marked, found]) };
  }, [view, ink, found]);
  const latest = useRef({ shown, onNode, onEdge, onArea });
  latest.current = { shown, onNode, onEdge, onArea };

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const controller = new AbortController();
    let drawn: Drawing | undefined;
    setFailed(false);
    setFound(undefined);
    const ready = import('./drawing.ts').then(({ Drawing }) => {
      if (controller.signal.aborted) return undefined;
      drawn = new Drawing(element, network, latest.current.shown, {
        onNode: (key) => latest.current.onNode(key),
        onEdge: (key) => latest.current.onEdge(key),
        onArea: (key) => latest.current.onArea(key),
      });
      drawing.current = drawn;
      element.dataset['drawn'] = 'true';
      return drawn;
    });
    // As the picture is, but not quite as broad: names are written beside nodes.
    const breadth = Math.min(1.5, Math.max(0.8, element.clientWidth / (element.clientHeight || 1)));
    Promise.all([arrange({ network, breadth }, controller.signal), ready]).then(
      ([is]) => {
        setArrangement({ of: network, is });
        drawn?.place(is.positions);
        element.dataset['arranged'] = 'true';
      },
      () => {
        if (!controller.signal.aborted) setFailed(true);
      },
    );
    return () => {
      controller.abort();
      drawn?.end();
      drawing.current = undefined;
      delete element.dataset['drawn'];
      delete element.dataset['arranged'];
    };
  }, [network, drawing]);

  useEffect(() => drawing.current?.show(shown), [shown, drawing]);

  const seen = network.nodes.filter(({ key }) => !shown.isNodeHidden(key));
  const at = seen.findIndex(({ key }) => key === found);
  const chosen = seen[at];
  /** To the next node, or the one before; from none to the first. */
  const step = (by: 1 | -1) => {
    const next = seen[at < 0 ? 0 : (at + by + seen.length) % seen.length];
    if (next === undefined) return;
    setFound(next.key);
    drawing.current?.reveal(next.key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const does: Readonly<Record<string, () => void>> = {
      '+': () => drawing.current?.zoom('in'),
      '=': () => drawing.current?.zoom('in'),
      '-': () => drawing.current?.zoom('out'),
      '0': () => drawing.current?.zoom('all'),
      ArrowLeft: () => drawing.current?.pan(-1, 0),
      ArrowRight: () => drawing.current?.pan(1, 0),
      ArrowUp: () => drawing.current?.pan(0, 1),
      ArrowDown: () => drawing.current?.pan(0, -1),
      n: () => step(1),
      p: () => step(-1),
      Escape: () => setFound(undefined),
      ...(chosen === undefined ? {} : { Enter: () => onNode(chosen.key) }),
    };
    const act = does[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const search = (text: string) => {
    const wanted = text.trim().toLocaleLowerCase();
    const node =
      wanted === ''
        ? undefined
        : (network.nodes.find(({ label }) => label.toLocaleLowerCase() === wanted) ??
          network.nodes.find(({ label }) => label.toLocaleLowerCase().includes(wanted)));
    setFound(node?.key);
    if (node !== undefined) drawing.current?.find(node.key);
  };

  const isTie = ({ key, source, target }: NetworkEdge) =>
    (source === found || target === found) && !shown.isEdgeHidden(key);

  return (
    <div class="network">
      <div class="network-tools">
        <input
          type="search"
          list={names}
          placeholder="Find in the network"
          aria-label="Find in the network"
          onChange={(event) => search(event.currentTarget.value)}
        />
        {chosen !== undefined && (
          <button type="button" onClick={() => onNode(chosen.key)}>
            Open {chosen.label}
          </button>
        )}
        <datalist id={names}>
          {network.nodes.map(({ key, label }) => (
            <option key={key} value={label} />
          ))}
        </datalist>
        <button type="button" onClick={() => drawing.current?.zoom('in')} aria-label="Zoom in">
          +
        </button>
        <button type="button" onClick={() => drawing.current?.zoom('out')} aria-label="Zoom out">
          −
        </button>
        <button type="button" onClick={() => drawing.current?.zoom('all')}>
          All
        </button>
      </div>
      <div
        class="network-place"
        // Keys reach it also where a screen reader would take letters for its own.
        role="application"
        aria-roledescription="network"
        aria-label={description}
        aria-describedby={keys}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div class="network-canvas" ref={place} />
        <p class="unseen" id={keys}>
          N and P go to the next and the previous of it, Enter opens, Escape leaves; arrow keys move it, + and
          − zoom, 0 shows all. The tables hold the same data.
        </p>
        <p class="unseen" role="status">
          {chosen !== undefined &&
            `${chosen.label}, ${at + 1} of ${seen.length}: ${counted(network.edges.filter(isTie).length, 'tie')}`}
        </p>
        {current === undefined && !failed && (
          <p class="arranging" role="status">
            <span class="spinner" aria-hidden="true" /> Arranging …
          </p>
        )}
        {failed && (
          <p class="arranging" role="alert">
            This browser cannot draw the network: it needs WebGL and workers. The tables hold the same data.
          </p>
        )}
      </div>
    </div>
  );
}
