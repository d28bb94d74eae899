// What goes on in the mesh, once for the whole page. Events come in batches, one a frame at most, so that
// a thousand a second cost no more than sixty renders. While the stream is away, ticks make pages ask.
import { useEffect, useState } from '../../lib/preact.js';
import { auth } from './api.js';
import { EventStream } from './stream.js';

const TICK_LIVE_MS = 10_000;
const TICK_AWAY_MS = 2_500;
const HIDDEN_MS = 1_000;
const MOST_WAITING = 20_000;

const batchListeners = new Set();
const reloadListeners = new Set();
const stateListeners = new Set();
let waiting = [];
let scheduled = false;
let overflowed = false;

export const live = { stream: 'connecting', service: 'unknown' };

function changed(part, value) {
  if (live[part] === value) return;
  live[part] = value;
  stateListeners.forEach(listener => listener());
}

/** Told by each answer or its absence. */
export function serviceIs(state) {
  changed('service', state);
}

function flush() {
  scheduled = false;
  const batch = waiting;
  waiting = [];
  if (overflowed) {
    overflowed = false;
    reload('reset');
  }
  if (batch.length) batchListeners.forEach(listener => listener(batch));
}

function take(event) {
  if (waiting.length >= MOST_WAITING) {
    waiting = [];
    overflowed = true;
  }
  waiting.push(event);
  if (scheduled) return;
  scheduled = true;
  if (document.hidden) setTimeout(flush, HIDDEN_MS);
  else requestAnimationFrame(flush);
}

/** Why: a `tick`, a `reset` as events were missed, or the stream is `back` and tells what it was away for. */
function reload(why) {
  reloadListeners.forEach(listener => listener(why));
}

const stream = new EventStream({
  onEvent: take,
  onReset: () => reload('reset'),
  onState: state => {
    const wasAway = live.stream === 'away';
    changed('stream', state);
    if (state === 'live' && wasAway) reload(stream.resumes ? 'back' : 'reset');
  },
});

let ticks = 0;
function tick() {
  const pause = live.stream === 'live' ? TICK_LIVE_MS : TICK_AWAY_MS;
  ticks = setTimeout(() => {
    if (!document.hidden) reload('tick');
    tick();
  }, pause);
}

export function startLive() {
  stream.open();
  tick();
  auth.listeners.add(what => {
    if (what !== 'changed') return;
    stream.open();
    reload('reset');
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) reload('tick');
  });
  addEventListener('online', () => stream.open());
}

export function onBatch(listener) {
  batchListeners.add(listener);
  return () => batchListeners.delete(listener);
}

export function onReload(listener) {
  reloadListeners.add(listener);
  return () => reloadListeners.delete(listener);
}

export function useLive() {
  const [, again] = useState(0);
  useEffect(() => {
    const listener = () => again(n => n + 1);
    stateListeners.add(listener);
    return () => stateListeners.delete(listener);
  }, []);
  return live;
}
