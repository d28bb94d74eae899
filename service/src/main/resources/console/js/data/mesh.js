// The state of the mesh as the overview and the mark in the corner show it.
import { useEffect, useState } from '../../lib/preact.js';
import { get } from './api.js';
import { live, onBatch, onReload } from './live.js';
import { useResource } from './resource.js';
import { Series } from './series.js';

const BACKFILL = 1000;
const BACKFILL_AWAY = 100;
const AGAIN_MS = 1000;
const SETTLE_MS = 1000;
const ENDS = { 'task.succeeded': 'success', 'task.failed': 'error', 'task.cancelled': 'cancelled' };

export const series = new Series();
const filled = new Set();

let known = false;
let knownUntil = 0;
let filling = false;
let missed = false;

async function backfill() {
  const limit = known && !missed ? BACKFILL_AWAY : BACKFILL;
  filling = true;
  missed = false;
  const joins = knownUntil;
  try {
    const { tasks, next_cursor: older } = await get('tasks', { limit });
    const from = older ? tasks.at(-1).created_at : 0;
    series.coveredFrom = known && from <= joins ? Math.min(series.coveredFrom, from) : from;
    known = true;
    knownUntil = Math.max(knownUntil, tasks[0]?.created_at ?? 0);
    for (const task of tasks) {
      if (task.completed_at != null) {
        series.add({
          id: task.id, at: task.completed_at, status: task.status,
          durationMs: task.duration_ms, droplet: task.droplet_name,
        });
      }
    }
    filled.forEach(listener => listener());
  } catch {
    // the pages tell what is wrong; the charts fill when it is well again
  } finally {
    filling = false;
  }
  if (missed) backfill();
}

/** Asks when nothing else tells: events were missed, or none come. */
function reloaded(why) {
  if (why === 'reset') missed = true;
  if (!filling && (missed || !known || (why === 'tick' && live.stream !== 'live'))) backfill();
}

/** Renders again when the series was filled from the list, without waiting for the next second. */
export function useFilled() {
  const [, again] = useState(0);
  useEffect(() => {
    const listener = () => again(n => n + 1);
    filled.add(listener);
    return () => filled.delete(listener);
  }, []);
}

export function startSeries() {
  backfill();
  onReload(reloaded);
  onBatch(batch => {
    for (const event of batch) {
      knownUntil = Math.max(knownUntil, event.at ?? 0);
      if (!(event.type in ENDS)) continue;
      series.add({
        id: event.task_id, at: event.at, status: event.status ?? ENDS[event.type],
        durationMs: event.duration_ms, droplet: event.droplet_name,
      });
    }
  });
}

/** A clock that ticks for what is written as "3 s ago". */
export function useNow(everyMs = AGAIN_MS) {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setNow(Date.now() / 1000), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

const ofDroplets = event => /^(droplet|registry|breaker)\./.test(event.type);

export const useHealth = () => useResource(signal => get('health', {}, signal), 'health', { on: ofDroplets });
export const useMetrics = () => useResource(signal => get('metrics', {}, signal), 'metrics', { on: event => event.type in ENDS, settleMs: SETTLE_MS });
export const useDroplets = () =>
  useResource(signal => get('droplets', { refresh: 'false' }, signal), 'droplets', { on: ofDroplets });

/** What is told of a policy at one node holds at the others a moment later: it is looked at once more then. */
const AGAIN_AFTER_MS = 700;

export function usePolicies() {
  const ofPolicies = event => /^(policy|breaker)\.|\.(paused|resumed)$/.test(event.type);
  const policies = useResource(signal => get('policies', {}, signal), 'policies', { on: ofPolicies });
  useEffect(() => {
    let timer = 0;
    const stop = onBatch(batch => {
      if (!batch.some(ofPolicies)) return;
      clearTimeout(timer);
      timer = setTimeout(policies.reload, AGAIN_AFTER_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return policies;
}

/** How many tasks are in each state that is not an end. */
export function useWaiting() {
  return useResource(async signal => {
    const states = ['running', 'queued', 'held'];
    const totals = await Promise.all(
      states.map(status => get('tasks', { status, limit: 1 }, signal).then(list => list.total)));
    return Object.fromEntries(states.map((status, i) => [status, totals[i]]));
  }, 'waiting', { on: event => event.type.startsWith('task.'), settleMs: SETTLE_MS });
}
