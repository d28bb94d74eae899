// What of the tasks is shown. All of it is in the address, so that a view can be sent to somebody.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { useKeys } from '../keys.js';
import { href, navigate } from '../router.js';
import { Icon, Mark } from './icons.js';

const TYPING_MS = 250;
const CHIP_MARGIN_PX = 60;
const STATES = [
  ['', 'All'], ['running', 'Running'], ['queued', 'Queued'], ['held', 'Held'], ['error', 'Error'],
  ['timeout', 'Timeout'], ['success', 'Success'], ['cancelled', 'Cancelled'],
];
const SINCE = [['', 'Any time'], ['15m', 'Last 15 min'], ['1h', 'Last hour'], ['24h', 'Last 24 h'], ['7d', 'Last 7 days']];
export const SINCE_SECONDS = { '15m': 900, '1h': 3600, '24h': 86400, '7d': 604800 };

export function Filters({ query, droplets }) {
  const search = useRef();
  const chips = useRef();
  const [typed, setTyped] = useState(query.q ?? '');
  const timer = useRef(0);
  const set = change => navigate(href('tasks', { ...query, ...change }), { replace: true });
  useEffect(() => setTyped(query.q ?? ''), [query.q]);
  useEffect(() => {
    const chosen = chips.current.querySelector('[aria-pressed=true]');
    chips.current.scrollLeft = chosen ? chosen.offsetLeft - chips.current.offsetLeft - CHIP_MARGIN_PX : 0;
  }, [query.status]);
  useKeys({
    '/': () => search.current.focus(),
  });
  const type = (name, value) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => set({ [name]: value.trim() }), TYPING_MS);
  };
  const any = Object.values(query).some(Boolean);
  const names = [...new Set([...(droplets ?? []).map(droplet => droplet.name), ...(query.droplet_name ? [query.droplet_name] : [])])];
  return html`<div class="filters">
    <div class="chips" ref=${chips} role="group" aria-label="Status">
      ${STATES.map(([status, text]) => html`<button key=${status} type="button" class="chip" aria-pressed=${(query.status ?? '') === status} onClick=${() => set({ status })}>
        ${status && html`<${Mark} tone=${status} />`}${text}</button>`)}
    </div>
    <div class="filter-fields">
      <label class="search"><${Icon} name="search" /><span class="offscreen">Search</span>
        <input ref=${search} type="search" placeholder="Beginning of an id, or words of the error" value=${typed} autocomplete="off" spellcheck=${false}
          onInput=${event => {
            setTyped(event.target.value);
            type('q', event.target.value);
          }} /><kbd aria-hidden="true">/</kbd></label>
      <select aria-label="Droplet" value=${query.droplet_name ?? ''} onChange=${event => set({ droplet_name: event.target.value })}>
        <option value="">All droplets</option>${names.map(name => html`<option key=${name} value=${name} selected=${name === query.droplet_name}>${name}</option>`)}
      </select>
      <select aria-label="Created" value=${query.since ?? ''} onChange=${event => set({ since: event.target.value })}>
        ${SINCE.map(([id, text]) => html`<option key=${id} value=${id} selected=${id === (query.since ?? '')}>${text}</option>`)}
      </select>
      <input class="tag-filter" aria-label="Tag" placeholder="Tag" value=${query.tag ?? ''} autocomplete="off" onInput=${event => type('tag', event.target.value)} />
      ${any && html`<button type="button" class="button small ghost" onClick=${() => navigate(href('tasks'), { replace: true })}>Clear</button>`}
    </div>
  </div>`;
}
