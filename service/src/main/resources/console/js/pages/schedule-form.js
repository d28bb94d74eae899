// Makes a schedule, or changes one.
import { html, useEffect, useState } from '../../lib/preact.js';
import { ApiError, call, get } from '../data/api.js';
import { useDroplets } from '../data/mesh.js';
import { announce, CopyId, Fault, PageHead, Panel, Skeleton } from '../parts/basics.js';
import { Area, Input, jsonFault, jsonObject, quoted, Select } from '../parts/form.js';
import { href, navigate } from '../router.js';
import { useResource } from '../data/resource.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(one => [one, one]);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';
const BLANK = { name: '', cron: '', time_zone: zone, overlap: 'skip', catch_up: 'none', droplet: '', method: 'GET', path: '/', payload: '' };

function asForm(schedule) {
  const { droplet_name: droplet, method = 'GET', path, payload } = schedule.task;
  return {
    ...BLANK, name: schedule.name ?? '', cron: schedule.cron, time_zone: schedule.time_zone, overlap: schedule.overlap,
    catch_up: schedule.catch_up, droplet, method, path, payload: payload == null ? '' : JSON.stringify(payload, null, 2),
  };
}

/** What of the task the form does not show is kept as it is. */
function asJson(form, before) {
  const { droplet_name, method, path, payload, ...rest } = before?.task ?? {};
  const task = jsonObject([
    ['droplet_name', quoted(form.droplet)], ['method', quoted(form.method)], ['path', quoted(form.path)], ['payload', form.payload.trim()],
    ...Object.entries(rest).map(([name, value]) => [name, JSON.stringify(value)]),
  ]);
  return jsonObject([
    ['name', form.name ? quoted(form.name) : before ? 'null' : ''], ['cron', quoted(form.cron)], ['time_zone', quoted(form.time_zone)],
    ['overlap', quoted(form.overlap)], ['catch_up', quoted(form.catch_up)], ['task', task],
  ]);
}

export function ScheduleFormPage({ id }) {
  const isNew = id === 'new';
  const { data, error, reload } = useResource(isNew ? null : signal => get(`schedules/${encodeURIComponent(id)}`, {}, signal), id, { ticks: false });
  if (!isNew && error && !data) return html`<${PageHead} title="Schedule" /><${Fault} error=${error} onRetry=${reload} />`;
  if (!isNew && !data) return html`<${PageHead} title="Schedule" /><${Panel}><${Skeleton} lines=${6} /><//>`;
  return html`<${Form} key=${id} before=${data} />`;
}

function Form({ before }) {
  const [form, setForm] = useState(() => (before ? asForm(before) : BLANK));
  const [fault, setFault] = useState(null);
  const [busy, setBusy] = useState(false);
  const droplets = useDroplets();
  const set = name => value => setForm(old => ({ ...old, [name]: value }));
  const fields = fault instanceof ApiError ? fault.fields : {};
  useEffect(() => {
    if (!before) document.getElementById('f-name')?.focus();
  }, []);
  const save = async event => {
    event.preventDefault();
    const broken = jsonFault(form.payload);
    if (broken) {
      setFault(new ApiError(400, { error: { message: 'The payload is not JSON', details: { errors: [{ field: 'task.payload', message: broken }] } } }));
      return;
    }
    setBusy(true);
    try {
      const body = asJson(form, before);
      if (before) await call('PATCH', `schedules/${before.id}`, { body });
      else await call('POST', 'schedules', { body });
      announce(before ? 'Saved' : 'The schedule is made');
      navigate(href('schedules'));
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  const input = (name, label, more = {}) => html`<${Input} name=${name} label=${label} value=${form[name]} onInput=${set(name)} error=${fields[more.field ?? name]} ...${more} />`;
  return html`
    <${PageHead} title=${before ? before.name ?? 'Schedule' : 'New schedule'} note=${before && html`<${CopyId} id=${before.id} />`} />
    <form class="form" onSubmit=${save} novalidate>
      ${fault && html`<${Fault} error=${fault} />`}
      <${Panel} title="When"><div class="fields">
        ${input('name', 'Name', { hint: 'For people; may be left out.' })}
        ${input('cron', 'Cron expression', { placeholder: '30 2 * * *', class: 'mono', hint: 'Minute, hour, day of month, month, day of week; or @hourly, @daily, …' })}
        ${input('time_zone', 'Time zone', { hint: 'Whose clock the expression is about.' })}
        <${Select} name="overlap" label="When the last task has not ended" value=${form.overlap} onInput=${set('overlap')} error=${fields.overlap} options=${[['skip', 'Leave the firing out'], ['queue', 'Make it afterwards']]} />
        <${Select} name="catch_up" label="When firings were missed" value=${form.catch_up} onInput=${set('catch_up')} error=${fields.catch_up} options=${[['none', 'Leave them out'], ['last', 'Make the last of them']]} />
      </div><//>
      <${Panel} title="What"><div class="fields">
        ${input('droplet', 'Droplet', { field: 'task.droplet_name', list: 'droplet-names' })}
        <${Select} name="method" label="Method" value=${form.method} onInput=${set('method')} error=${fields['task.method']} options=${METHODS} />
        ${input('path', 'Path', { field: 'task.path', class: 'mono', wide: true })}
        <${Area} name="payload" label="Payload" hint="Any JSON, or nothing." rows=${6} value=${form.payload} onInput=${set('payload')} error=${fields['task.payload']} />
      </div><//>
      <datalist id="droplet-names">${droplets.data?.droplets.map(one => html`<option key=${one.name} value=${one.name} />`)}</datalist>
      <div class="form-actions"><button class="button primary" disabled=${busy}>${before ? 'Save' : 'Make the schedule'}</button><a class="button" href=${href('schedules')}>Leave it</a></div>
    </form>`;
}
