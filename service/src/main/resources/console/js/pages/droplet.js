// One droplet: whether it answers, its figures, and what was asked of it lately.
import { html } from '../../lib/preact.js';
import { get } from '../data/api.js';
import { count, duration, exactly, percent, relative } from '../data/format.js';
import { useDroplets, useMetrics, useNow } from '../data/mesh.js';
import { useResource } from '../data/resource.js';
import { CopyId, Empty, Facts, Fault, PageHead, Panel, Skeleton } from '../parts/basics.js';
import { Icon } from '../parts/icons.js';
import { JsonView } from '../parts/json.js';
import { FewRows } from '../parts/rows.js';
import { href } from '../router.js';
import { Reachable } from './droplets.js';

const LATEST = 12;

export function DropletPage({ name }) {
  const now = useNow();
  const droplets = useDroplets();
  const metrics = useMetrics();
  const tasks = useResource(signal => get('tasks', { droplet_name: name, limit: LATEST }, signal), name, { on: event => event.droplet_name === name && event.task_id, settleMs: 1000 });
  const droplet = droplets.data?.droplets.find(one => one.name.toLowerCase() === name.toLowerCase());
  const detail = useResource(droplet ? signal => get(`droplets/${encodeURIComponent(name)}`, {}, signal) : null, droplet ? name : '', { on: event => event.droplet_name === name, settleMs: 1000 });
  const beat = detail.data?.last_heartbeat;
  const figures = metrics.data?.droplets[droplet?.name ?? name];
  if (droplets.data && !droplet && tasks.data?.total === 0) {
    return html`<${PageHead} title=${name} /><${Empty} icon="search" title="There is no such droplet">No list names it, and no task was for it. <a href=${href('droplets')}>All droplets</a><//>`;
  }
  return html`
    <${PageHead} title=${name} note=${droplet ? html`<${Reachable} droplet=${droplet} />` : droplets.data ? 'No list names it any more.' : ' '}>
      <a class="button" href=${href('tasks', { droplet_name: name })}><${Icon} name="tasks" />Its tasks</a>
      <a class="button primary" href=${href('submit', { droplet: name })}><${Icon} name="plus" />New task</a>
    <//>
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
    </div>`;
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
