// What the charts need and nothing else; esbuild leaves the rest of the library out.
import { use, init, getInstanceByDom } from "echarts/core";
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkPointComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, ScatterChart, GridComponent, MarkPointComponent, TooltipComponent, CanvasRenderer]);

export { init, getInstanceByDom };
