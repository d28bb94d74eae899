// Tasks that are made again and again.
import { html, useState } from '../../lib/preact.js';
import { call, get } from '../data/api.js';
import { count } from '../data/format.js';
import { useNow } from '../data/mesh.js';
import { useResource } from '../data/resource.js';
import { useWho } from '../data/who.js';
import { useKeys } from '../keys.js';
import { Empty, Fault, PageHead, Skeleton, Time } from '../parts/basics.js';
import { act, Confirm } from '../parts/dialog.js';
import { Icon, Mark } from '../parts/icons.js';
import { href, navigate } from '../router.js';

export function SchedulesPage() {
  const now = useNow();
  const { data, error, reload, put } = useResource(signal => get('schedules', {}, signal), 'schedules', { on: event => event.type === 'task.queued' });
  const [deleting, setDeleting] = useState(null);
  const [at, setAt] = useState(-1);
  const all = data?.schedules ?? [];
  const move = by => setAt(old => Math.max(0, Math.min(all.length - 1, old + by)));
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => (all[at] ? navigate(href(`schedules/${all[at].id}`)) : false),
    Escape: () => setAt(-1),
  });
  const changed = schedule => schedule && put({ ...data, schedules: all.map(one => (one.id === schedule.id ? schedule : one)) });
  const remove = async () => {
    await call('DELETE', `schedules/${deleting.id}`);
    reload();
  };
  return html`
    <${PageHead} title="Schedules" note=${data ? `${count(all.length)} in all` : ' '}>
      <a class="button primary" href=${href('schedules/new')}><${Icon} name="plus" />New schedule</a>
    <//>
    <div class="list-panel">
      ${error && html`<${Fault} error=${error} onRetry=${reload} />`}
      ${!data && !error ? html`<${Skeleton} lines=${5} />`
        : all.length ? html`<table class="table schedules"><thead><tr><th>State</th><th>Schedule</th><th>Task</th><th>Next</th><th>Last</th><th class="right">Made</th><th><span class="offscreen">Actions</span></th></tr></thead>
          <tbody>${all.map((schedule, i) => html`<${ScheduleRow} key=${schedule.id} schedule=${schedule} now=${now} selected=${i === at} onChange=${changed} onDelete=${() => setDeleting(schedule)} onTriggered=${reload} />`)}</tbody></table>`
        : data && html`<${Empty} icon="schedules" title="No schedule yet">A schedule makes a task again and again, by a cron expression. <a href=${href('schedules/new')}>Make one</a><//>`}
    </div>
    ${deleting && html`<${Confirm} title="Delete this schedule?" action="Delete" onConfirm=${remove} onClose=${() => setDeleting(null)}>
      <p><b>${deleting.name ?? deleting.cron}</b> fires no more. Tasks that it has made go on.</p><//>`}`;
}

function ScheduleRow({ schedule, now, selected, onChange, onDelete, onTriggered }) {
  const path = `schedules/${schedule.id}`;
  const mine = useWho().steers(schedule.owner);
  const name = schedule.name ?? schedule.id.slice(0, 13);
  const pause = async () => onChange(await act(
    () => call('PATCH', path, { body: JSON.stringify({ paused: !schedule.paused }) }), schedule.paused ? 'It fires again' : 'Paused'));
  const trigger = async () => {
    const made = await act(() => call('POST', `${path}/trigger`), 'Its task is made');
    if (made) onTriggered();
  };
  return html`<tr class=${selected ? 'selected' : ''}>
    <td>${schedule.paused ? html`<span class="status quiet"><${Mark} tone="held" /><span>Paused</span></span>` : html`<span class="status tone-success"><${Mark} tone="success" /><span>Active</span></span>`}</td>
    <td class="name"><a href=${href(path)}>${name}</a><div class="small quiet"><span class="mono">${schedule.cron}</span> ${schedule.time_zone}</div></td>
    <td class="ellipsis task-cell">${schedule.task.droplet_name ?? schedule.task.capability} <span class="mono small quiet">${schedule.task.method ?? 'GET'} ${schedule.task.path}</span></td>
    <td class="num">${schedule.next_at == null ? html`<span class="quiet">–</span>` : html`<${Time} at=${schedule.next_at} now=${now} /><div class="small quiet"><${Time} at=${schedule.next_at} plain /></div>`}</td>
    <td class="num">${schedule.last_task_id ? html`<a href=${href(`tasks/${schedule.last_task_id}`)}><${Time} at=${schedule.last_fired_at} now=${now} /></a>` : html`<span class="quiet">never</span>`}</td>
    <td class="num right">${count(schedule.fired_count)}${schedule.skipped_count > 0 && html`<div class="small quiet">${count(schedule.skipped_count)} left out</div>`}</td>
    <td class="row-actions">${mine && html`
      <button type="button" class="tool" title="Make its task now" aria-label=${`Make the task of ${name} now`} onClick=${trigger}><${Icon} name="bolt" /></button>
      <button type="button" class="tool" title=${schedule.paused ? 'Let it fire again' : 'Pause'} aria-label=${`${schedule.paused ? 'Resume' : 'Pause'} ${name}`} onClick=${pause}><${Icon} name=${schedule.paused ? 'play' : 'pause'} /></button>
      <button type="button" class="tool" title="Delete" aria-label=${`Delete ${name}`} onClick=${onDelete}><${Icon} name="trash" /></button>`}
    </td>
  </tr>`;
}
