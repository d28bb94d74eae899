// All tasks, newest first, live.
import { html, useEffect, useLayoutEffect, useMemo, useReducer, useState } from '../../lib/preact.js';
import { call, get, Unreachable } from '../data/api.js';
import { count } from '../data/format.js';
import { onBatch, onReload, serviceIs } from '../data/live.js';
import { useDroplets, useNow } from '../data/mesh.js';
import { useResource } from '../data/resource.js';
import { useWho } from '../data/who.js';
import { TaskList } from '../data/tasklist.js';
import { announce, Empty, Fault, PageHead, Skeleton } from '../parts/basics.js';
import { act, Confirm } from '../parts/dialog.js';
import { Filters, SINCE_SECONDS } from '../parts/filters.js';
import { Icon } from '../parts/icons.js';
import { Rows, RowsHead } from '../parts/rows.js';
import { href } from '../router.js';

const TOP_PX = 40;
const KEEP_MS = 60_000;
let kept = null;

function filtersOf(query) {
  const { status, droplet_name, tag, q, since } = query;
  const after = SINCE_SECONDS[since] && Math.floor(Date.now() / 1000) - SINCE_SECONDS[since];
  return { status, droplet_name, tag, q, created_after: after };
}

/** The list as it was left a moment ago, or a new one. */
function useTaskList(query) {
  const key = JSON.stringify(query);
  const [, changed] = useReducer(n => n + 1, 0);
  const list = useMemo(() => {
    if (kept?.key === key && Date.now() - kept.at < KEEP_MS) return kept.list;
    kept?.list.close();
    return new TaskList(filtersOf(query), () => {});
  }, [key]);
  useEffect(() => {
    list.onChange = () => {
      serviceIs(list.error instanceof Unreachable ? 'away' : 'well');
      changed();
    };
    list.resume();
    const stops = [
      onBatch(batch => list.take(batch) && changed()),
      onReload(why => (why === 'tick' ? list.load() : list.reload())),
    ];
    return () => {
      stops.forEach(stop => stop());
      list.onChange = () => {};
      kept = { key, list, at: Date.now() };
    };
  }, [list]);
  useLayoutEffect(() => {
    scrollTo(0, list.scrollY);
    const remember = () => {
      list.scrollY = scrollY;
      list.frozen = list.selecting || scrollY > TOP_PX;
      if (!list.frozen && list.fresh) {
        list.thaw();
        changed();
      }
    };
    addEventListener('scroll', remember, { passive: true });
    return () => removeEventListener('scroll', remember);
  }, [list]);
  return [list, changed];
}

export function TasksPage({ query }) {
  const now = useNow();
  const droplets = useDroplets();
  const [list, changed] = useTaskList(query);
  const [replaying, setReplaying] = useState(false);
  const { may } = useWho();
  const showNew = () => {
    list.selecting = false;
    list.frozen = false;
    list.thaw();
    scrollTo(0, 0);
    changed();
  };
  const select = on => {
    list.selecting = on;
    list.frozen = on || scrollY > TOP_PX;
    if (!list.frozen) list.thaw();
    changed();
  };
  const total = list.total == null ? ' ' : `${count(list.total)}${list.exact ? '' : '+'} ${list.total === 1 ? 'task' : 'tasks'}`;
  const canReplay = may('submit') && ['error', 'timeout', 'cancelled', 'success'].includes(query.status) && list.total > 0;
  return html`
    <${PageHead} title="Tasks" note=${html`<span class="num">${total}</span>`}>
      ${canReplay && html`<button type="button" class="button" onClick=${() => setReplaying(true)}><${Icon} name="replay" />Replay these</button>`}
      ${may('submit') && html`<a class="button primary wide-only" href=${href('submit')}><${Icon} name="plus" />New task</a>`}
    <//>
    <${Replays} />
    <${Filters} query=${query} droplets=${droplets.data?.droplets} />
    <div class="list-panel">
      ${list.fresh > 0 && html`<button type="button" class="fresh num" onClick=${showNew}>${count(list.fresh)} new – show</button>`}
      <${RowsHead} />
      ${list.error && html`<${Fault} error=${list.error} onRetry=${() => list.load()} />`}
      ${!list.loaded && !list.error ? html`<${Skeleton} lines=${12} />`
        : list.rows.length ? html`<${Rows} tasks=${list.rows} now=${now} onNearEnd=${() => list.more()} onSelect=${select} />`
        : !list.error && html`<${NoTasks} query=${query} />`}
      ${list.cursor && list.rows.length > 0 && html`<p class="list-end quiet">Loading older ones…</p>`}
    </div>
    ${replaying && html`<${ReplayMany} query=${query} onClose=${() => setReplaying(false)} />`}`;
}

/** Replays of many that are under way, if there are any. */
function Replays() {
  const { data, reload } = useResource(signal => get('replays', {}, signal), 'replays', { on: event => event.type === 'task.queued', settleMs: 1000 });
  const running = (data?.replays ?? []).filter(replay => replay.status === 'running');
  const stop = async id => {
    await act(() => call('DELETE', `replays/${id}`), 'Stopped; tasks that were made go on');
    reload();
  };
  return running.map(replay => html`<div key=${replay.id} class="replaying" role="status">
    <${Icon} name="replay" /><span>Replaying: <b class="num">${count(replay.replayed)}</b> of ${count(replay.matched)}${replay.failed > 0 && html`, <span class="tone-error">${count(replay.failed)} could not be</span>`}</span>
    <progress max=${replay.matched || 1} value=${replay.replayed + replay.failed} aria-label="Replayed" />
    <button type="button" class="button small" onClick=${() => stop(replay.id)}>Stop</button></div>`);
}

function NoTasks({ query }) {
  return Object.values(query).some(Boolean)
    ? html`<${Empty} icon="search" title="No task matches"><a href=${href('tasks')}>Clear the filters</a><//>`
    : html`<${Empty} title="No task yet">Tasks that callers submit appear here as they happen. <a href=${href('submit')}>Submit one</a><//>`;
}

function ReplayMany({ query, onClose }) {
  const [preview, setPreview] = useState(null);
  const { created_after, ...rest } = filtersOf(query);
  const filter = Object.fromEntries(Object.entries({ ...rest, created_after }).filter(([, value]) => value));
  const post = dry => call('POST', 'replays', { body: JSON.stringify({ filter, dry_run: dry }) });
  useEffect(() => {
    post(true).then(setPreview, error => setPreview({ error }));
  }, []);
  const go = async () => {
    const job = await post(false);
    announce(`Replaying ${count(job.matched)} tasks, ${job.rate_per_second} a second`);
  };
  return html`<${Confirm} title="Replay these tasks?" action="Replay" harmful=${false} onConfirm=${go} onClose=${onClose}>
    <p>${preview?.error ? preview.error.message : preview ? html`<b class="num">${count(preview.count)}${preview.exact ? '' : ' or more'}</b> tasks match. Each is done again as a new task, ten a second; the old ones stay as they are.` : 'Counting…'}</p>
  <//>`;
}
