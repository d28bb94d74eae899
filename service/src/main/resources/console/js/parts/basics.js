// What every page is made of.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { exactly, relative, dayOf } from '../data/format.js';
import { Icon, Mark } from './icons.js';

const WORDS = {
  success: 'Success', error: 'Error', timeout: 'Timeout', cancelled: 'Cancelled',
  running: 'Running', queued: 'Queued', held: 'Held',
};

export function Status({ status }) {
  return html`<span class=${`status tone-${status}`}><${Mark} tone=${status} /><span>${WORDS[status] ?? status}</span></span>`;
}

/** A time: how long ago, or when; the exact one on hover. */
export function Time({ at, now, plain }) {
  if (at == null) return html`<span class="quiet">–</span>`;
  return html`<time dateTime=${new Date(at * 1000).toISOString()} title=${exactly(at)}>${plain ? dayOf(at) : relative(at, now)}</time>`;
}

export function useCopy() {
  const [copied, setCopied] = useState(false);
  const timer = useRef(0);
  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement('textarea'), { value: text, className: 'offscreen' });
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    setCopied(true);
    announce('Copied');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 1200);
  };
  return [copied, copy];
}

/** An id that is copied by a click. */
export function CopyId({ id, short }) {
  const [copied, copy] = useCopy();
  return html`<button type="button" class="copy-id" title=${`Copy ${id}`} onClick=${() => copy(id)}>
    <span class="mono">${short ? `${id.slice(0, 8)}…${id.slice(-4)}` : id}</span>
    <${Icon} name=${copied ? 'check' : 'copy'} />
  </button>`;
}

export function CopyButton({ text, label = 'Copy' }) {
  const [copied, copy] = useCopy();
  return html`<button type="button" class="button small ghost" onClick=${() => copy(typeof text === 'function' ? text() : text)}>
    <${Icon} name=${copied ? 'check' : 'copy'} />${copied ? 'Copied' : label}
  </button>`;
}

export function PageHead({ title, children, note }) {
  useEffect(() => {
    document.title = `${title} · Orchestrator`;
  }, [title]);
  return html`<header class="page-head"><div><h1 tabindex="-1">${title}</h1>${note && html`<div class="page-note">${note}</div>`}</div><div class="actions">${children}</div></header>`;
}

export function Panel({ title, action, children, flush, className = '' }) {
  return html`<section class=${`panel ${className}`}>
    ${title && html`<header class="panel-head"><h2>${title}</h2>${action}</header>`}
    <div class=${flush ? 'panel-body flush' : 'panel-body'}>${children}</div>
  </section>`;
}

export function Empty({ icon = 'tasks', title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} /><p class="empty-title">${title}</p><div class="empty-text">${children}</div></div>`;
}

export function Fault({ error, onRetry }) {
  return html`<div class="fault" role="alert">
    <${Mark} tone="error" />
    <div><p class="fault-title">${error.message}</p>
      ${error.requestId && error.status >= 500 && html`<p class="quiet small">Request id <span class="mono">${error.requestId}</span></p>`}</div>
    ${onRetry && html`<button type="button" class="button small" onClick=${onRetry}>Try again</button>`}
  </div>`;
}

/** Holds the place of lines that are on their way, so that nothing jumps when they come. */
export function Skeleton({ lines = 3 }) {
  return html`<div class="skeleton" aria-hidden="true">${Array.from({ length: lines }, (_, i) => html`<div key=${i} class=${`bone w${i % 4}`} />`)}</div>`;
}

export function Facts({ of }) {
  return html`<dl class="facts">${of.filter(Boolean).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value ?? html`<span class="quiet">–</span>`}</dd></div>`)}</dl>`;
}

let speaker;
let clearing = 0;

/** Tells what was done: on the screen for a while, and to screen readers. */
export function announce(text, tone = 'success') {
  speaker?.({ text, tone });
  clearTimeout(clearing);
  clearing = setTimeout(() => speaker?.(null), tone === 'error' ? 8000 : 2500);
}

export function Announcements() {
  const [said, setSaid] = useState(null);
  useEffect(() => {
    speaker = setSaid;
    return () => (speaker = undefined);
  }, []);
  return html`<div class="toasts" role="status" aria-live="polite">
    ${said && html`<div class="toast"><${Mark} tone=${said.tone} /><span>${said.text}</span></div>`}
  </div>`;
}
