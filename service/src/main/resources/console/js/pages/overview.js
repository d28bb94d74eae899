// One line says whether the mesh is well; below it stands what it is made of.
import { html, useMemo } from '../../lib/preact.js';
import { get } from '../data/api.js';
import { count, duration, percent } from '../data/format.js';
import { series, useDroplets, useFilled, useHealth, useMetrics, useNow, usePolicies, useWaiting } from '../data/mesh.js';
import { useResource } from '../data/resource.js';
import { verdict, VERDICT_WINDOW_S } from '../data/verdict.js';
import { Empty, Fault, PageHead, Panel, Skeleton } from '../parts/basics.js';
import { Chart } from '../parts/chart.js';
import { Icon, Mark } from '../parts/icons.js';
import { FewRows } from '../parts/rows.js';
import { href } from '../router.js';
import { DropletTable } from './droplets.js';

const WINDOWS = { '5m': { seconds: 300, step: 1 }, '15m': { seconds: 900, step: 3 }, '1h': { seconds: 3600, step: 12 } };
const FAILURES = 8;
const MOST_DROPLETS = 8;

export function OverviewPage({ query }) {
  const now = useNow();
  const health = useHealth();
  const droplets = useDroplets();
  const metrics = useMetrics();
  const policies = usePolicies().data;
  const waiting = useWaiting();
  useFilled();
  const name = WINDOWS[query.window] ? query.window : '15m';
  const lately = series.lately(VERDICT_WINDOW_S, now);
  const is = verdict({
    health: health.data, healthError: health.error ?? null, droplets: droplets.data, policies, lately, waiting: waiting.data, now,
  });
  return html`
    <${PageHead} title="Overview">
      <div class="segments" role="group" aria-label="Time shown">${Object.keys(WINDOWS).map(one => html`<a key=${one} href=${href('', { window: one === '15m' ? '' : one })} aria-current=${one === name ? 'true' : null}>${one.replace('m', ' min').replace('h', ' h')}</a>`)}</div>
    <//>
    <${Verdict} is=${is} />
    <${Figures} window=${WINDOWS[name]} waiting=${waiting.data} now=${now} />
    <${Charts} window=${WINDOWS[name]} now=${now} />
    <div class="columns">
      <${Droplets} droplets=${droplets} metrics=${metrics} policies=${policies} />
      <${Failures} now=${now} />
    </div>`;
}

function Verdict({ is }) {
  const tone = { well: 'success', warn: 'warn', bad: 'error', unknown: 'unknown' }[is.tone];
  const headline = is.to ? html`<a href=${href(...is.to)}>${is.headline}</a>` : is.headline;
  return html`<section class=${`verdict verdict-${is.tone}`} aria-label="Verdict">
    <${Mark} tone=${tone} />
    <div class="verdict-text"><p class="verdict-line">${headline}</p><p class="verdict-detail">${is.detail}</p></div>
    ${is.problems.length > 0 && html`<ul class="verdict-more">${is.problems.map(problem => html`<li key=${problem.text}><${Mark} tone=${problem.tone === 'bad' ? 'error' : 'warn'} />
      <span>${problem.to ? html`<a href=${href(...problem.to)}>${problem.text}</a>` : problem.text} <span class="quiet">${problem.detail}</span></span></li>`)}</ul>`}
  </section>`;
}

function Figure({ label, value, unit, to, tone }) {
  const inside = html`<span class="figure-label">${label}</span><span class=${`figure-value num ${tone ? `tone-${tone}` : ''}`}>${value}${unit && html`<small>${unit}</small>`}</span>`;
  return to ? html`<a class="figure" href=${href(...to)}>${inside}</a>` : html`<div class="figure">${inside}</div>`;
}

function rate(perSecond) {
  if (perSecond >= 10) return [count(perSecond), '/s'];
  if (perSecond >= 1) return [perSecond.toFixed(1), '/s'];
  return [count(perSecond * 60), '/min'];
}

