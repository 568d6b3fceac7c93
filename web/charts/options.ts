import type { EChartsCoreOption } from 'echarts/core';
import { groupColours, type Ink } from '../parts/ink.ts';

const font = 'system-ui, sans-serif';

function frame(ink: Ink): EChartsCoreOption {
  return {
    textStyle: { fontFamily: font, color: ink.text },
    // Drawn, not written as HTML: names come from the sources, and markup in them must not run.
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: ink.ground,
      borderColor: ink.line,
      textStyle: { color: ink.text, fontFamily: font },
    },
  };
}

const axisLine = (ink: Ink) => ({
  axisLabel: { color: ink.quiet, hideOverlap: true },
  axisLine: { lineStyle: { color: ink.line } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: ink.line } },
});

/** Characters of a line of a name before a row. */
const longestLine = 28;

/** Names before rows. Venues begin alike: what tells them apart may be in a second line. */
const rowNames = (ink: Ink) => ({
  color: ink.text,
  interval: 0,
  lineHeight: 13,
  formatter: inTwoLines,
});

/** A name in two lines at most, broken between words. */
export function inTwoLines(name: string): string {
  const cut = (text: string) =>
    text.length <= longestLine ? text : `${text.slice(0, longestLine - 1).trimEnd()}…`;
  const end = name.length <= longestLine ? 0 : name.lastIndexOf(' ', longestLine);
  return end <= 0 ? cut(name) : `${name.slice(0, end)}\n${cut(name.slice(end + 1))}`;
}

/** Columns over years. */
export function columns(
  ink: Ink,
  labels: readonly string[],
  values: readonly number[],
  name: string,
): EChartsCoreOption {
  return {
    ...frame(ink),
    grid: { left: 8, right: 8, top: 16, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: [...labels],
      ...axisLine(ink),
      // A few groups have all their names; of many years some will do.
      ...(labels.length <= 8 ? { axisLabel: { color: ink.quiet, interval: 0 } } : {}),
    },
    yAxis: { type: 'value', minInterval: 1, ...axisLine(ink) },
    series: [
      {
        type: 'bar',
        name,
        data: [...values],
        itemStyle: { color: ink.main, borderRadius: [3, 3, 0, 0] },
        barMaxWidth: 32,
      },
    ],
  };
}

/** Pixels that rows with names before them need. */
export const barHeight = (rows: number): number => Math.max(120, rows * 28 + 16);

/** Pixels. */
const widthOfDigit = 7;

/** Characters of the longest of the numbers. */
function longestOf(values: readonly number[]): number {
  return values.reduce((longest, value) => Math.max(longest, String(value).length), 0);
}

/** Bars with names before them, the first on top. */
export function bars(
  ink: Ink,
  labels: readonly string[],
  values: readonly number[],
  name: string,
): EChartsCoreOption {
  return {
    ...frame(ink),
    // What is written behind a bar is no part of what `containLabel` makes room for.
    grid: { left: 8, right: 12 + widthOfDigit * longestOf(values), top: 4, bottom: 4, containLabel: true },
    xAxis: {
      type: 'value',
      minInterval: 1,
      ...axisLine(ink),
      axisLabel: { show: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...labels],
      ...axisLine(ink),
      axisLine: { show: false },
      axisLabel: rowNames(ink),
    },
    series: [
      {
        type: 'bar',
        name,
        data: [...values],
        itemStyle: { color: ink.main, borderRadius: [0, 3, 3, 0] },
        barMaxWidth: 20,
        label: { show: true, position: 'right', color: ink.text },
      },
    ],
  };
}

export interface Cells {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** A cell for each row and column, the darker (on dark ground the lighter) the more. */
export function heatMap(ink: Ink, { columns: xs, rows: ys, counts }: Cells): EChartsCoreOption {
  const data = counts.flatMap((row, y) => row.map((count, x) => [x, y, count === 0 ? '-' : count]));
  const max = Math.max(1, ...counts.flat());
  return {
    ...frame(ink),
    grid: { left: 8, right: 8, top: 4, bottom: 48, containLabel: true },
    xAxis: { type: 'category', data: [...xs], ...axisLine(ink), splitLine: { show: false } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...ys],
      ...axisLine(ink),
      axisLine: { show: false },
      axisLabel: rowNames(ink),
    },
    visualMap: {
      min: 0,
      max,
      calculable: false,
      orient: 'horizontal',
      left: 'center',
      bottom: 4,
      itemWidth: 12,
      itemHeight: 120,
      text: [String(max), '0'],
      textStyle: { color: ink.quiet },
      // A cell without publications is not drawn, so that the faintest colour is left out.
      inRange: { color: ink.scale.slice(1, max === 1 ? 4 : undefined) },
    },
    series: [
      {
        type: 'heatmap',
        name: 'Publications',
        data,
        itemStyle: { borderColor: ink.ground, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: ink.text } },
      },
    ],
  };
}

