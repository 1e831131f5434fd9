// Draws what each figure carries in data-chart with Chart.js, and folds its table away.
// Series differ by hatching, points and dashes, so that no colour is needed.
"use strict";

(() => {
  const INK = "#1d2129";
  const GRID = "#dde2e9";
  const BLUE = "#17456f";
  const RED = "#8c1d0f";
  const HATCHINGS = [
    { ground: BLUE },
    { ground: "#fff", stroke: BLUE, paths: ["M-2 10L10 -2M-2 2L2 -2M6 10L10 6"] },
    { ground: "#f6d6cf", stroke: RED, paths: ["M0 4H8"] },
    { ground: "#fff", dots: "#7a5200" },
    { ground: "#e4e7ec", stroke: "#3a4250", paths: ["M4 0V8"] },
    { ground: "#fff" },
  ];
  const LINES = [
    { borderColor: BLUE, borderDash: [], pointStyle: "circle", radius: 5 },
    { borderColor: RED, borderDash: [7, 4], pointStyle: "triangle", radius: 7 },
  ];

  function hatching(number) {
    const { ground, stroke, paths = [], dots } = HATCHINGS[number];
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.fillStyle = ground;
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = stroke || ground;
    pen.lineWidth = 2;
    paths.forEach((path) => pen.stroke(new Path2D(path)));
    if (dots) {
      pen.fillStyle = dots;
      [[2, 2], [6, 6]].forEach(([x, y]) => {
        pen.beginPath();
        pen.arc(x, y, 1.4, 0, 2 * Math.PI);
        pen.fill();
      });
    }
    return pen.createPattern(tile, "repeat");
  }

  const percent = (value, digits) => `${value.toFixed(digits)}%`;
  const number = (value) => value.toLocaleString("en-US");

  // Words on white, so that they can be read over any hatching.
  function print(pen, words, x, y, align) {
    const width = pen.measureText(words).width;
    const left = x - (align === "center" ? width / 2 : 0);
    pen.fillStyle = "#ffffff";
    pen.fillRect(left - 2, y - 7, width + 4, 14);
    pen.fillStyle = INK;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.fillText(words, left, y + 0.5);
  }

  const PRINTERS = {
    shares(pen, bar, value) {
      const words = percent(value, 0);
      const fits = Math.abs(bar.base - bar.y) >= 16 && pen.measureText(words).width <= bar.width - 4;
      if (fits) print(pen, words, bar.x, (bar.y + bar.base) / 2, "center");
    },
    bars(pen, bar, value, { total }) {
      const share = total === null ? "" : ` (${percent((100 * value) / total, 1)})`;
      print(pen, number(value) + share, bar.x + 6, bar.y, "left");
    },
    // The higher of two points has its number above it, the lower one below, or beside it on the axis.
    lines(pen, point, value, { others, bottom }) {
      const isLower = others.some((other) => other.value > value || (other.value === value && other.isBefore));
      const isAtFoot = isLower && point.y + 24 > bottom;
      if (isAtFoot) print(pen, percent(value, 1), point.x + 11, point.y, "left");
      else print(pen, percent(value, 1), point.x, point.y + (isLower ? 16 : -16), "center");
    },
  };

  const printed = {
    id: "printed",
    afterDatasetsDraw(chart) {
      const { kind, total } = chart.config.options.told;
      const pen = chart.ctx;
      pen.save();
      pen.font = `12px ${Chart.defaults.font.family}`;
      chart.data.datasets.forEach((series, at) => {
        if (!chart.isDatasetVisible(at)) return;
        chart.getDatasetMeta(at).data.forEach((element, index) => {
          const value = series.data[index];
          if (value === null) return;
          const others = chart.data.datasets
            .map((other, place) => ({ value: other.data[index], isBefore: place < at, place }))
            .filter((other) => other.place !== at && other.value !== null);
          PRINTERS[kind](pen, element, value, { total, others, bottom: chart.chartArea.bottom });
        });
      });
      pen.restore();
    },
  };

  const scale = (more) => ({
    grid: { color: GRID },
    border: { color: INK },
    ...more,
    ticks: { color: INK, ...more.ticks },
  });
  const inPercent = { callback: (value) => `${value}%` };

  const SCALES = {
    shares: () => ({
      x: scale({ stacked: true, grid: { display: false } }),
      y: scale({ stacked: true, min: 0, max: 100, ticks: inPercent }),
    }),
    // No axis goes beyond 100 %: there is nothing there.
    lines: (values) => ({
      x: scale({ offset: true, grid: { display: false } }),
      y: scale({ min: 0, ...(Math.max(...values) > 80 ? { max: 100 } : { suggestedMax: 10, grace: "15%" }), ticks: inPercent }),
    }),
    bars: () => ({
      x: scale({ beginAtZero: true, ticks: { maxTicksLimit: 5, precision: 0 } }),
      y: scale({ grid: { display: false }, ticks: { autoSkip: false } }),
    }),
  };

  function dataset(kind, { name, data }, at) {
    const shared = { label: name.join(" "), data };
    if (kind === "lines") {
      const style = LINES[at];
      return { ...shared, ...style, backgroundColor: "#ffffff", borderWidth: 2, pointBorderWidth: 2, clip: false };
    }
    const pattern = hatching(kind === "bars" ? 1 : at);
    return { ...shared, backgroundColor: pattern, borderColor: INK, borderWidth: 1, maxBarThickness: kind === "bars" ? 26 : 72 };
  }

  // A drawn legend names what is hatched or dashed; a single series is named by its heading.
  function legend(kind) {
    return {
      display: kind !== "bars",
      position: "bottom",
      // Shares without one of their parts would be none.
      onClick: null,
      labels: {
        color: INK,
        boxWidth: kind === "lines" ? 44 : 22,
        boxHeight: 13,
        padding: 12,
        usePointStyle: kind === "lines",
        pointStyleWidth: 44,
        generateLabels: (chart) =>
          Chart.defaults.plugins.legend.labels.generateLabels(chart).map((label) => ({
            ...label,
            ...(kind === "lines" ? lineKey(chart.data.datasets[label.datasetIndex]) : {}),
          })),
      },
    };
  }

  function lineKey({ borderColor, borderDash, pointStyle, radius }) {
    const key = document.createElement("canvas");
    [key.width, key.height] = [44, 14];
    const pen = key.getContext("2d");
    pen.strokeStyle = borderColor;
    pen.lineWidth = 2;
    pen.setLineDash(borderDash);
    pen.stroke(new Path2D("M0 7H44"));
    pen.setLineDash([]);
    pen.fillStyle = "#ffffff";
    Chart.helpers.drawPoint(pen, { pointStyle, radius, borderWidth: 2 }, 22, 7);
    return { pointStyle: key };
  }

  function draw(figure) {
    const { kind, labels, series } = JSON.parse(figure.dataset.chart);
    const frame = figure.querySelector(".canvas");
    frame.hidden = false;
    const isByTier = figure.closest("[aria-labelledby=received-heading]") !== null;
    const sum = (values) => values.reduce((before, value) => before + value, 0);
    const total = kind === "bars" && !isByTier ? sum(series[0].data) || null : null;
    if (kind === "bars") frame.style.height = `${70 + 44 * labels.length}px`;
    const shown = (value) => (kind === "bars" ? number(value) : percent(value, 1));
    const chart = new Chart(frame.querySelector("canvas"), {
      type: kind === "lines" ? "line" : "bar",
      data: { labels, datasets: series.map((one, at) => dataset(kind, one, at)) },
      plugins: [printed],
      options: {
        told: { kind, total },
        animation: false,
        maintainAspectRatio: false,
        indexAxis: kind === "bars" ? "y" : "x",
        layout: { padding: { top: kind === "lines" ? 20 : 6, right: kind === "bars" ? 96 : 8 } },
        scales: SCALES[kind](series.flatMap((one) => one.data)),
        plugins: {
          legend: legend(kind),
          tooltip: {
            callbacks: {
              title: ([item]) => [].concat(labels[item.dataIndex]).join(" "),
              label: (item) => ` ${item.dataset.label} ${shown(item.raw)}`,
            },
          },
        },
      },
    });
    figure.querySelector("details.behind").open = false;
    return chart;
  }

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 13;
  document.querySelectorAll("figure[data-chart]").forEach(draw);
})();
