// Pausing and resuming a droplet, or all of them.
import { html, useState } from '../../lib/preact.js';
import { call } from '../data/api.js';
import { ALL } from '../data/policy.js';
import { announce } from './basics.js';
import { act, Confirm, useOnce } from './dialog.js';
import { Icon } from './icons.js';

const at = (name, what) => `droplets/${encodeURIComponent(name)}/${what}`;
const whole = name => (name === ALL ? 'All droplets' : name);

/** @param onChange is given the policy as it is then */
export function usePausing(onChange) {
  const [asking, setAsking] = useState(null);
  const [busy, once] = useOnce();
  const resume = once(async name => {
    const now = await act(() => call('POST', at(name, 'resume')), name === ALL ? 'Droplets go on' : `${name} goes on`);
    if (now) onChange(now);
  });
  const pause = async () => {
    onChange(await call('POST', at(asking, 'pause')));
    announce(asking === ALL ? 'All droplets are paused' : `${asking} is paused`);
  };
  return {
    busy,
    toggle: (name, isPaused) => (isPaused ? resume(name) : setAsking(name)),
    dialog: asking != null && html`<${Confirm} title=${asking === ALL ? 'Pause all droplets?' : 'Pause this droplet?'} action="Pause" harmful=${asking === ALL} onConfirm=${pause} onClose=${() => setAsking(null)}>
      <p><b>${whole(asking)}</b> ${asking === ALL ? 'are' : 'is'} not called any more, until somebody says so. Tasks are taken in and wait; calls under way go on to their end.</p><//>`,
  };
}

export function PauseTool({ name, isPaused, pausing }) {
  const text = isPaused ? 'Resume' : 'Pause';
  return html`<button type="button" class="tool" title=${text} aria-label=${`${text} ${name}`} disabled=${pausing.busy} onClick=${() => pausing.toggle(name, isPaused)}><${Icon} name=${isPaused ? 'play' : 'pause'} /></button>`;
}

export function PauseButton({ name, isPaused, pausing, label = '' }) {
  const text = isPaused ? 'Resume' : 'Pause';
  return html`<button type="button" class=${`button ${isPaused ? 'primary' : ''}`} disabled=${pausing.busy} onClick=${() => pausing.toggle(name, isPaused)}><${Icon} name=${isPaused ? 'play' : 'pause'} />${text}${label}</button>`;
}