/** A line over years. */
export function line(
  ink: Ink,
  labels: readonly string[],
  values: readonly (number | null)[],
  name: string,
  percent = false,
): EChartsCoreOption {
  return {
    ...frame(ink),
    grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: [...labels], ...axisLine(ink), boundaryGap: false },
    yAxis: {
      type: 'value',
      ...axisLine(ink),
      axisLabel: { color: ink.quiet, formatter: percent ? '{value} %' : '{value}' },
    },
    series: [
      {
        type: 'line',
        name,
        data: [...values],
        symbolSize: 7,
        lineStyle: { color: ink.main, width: 2 },
        itemStyle: { color: ink.main },
        areaStyle: { color: ink.main, opacity: 0.12 },
      },
    ],
  };
}

export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

const legendRow = 22;

/** Pixels that so many lines and their legend need. */
export const linesHeight = (count: number): number => 240 + count * legendRow;

/** How lines differ, also for those who see no colours. On either ground each has a contrast of 3 to 1. */
const lineLooks = (ink: Ink) =>
  [
    { colour: ink.main, symbol: 'circle', type: 'solid' },
    { colour: groupColours[5], symbol: 'diamond', type: 'dashed' },
    { colour: groupColours[2], symbol: 'triangle', type: 'dotted' },
    { colour: groupColours[3], symbol: 'rect', type: [8, 3, 2, 3] },
    { colour: ink.other, symbol: 'emptyCircle', type: [2, 6] },
  ] as const;

/** Shares in per cent as lines over years, each with its name below. */
export function lines(ink: Ink, labels: readonly string[], shown: readonly Line[]): EChartsCoreOption {
  return {
    ...frame(ink),
    legend: {
      data: shown.map(({ name }) => name),
      orient: 'vertical',
      left: 0,
      bottom: 0,
      itemGap: legendRow - 14,
      itemHeight: 14,
      itemWidth: 32,
      textStyle: { color: ink.text, width: 260, overflow: 'truncate' },
    },
    grid: { left: 8, right: 16, top: 16, bottom: shown.length * legendRow + 8, containLabel: true },
    xAxis: { type: 'category', data: [...labels], ...axisLine(ink) },
    yAxis: {
      type: 'value',
      ...axisLine(ink),
      axisLabel: { color: ink.quiet, formatter: '{value} %' },
    },
    series: shown.map(({ name, values }, at) => {
      const looks = lineLooks(ink);
      const { colour, symbol, type } = looks[at] ?? looks[0];
      return {
        type: 'line',
        name,
        data: [...values],
        symbol,
        symbolSize: 7,
        lineStyle: { color: colour, width: 2, type: typeof type === 'string' ? type : [...type] },
        itemStyle: { color: colour },
      };
    }),
  };
}

/** Counts as lines over years and, below them, a share in per cent. Lines differ in colour, mark and dash. */
export function growth(
  ink: Ink,
  labels: readonly string[],
  counts: readonly Line[],
  share: Line,
): EChartsCoreOption {
  const looks = lineLooks(ink);
  const all = [...counts, share];
  const xAxis = { type: 'category', data: [...labels], ...axisLine(ink) };
  return {
    ...frame(ink),
    legend: { data: all.map(({ name }) => name), textStyle: { color: ink.text }, top: 0, left: 0 },
    grid: [
      { left: 48, right: 12, top: 32, bottom: '42%' },
      { left: 48, right: 12, top: '68%', bottom: 28 },
    ],
    xAxis: [
      { ...xAxis, gridIndex: 0, axisLabel: { show: false } },
      { ...xAxis, gridIndex: 1 },
    ],
    yAxis: [
      { type: 'value', gridIndex: 0, minInterval: 1, ...axisLine(ink) },
      {
        type: 'value',
        gridIndex: 1,
        min: 0,
        max: 100,
        interval: 50,
        ...axisLine(ink),
        axisLabel: { color: ink.quiet, formatter: '{value} %' },
      },
    ],
    series: all.map(({ name, values }, at) => {
      const { colour, symbol, type } = looks[at] ?? looks[0];
      const grid = at < counts.length ? 0 : 1;
      return {
        type: 'line',
        name,
        data: [...values],
        xAxisIndex: grid,
        yAxisIndex: grid,
        symbol,
        symbolSize: 8,
        lineStyle: { color: colour, width: 2, type },
        itemStyle: { color: colour },
      };
    }),
  };
}
