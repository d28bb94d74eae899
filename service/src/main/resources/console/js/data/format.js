// How figures and times are written. Times are shown in the reader's zone.
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const exact = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'full', timeStyle: 'long',
});

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

export function duration(ms) {
  if (ms == null) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const s = ms / 1000;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < MINUTE) return `${Math.round(s)} s`;
  if (s < HOUR) return `${Math.floor(s / MINUTE)} min ${Math.round(s % MINUTE)} s`;
  if (s < DAY) return `${Math.floor(s / HOUR)} h ${Math.floor((s % HOUR) / MINUTE)} min`;
  return `${Math.floor(s / DAY)} d ${Math.floor((s % DAY) / HOUR)} h`;
}

function roughly(s) {
  if (s < 1) return 'a moment';
  if (s < MINUTE) return `${Math.floor(s)} s`;
  if (s < HOUR) return `${Math.floor(s / MINUTE)} min`;
  if (s < DAY) return `${Math.floor(s / HOUR)} h`;
  return `${Math.floor(s / DAY)} d`;
}

export function relative(at, now = Date.now() / 1000) {
  const passed = now - at;
  if (Math.abs(passed) < 1) return 'now';
  return passed > 0 ? `${roughly(passed)} ago` : `in ${roughly(-passed)}`;
}

export const timeOf = at => clock.format(at * 1000);

export function dayOf(at) {
  const date = new Date(at * 1000);
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : day.format(date);
}

export function exactly(at) {
  const date = new Date(at * 1000);
  return `${exact.format(date)} (${date.toISOString()})`;
}

export function count(n) {
  return n == null ? '–' : Math.round(n).toLocaleString();
}

export function percent(share) {
  if (share == null || Number.isNaN(share)) return '–';
  const p = share * 100;
  return p === 0 || p === 100 ? `${p}%` : p < 10 ? `${p.toFixed(1)}%` : `${Math.round(p)}%`;
}

export function plural(n, one, many = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** The path that was called, from a task of a list or of an event. */
export function pathOf(task) {
  if (task.path) return task.path;
  if (!task.target_url) return null;
  return /^https?:\/\/[^/]*(\/.*)$/.exec(task.target_url)?.[1] ?? task.target_url;
}

export const isFinal = status => ['success', 'error', 'timeout', 'cancelled'].includes(status);
