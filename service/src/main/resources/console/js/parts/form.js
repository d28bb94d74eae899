// Fields with their labels, hints and what is wrong with them.
import { html } from '../../lib/preact.js';

/** @param error what the API said of this field */
export function Field({ name, label, hint, error, children, wide }) {
  return html`<div class=${`field ${wide ? 'wide' : ''} ${error ? 'wrong' : ''}`}>
    <label for=${`f-${name}`}>${label}</label>
    ${children}
    ${error ? html`<p class="field-error" id=${`e-${name}`} role="alert">${error}</p>` : hint && html`<p class="field-hint">${hint}</p>`}
  </div>`;
}

const described = (name, error) => (error ? { 'aria-invalid': 'true', 'aria-describedby': `e-${name}` } : {});

export function Input({ name, label, hint, error, value, onInput, wide, ...rest }) {
  return html`<${Field} ...${{ name, label, hint, error, wide }}>
    <input id=${`f-${name}`} value=${value} autocomplete="off" spellcheck=${false} onInput=${event => onInput(event.target.value)} ...${described(name, error)} ...${rest} />
  <//>`;
}

export function Area({ name, label, hint, error, value, onInput, rows = 8, ...rest }) {
  return html`<${Field} ...${{ name, label, hint, error }} wide>
    <textarea id=${`f-${name}`} class="mono" rows=${rows} value=${value} spellcheck=${false} onInput=${event => onInput(event.target.value)} ...${described(name, error)} ...${rest} />
  <//>`;
}

export function Select({ name, label, hint, error, value, onInput, options, wide }) {
  return html`<${Field} ...${{ name, label, hint, error, wide }}>
    <select id=${`f-${name}`} value=${value} onChange=${event => onInput(event.target.value)} ...${described(name, error)}>
      ${options.map(([id, text]) => html`<option key=${id} value=${id} selected=${id === value}>${text}</option>`)}
    </select>
  <//>`;
}

/** A JSON object as text, from fields that are text already: numbers keep their digits. */
export function jsonObject(fields) {
  const parts = fields.filter(([, text]) => text !== '' && text != null).map(([name, text]) => `${JSON.stringify(name)}: ${text}`);
  return `{${parts.join(', ')}}`;
}

export const quoted = text => (text === '' ? '' : JSON.stringify(text));

export function listed(text) {
  const items = text.split(',').map(one => one.trim()).filter(Boolean);
  return items.length ? JSON.stringify(items) : '';
}

/** Why a text is not JSON, or nothing. */
export function jsonFault(text) {
  if (!text.trim()) return '';
  try {
    JSON.parse(text);
    return '';
  } catch (fault) {
    return `is not JSON: ${fault.message}`;
  }
}
