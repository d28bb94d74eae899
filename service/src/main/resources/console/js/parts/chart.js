// A chart over time, drawn by uPlot in the colours of the theme.
import { html, useEffect, useLayoutEffect, useRef, useState } from '../../lib/preact.js';

const HEIGHT = 132;
const MARKED_UP_TO = 12;
const FONT = '11px Inter, system-ui, sans-serif';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function axes(format, log) {
  const common = { stroke: () => colour('quiet'), font: FONT, ticks: { show: false } };
  return [
    { ...common, grid: { show: false }, space: 70, size: 24, values: (_, ticks) => ticks.map(tick => clock.format(tick * 1000)) },
    { ...common, grid: { stroke: () => colour('line'), width: 1 }, size: 52, space: 36, ...(log ? { splits: powers } : {}), values: (_, ticks) => ticks.map(tick => (tick == null ? '' : format(tick))) },
  ];
}

function lineOf({ label, tone, bars, fill }) {
  return {
    label,
    stroke: () => colour(tone),
    fill: bars ? () => colour(tone) : fill ? () => colour(`${tone}-soft`) : undefined,
    width: bars ? 0 : 1.6,
    paths: bars ? uPlot.paths.bars({ size: [0.7, 14], radius: 0.15 }) : uPlot.paths.linear(),
    points: { show: !bars, size: 5, width: 1.5, filter: few },
    spanGaps: true,
  };
}

/** Whole powers of ten, so that a slow task does not flatten the others. */
function decades(_, min, max) {
  if (!(max > 0)) return [1, 1000];
  const low = 10 ** Math.floor(Math.log10(min));
  return [low, Math.max(low * 100, 10 ** Math.ceil(Math.log10(max * 1.05)))];
}

const powers = (_, axis, min, max) =>
  Array.from({ length: Math.round(Math.log10(max / min)) + 1 }, (_, i) => min * 10 ** i);

/** Half a bar, so that the first and the last are whole. */
const half = plot => (plot.data[0].length > 1 ? (plot.data[0][1] - plot.data[0][0]) / 2 : 1);

/** Few values are marked each, as the line between them is a guess. */
function few(plot, index, show) {
  const known = plot.data[index].flatMap((value, i) => (value == null ? [] : [i]));
  return show === false || known.length > MARKED_UP_TO ? [] : known;
}

export function Chart({ title, at, lines, format, summary, limit = 1, log, zero = 'Nothing has ended yet' }) {
  const box = useRef();
  const plot = useRef();
  const [index, setIndex] = useState(null);
  const data = [at, ...lines.map(line => line.values)];

  useEffect(() => {
    const options = {
      width: box.current.clientWidth || 320,
      height: HEIGHT,
      legend: { show: false },
      padding: [8, 18, 0, 0],
      cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
      scales: { x: { range: (u, min, max) => [min - half(u), max + half(u)] }, y: log ? { distr: 3, range: decades } : { range: (_, min, max) => [0, Math.max(limit, (max ?? 0) * 1.1)] } },
      axes: axes(format, log),
      series: [{}, ...lines.map(lineOf)],
      hooks: { setCursor: [u => setIndex(u.cursor.idx ?? null)] },
    };
    const u = (plot.current = new uPlot(options, data, box.current));
    const resized = new ResizeObserver(([entry]) => u.setSize({ width: entry.contentRect.width, height: HEIGHT }));
    resized.observe(box.current);
    const restyle = () => u.redraw(false);
    addEventListener('themechange', restyle);
    return () => {
      resized.disconnect();
      removeEventListener('themechange', restyle);
      u.destroy();
    };
  }, []);

  useLayoutEffect(() => {
    if (plot.current) plot.current.setData(data);
  }, [at]);

  const shown = index != null && at[index] != null ? index : null;
  const blank = lines.every(line => line.values.every(value => !value));
  return html`<section class="chart panel">
    <header class="chart-head"><h2>${title}</h2>
      <div class="legend">${shown != null && html`<span class="quiet num">${new Date(at[shown] * 1000).toLocaleTimeString()}</span>`}
        ${lines.map(line => html`<span key=${line.label} class="legend-item"><i class=${`swatch bg-${line.tone}`} />${line.label}
          ${shown != null && html`<b class="num">${line.values[shown] == null ? '–' : format(line.values[shown])}</b>`}</span>`)}</div>
    </header>
    <div class="chart-box" ref=${box} role="img" aria-label=${`${title}: ${summary}`}>
      ${blank && html`<span class="chart-blank">${zero}</span>`}</div>
  </section>`;
}
