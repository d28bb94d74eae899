// A form for a task. What the API says of a field stands beside that field.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { ApiError, call, get, url } from '../data/api.js';
import { duration, pathOf } from '../data/format.js';
import { useDroplets } from '../data/mesh.js';
import { announce, CopyButton, Fault, PageHead, Panel } from '../parts/basics.js';
import { Area, Input, jsonFault, jsonObject, listed, quoted, Select } from '../parts/form.js';
import { href, navigate } from '../router.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(one => [one, one]);
const WITH_BODY = ['POST', 'PUT', 'PATCH'];
const ASYNC = { Prefer: 'respond-async' };
const BLANK = {
  droplet_name: '', capability: '', method: 'GET', path: '/', payload: '', meta: '', tags: '', delay_seconds: '', priority: '', max_retries: '',
  attempt_timeout_seconds: '', timeout_seconds: '', on_unknown: '', idempotency_key: '',
};

/** Numbers go as they were typed, so that what is wrong with them is told by the API, too. */
const number = text => (text.trim() === '' ? '' : Number.isFinite(Number(text)) ? text.trim() : quoted(text));

function asJson(form, dryRun) {
  return jsonObject([
    ['droplet_name', quoted(form.droplet_name)], ['capability', quoted(form.capability)], ['method', quoted(form.method)], ['path', quoted(form.path)],
    ['payload', form.payload.trim()], ['meta', form.meta.trim()], ['tags', listed(form.tags)],
    ...['delay_seconds', 'priority', 'max_retries', 'attempt_timeout_seconds', 'timeout_seconds'].map(name => [name, number(form[name])]),
    ['on_unknown', quoted(form.on_unknown)], ['idempotency_key', quoted(form.idempotency_key)], ['dry_run', dryRun ? 'true' : ''],
  ]);
}

function curlOf(form) {
  const body = asJson(form).replaceAll("'", "'\\''");
  return `curl -s ${location.origin}${url('tasks')} -H 'Content-Type: application/json' -H 'Prefer: respond-async' \\\n  -d '${body}'`;
}

function asForm(task) {
  const text = value => (value == null ? '' : JSON.stringify(value, null, 2));
  return {
    ...BLANK, droplet_name: task.capability ? '' : task.droplet_name, capability: task.capability ?? '', method: task.method, path: pathOf(task) ?? '', payload: text(task.payload),
    meta: text(task.meta), tags: task.tags.join(', '), priority: String(task.priority), max_retries: String(task.max_retries),
    on_unknown: task.on_unknown === 'hold' ? 'hold' : '',
  };
}

const wrong = (field, message) =>
  new ApiError(400, { error: { message: `${field} ${message}`, details: { errors: [{ field, message }] } } });

