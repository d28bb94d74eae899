// JSON, laid out and coloured. Text stays text: nothing of it ever becomes markup.
import { html, useMemo, useState } from '../../lib/preact.js';
import { CopyButton } from './basics.js';

const COLOURED_UP_TO = 60_000;
const SHOWN_AT_FIRST = 20_000;
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

export const pretty = value => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

function coloured(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    const [whole, string, colon, word] = match;
    if (string && colon) parts.push(html`<span class="j-key">${string}</span>`, colon);
    else parts.push(html`<span class=${string ? 'j-string' : word ? 'j-word' : 'j-number'}>${whole}</span>`);
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}

export function JsonView({ value, label, empty = 'None' }) {
  const [whole, setWhole] = useState(false);
  const text = useMemo(() => (value == null ? '' : pretty(value)), [value]);
  const shown = whole ? text : text.slice(0, SHOWN_AT_FIRST);
  const inside = useMemo(
    () => (typeof value === 'string' || shown.length > COLOURED_UP_TO ? shown : coloured(shown)), [shown]);
  if (value == null) return html`<p class="quiet code-empty">${empty}</p>`;
  return html`<div class="code-box">
    <div class="code-tools"><${CopyButton} text=${text} /></div>
    <pre class="code" tabindex="0" role="region" aria-label=${label}><code>${inside}</code></pre>
    ${shown.length < text.length && html`<button type="button" class="button small" onClick=${() => setWhole(true)}>Show all ${text.length.toLocaleString()} characters</button>`}
  </div>`;
}
