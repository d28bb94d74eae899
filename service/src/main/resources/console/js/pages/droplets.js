// Who can be called, whether they answer, and how they do.
import { html } from '../../lib/preact.js';
import { count, duration, percent } from '../data/format.js';
import { useDroplets, useMetrics } from '../data/mesh.js';
import { Empty, Fault, PageHead, Skeleton } from '../parts/basics.js';
import { Mark } from '../parts/icons.js';
import { href, navigate } from '../router.js';
import { useKeys } from '../keys.js';
import { useState } from '../../lib/preact.js';

const CACHE = {
  active: 'The list is of the Registry.',
  stale: 'The Registry cannot be reached; this is the last list known.',
  unavailable: 'No list is known.',
};

export function Reachable({ droplet }) {
  return droplet.reachable
    ? html`<span class="status tone-success"><${Mark} tone="success" /><span>Reachable</span></span>`
    : html`<span class="status tone-warn"><${Mark} tone="warn" /><span>Unreachable</span></span>`;
}

function DropletRow({ droplet, figures, compact, selected }) {
  const tasks = figures?.tasks;
  const failed = tasks ? tasks.error + tasks.timeout : 0;
  return html`<tr class=${selected ? 'selected' : ''}>
    <td><${Reachable} droplet=${droplet} /></td>
    <td class="name"><a href=${href(`droplets/${encodeURIComponent(droplet.name)}`)}>${droplet.name}</a></td>
    ${!compact && html`<td class="mono small quiet wide-only ellipsis">${droplet.endpoint}</td><td class="wide-only">${droplet.version}</td>`}
    <td class="num right">${tasks ? count(tasks.total) : '0'}</td>
    <td class=${`num right ${failed ? 'tone-error' : 'quiet'}`}>${tasks?.total ? percent(failed / tasks.total) : '–'}</td>
    <td class="num right">${tasks?.total ? duration(figures.response_time.p95_ms) : '–'}</td>
  </tr>`;
}

export function DropletTable({ droplets, figures, compact, selected }) {
  return html`<table class="table">
    <thead><tr><th>State</th><th>Name</th>${!compact && html`<th class="wide-only">Endpoint</th><th class="wide-only">Version</th>`}
      <th class="right">Tasks</th><th class="right">Failed</th><th class="right">p95</th></tr></thead>
    <tbody>${droplets.map(droplet => html`<${DropletRow} key=${droplet.name} droplet=${droplet} figures=${figures?.[droplet.name]} compact=${compact} selected=${droplet.name === selected} />`)}</tbody>
  </table>`;
}

export function DropletsPage({ query }) {
  const { data, error, reload } = useDroplets();
  const metrics = useMetrics();
  const [at, setAt] = useState(-1);
  const wanted = (query.q ?? '').toLowerCase();
  const all = data?.droplets ?? [];
  const shown = all.filter(droplet => (query.show !== 'attention' || !droplet.reachable) && droplet.name.toLowerCase().includes(wanted));
  const move = by => setAt(old => Math.max(0, Math.min(shown.length - 1, old + by)));
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => (shown[at] ? navigate(href(`droplets/${encodeURIComponent(shown[at].name)}`)) : false),
    '/': () => document.getElementById('droplet-search').focus(),
    Escape: () => setAt(-1),
  });
  const silent = all.filter(droplet => !droplet.reachable).length;
  const set = change => navigate(href('droplets', { ...query, ...change }), { replace: true });
  return html`
    <${PageHead} title="Droplets" note=${data ? CACHE[data.cache_status] : ' '} />
    <div class="filters one-line">
      <div class="chips" role="group" aria-label="Shown">
        <button type="button" class="chip" aria-pressed=${query.show !== 'attention'} onClick=${() => set({ show: '' })}>All <span class="num quiet">${all.length}</span></button>
        <button type="button" class="chip" aria-pressed=${query.show === 'attention'} onClick=${() => set({ show: 'attention' })}><${Mark} tone="warn" />Unreachable <span class="num quiet">${silent}</span></button>
      </div>
      <input id="droplet-search" type="search" aria-label="Search by name" placeholder="Name" value=${query.q ?? ''} autocomplete="off" onInput=${event => set({ q: event.target.value })} />
    </div>
    <div class="list-panel">
      ${error && html`<${Fault} error=${error} onRetry=${reload} />`}
      ${!data && !error ? html`<${Skeleton} lines=${6} />`
        : shown.length ? html`<${DropletTable} droplets=${shown} figures=${metrics.data?.droplets} selected=${shown[at]?.name} />`
        : data && html`<${NoDroplets} any=${all.length > 0} attention=${query.show === 'attention'} />`}
    </div>
    <p class="quiet small foot">Figures are of this node, since it started.</p>`;
}

function NoDroplets({ any, attention }) {
  if (attention && any) return html`<${Empty} icon="check" title="Every droplet is reachable">Nothing needs attention.<//>`;
  if (any) return html`<${Empty} icon="search" title="No droplet has such a name"><a href=${href('droplets')}>Show all</a><//>`;
  return html`<${Empty} icon="droplets" title="No droplet is known">A service becomes one by registering at the Registry.<//>`;
}
