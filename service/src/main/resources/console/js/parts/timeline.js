// The attempts of a task and the waits between them, to scale.
import { html, useState } from '../../lib/preact.js';
import { attemptTone, outcomeText } from '../data/explain.js';
import { duration, exactly, timeOf } from '../data/format.js';
import { Mark } from './icons.js';

const SHOWN_AT_FIRST = 12;
const TICKS = 4;
const LONG_START = 0.5;

/** Where the scale begins and ends: a long wait before the first attempt is told, not drawn. */
function scaleOf(task, now) {
  const first = task.attempts[0];
  const end = Math.max(task.completed_at ?? now, task.attempts.at(-1).ended_at ?? 0);
  const before = first.started_at - task.created_at;
  const cut = before > (end - task.created_at) * LONG_START && before > 1;
  const begin = cut ? first.started_at : task.created_at;
  return { begin, span: Math.max(end - begin, 0.001), before: cut ? before : 0 };
}

function Bar({ scale, from, to, kind, title }) {
  const left = Math.max(0, ((from - scale.begin) / scale.span) * 100);
  const width = Math.max(0, ((to - from) / scale.span) * 100);
  return html`<span class=${`bar ${kind}`} title=${title} style=${{ left: `${Math.min(left, 99.4)}%`, width: `max(4px, ${Math.min(width, 100 - left)}%)` }} />`;
}

function AttemptRow({ attempt, before, scale, now, node }) {
  const tone = attemptTone(attempt);
  const end = attempt.ended_at ?? now;
  const took = duration((end - attempt.started_at) * 1000);
  return html`<li class="attempt">
    <div class="attempt-name num"><${Mark} tone=${tone} /><span>Attempt ${attempt.number}</span></div>
    <div class="attempt-track">
      ${before && html`<${Bar} scale=${scale} from=${before} to=${attempt.started_at} kind="wait" title=${`Waited ${duration((attempt.started_at - before) * 1000)}`} />`}
      <${Bar} scale=${scale} from=${attempt.started_at} to=${end} kind=${`bg-tone-${tone} ${attempt.outcome ? '' : 'open'}`} title=${`${exactly(attempt.started_at)}, ${took}`} />
    </div>
    <div class=${`attempt-end num tone-${tone}`}>${outcomeText(attempt)}</div>
    <div class="attempt-took num">${took}</div>
    <div class="attempt-more"><span class="num" title=${exactly(attempt.started_at)}>${timeOf(attempt.started_at)}</span>
      ${attempt.error && html`<span class="attempt-error">${attempt.error}</span>`}
      ${attempt.registry_state !== 'fresh' && html`<span>address from a ${attempt.registry_state === 'disk' ? 'list left by an earlier process' : 'stale list'}</span>`}
      ${node && html`<span class="mono">${attempt.node}</span>`}</div>
  </li>`;
}

export function Timeline({ task, now }) {
  const [all, setAll] = useState(false);
  const attempts = task.attempts;
  if (!attempts.length) return null;
  const scale = scaleOf(task, now);
  const hidden = all ? 0 : Math.max(0, attempts.length - SHOWN_AT_FIRST);
  const nodes = new Set(attempts.map(attempt => attempt.node)).size > 1;
  const next = task.status === 'queued' ? task.waiting_on : null;
  return html`<div class="timeline">
    <div class="attempt axis num" aria-hidden="true"><div />
      <div class="attempt-track">${Array.from({ length: TICKS + 1 }, (_, i) => html`<span key=${i} class="tick" style=${{ left: `${(i / TICKS) * 100}%` }}>${i === 0 ? '0' : duration((scale.span * 1000 * i) / TICKS)}</span>`)}</div></div>
    ${scale.before > 0 && html`<p class="quiet small timeline-note">It waited ${duration(scale.before * 1000)} before its first attempt; the scale begins there.</p>`}
    ${hidden > 0 && html`<button type="button" class="button small" onClick=${() => setAll(true)}>Show the ${hidden} attempts before</button>`}
    <ol>
      ${attempts.slice(hidden).map((attempt, i) => html`<${AttemptRow} key=${attempt.number} attempt=${attempt} scale=${scale} now=${now} node=${nodes}
        before=${attempts[hidden + i - 1]?.ended_at ?? (scale.before ? null : task.created_at)} />`)}
      ${next && html`<li class="attempt waiting">
        <div class="attempt-name num"><${Mark} tone="queued" /><span>Attempt ${attempts.length + 1}</span></div>
        <div class="attempt-track"><${Bar} scale=${scale} from=${attempts.at(-1).ended_at ?? now} to=${now} kind="wait" title="Waiting" /></div>
        <div class="attempt-end quiet num">${next.until ? (next.until > now ? `in ${duration((next.until - now) * 1000)}` : 'any moment') : 'waiting'}</div>
      </li>`}
    </ol>
  </div>`;
}
