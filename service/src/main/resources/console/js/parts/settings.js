// How the console looks and who it speaks as, kept in this browser; and the help for its keys.
import { html, useState } from '../../lib/preact.js';
import { auth } from '../data/api.js';
import { useWho } from '../data/who.js';
import { Dialog } from './dialog.js';
import { announce } from './basics.js';

const THEMES = ['auto', 'light', 'dark'];

export const theme = () => document.documentElement.dataset.theme ?? 'auto';

export function setTheme(name) {
  if (name === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  try {
    localStorage.setItem('theme', name);
  } catch {
    // then it holds until the page is left
  }
  dispatchEvent(new Event('themechange'));
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('themechange')));

export function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  setTheme(next);
  announce(`Theme: ${next === 'auto' ? 'as the system' : next}`);
}

export function TokenDialog({ asked, onClose }) {
  const [token, setToken] = useState(auth.token);
  const { subject, scopes, readsAll } = useWho();
  const save = event => {
    event.preventDefault();
    auth.token = token.trim();
    onClose();
  };
  return html`<${Dialog} title="Access token" onClose=${onClose}>
    <form onSubmit=${save}>
      <p class="dialog-text">${asked ? 'The service asks who you are. ' : ''}The token is kept in this tab until you close it, and travels as a header only.</p>
      ${subject && html`<p class="dialog-text">You are <b>${subject}</b>, and may ${scopes.join(', ') || 'do nothing'}. You see ${readsAll ? 'what everybody has' : 'only what you have'} handed in.</p>`}
      <div class="field wide"><label for="f-token">Token</label>
        <input id="f-token" type="password" autocomplete="off" value=${token} onInput=${event => setToken(event.target.value)} autofocus /></div>
      <div class="dialog-actions"><button type="button" class="button" onClick=${onClose}>Leave it</button>
        <button class="button primary">${token ? 'Use it' : 'Use none'}</button></div>
    </form>
  <//>`;
}

const KEYS = [
  ['Go to', [['g o', 'Overview'], ['g t', 'Tasks'], ['g d', 'Droplets'], ['g s', 'Schedules'], ['n', 'New task']]],
  ['In lists', [['j', 'Next'], ['k', 'Previous'], ['Enter', 'Open'], ['/', 'Search'], ['Esc', 'Let go']]],
  ['On a task', [['r', 'Replay'], ['c', 'Cancel'], ['y', 'Copy its id'], ['u', 'Back to the list']]],
  ['On a droplet', [['p', 'Pause or resume'], ['e', 'Edit its policy']]],
  ['Anywhere', [['t', 'Change the theme'], ['?', 'This help']]],
];

export function KeysDialog({ onClose }) {
  return html`<${Dialog} title="Keyboard" onClose=${onClose} wide>
    <div class="keys">${KEYS.map(([title, keys]) => html`<section key=${title}><h3>${title}</h3>
      <dl>${keys.map(([key, text]) => html`<div key=${key}><dt>${key.split(' ').map(one => html`<kbd key=${one}>${one}</kbd>`)}</dt><dd>${text}</dd></div>`)}</dl></section>`)}</div>
    <div class="dialog-actions"><button type="button" class="button" autofocus onClick=${onClose}>Close</button></div>
  <//>`;
}
