// One task: where it is and why, its attempts, what was asked and what was answered.
import { html, useState } from '../../lib/preact.js';
import { call, get } from '../data/api.js';
import { explain } from '../data/explain.js';
import { duration, isFinal, pathOf, plural } from '../data/format.js';
import { useNow } from '../data/mesh.js';
import { useResource } from '../data/resource.js';
import { useWho } from '../data/who.js';
import { useKeys } from '../keys.js';
import { announce, CopyId, Empty, Facts, Fault, PageHead, Panel, Skeleton, Status, Time, useCopy } from '../parts/basics.js';
import { act, Confirm, useOnce } from '../parts/dialog.js';
import { Icon } from '../parts/icons.js';
import { JsonView } from '../parts/json.js';
import { Timeline } from '../parts/timeline.js';
import { href, navigate } from '../router.js';

const RUNNING_MS = 100;

export function TaskPage({ id }) {
  const { data: task, error, reload, put } = useResource(
    signal => get(`tasks/${encodeURIComponent(id)}`, {}, signal), id, { on: event => event.task_id === id });
  const now = useNow(task && !isFinal(task.status) ? RUNNING_MS : 1000);
  if (!task && error) {
    return html`<${PageHead} title="Task" />${error.status === 404
      ? html`<${Empty} icon="search" title="There is no such task">It never was, or is no longer kept. <a href=${href('tasks')}>All tasks</a><//>`
      : html`<${Fault} error=${error} onRetry=${reload} />`}`;
  }
  if (!task) return html`<${PageHead} title="Task" note=${html`<span class="mono">${id}</span>`} /><${Panel}><${Skeleton} lines=${8} /><//>`;
  return html`<${Whole} task=${task} now=${now} put=${put} reload=${reload} />`;
}

function useActions(task, put, reload) {
  const [asking, setAsking] = useState(null);
  const path = `tasks/${task.id}`;
  const [busy, once] = useOnce();
  const replay = once(async () => {
    const made = await act(() => call('POST', `${path}/replay`), 'Replayed as a new task');
    if (made) navigate(href(`tasks/${made.task_id}`));
  });
  const cancel = async () => {
    put(await call('DELETE', path));
    announce('Cancelled');
    reload();
  };
  const release = once(async status => {
    const body = status ? JSON.stringify({ status }) : undefined;
    const now = await act(() => call('POST', `${path}/release`, { body }), status ? 'Ended as failed' : 'It goes on');
    if (now) put(now);
  });
  return { busy, asking, setAsking, replay, cancel, release };
}

