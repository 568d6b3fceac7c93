import { createNodeBorderProgram } from '@sigma/node-border';
import { UndirectedGraph } from 'graphology';
import Sigma from 'sigma';
import type { EdgeDisplayData, NodeDisplayData } from 'sigma/types';
import { blobOf } from '../charts/png.ts';
import { type Ink, rimOf } from '../parts/ink.ts';
import { reducedMotion } from '../parts/theme.ts';
import { hull, isInside } from './hull.ts';
import type { Network } from './network.ts';

/** What of a network is shown, and how; the network itself stays. */
export interface View {
  readonly ink: Ink;
  readonly colourOf: (key: string) => string;
  readonly isNodeHidden: (key: string) => boolean;
  readonly isEdgeHidden: (key: string) => boolean;
  /** Radius in pixels. */
  readonly sizeOf: (key: string) => number;
  readonly widthOf: (key: string) => number;
  /** Drawn with a strong rim: the person or thing in the middle, or that was searched for. */
  readonly marked: ReadonlySet<string>;
  /** Where not empty, all other nodes and edges fade. */
  readonly path: readonly string[];
  readonly chosenEdge: string | undefined;
  readonly areas: readonly Area[];
}

export interface Area {
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  readonly keys: readonly string[];
}

export interface DrawingEvents {
  readonly onNode: (key: string) => void;
  readonly onEdge: (key: string) => void;
  readonly onArea: (key: string) => void;
}

type Placed = { readonly x: number; readonly y: number; readonly size: number };

/** A name where it has room: from `x` on, and above `y`. */
interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly of: 'area' | 'node';
}

/** A node as it is drawn: in pixels of the picture. */
interface Dot extends Placed {
  readonly key: string;
  readonly label: string | null;
}

interface BorderedNode extends NodeDisplayData {
  readonly borderColor: string;
  readonly borderSize: number;
}

/** Milliseconds: of 0, Sigma would make a place that is no number. */
const noTime = 1;
/** More could not be read; over many nodes they would hide what there is to see. */
const mostNames = (nodes: number): number => (nodes > 1_000 ? 50 : 150);
/** In the middle of so many, further ones find no room either; each costs time in every frame. */
const triedNames = 600;
/** Names are kept from being written over so many larger nodes; more leave no room. */
const keptDots = 300;
/** So many ties are drawn as strong as lines have to be that matter; more would cover all. */
const strongTies = 300;
const family = 'system-ui, sans-serif';
const nameFont = { size: 13, weight: '400' };
/** Of all areas together, so that where they meet is no darker. */
const areaOpacity = 0.16;
/** By how much an area is broader than what is in it. */
const areaRim = 18;
/** Pixels between an area and one that it lies over. */
const areaGap = 2.5;

const NodeProgram = createNodeBorderProgram({
  borders: [
    {
      size: { attribute: 'borderSize', defaultValue: 1, mode: 'pixels' },
      color: { attribute: 'borderColor' },
    },
    { size: { fill: true }, color: { attribute: 'color' } },
  ],
});

/** A network in WebGL. */
export class Drawing {
  readonly #graph = new UndirectedGraph();
  readonly #sigma: Sigma;
  #view: View;
  #hovered: string | undefined;
  #near: ReadonlySet<string> = new Set();
  /** In a small picture nodes are smaller, and ties narrower. */
  readonly #scale: number;

