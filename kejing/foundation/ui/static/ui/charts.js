// Draws each chart from the table behind it. ECharts is fetched only by pages that show one.
(function () {
  "use strict";
  const root = document.documentElement;
  const css = (name) => getComputedStyle(root).getPropertyValue("--kj-" + name).trim();

  // A cell's number: "2,860" -> 2860, "–" -> null.
  function number(cell) {
    const text = cell.textContent.replace(/[,，\s%]/g, "").replace("\u2212", "-");
    return text === "" || isNaN(text) ? null : Number(text);
  }

  function read(table) {
    const rows = Array.from(table.tBodies[0].rows);
    const series = Array.from(table.tHead.rows[0].cells).slice(1).map((head, i) => ({
      name: head.textContent.trim(),
      kind: head.dataset.kind || "line",
      tone: head.dataset.tone || "c1",
      stack: head.dataset.stack,
      values: rows.map((row) => number(row.cells[i + 1])),
    }));
    return { series: series, labels: rows.map((row) => row.cells[0].textContent.trim()), notes: rows.map((row) => row.dataset.note) };
  }

  function bar(one, series, flat) {
    return Object.assign(one, { type: "bar", barMaxWidth: flat ? 14 : 26, barGap: "20%", itemStyle: { color: css(series.tone), borderRadius: series.stack ? 0 : 2 },
      label: { show: flat, position: "right", color: css("ink"), fontSize: 12 } });
  }

  function band(one, kind) {
    const shown = kind === "band";
    return Object.assign(one, { type: "line", stack: "band", symbol: "none", lineStyle: { opacity: 0 }, areaStyle: { color: shown ? css("c3") : "transparent", opacity: shown ? 0.45 : 0 } });
  }

  function line(one, series, notes, single) {
    Object.assign(one, { type: "line", step: series.kind === "step" ? "end" : false, symbol: single ? "circle" : "none", symbolSize: 6,
      lineStyle: { width: 2, type: series.kind === "dash" ? [4, 4] : "solid", color: css(series.tone) } });
    if (series.kind !== "line" || series.tone !== "c1") return one;
    one.markPoint = {
      symbol: "circle", symbolSize: 8, itemStyle: { color: css("bg"), borderColor: css("c1"), borderWidth: 2 },
      label: { show: true, position: "top", color: css("ink"), fontSize: 12, formatter: (point) => point.data.note },
      data: notes.map((note, i) => (note ? { coord: [i, series.values[i]], note: note } : null)).filter(Boolean),
    };
    return one;
  }

  function drawSeries(series, data, flat) {
    const one = { name: series.name, data: series.values, itemStyle: { color: css(series.tone) }, stack: series.stack };
    if (series.kind === "bar") return bar(one, series, flat);
    if (series.kind === "band" || series.kind === "base") return band(one, series.kind);
    if (series.kind === "mark") return Object.assign(one, { type: "scatter", symbol: "rect", symbolSize: [2, 18], z: 5 });
    return line(one, series, data.notes, data.labels.length === 1);
  }

  function options(figure, data) {
    const flat = figure.dataset.layout === "bars";
    const unit = figure.dataset.unit;
    const top = figure.dataset.max ? Number(figure.dataset.max) : undefined;
    const family = getComputedStyle(document.body).fontFamily;
    const text = { color: css("ink-3"), fontSize: 12, fontFamily: family };
    const bars = data.series.some((series) => series.kind === "bar");
    const category = { type: "category", data: data.labels, inverse: flat, boundaryGap: flat || bars, axisTick: { show: false },
      axisLine: { lineStyle: { color: css("line-2") } }, axisLabel: Object.assign({ hideOverlap: true }, text, flat ? { color: css("ink") } : {}) };
    const value = { type: "value", name: unit, nameTextStyle: Object.assign({ align: flat ? "right" : "left" }, text), scale: figure.dataset.scale === "yes",
      splitNumber: 4, max: top, interval: top && top / 4, axisLabel: text, splitLine: { lineStyle: { color: css("line") } }, show: !flat };
    return {
      animation: false, textStyle: { fontFamily: family },
      grid: { left: 4, right: flat ? 44 : 14, top: unit && !flat ? 30 : 12, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: css("bg"), borderColor: css("line-2"), textStyle: { color: css("ink"), fontSize: 12 },
        axisPointer: { type: flat ? "shadow" : "line", lineStyle: { color: css("line-2") } } },
      xAxis: flat ? value : category, yAxis: flat ? category : value,
      series: data.series.map((series) => drawSeries(series, data, flat)),
    };
  }

  function paint(figure) {
    const plot = figure.querySelector(".plot");
    const chart = echarts.getInstanceByDom(plot) || echarts.init(plot, null, { renderer: "canvas" });
    chart.setOption(options(figure, read(figure.querySelector("table"))), true);
    chart.resize();
  }

  let library = null;

  function draw(part) {
    const figures = Array.from(part.querySelectorAll("[data-chart]"));
    if (!figures.length) return;
    library = library || new Promise((loaded, failed) => {
      const script = document.createElement("script");
      script.src = document.body.dataset.echarts;
      script.onload = loaded;
      script.onerror = failed;
      document.head.append(script);
    });
    // Without the library the table stays: it is the source anyway.
    library.then(() => figures.forEach(paint), () => figures.forEach((figure) => { figure.querySelector("details").open = true; }));
  }

  window.kejingCharts = { draw: draw };
  window.addEventListener("resize", () => draw(document));
})();
