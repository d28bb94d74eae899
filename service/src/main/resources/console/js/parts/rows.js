// Lists of tasks. Only the rows in sight are in the document, however many there are.
import { html, useEffect, useLayoutEffect, useRef, useState } from '../../lib/preact.js';
import { duration, isFinal, pathOf } from '../data/format.js';
import { href, navigate } from '../router.js';
import { useKeys } from '../keys.js';
import { Status, Time } from './basics.js';

const OVERSCAN = 8;
const NARROW = matchMedia('(max-width: 760px)');

export function TaskRow({ task, now, selected, style }) {
  const path = pathOf(task);
  const live = !isFinal(task.status);
  const took = live ? null : task.duration_ms;
  return html`<div role="listitem"><a class=${`row ${selected ? 'selected' : ''} ${task.left ? 'left' : ''}`} style=${style} href=${href(`tasks/${task.id}`)} data-id=${task.id}>
    <${Status} status=${task.status} />
    <span class="row-droplet">${task.droplet_name ?? html`<span class="quiet">any</span>`}</span>
    <span class="row-what"><span class="method">${task.method}</span> ${path == null ? html`<span class="quiet">not called yet</span>` : html`<span class="mono">${path}</span>`}
      ${task.error_message && html`<span class="row-error">${task.error_message}</span>`}</span>
    <span class="row-http num">${task.response_status ?? ''}</span>
    <span class="row-tries num">${task.retry_count ? task.retry_count + 1 : ''}</span>
    <span class="row-took num">${took == null ? '' : duration(took)}</span>
    <span class="row-when num"><${Time} at=${task.created_at} now=${now} /></span>
  </a></div>`;
}

export function RowsHead() {
  return html`<div class="row rows-head" aria-hidden="true"><span>Status</span><span>Droplet</span><span>Request</span>
    <span class="row-http">HTTP</span><span class="row-tries">Attempts</span><span class="row-took">Took</span><span class="row-when">Created</span></div>`;
}

function useNarrow() {
  const [narrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const changed = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', changed);
    return () => NARROW.removeEventListener('change', changed);
  }, []);
  return narrow;
}

/** A long list in the page's own scroll. j and k go through it, Enter opens. */
export function Rows({ tasks, now, onNearEnd, onSelect }) {
  const box = useRef();
  const [range, setRange] = useState([0, 40]);
  const [selectedId, setSelectedId] = useState(null);
  const height = useNarrow() ? 68 : 40;
  const selected = selectedId ? tasks.findIndex(task => task.id === selectedId) : -1;

  const measure = () => {
    if (!box.current) return;
    const top = -box.current.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(top / height) - OVERSCAN);
    const last = Math.ceil((top + innerHeight) / height) + OVERSCAN;
    setRange(old => (old[0] === first && old[1] === last ? old : [first, last]));
    if (last >= tasks.length - OVERSCAN) onNearEnd?.();
  };

  useLayoutEffect(measure, [tasks.length, height]);
  useEffect(() => {
    addEventListener('scroll', measure, { passive: true });
    addEventListener('resize', measure);
    return () => {
      removeEventListener('scroll', measure);
      removeEventListener('resize', measure);
    };
  });

  const select = index => {
    const to = Math.max(0, Math.min(tasks.length - 1, index));
    if (!tasks[to]) return;
    setSelectedId(tasks[to].id);
    onSelect?.(true);
    const top = box.current.getBoundingClientRect().top + to * height;
    if (top < 120) scrollBy(0, top - 120);
    else if (top + height > innerHeight - 80) scrollBy(0, top + height - innerHeight + 80);
  };
  useKeys({
    j: () => select(selected + 1),
    k: () => select(selected - 1),
    ArrowDown: () => (selected < 0 ? false : select(selected + 1)),
    ArrowUp: () => (selected < 0 ? false : select(selected - 1)),
    Enter: () => (selected < 0 ? false : navigate(href(`tasks/${selectedId}`))),
    Escape: () => {
      setSelectedId(null);
      onSelect?.(false);
    },
  });

  const [first, last] = range;
  return html`<div role="list" class="rows" ref=${box} style=${{ height: `${tasks.length * height}px` }} aria-label="Tasks">
    ${tasks.slice(first, last).map((task, i) => html`<${TaskRow} key=${task.id} task=${task} now=${now} selected=${task.id === selectedId}
      style=${{ transform: `translateY(${(first + i) * height}px)` }} />`)}
  </div>`;
}

/** A short list, as it is. */
export function FewRows({ tasks, now, ofOne }) {
  return html`<div role="list" class=${`few-rows ${ofOne ? 'of-one' : ''}`} aria-label="Tasks">${tasks.map(task => html`<${TaskRow} key=${task.id} task=${task} now=${now} />`)}</div>`;
}
