// Changes what a droplet is called within, or all of them.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { ApiError, call, get } from '../data/api.js';
import { ALL } from '../data/policy.js';
import { useResource } from '../data/resource.js';
import { announce, Fault, PageHead, Panel, Skeleton } from '../parts/basics.js';
import { Confirm } from '../parts/dialog.js';
import { Area, Input, jsonFault, jsonObject, Select } from '../parts/form.js';
import { href, navigate } from '../router.js';

const NUMBERS = ['rate_per_second', 'burst', 'max_concurrency', 'attempt_timeout_seconds'];
const OF_BREAKER = ['failure_percent', 'minimum_calls', 'window_seconds', 'open_seconds'];
const NONE = { known: false, stored: null, effective: {} };

const text = value => (value == null ? '' : String(value.rawJSON ?? value));

function asForm(stored) {
  const form = { paused: stored?.paused == null ? '' : String(stored.paused), breaker: stored?.breaker ? 'on' : '' };
  for (const name of NUMBERS) form[name] = text(stored?.[name]);
  for (const name of OF_BREAKER) form[name] = text(stored?.breaker?.[name]);
  form.retry = stored?.retry ? JSON.stringify(stored.retry, null, 2) : '';
  return form;
}

/** What is no number is sent as a text: the service says of every field at once what is wrong. */
const number = value => {
  const trimmed = value.trim();
  return trimmed === '' || /^-?(0|[1-9]\d*)(\.\d+)?$/.test(trimmed) ? trimmed : JSON.stringify(trimmed);
};

function asJson(form) {
  const breaker = form.breaker ? jsonObject(OF_BREAKER.map(name => [name, number(form[name])])) : '';
  return jsonObject([
    ...NUMBERS.map(name => [name, number(form[name])]), ['retry', form.retry.trim()], ['breaker', breaker], ['paused', form.paused],
  ]);
}

function faultsOf(fault) {
  const fields = fault instanceof ApiError ? fault.fields : {};
  const retry = Object.entries(fields).filter(([name]) => name.startsWith('retry.')).map(([name, message]) => `${name.slice(6)} ${message}`);
  return retry.length ? { ...fields, retry: retry.join('; ') } : fields;
}

/** A droplet that nobody knows has no policy yet, and may get one. */
const read = name => async signal => {
  try {
    return await get(`policies/${encodeURIComponent(name)}`, {}, signal);
  } catch (fault) {
    if (fault.status === 404) return NONE;
    throw fault;
  }
};

const back = name => href(name === ALL ? 'droplets' : `droplets/${encodeURIComponent(name)}`);

export function PolicyFormPage({ name }) {
  const { data, error, reload } = useResource(read(name), name, { ticks: false });
  const title = name === ALL ? 'Policy of all droplets' : `Policy of ${name}`;
  if (!data && error) return html`<${PageHead} title=${title} /><${Fault} error=${error} onRetry=${reload} />`;
  if (!data) return html`<${PageHead} title=${title} /><${Panel}><${Skeleton} lines=${6} /><//>`;
  return html`<${Form} key=${name} name=${name} title=${title} before=${data} />`;
}