function Figures({ window, waiting, now }) {
  const sum = series.lately(window.seconds, now);
  const [speed, unit] = rate(sum.perSecond);
  return html`<div class="figures">
    <${Figure} label="Throughput" value=${speed} unit=${unit} />
    <${Figure} label="Error rate" value=${percent(sum.failedShare)} tone=${sum.failedShare >= 0.05 ? 'error' : ''} to=${['tasks', { status: 'error' }]} />
    <${Figure} label="Latency p50" value=${duration(sum.p50)} />
    <${Figure} label="p95" value=${duration(sum.p95)} />
    <${Figure} label="p99" value=${duration(sum.p99)} />
    <${Figure} label="Running" value=${count(waiting?.running)} to=${['tasks', { status: 'running' }]} />
    <${Figure} label="Queued" value=${count(waiting?.queued)} to=${['tasks', { status: 'queued' }]} />
    <${Figure} label="Held" value=${count(waiting?.held)} tone=${waiting?.held ? 'held' : ''} to=${['tasks', { status: 'held' }]} />
  </div>`;
}

function Charts({ window, now }) {
  const rows = useMemo(() => series.columns(window.seconds, window.step, now), [window, now, series.version]);
  const total = rows.ok.map((ok, i) => ok + rows.failed[i]);
  const share = total.map((all, i) => (all ? (rows.failed[i] / all) * 100 : null));
  const sum = series.lately(window.seconds, now);
  const perSecond = value => (value >= 10 || Number.isInteger(value) ? count(value) : value.toFixed(value < 1 ? 2 : 1)) + '/s';
  return html`<div class="charts">
    <${Chart} title="Throughput" at=${rows.at} format=${perSecond} limit=${0.2} summary=${`${count(sum.total)} tasks ended, ${count(sum.failed)} failed`}
      lines=${[{ label: 'All', tone: 'chart-1', bars: true, values: total }, { label: 'Failed', tone: 'chart-bad', bars: true, values: rows.failed }]} />
    <${Chart} title="Latency" log at=${rows.at} format=${duration} summary=${`half within ${duration(sum.p50)}, 99 in 100 within ${duration(sum.p99)}`}
      lines=${[{ label: 'p99', tone: 'chart-3', values: rows.p99 }, { label: 'p95', tone: 'chart-2', values: rows.p95 }, { label: 'p50', tone: 'chart-1', values: rows.p50 }]} />
    <${Chart} title="Error rate" at=${rows.at} format=${value => `${Math.round(value)}%`} limit=${10} zero="No failures" summary=${`${percent(sum.failedShare)} failed`}
      lines=${[{ label: 'Failed', tone: 'chart-bad', fill: true, values: share }]} />
  </div>`;
}

/** Who does not answer, then who fails most, then who is asked most. */
function byAttention(figures) {
  const tasks = ({ name }) => figures[name]?.tasks ?? { total: 0, error: 0, timeout: 0 };
  const failed = droplet => (tasks(droplet).error + tasks(droplet).timeout) / (tasks(droplet).total || 1);
  return (a, b) => a.reachable - b.reachable || failed(b) - failed(a) || tasks(b).total - tasks(a).total;
}

function Droplets({ droplets, metrics, policies }) {
  const all = droplets.data?.droplets;
  const shown = all && [...all].sort(byAttention(metrics.data?.droplets ?? {})).slice(0, MOST_DROPLETS);
  return html`<${Panel} title="Droplets" flush action=${html`<a class="more" href=${href('droplets')}>All${all ? ` ${all.length}` : ''}<${Icon} name="arrow" /></a>`}>
    ${droplets.error && !all ? html`<${Fault} error=${droplets.error} onRetry=${droplets.reload} />`
      : !all ? html`<${Skeleton} lines=${4} />`
      : html`<${DropletTable} droplets=${shown} figures=${metrics.data?.droplets} policies=${policies} compact />`}
  <//>`;
}

function Failures({ now }) {
  const failed = useResource(async signal => {
    const [errors, timeouts] = await Promise.all(
      ['error', 'timeout'].map(status => get('tasks', { status, limit: FAILURES }, signal)));
    return [...errors.tasks, ...timeouts.tasks].sort((a, b) => b.completed_at - a.completed_at).slice(0, FAILURES);
  }, 'failures', { on: event => event.type === 'task.failed', settleMs: 1000 });
  return html`<${Panel} title="Latest failures" flush className="failures" action=${html`<a class="more" href=${href('tasks', { status: 'error' })}>All<${Icon} name="arrow" /></a>`}>
    ${failed.error && !failed.data ? html`<${Fault} error=${failed.error} onRetry=${failed.reload} />`
      : !failed.data ? html`<${Skeleton} lines=${4} />`
      : failed.data.length ? html`<${FewRows} tasks=${failed.data} now=${now} />`
      : html`<${Empty} icon="check" title="Nothing has failed">What fails will be listed here.<//>`}
  <//>`;
}