export function SubmitPage({ query }) {
  const [form, setForm] = useState({ ...BLANK, droplet_name: query.droplet ?? '' });
  const [fault, setFault] = useState(null);
  const [plan, setPlan] = useState(null);
  const [busy, setBusy] = useState(false);
  const box = useRef();
  const droplets = useDroplets();
  const set = name => value => setForm(old => ({ ...old, [name]: value }));
  const fields = fault instanceof ApiError ? fault.fields : {};
  if (fault?.code === 'DROPLET_NOT_FOUND') fields.droplet_name = fault.message;

  useEffect(() => {
    document.getElementById('f-droplet_name')?.focus();
    if (query.from) get(`tasks/${encodeURIComponent(query.from)}`).then(task => setForm(asForm(task)), setFault);
  }, []);
  useEffect(() => {
    box.current?.querySelector('[aria-invalid]')?.focus();
  }, [fault]);

  const send = async dryRun => {
    const broken = ['payload', 'meta'].map(name => [name, jsonFault(form[name])]).find(([, message]) => message);
    if (broken) {
      setFault(wrong(...broken));
      return;
    }
    setBusy(true);
    setFault(null);
    setPlan(null);
    try {
      const answer = await call('POST', 'tasks', { body: asJson(form, dryRun), headers: dryRun ? {} : ASYNC });
      if (dryRun) setPlan(answer);
      else {
        announce('Submitted');
        navigate(href(`tasks/${answer.task_id}`));
      }
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  const submit = event => {
    event.preventDefault();
    send(false);
  };
  const withKeys = event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };
  const input = (name, label, more = {}) => html`<${Input} name=${name} label=${label} value=${form[name]} onInput=${set(name)} error=${fields[name]} ...${more} />`;
  return html`
    <${PageHead} title="New task" note=${query.from ? 'Filled in from an earlier task.' : 'It is handed over at once; its page shows how it goes.'} />
    <form class="form" ref=${box} onSubmit=${submit} onKeyDown=${withKeys} novalidate>
      ${fault && html`<${Fault} error=${fault} />`}
      <${Panel} title="Call"><div class="fields">
        ${input('droplet_name', 'Droplet', { list: 'droplet-names', required: !form.capability })}
        ${input('capability', 'Or a capability', { hint: 'Any droplet that offers it', list: 'capabilities' })}
        <${Select} name="method" label="Method" value=${form.method} onInput=${set('method')} error=${fields.method} options=${METHODS} />
        ${input('path', 'Path', { class: 'mono', wide: true, hint: 'With its query, if it has one.' })}
        <${Area} name="payload" label="Payload" rows=${WITH_BODY.includes(form.method) || form.payload ? 8 : 3} hint="Any JSON, or nothing. Numbers keep their digits." value=${form.payload} onInput=${set('payload')} error=${fields.payload} />
      </div><//>
      <details class="panel more-options" open=${Object.keys(fields).some(name => !['droplet_name', 'capability', 'method', 'path', 'payload'].includes(name))}>
        <summary class="panel-head"><h2>Options</h2><span class="quiet small">retries, times, tags</span></summary>
        <div class="panel-body"><div class="fields">
          ${input('delay_seconds', 'Begin after', { hint: 'Seconds', inputmode: 'decimal' })}
          ${input('priority', 'Priority', { hint: '1 (first) to 10', inputmode: 'numeric', placeholder: '5' })}
          ${input('max_retries', 'Retries', { hint: 'After the first attempt', inputmode: 'numeric' })}
          ${input('attempt_timeout_seconds', 'Time for an attempt', { hint: 'Seconds', inputmode: 'decimal' })}
          ${input('timeout_seconds', 'Time in all', { hint: 'Seconds', inputmode: 'decimal' })}
          <${Select} name="on_unknown" label="When nobody sees how an attempt ends" value=${form.on_unknown} onInput=${set('on_unknown')} error=${fields.on_unknown} options=${[['', 'Try again'], ['hold', 'Hold it for a person']]} />
          ${input('tags', 'Tags', { hint: 'Separated by commas' })}
          ${input('idempotency_key', 'Idempotency key', { hint: 'The same key is the same task', class: 'mono' })}
          <${Area} name="meta" label="Meta" rows=${3} hint="A JSON object that is kept with the record." value=${form.meta} onInput=${set('meta')} error=${fields.meta} />
        </div></div>
      </details>
      <datalist id="droplet-names">${droplets.data?.droplets.map(one => html`<option key=${one.name} value=${one.name} />`)}</datalist>
      <datalist id="capabilities">${[...new Set(droplets.data?.droplets.flatMap(one => one.capabilities ?? []))].sort().map(one => html`<option key=${one} value=${one} />`)}</datalist>
      ${plan && html`<${Plan} plan=${plan} />`}
      <div class="form-actions"><button class="button primary" disabled=${busy}>Submit</button>
        <button type="button" class="button" disabled=${busy} onClick=${() => send(true)}>Dry run</button><span class="quiet small wide-only"><kbd>Ctrl</kbd> <kbd>Enter</kbd> submits</span></div>
      <${Panel} title="The same by curl" flush action=${html`<${CopyButton} text=${() => curlOf(form)} />`}><pre class="code" tabindex="0" role="region" aria-label="The same by curl"><code>${curlOf(form)}</code></pre><//>
    </form>`;
}

function Plan({ plan }) {
  const retries = plan.retries_after_seconds ?? [];
  return html`<section class="plan panel" role="status"><div class="panel-body">
    <p><b>Nothing was sent.</b> It would call <span class="mono break">${plan.method} ${plan.target_url ?? 'nobody yet'}</span>, with ${duration(plan.attempt_timeout_seconds * 1000)} for an attempt and ${duration(plan.timeout_seconds * 1000)} in all.</p>
    <p class="quiet">${retries.length ? `Retries after ${retries.map(s => duration(s * 1000)).join(', ')}.` : 'No retries.'}</p>
  </div></section>`;
}
