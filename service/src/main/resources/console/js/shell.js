// What stands around every page: the ways to the others, whether the view is live, help.
import { html, useEffect, useState } from '../lib/preact.js';
import { auth } from './data/api.js';
import { useLive } from './data/live.js';
import { useWho } from './data/who.js';
import { useKeys } from './keys.js';
import { Announcements, Empty } from './parts/basics.js';
import { Icon } from './parts/icons.js';
import { KeysDialog, nextTheme, theme, TokenDialog } from './parts/settings.js';
import { DropletPage } from './pages/droplet.js';
import { DropletsPage } from './pages/droplets.js';
import { OverviewPage } from './pages/overview.js';
import { ScheduleFormPage } from './pages/schedule-form.js';
import { PolicyFormPage } from './pages/policy-form.js';
import { SchedulesPage } from './pages/schedules.js';
import { SubmitPage } from './pages/submit.js';
import { TaskPage } from './pages/task.js';
import { TasksPage } from './pages/tasks.js';
import { href, navigate, useRoute } from './router.js';

const PLACES = [
  ['', 'Overview', 'overview', 'o'], ['tasks', 'Tasks', 'tasks', 't'],
  ['droplets', 'Droplets', 'droplets', 'd'], ['schedules', 'Schedules', 'schedules', 's'],
];

function pageOf({ path, query }) {
  const [place, id] = path;
  if (path.length > 2) return html`<${Nothing} />`;
  switch (place) {
    case undefined: return html`<${OverviewPage} query=${query} />`;
    case 'tasks': return id ? html`<${TaskPage} key=${id} id=${id} />` : html`<${TasksPage} query=${query} />`;
    case 'droplets': return id ? html`<${DropletPage} key=${id} name=${id} />` : html`<${DropletsPage} query=${query} />`;
    case 'policies': return id ? html`<${PolicyFormPage} key=${id} name=${id} />` : html`<${Nothing} />`;
    case 'schedules': return id ? html`<${ScheduleFormPage} key=${id} id=${id} />` : html`<${SchedulesPage} />`;
    case 'submit': return id ? html`<${Nothing} />` : html`<${SubmitPage} key=${query.from ?? ''} query=${query} />`;
    default: return html`<${Nothing} />`;
  }
}

function Nothing() {
  return html`<${Empty} icon="search" title="Nothing is here">This address shows nothing. <a href=${href('')}>Go to the overview</a><//>`;
}

function LiveMark() {
  const { stream, service } = useLive();
  const [tone, text, title] =
    service === 'away' ? ['bad', 'No answer', 'The service does not answer; the console tries again by itself']
    : stream === 'live' ? ['well', 'Live', 'Events arrive as they happen']
    : stream === 'connecting' ? ['wait', 'Connecting', 'The stream of events is being opened']
    : ['warn', 'Not live', 'The stream of events is away; the console asks every few seconds'];
  return html`<span class=${`live live-${tone}`} title=${title} role="status"><i />${text}</span>`;
}

function AwayBanner() {
  const { service } = useLive();
  return service === 'away' && html`<div class="away" role="alert"><span>The Orchestrator does not answer.</span> What you see is what was last known; the console tries again by itself.</div>`;
}

const THEME_ICON = { auto: 'auto', light: 'sun', dark: 'moon' };

function Tools({ open }) {
  const [, again] = useState(0);
  useEffect(() => {
    const changed = () => again(n => n + 1);
    addEventListener('themechange', changed);
    return () => removeEventListener('themechange', changed);
  }, []);
  return html`<div class="tools">
    <button type="button" class="tool" aria-label=${`Theme: ${theme()}`} title=${`Theme: ${theme()} (t)`} onClick=${nextTheme}><${Icon} name=${THEME_ICON[theme()]} /></button>
    <button type="button" class="tool" aria-label="Access token" title="Access token" onClick=${() => open('token')}><${Icon} name="key" /></button>
    <button type="button" class="tool wide-only" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)" onClick=${() => open('keys')}><${Icon} name="keyboard" /></button>
  </div>`;
}

export function Shell() {
  const route = useRoute();
  const [dialog, setDialog] = useState(null);
  const { may } = useWho();
  useEffect(() => {
    const listener = what => {
      if (what !== 'wanted') return;
      auth.asking = false;
      setDialog(old => old ?? 'asked');
    };
    auth.listeners.add(listener);
    if (auth.asking) listener('wanted');
    return () => auth.listeners.delete(listener);
  }, []);
  const close = () => setDialog(null);
  const go = path => () => navigate(href(path));
  useKeys({
    'g o': go(''), 'g t': go('tasks'), 'g d': go('droplets'), 'g s': go('schedules'), n: go('submit'),
    '?': () => setDialog('keys'), t: nextTheme,
  });
  const place = route.path[0] ?? '';
  return html`<div class="shell">
    <a class="skip" href="#main" onClick=${event => {
      event.preventDefault();
      document.getElementById('main').focus();
    }}>Skip to the page</a>
    <aside class="side">
      <a class="brand" href=${href('')}><${Logo} /><span>Orchestrator</span></a>
      <nav class="nav" aria-label="Pages">
        ${PLACES.map(([path, text, icon, key]) => html`<a key=${path} href=${href(path)} aria-current=${place === path || (place === 'policies' && path === 'droplets') ? 'page' : null} title=${`${text} (g ${key})`}><${Icon} name=${icon} /><span>${text}</span></a>`)}
        ${may('submit') && html`<a class="nav-new" href=${href('submit')} aria-current=${place === 'submit' ? 'page' : null} title="New task (n)"><${Icon} name="plus" /><span>New task</span></a>`}
      </nav>
      <div class="side-foot"><${LiveMark} /><${Tools} open=${setDialog} /></div>
    </aside>
    <main class="main" id="main" tabindex="-1"><${AwayBanner} />${pageOf(route)}</main>
    ${dialog === 'keys' && html`<${KeysDialog} onClose=${close} />`}
    ${(dialog === 'token' || dialog === 'asked') && html`<${TokenDialog} asked=${dialog === 'asked'} onClose=${close} />`}
    <${Announcements} />
  </div>`;
}

function Logo() {
  return html`<svg class="logo" viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="6" /><path d="M7 12h4m2-1 4-3.500M13 13l4 3.500" /><circle cx="6.500" cy="12" r="2" /><circle cx="12" cy="12" r="2" /><circle cx="17.500" cy="7" r="2" /><circle cx="17.500" cy="17" r="2" /></svg>`;
}