function Form({ name, title, before }) {
  const [form, setForm] = useState(() => asForm(before.stored));
  const [fault, setFault] = useState(null);
  const [busy, setBusy] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const box = useRef();
  const path = `policies/${encodeURIComponent(name)}`;
  const set = field => value => setForm(old => ({ ...old, [field]: value }));
  const fields = faultsOf(fault);
  useEffect(() => document.getElementById('f-rate_per_second')?.focus(), []);
  useEffect(() => box.current?.querySelector('[aria-invalid]')?.focus(), [fault]);
  const save = async event => {
    event.preventDefault();
    const broken = jsonFault(form.retry);
    if (broken) {
      setFault(new ApiError(400, { error: { message: 'The retry policy is not JSON', details: { errors: [{ field: 'retry', message: broken }] } } }));
      return;
    }
    setBusy(true);
    try {
      await call('PUT', path, { body: asJson(form) });
      announce('Saved');
      navigate(back(name));
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  const withKeys = event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(event);
  };
  const remove = async () => {
    await call('DELETE', path);
    announce('Deleted');
    navigate(back(name));
  };
  const other = name === ALL ? 'Left empty: not bounded.' : 'Left empty: as the policy of all droplets says, or not bounded.';
  const input = (field, label, more = {}) => html`<${Input} name=${field} label=${label} inputmode="decimal" value=${form[field]} onInput=${set(field)} error=${fields[more.field ?? field]} ...${more} />`;
  return html`
    <${PageHead} title=${title} note=${name === ALL ? 'For every droplet, for what its own policy does not say.' : before.known ? ' ' : 'No list names it; it may still come.'} />
    <form class="form" ref=${box} onSubmit=${save} onKeyDown=${withKeys} novalidate>
      ${fault && html`<${Fault} error=${fault} />`}
      <${Panel} title="Calls"><p class="quiet small timeline-note">${other}</p><div class="fields">
        ${input('rate_per_second', 'Calls a second', { hint: 'In the long run, of all nodes together.' })}
        ${input('burst', 'Burst', { hint: 'Calls at once after a while without any.' })}
        ${input('max_concurrency', 'Calls at once', { hint: 'Of all nodes together.' })}
        <${Select} name="paused" label="Pause" value=${form.paused} onInput=${set('paused')} error=${fields.paused}
          options=${[['', name === ALL ? 'Not paused' : 'As for all droplets'], ['true', 'Paused'], ...(name === ALL ? [] : [['false', 'Called, even while all are paused']])]} />
      </div><//>
      <${Panel} title="Breaker"><div class="fields">
        <${Select} name="breaker" label="When it fails" wide value=${form.breaker} onInput=${set('breaker')} error=${fields.breaker} options=${[['', name === ALL ? 'Go on' : 'As for all droplets'], ['on', 'Give it a rest']]} />
        ${form.breaker && html`
          ${input('failure_percent', 'Opens at failed calls of', { field: 'breaker.failure_percent', hint: 'Percent', placeholder: '50' })}
          ${input('minimum_calls', 'Of at least', { field: 'breaker.minimum_calls', hint: 'Calls', placeholder: '20' })}
          ${input('window_seconds', 'Within', { field: 'breaker.window_seconds', hint: 'Seconds', placeholder: '30' })}
          ${input('open_seconds', 'Rests for', { field: 'breaker.open_seconds', hint: 'Seconds', placeholder: '15' })}`}
      </div><//>
      <${Panel} title="Tasks that do not say so themselves"><div class="fields">
        ${input('attempt_timeout_seconds', 'Time for an attempt', { hint: 'Seconds' })}
        <${Area} name="retry" label="Retries" rows=${form.retry ? 8 : 3} placeholder=${'{"max_retries": 5, "backoff": {"initial_seconds": 1, "multiplier": 2, "max_seconds": 60}}'} hint="A retry policy as JSON, or nothing." value=${form.retry} onInput=${set('retry')} error=${fields.retry} />
      </div><//>
      <div class="form-actions"><button class="button primary" disabled=${busy}>Save</button><a class="button" href=${back(name)}>Leave it</a>
        ${before.stored && html`<button type="button" class="button danger" onClick=${() => setDeleting(true)}>Delete</button>`}<span class="quiet small wide-only"><kbd>Ctrl</kbd> <kbd>Enter</kbd> saves</span></div>
    </form>
    ${deleting && html`<${Confirm} title="Delete this policy?" action="Delete" onConfirm=${remove} onClose=${() => setDeleting(false)}>
      <p>${name === ALL ? 'Droplets are bound by their own policies alone.' : html`<b>${name}</b> is bound by what is said for all droplets alone.`}</p><//>`}`;
}
