import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([
  BarChart,
  HeatmapChart,
  LineChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  AriaComponent,
  SVGRenderer,
]);

export function draw(element: HTMLElement): EChartsType {
  return init(element, null, { renderer: 'svg' });
}

/** The picture on a ground of its own, for a file. */
export function svgOf(chart: EChartsType, option: EChartsCoreOption, ground: string): string {
  const element = document.createElement('div');
  const size = { width: Math.max(640, chart.getWidth()), height: Math.max(320, chart.getHeight()) };
  const copy = init(element, null, { renderer: 'svg', ...size });
  copy.setOption({ ...option, animation: false, backgroundColor: ground });
  const text = copy.renderToSVGString();
  copy.dispose();
  return text;
}
