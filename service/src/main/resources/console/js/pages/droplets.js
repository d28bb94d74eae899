// Who can be called, whether they answer, and how they do.
import { html } from '../../lib/preact.js';
import { count, duration, percent } from '../data/format.js';
import { useDroplets, useMetrics, usePolicies } from '../data/mesh.js';
import { ALL, heldBy, limitsText, policyOf } from '../data/policy.js';
import { Empty, Fault, PageHead, Skeleton } from '../parts/basics.js';
import { Icon, Mark } from '../parts/icons.js';
import { PauseButton, PauseTool, usePausing } from '../parts/pause.js';
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

/** What holds its tasks back, or else whether it answers. */
function State({ droplet, held }) {
  return held
    ? html`<span class=${`status tone-${held.tone}`} title=${held.detail}><${Mark} tone=${held.tone} /><span>${held.text}</span></span>`
    : html`<${Reachable} droplet=${droplet} />`;
}

function DropletRow({ droplet, figures, policies, pausing, compact, selected }) {
  const held = heldBy(policies, droplet.name);
  const limits = limitsText(policies, droplet.name);
  const tasks = figures?.tasks;
  const failed = tasks ? tasks.error + tasks.timeout : 0;
  return html`<tr class=${selected ? 'selected' : ''}>
    <td><${State} droplet=${droplet} held=${held} /></td>
    <td class="name"><a href=${href(`droplets/${encodeURIComponent(droplet.name)}`)}>${droplet.name}</a>${!compact && (limits || (held && !droplet.reachable)) && html`<div class="small quiet">${[held && !droplet.reachable && 'unreachable', limits].filter(Boolean).join(' · ')}</div>`}</td>
    ${!compact && html`<td class="mono small quiet wide-only ellipsis">${droplet.endpoint}</td><td class="wide-only">${droplet.version}</td>`}
    <td class="num right">${tasks ? count(tasks.total) : '0'}</td>
    <td class=${`num right ${failed ? 'tone-error' : 'quiet'}`}>${tasks?.total ? percent(failed / tasks.total) : '–'}</td>
    <td class="num right">${tasks?.total ? duration(figures.response_time.p95_ms) : '–'}</td>
    ${pausing && html`<td class="row-actions"><${PauseTool} name=${droplet.name} isPaused=${held?.text === 'Paused'} pausing=${pausing} /></td>`}
  </tr>`;
}

export function DropletTable({ droplets, figures, policies, pausing, compact, selected }) {
  return html`<table class="table">
    <thead><tr><th>State</th><th>Name</th>${!compact && html`<th class="wide-only">Endpoint</th><th class="wide-only">Version</th>`}
      <th class="right">Tasks</th><th class="right">Failed</th><th class="right">p95</th>${pausing && html`<th><span class="offscreen">Actions</span></th>`}</tr></thead>
    <tbody>${droplets.map(droplet => html`<${DropletRow} key=${droplet.name} droplet=${droplet} figures=${figures?.[droplet.name]} policies=${policies} pausing=${pausing} compact=${compact} selected=${droplet.name === selected} />`)}</tbody>
  </table>`;
}

export function DropletsPage({ query }) {
  const { data, error, reload } = useDroplets();
  const metrics = useMetrics();
  const policies = usePolicies();
  const pausing = usePausing(policies.reload);
  const [at, setAt] = useState(-1);
  const wanted = (query.q ?? '').toLowerCase();
  const all = data?.droplets ?? [];
  const said = policies.data;
  const isHeld = droplet => heldBy(said, droplet.name) !== null;
  const wants = { attention: droplet => !droplet.reachable, held: isHeld }[query.show] ?? (() => true);
  const shown = all.filter(droplet => wants(droplet) && droplet.name.toLowerCase().includes(wanted));
  const move = by => setAt(old => Math.max(0, Math.min(shown.length - 1, old + by)));
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => (shown[at] ? navigate(href(`droplets/${encodeURIComponent(shown[at].name)}`)) : false),
    p: () => (shown[at] && said ? pausing.toggle(shown[at].name, isPaused(shown[at].name)) : false),
    '/': () => document.getElementById('droplet-search').focus(),
    Escape: () => setAt(-1),
  });
  const isPaused = name => policyOf(said, name).effective.paused === true;
  const held = all.filter(isHeld).length;
  const silent = all.filter(droplet => !droplet.reachable).length;
  const set = change => navigate(href('droplets', { ...query, ...change }), { replace: true });
  return html`
    <${PageHead} title="Droplets" note=${data ? CACHE[data.cache_status] : ' '}>
      ${said && html`<${PauseButton} name=${ALL} isPaused=${isPaused(ALL)} pausing=${pausing} label=" all" />`}
      <a class="button" href=${href(`policies/${ALL}`)}>Policy of all</a>
    <//>
    <div class="filters one-line">
      <div class="chips" role="group" aria-label="Shown">
        <button type="button" class="chip" aria-pressed=${!['attention', 'held'].includes(query.show)} onClick=${() => set({ show: '' })}>All <span class="num quiet">${all.length}</span></button>
        <button type="button" class="chip" aria-pressed=${query.show === 'attention'} onClick=${() => set({ show: 'attention' })}><${Mark} tone="warn" />Unreachable <span class="num quiet">${silent}</span></button>
        ${(held > 0 || query.show === 'held') && html`<button type="button" class="chip" aria-pressed=${query.show === 'held'} onClick=${() => set({ show: 'held' })}><${Mark} tone="held" />Held back <span class="num quiet">${held}</span></button>`}
      </div>
      <input id="droplet-search" type="search" aria-label="Search by name" placeholder="Name" value=${query.q ?? ''} autocomplete="off" onInput=${event => set({ q: event.target.value })} />
    </div>
    <div class="list-panel">
      ${error && html`<${Fault} error=${error} onRetry=${reload} />`}
      ${!data && !error ? html`<${Skeleton} lines=${6} />`
        : shown.length ? html`<${DropletTable} droplets=${shown} figures=${metrics.data?.droplets} policies=${said} pausing=${said && pausing} selected=${shown[at]?.name} />`
        : data && html`<${NoDroplets} any=${all.length > 0} attention=${query.show === 'attention'} held=${query.show === 'held'} />`}
    </div>
    <${OfOthers} policies=${said} />
    <p class="quiet small foot">Figures are of this node, since it started.</p>
    ${pausing.dialog}`;
}

/** Policies of droplets that may come, or have gone. */
function OfOthers({ policies }) {
  const others = policies?.policies.filter(one => !one.known) ?? [];
  return others.length > 0 && html`<p class="quiet small foot">Policies of droplets that no list names: ${others.map((one, i) => html`${i > 0 && ', '}<a key=${one.droplet_name} href=${href(`policies/${encodeURIComponent(one.droplet_name)}`)}>${one.droplet_name}</a>${one.effective.paused && ' (paused)'}`)}.</p>`;
}

function NoDroplets({ any, attention, held }) {
  if (held && any) return html`<${Empty} icon="check" title="No droplet is held back">None is paused, and no breaker is open.<//>`;
  if (attention && any) return html`<${Empty} icon="check" title="Every droplet is reachable">Nothing needs attention.<//>`;
  if (any) return html`<${Empty} icon="search" title="No droplet has such a name"><a href=${href('droplets')}>Show all</a><//>`;
  return html`<${Empty} icon="droplets" title="No droplet is known">A service becomes one by registering at the Registry.<//>`;
}