  constructor(place: HTMLElement, network: Network, view: View, events: DrawingEvents) {
    this.#view = view;
    this.#scale = Math.min(1, Math.max(0.5, Math.min(place.clientWidth / 800, place.clientHeight / 480)));
    for (const { key, label, x, y } of network.nodes) this.#graph.addNode(key, { label, x, y });
    for (const { key, source, target } of network.edges) {
      if (!this.#graph.hasEdge(key)) this.#graph.addEdgeWithKey(key, source, target);
    }
    this.#sigma = new Sigma(this.#graph, place, {
      allowInvalidContainer: true,
      enableEdgeEvents: true,
      zIndex: true,
      nodeProgramClasses: { circle: NodeProgram },
      // So many would make dragging and zooming jerk.
      hideEdgesOnMove: network.edges.length > 8_000,
      // Names are drawn below, where none covers another one.
      renderLabels: false,
      minCameraRatio: 0.03,
      maxCameraRatio: 4,
      stagePadding: 40,
      nodeReducer: (key) => this.#node(key),
      edgeReducer: (key) => this.#edge(key),
      defaultDrawNodeHover: (context, data) => this.#hover(context, data),
    });
    this.#listen(place, events);
    this.#drawOver();
  }

  show(view: View): void {
    this.#view = view;
    this.#sigma.refresh();
  }

  /** Moves nodes to their places. */
  place(positions: ReadonlyMap<string, { readonly x: number; readonly y: number }>): void {
    const from = new Map(this.#graph.mapNodes((key, { x, y }) => [key, { x: Number(x), y: Number(y) }]));
    const set = (part: number) => {
      this.#graph.updateEachNodeAttributes(
        (key, attributes) => {
          const start = from.get(key);
          const end = positions.get(key);
          if (start === undefined || end === undefined) return attributes;
          return {
            ...attributes,
            x: start.x + (end.x - start.x) * part,
            y: start.y + (end.y - start.y) * part,
          };
        },
        { attributes: ['x', 'y'] },
      );
    };
    if (reducedMotion() || this.#graph.order > 1500) {
      set(1);
      return;
    }
    const began = performance.now();
    const step = (now: number) => {
      if (this.#ended) return;
      const part = Math.min(1, (now - began) / 400);
      set(part * (2 - part));
      if (part < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  #ended = false;
  end(): void {
    this.#ended = true;
    this.#sigma.kill();
  }

  zoom(direction: 'in' | 'out' | 'all'): void {
    const camera = this.#sigma.getCamera();
    const options = { duration: reducedMotion() ? noTime : 200 };
    if (direction === 'in') void camera.animatedZoom(options);
    else if (direction === 'out') void camera.animatedUnzoom(options);
    else void camera.animatedReset(options);
  }

  pan(x: number, y: number): void {
    const camera = this.#sigma.getCamera();
    camera.setState({ x: camera.x + x * camera.ratio * 0.1, y: camera.y + y * camera.ratio * 0.1 });
  }

  /** Brings a node into the middle. */
  find(key: string): void {
    const data = this.#sigma.getNodeDisplayData(key);
    if (data === undefined) return;
    const camera = this.#sigma.getCamera();
    void camera.animate(
      { x: data.x, y: data.y, ratio: Math.min(camera.ratio, 0.5) },
      { duration: reducedMotion() ? noTime : 300 },
    );
  }

  /** Brings a node into the middle where it is not well within the picture. */
  reveal(key: string): void {
    const data = this.#sigma.getNodeDisplayData(key);
    if (data === undefined) return;
    const { x, y } = this.#at(key);
    const { width, height } = this.#sigma.getDimensions();
    const camera = this.#sigma.getCamera();
    // While all of the network is seen, some of it is at the rim.
    const rim = camera.ratio < 1 ? 0.1 : 0;
    const isWithin = (value: number, most: number) => value >= rim * most && value <= (1 - rim) * most;
    if (isWithin(x, width) && isWithin(y, height)) return;
    void camera.animate({ x: data.x, y: data.y }, { duration: reducedMotion() ? noTime : 200 });
  }

  /** What is seen, as PNG. */
  png(): Promise<Blob> {
    // What WebGL has drawn is there until the browser shows it, so both in one go.
    this.#sigma.refresh({ schedule: false });
    const { width, height } = this.#sigma.getDimensions();
    const canvas = document.createElement('canvas');
    const ratio = devicePixelRatio;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const context = canvas.getContext('2d');
    if (context === null) return Promise.reject(new Error('this browser has no canvas'));
    context.fillStyle = this.#view.ink.ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const [name, layer] of Object.entries(this.#sigma.getCanvases())) {
      context.globalAlpha = name === 'areas' ? areaOpacity : 1;
      if (name !== 'mouse') context.drawImage(layer, 0, 0, canvas.width, canvas.height);
    }
    return blobOf(canvas);
  }

  /** What is seen, as SVG. Made of nodes, so that a label is text whatever it holds. */
  svg(): string {
    const space = 'http://www.w3.org/2000/svg';
    const { ink, areas } = this.#view;
    const { width, height } = this.#sigma.getDimensions();
    const root = document.createElementNS(space, 'svg');
    const add = (
      parent: Element,
      name: string,
      attributes: Readonly<Record<string, string | number>>,
      text?: string,
    ) => {
      const element = document.createElementNS(space, name);
      for (const [attribute, value] of Object.entries(attributes)) {
        element.setAttribute(attribute, typeof value === 'number' ? String(round(value)) : value);
      }
      if (text !== undefined) element.textContent = text;
      parent.append(element);
      return element;
    };
    root.setAttribute('viewBox', `0 0 ${width} ${height}`);
    root.setAttribute('width', String(width));
    root.setAttribute('height', String(height));
    add(root, 'rect', { width: '100%', height: '100%', fill: ink.ground });
    const ground = add(root, 'g', { opacity: areaOpacity, 'stroke-width': 2 * areaRim });
    for (const { key, rim } of this.#rims) {
      const colour = areas.find((area) => area.key === key)?.colour ?? ink.other;
      const points = rim.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ');
      add(ground, 'polygon', {
        points,
        fill: ink.ground,
        stroke: ink.ground,
        'stroke-width': 2 * (areaRim + areaGap),
        'stroke-linejoin': 'round',
      });
      add(ground, 'polygon', { points, fill: colour, stroke: colour, 'stroke-linejoin': 'round' });
    }
    this.#graph.forEachEdge((key, _attributes, source, target) => {
      const data = this.#sigma.getEdgeDisplayData(key);
      if (data === undefined || data.hidden) return;
      const [a, b] = [this.#at(source), this.#at(target)];
      add(root, 'line', {
        x1: a.x,
        y1: a.y,
        x2: b.x,
        y2: b.y,
        stroke: data.color,
        'stroke-width': this.#sigma.scaleSize(data.size),
      });
    });
    for (const key of this.#graph.nodes()) {
      const data = this.#sigma.getNodeDisplayData(key);
      if (data === undefined || data.hidden) continue;
      const { x, y } = this.#at(key);
      const { borderColor, borderSize } = this.#rim(key, data);
      const size = this.#sigma.scaleSize(data.size);
      const rim = Math.min(size, this.#sigma.scaleSize(borderSize));
      // The rim is within the node, and a stroke is half outside.
      add(root, 'circle', {
        cx: x,
        cy: y,
        r: size - rim / 2,
        fill: data.color,
        stroke: borderColor,
        'stroke-width': rim,
      });
    }
    for (const { text, x, y, of } of this.#names) {
      const { size, weight } = of === 'area' ? this.#areaFont() : nameFont;
      add(
        root,
        'text',
        {
          class: of,
          x,
          y,
          'font-family': family,
          'font-size': size,
          'font-weight': weight,
          fill: ink.text,
          stroke: ink.ground,
          'stroke-width': 4,
          'stroke-linejoin': 'round',
          'paint-order': 'stroke',
        },
        text,
      );
    }
    return new XMLSerializer().serializeToString(root);
  }

  #node(key: string): Partial<BorderedNode> {
    const { path, marked, ink } = this.#view;
    const onPath = path.includes(key);
    const faded =
      (path.length > 0 && !onPath) ||
      (this.#hovered !== undefined && key !== this.#hovered && !this.#near.has(key));
    const standsOut = onPath || marked.has(key) || key === this.#hovered;
    const size = this.#view.sizeOf(key) * this.#scale;
    const color = faded ? ink.line : this.#view.colourOf(key);
    return {
      ...this.#rim(key, { size, color }),
      x: Number(this.#graph.getNodeAttribute(key, 'x')),
      y: Number(this.#graph.getNodeAttribute(key, 'y')),
      label: faded ? null : String(this.#graph.getNodeAttribute(key, 'label')),
      size,
      color,
      hidden: this.#view.isNodeHidden(key),
      zIndex: standsOut ? 2 : faded ? 0 : 1,
      highlighted: onPath,
    };
  }

  /** What makes a node stand out from the ground whatever its colour. What is faded has none. */
  #rim(
    key: string,
    { size, color }: Pick<NodeDisplayData, 'size' | 'color'>,
  ): Pick<BorderedNode, 'borderColor' | 'borderSize'> {
    const { ink, marked } = this.#view;
    if (color === ink.line) return { borderColor: color, borderSize: 0 };
    if (marked.has(key)) return { borderColor: ink.text, borderSize: Math.min(3, size / 3) };
    return { borderColor: rimOf(ink, color), borderSize: Math.min(1.5, size / 4) };
  }

  #edge(key: string): Partial<EdgeDisplayData> {
    const { path, ink, chosenEdge } = this.#view;
    const [source = '', target = ''] = this.#graph.extremities(key);
    const from = path.indexOf(source);
    const onPath = from >= 0 && (path[from + 1] === target || (from > 0 && path[from - 1] === target));
    const touched = this.#hovered === source || this.#hovered === target;
    const faded = (path.length > 0 && !onPath) || (this.#hovered !== undefined && !touched);
    const strong = onPath || key === chosenEdge;
    const tie = this.#graph.size > strongTies ? ink.faintTie : ink.tie;
    const width = this.#view.widthOf(key) * this.#scale;
    return {
      size: strong ? Math.max(3, width) : width,
      color: strong ? ink.main : touched ? ink.quiet : faded ? ink.line : tie,
      hidden: this.#view.isEdgeHidden(key) || (faded && this.#hovered !== undefined),
      zIndex: strong ? 2 : touched ? 1 : 0,
    };
  }

  #hover(context: CanvasRenderingContext2D, data: Placed): void {
    context.beginPath();
    context.arc(data.x, data.y, data.size + 3, 0, Math.PI * 2);
    context.lineWidth = 2.5;
    context.strokeStyle = this.#view.ink.text;
    context.stroke();
  }

  #listen(place: HTMLElement, { onNode, onEdge, onArea }: DrawingEvents): void {
    const sigma = this.#sigma;
    let dragged: string | undefined;
    let start: Point = { x: 0, y: 0 };
    let moved = false;
    sigma.on('enterNode', ({ node }) => {
      this.#hovered = node;
      this.#near = new Set(this.#graph.neighbors(node));
      place.dataset['over'] = 'node';
      sigma.refresh({ skipIndexation: true });
    });
    sigma.on('leaveNode', () => {
      this.#hovered = undefined;
      this.#near = new Set();
      delete place.dataset['over'];
      sigma.refresh({ skipIndexation: true });
    });
    sigma.on('enterEdge', () => {
      place.dataset['over'] = 'edge';
    });
    sigma.on('leaveEdge', () => {
      delete place.dataset['over'];
    });
    sigma.on('downNode', ({ node, event, preventSigmaDefault }) => {
      dragged = node;
      start = { x: event.x, y: event.y };
      moved = false;
      // The frame must not follow a node that is dragged to the rim.
      if (sigma.getCustomBBox() === null) sigma.setCustomBBox(sigma.getBBox());
      preventSigmaDefault();
    });
    sigma.on('moveBody', ({ event, preventSigmaDefault }) => {
      if (dragged === undefined) return;
      // A hand that clicks is not quite still.
      if (!moved && Math.hypot(event.x - start.x, event.y - start.y) < 4) return;
      moved = true;
      const { x, y } = sigma.viewportToGraph(event);
      this.#graph.mergeNodeAttributes(dragged, { x, y });
      preventSigmaDefault();
    });
    const drop = () => {
      dragged = undefined;
    };
    sigma.on('upNode', drop);
    sigma.on('upStage', drop);
    sigma.on('clickNode', ({ node }) => {
      if (!moved) onNode(node);
    });
    sigma.on('clickEdge', ({ edge }) => onEdge(edge));
    sigma.on('clickStage', ({ event }) => {
      // The one that lies over the others.
      const area = this.#rims.findLast(({ rim }) => isInside(rim, event));
      if (area !== undefined) onArea(area.key);
    });
  }

  /** Areas lie under the edges, names over all. */
  #drawOver(): void {
    const under = this.#sigma.createCanvas('areas', { beforeLayer: 'edges' });
    const over = this.#sigma.createCanvas('names', { afterLayer: 'hovers' });
    for (const canvas of [under, over]) canvas.style.pointerEvents = 'none';
    under.style.opacity = String(areaOpacity);
    this.#sigma.on('afterRender', () => {
      const { width, height } = this.#sigma.getDimensions();
      const ground = cleared(under, width, height);
      const names = cleared(over, width, height);
      if (ground === null || names === null) return;
      const room = new Room(width, height);
      const dots = this.#dots();
      const keep = (kept: readonly Dot[]) => {
        if (kept.length > keptDots) return;
        for (const { size, x, y } of kept) room.keep(x - size, y - size, 2 * size, 2 * size);
      };
      keep(dots.filter(({ size }) => size >= 3));
      const areas = this.#areas(ground, names, room);
      // The name of an area may be over the dots of publications, which are many.
      if (dots.length <= keptDots) keep(dots.filter(({ size }) => size < 3));
      this.#names = [...areas, ...this.#nodeNames(names, room, dots)];
    });
  }

  #names: readonly Label[] = [];
  /** Of names in pixels: to measure one takes longer than all else. */
  readonly #lengths = new Map<string, number>();

  #at(key: string): Point {
    const { x, y } = this.#graph.getNodeAttributes(key);
    return this.#sigma.graphToViewport({ x: Number(x), y: Number(y) });
  }

  /** The nodes that are seen. */
  #dots(): readonly Dot[] {
    const { width, height } = this.#sigma.getDimensions();
    return this.#graph.nodes().flatMap((key) => {
      const data = this.#sigma.getNodeDisplayData(key);
      if (data === undefined || data.hidden) return [];
      const { x, y } = this.#at(key);
      if (x < 0 || y < 0 || x > width || y > height) return [];
      return [{ key, label: data.label, size: this.#sigma.scaleSize(data.size), x, y }];
    });
  }

  /** Smaller in a small picture, where they have little room. */
  #areaFont(): { readonly size: number; readonly weight: string } {
    return { size: this.#sigma.getDimensions().width < 500 ? 12 : 14, weight: '600' };
  }

  /** In pixels, in the font of the context. */
  #length(context: CanvasRenderingContext2D, text: string): number {
    const key = `${context.font} ${text}`;
    const length = this.#lengths.get(key) ?? context.measureText(text).width;
    this.#lengths.set(key, length);
    return length;
  }

  #write(context: CanvasRenderingContext2D, { text, x, y }: Label): void {
    const { ink } = this.#view;
    // A halo, so that a name can be read over edges.
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeStyle = ink.ground;
    context.strokeText(text, x, y);
    context.fillStyle = ink.text;
    context.fillText(text, x, y);
  }

  /** Names of nodes: what stands out first, then the larger; one that has no room beside, under or above its node is left out. */
  #nodeNames(context: CanvasRenderingContext2D, room: Room, dots: readonly Dot[]): Label[] {
    context.font = `${nameFont.weight} ${nameFont.size}px ${family}`;
    const { path, marked } = this.#view;
    const nodes = dots.flatMap(({ key, label, size, x, y }) => {
      if (!label) return [];
      const first =
        key === this.#hovered ? 3 : path.includes(key) || marked.has(key) ? 2 : this.#near.has(key) ? 1 : 0;
      return [{ text: label, size, first, x, y }];
    });
    nodes.sort((a, b) => b.first - a.first || b.size - a.size);
    const labels: Label[] = [];
    const most = mostNames(dots.length);
    for (const { text, size, first, x, y } of nodes.slice(0, triedNames)) {
      if (labels.length >= most) break;
      if (size < 3 && first === 0) continue;
      const length = this.#length(context, text);
      // A ring is around what stands out.
      const away = size + (first > 1 ? 7 : 4);
      const beside = { x: x + away, y: y + 4 };
      const places = [
        beside,
        { x: x - away - length, y: y + 4 },
        { x: x - length / 2, y: y + away + 10 },
        { x: x - length / 2, y: y - away - 2 },
      ];
      const place =
        places.find((at) => room.take(at.x, at.y - 12, length, 16)) ??
        // What stands out has its name whatever that covers.
        (first > 1 ? beside : undefined);
      if (place === undefined) continue;
      const label: Label = { text, ...place, of: 'node' };
      this.#write(context, label);
      labels.push(label);
    }
    return labels;
  }

  /** Where the areas were drawn last. */
  #rims: readonly { readonly key: string; readonly rim: readonly Point[] }[] = [];

  #areas(ground: CanvasRenderingContext2D, names: CanvasRenderingContext2D, room: Room): Label[] {
    const rims: { key: string; rim: Point[] }[] = [];
    const labelled: { area: string; label: string; rim: Point[] }[] = [];
    const { size, weight } = this.#areaFont();
    names.font = `${weight} ${size}px ${family}`;
    for (const { key: area, label, colour, keys } of this.#view.areas) {
      const points = keys
        .filter((key) => this.#graph.hasNode(key) && !this.#view.isNodeHidden(key))
        .map((key) => this.#at(key));
      const rim = hull(points);
      const [start] = rim;
      if (start === undefined) continue;
      rims.push({ key: area, rim });
      ground.beginPath();
      ground.moveTo(start.x, start.y);
      for (const { x, y } of rim) ground.lineTo(x, y);
      ground.closePath();
      ground.lineJoin = 'round';
      // Where areas meet, the smaller one lies over the larger one with a gap between: many have one colour.
      ground.strokeStyle = this.#view.ink.ground;
      ground.lineWidth = 2 * (areaRim + areaGap);
      ground.stroke();
      ground.fillStyle = colour;
      ground.strokeStyle = colour;
      ground.lineWidth = 2 * areaRim;
      ground.fill();
      ground.stroke();
      if (points.length >= 3) labelled.push({ area, label, rim });
    }
    this.#rims = rims;
    return labelled.flatMap(({ area, label, rim }) => {
      const length = this.#length(names, label);
      const others = rims.filter(({ key }) => key !== area).map((other) => other.rim);
      const isAmongOthers = ({ x, y }: Point) =>
        [x - length / 2, x, x + length / 2].some((at) =>
          [y - size, y].some((height) => others.some((other) => isInside(other, { x: at, y: height }))),
        );
      const places = namePlaces(rim, length, this.#sigma.getDimensions());
      // In another area rather than nowhere; over a node or a name never.
      const ordered = [...places.filter((at) => !isAmongOthers(at)), ...places.filter(isAmongOthers)];
      const place = ordered.find(({ x, y }) => room.take(x - length / 2 - 2, y - size, length + 4, size + 5));
      if (place === undefined) return [];
      const name: Label = { text: label, x: place.x - length / 2, y: place.y, of: 'area' };
      this.#write(names, name);
      return [name];
    });
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Where across an area a name is tried, the middle first. */
const across = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0, 1];
/** And where down it. */
const down = [0.5, 0.35, 0.65, 0.2, 0.8];

/** Where the name of an area may be, its middle and the line it stands on, the best first: above, below, in it, or a bit farther off. */
function namePlaces(
  rim: readonly Point[],
  length: number,
  picture: { readonly width: number; readonly height: number },
): readonly Point[] {
  const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const xs = rim.map(({ x }) => within(x, picture.width));
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const top = rim.reduce((high, point) => (point.y < high.y ? point : high));
  const columns = [top.x, ...across.map((part) => left + part * (right - left))].map((x) => ({
    x,
    ...reach(rim, x - length / 2, x + length / 2),
  }));
  const line = (yOf: (column: { readonly top: number; readonly bottom: number }) => number) =>
    columns.map((column) => ({ x: column.x, y: yOf(column) }));
  return [
    ...line((column) => column.top - areaRim - 5),
    ...line((column) => column.bottom + areaRim + 15),
    ...down.flatMap((part) =>
      line((column) => {
        const [from, to] = [within(column.top, picture.height), within(column.bottom, picture.height)];
        return from + part * (to - from) + 5;
      }),
    ),
    ...line((column) => column.top - areaRim - 25),
    ...line((column) => column.bottom + areaRim + 35),
  ];
}

/** How high and how low a convex hull reaches between two places. */
function reach(
  rim: readonly Point[],
  from: number,
  to: number,
): { readonly top: number; readonly bottom: number } {
  const ys = rim.flatMap((a, at) => {
    const b = rim[(at + 1) % rim.length] ?? a;
    const [low, high] = [Math.max(from, Math.min(a.x, b.x)), Math.min(to, Math.max(a.x, b.x))];
    if (low > high) return [];
    if (a.x === b.x) return [a.y, b.y];
    return [low, high].map((x) => a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x));
  });
  const all = ys.length > 0 ? ys : rim.map(({ y }) => y);
  return { top: Math.min(...all), bottom: Math.max(...all) };
}

function cleared(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.scale(ratio, ratio);
  return context;
}

/** Where names are already: two over each other say nothing. */
class Room {
  readonly #taken: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }[] = [];
  readonly #width: number;
  readonly #height: number;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** Keeps names out of a place. */
  keep(left: number, top: number, width: number, height: number): void {
    this.#taken.push({ left, top, right: left + width, bottom: top + height });
  }

  /** Takes a place unless it is taken, or out of the picture. */
  take(left: number, top: number, width: number, height: number): boolean {
    const [right, bottom] = [left + width, top + height];
    const outside = left < 0 || top < 0 || right > this.#width || bottom > this.#height;
    const met = this.#taken.some(
      (other) => left < other.right && right > other.left && top < other.bottom && bottom > other.top,
    );
    if (outside || met) return false;
    this.#taken.push({ left, top, right, bottom });
    return true;
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}
