// One droplet: whether it answers, its figures, and what was asked of it lately.
import { html } from '../../lib/preact.js';
import { get } from '../data/api.js';
import { count, duration, exactly, percent, plural, relative } from '../data/format.js';
import { useDroplets, useMetrics, useNow, usePolicies } from '../data/mesh.js';
import { ALL, bounds, heldBy, policyOf } from '../data/policy.js';
import { useResource } from '../data/resource.js';
import { CopyId, Empty, Facts, Fault, PageHead, Panel, Skeleton } from '../parts/basics.js';
import { Icon, Mark } from '../parts/icons.js';
import { JsonView } from '../parts/json.js';
import { PauseButton, usePausing } from '../parts/pause.js';
import { FewRows } from '../parts/rows.js';
import { useKeys } from '../keys.js';
import { href, navigate } from '../router.js';
import { Reachable } from './droplets.js';

const LATEST = 12;

export function DropletPage({ name }) {
  const now = useNow();
  const droplets = useDroplets();
  const metrics = useMetrics();
  const policies = usePolicies();
  const pausing = usePausing(policies.reload);
  const all = policies.data;
  const tasks = useResource(signal => get('tasks', { droplet_name: name, limit: LATEST }, signal), name, { on: event => event.droplet_name === name && event.task_id, settleMs: 1000 });
  const droplet = droplets.data?.droplets.find(one => one.name.toLowerCase() === name.toLowerCase());
  const detail = useResource(droplet ? signal => get(`droplets/${encodeURIComponent(name)}`, {}, signal) : null, droplet ? name : '', { on: event => event.droplet_name === name, settleMs: 1000 });
  const beat = detail.data?.last_heartbeat;
  const figures = metrics.data?.droplets[droplet?.name ?? name];
  const held = heldBy(all, droplet?.name ?? name);
  const isPaused = held?.text === 'Paused';
  const policyPage = href(`policies/${encodeURIComponent(name)}`);
  useKeys({ p: () => all && pausing.toggle(name, isPaused), e: () => navigate(policyPage) });
  if (droplets.data && !droplet && all && !policyOf(all, name).own && tasks.data?.total === 0) {
    return html`<${PageHead} title=${name} /><${Empty} icon="search" title="There is no such droplet">No list names it, and no task was for it. <a href=${href('droplets')}>All droplets</a><//>`;
  }
  return html`
    <${PageHead} title=${name} note=${droplet ? html`<${Reachable} droplet=${droplet} />` : droplets.data ? 'No list names it any more.' : ' '}>
      ${all && html`<${PauseButton} name=${name} isPaused=${isPaused} pausing=${pausing} />`}
      <a class="button" href=${href('tasks', { droplet_name: name })}><${Icon} name="tasks" />Its tasks</a>
      <a class="button primary" href=${href('submit', { droplet: name })}><${Icon} name="plus" />New task</a>
    <//>
    ${held && html`<${HeldStory} name=${name} held=${held} />`}
    <${DropletFigures} figures=${figures} />
    <div class="task-columns">
      <div class="task-main">
        <${Panel} title="Latest tasks" flush>
          ${tasks.error && !tasks.data ? html`<${Fault} error=${tasks.error} onRetry=${tasks.reload} />`
            : !tasks.data ? html`<${Skeleton} lines=${6} />`
            : tasks.data.tasks.length ? html`<${FewRows} tasks=${tasks.data.tasks} now=${now} ofOne />`
            : html`<${Empty} title="No task yet">What is asked of it will be listed here.<//>`}
        <//>
        ${droplet && Object.keys(droplet.metadata ?? {}).length > 0 && html`<${Panel} title="Metadata" flush><${JsonView} value=${droplet.metadata} label="Metadata" /><//>`}
        ${beat?.metrics && html`<${Panel} title="Told by the last heartbeat" flush><${JsonView} value=${beat.metrics} label="Metrics of the heartbeat" /><//>`}
      </div>
      <div class="task-main">
      <${PolicyPanel} name=${name} policies=${all} page=${policyPage} />
      ${droplet && html`<${Panel} title="Details" className="task-facts"><${Facts} of=${[
        ['Endpoint', html`<${CopyId} id=${droplet.endpoint} />`],
        detail.data && ['Seen', why(detail.data.reachability, now)],
        beat && ['Heartbeat', html`<span title=${exactly(beat.at)}>${relative(beat.at, now)}${beat.status ? `, ${beat.status}` : ''}</span>`],
        ['Version', droplet.version],
        ['Status', droplet.status],
        ['Id', html`<span class="num">${droplet.id}</span>`],
        ['Steward', droplet.steward],
        droplet.capabilities?.length > 0 && ['Capabilities', html`<span class="tags">${droplet.capabilities.map(one => html`<span key=${one} class="tag">${one}</span>`)}</span>`],
      ]} /><//>`}
      </div>
    </div>
    ${pausing.dialog}`;
}

/** Why its tasks wait, and how many do. */
function HeldStory({ name, held }) {
  const queued = useResource(signal => get('tasks', { droplet_name: name, status: 'queued', limit: 1 }, signal), name, { on: event => event.droplet_name === name && event.task_id, settleMs: 1000 });
  const waiting = queued.data?.total;
  return html`<section class="story story-held" aria-label="Held">
    <div class="story-head"><span class="status"><${Mark} tone=${held.tone} /></span><p class="story-line">${held.text}</p></div>
    <p class="story-detail">${held.detail}${waiting > 0 && html` <a href=${href('tasks', { droplet_name: name, status: 'queued' })}>${plural(waiting, 'task')} ${waiting === 1 ? 'waits' : 'wait'}.</a>`}</p>
  </section>`;
}

function PolicyPanel({ name, policies, page }) {
  const all = policies && bounds(policies, name);
  return html`<${Panel} title="Policy" action=${html`<a class="more" href=${page} title="Edit its policy (e)">Edit<${Icon} name="arrow" /></a>`}>
    ${!all ? html`<${Skeleton} lines=${2} />`
      : all.length ? html`<${Facts} of=${all.map(one => [one.label, html`${one.text}${one.byAll && html` <a class="small quiet" href=${href(`policies/${ALL}`)}>of all droplets</a>`}`])} />`
      : html`<p class="quiet">No bounds: tasks are sent to it as they come.</p>`}
  <//>`;
}

const SEEN = {
  probe: ['A probe was answered', 'A probe was not answered'],
  call: ['A task was answered', 'A task was not answered'],
  heartbeat: ['A heartbeat came'],
  silence: [, 'Heartbeats ceased'],
};

function why({ because, reachable, at }, now) {
  const what = SEEN[because]?.[reachable ? 0 : 1];
  return what ? html`<span title=${exactly(at)}>${what} ${relative(at, now)}</span>` : 'Not yet';
}

function DropletFigures({ figures }) {
  const tasks = figures?.tasks;
  const failed = tasks && tasks.error + tasks.timeout;
  const times = tasks?.total ? figures.response_time : null;
  const all = [
    ['Tasks', tasks ? count(tasks.total) : '0'],
    ['Failed', tasks?.total ? percent(failed / tasks.total) : '–', failed ? 'error' : ''],
    ['Retries', count(figures?.retry.total_retries ?? 0)],
    ['p50', duration(times?.p50_ms)], ['p95', duration(times?.p95_ms)], ['p99', duration(times?.p99_ms)],
  ];
  return html`<div class="figures">${all.map(([label, value, tone]) => html`<div key=${label} class="figure"><span class="figure-label">${label}</span><span class=${`figure-value num ${tone ? `tone-${tone}` : ''}`}>${value}</span></div>`)}</div>`;
}