function Whole({ task, now, put, reload }) {
  const { busy, asking, setAsking, replay, cancel, release } = useActions(task, put, reload);
  const [, copy] = useCopy();
  const final = isFinal(task.status);
  const { may, steers } = useWho();
  const mine = steers(task.owner);
  useKeys({
    r: () => (final && mine ? replay() : false),
    c: () => (final || !mine ? false : setAsking('cancel')),
    y: () => copy(task.id),
    u: () => navigate(href('tasks')),
  });
  const says = explain(task, now);
  return html`
    <${PageHead} title=${`${task.method} ${task.droplet_name ?? task.capability}`} note=${html`<${CopyId} id=${task.id} />`}>
      ${mine && task.status === 'held' && html`<button type="button" class="button primary" disabled=${busy} onClick=${() => release()}><${Icon} name="play" />Let it go on</button>
        <button type="button" class="button" disabled=${busy} onClick=${() => setAsking('fail')}>Fail it</button>`}
      ${mine && !final && html`<button type="button" class="button danger" onClick=${() => setAsking('cancel')}><${Icon} name="close" />Cancel</button>`}
      ${mine && final && html`<button type="button" class="button primary" disabled=${busy} onClick=${replay}><${Icon} name="replay" />Replay</button>`}
      ${may('submit') && html`<a class="button" href=${href('submit', { from: task.id })}>Edit and send</a>`}
    <//>
    <section class=${`story story-${task.status}`}>
      <div class="story-head"><${Status} status=${task.status} /><p class="story-line">${says.headline}</p></div>
      <p class="story-detail">${says.detail}</p>
    </section>
    <div class="task-columns">
      <div class="task-main">
        <${Panel} title="Attempts" action=${html`<span class="quiet num small">${plural(task.attempts.length, 'attempt')} of ${task.max_retries + 1}</span>`}>
          ${task.attempts.length ? html`<${Timeline} task=${task} now=${final ? task.completed_at : now} />` : html`<p class="quiet">None yet: the droplet has not been called.</p>`}
        <//>
        <${Panel} title="Answer" action=${task.response_status && html`<span class=${`num small tone-${task.response_status < 300 ? 'success' : 'error'}`}>HTTP ${task.response_status}</span>`} flush>
          <${JsonView} value=${task.response_body} label="Answer" empty=${final ? 'The droplet gave no body.' : 'Nothing has been answered yet.'} /><//>
        <${Panel} title="Request" action=${html`<span class="small quiet mono ellipsis">${task.method} ${task.target_url ?? ''}</span>`} flush>
          <${JsonView} value=${task.payload} label="Request" empty="It has no payload." /><//>
        ${task.meta != null && html`<${Panel} title="Meta" flush><${JsonView} value=${task.meta} label="Meta" /><//>`}
      </div>
      <${Panel} title="Details" className="task-facts"><${TaskFacts} task=${task} now=${now} /><//>
    </div>
    ${asking === 'cancel' && html`<${Confirm} title="Cancel this task?" action="Cancel the task" onConfirm=${cancel} onClose=${() => setAsking(null)}>
      <p>${task.status === 'running' ? 'Its open call is cut off; the droplet may have done its work already. ' : ''}It ends as cancelled${task.then_count ? `, and the ${plural(task.then_count, 'task')} after it never start` : ''}.</p><//>`}
    ${asking === 'fail' && html`<${Confirm} title="Fail this task?" action="Fail the task" onConfirm=${() => release('error')} onClose=${() => setAsking(null)}>
      <p>Its last attempt is taken for failed, and the task ends as an error.</p><//>`}`;
}

function originOf({ origin, replay_of: replayOf }) {
  if (replayOf) return ['Replay of', html`<a class="mono" href=${href(`tasks/${replayOf}`)}>${replayOf.slice(0, 13)}…</a>`];
  if (!origin || origin.kind === 'caller') return ['Comes from', 'a caller'];
  const to = origin.kind === 'schedule' ? `schedules/${origin.of}` : `tasks/${origin.of}`;
  const words = { callback: 'the end of', then: 'follows', join: 'follows', schedule: 'the schedule', replay: 'a replay of' };
  return ['Comes from', html`${words[origin.kind] ?? origin.kind} ${origin.of && html`<a class="mono" href=${href(to)}>${origin.of.slice(0, 13)}…</a>`}`];
}

function TaskFacts({ task, now }) {
  return html`<${Facts} of=${[
    ['Droplet', task.droplet_name ? html`<a href=${href(`droplets/${encodeURIComponent(task.droplet_name)}`)}>${task.droplet_name}</a>` : 'none chosen yet'],
    task.capability && ['Capability', html`<span class="tag">${task.capability}</span>`],
    ['Path', html`<span class="mono break">${pathOf(task) ?? '–'}</span>`],
    ['Created', html`<${Time} at=${task.created_at} now=${now} /> <span class="quiet">(<${Time} at=${task.created_at} plain />)</span>`],
    task.run_at != null && ['Due', html`<${Time} at=${task.run_at} now=${now} />`],
    task.completed_at != null && ['Ended', html`<${Time} at=${task.completed_at} now=${now} />`],
    ['Took', html`<span class="num">${duration(task.duration_ms)}</span>`],
    ['Mode', task.asynchronous ? 'asynchronous' : 'its caller waits'],
    originOf(task),
    task.then_count > 0 && ['Then', `${plural(task.then_count, 'task')} when it succeeds`],
    task.callback && ['Callback', html`<span class="break">${task.callback.droplet_name} <span class="mono">${task.callback.path}</span></span>`],
    ['Retries', html`<span class="num">${task.retry_count} of ${task.max_retries}</span>`],
    ['Time', html`<span class="num">${duration(task.attempt_timeout_seconds * 1000)} an attempt, ${duration(task.timeout_seconds * 1000)} in all</span>`],
    task.deadline != null && ['Deadline', html`<${Time} at=${task.deadline} now=${now} />`],
    ['Priority', html`<span class="num">${task.priority}</span>`],
    ['Unseen end', task.on_unknown === 'hold' ? 'hold' : 'try again'],
    task.tags?.length > 0 && ['Tags', html`<span class="tags">${task.tags.map(tag => html`<a key=${tag} class="tag" href=${href('tasks', { tag })}>${tag}</a>`)}</span>`],
    ['Request id', task.request_id ? html`<${CopyId} id=${task.request_id} short />` : null],
  ]} />`;
}
