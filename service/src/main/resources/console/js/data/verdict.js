// Whether the mesh is well, in one line, and if not, why: the worst first. Pure.
import { count, percent, plural, relative } from './format.js';
import { ALL, heldBy, policyOf } from './policy.js';

const WINDOW_S = 300;
const ENOUGH_TASKS = 5;
const TOO_MANY_FAILED = 0.05;
const MOST_NAMES = 3;

/** @returns {{tone: 'well'|'warn'|'bad'|'unknown', headline: string, detail: string, problems: Array}} */
export function verdict({ health, healthError, droplets, policies, lately, waiting, now }) {
  if (healthError && !health) {
    return { tone: 'bad', headline: 'The Orchestrator does not answer', detail: healthError.message, problems: [] };
  }
  if (!health || !droplets) return { tone: 'unknown', headline: 'Looking…', detail: ' ', problems: [] };
  const problems = [
    ...away(healthError), ...ofService(health, now), ...ofDroplets(droplets),
    ...ofPolicies(droplets, policies),
    ...ofTasks(lately), ...ofHeld(waiting),
  ];
  if (!problems.length) {
    return { tone: 'well', headline: 'Mesh is well', detail: summary(droplets, lately), problems };
  }
  const bad = problems.some(problem => problem.tone === 'bad');
  const [first] = [...problems].sort((a, b) => (a.tone === 'bad' ? 0 : 1) - (b.tone === 'bad' ? 0 : 1));
  return { tone: bad ? 'bad' : 'warn', headline: first.text, detail: first.detail, problems: problems.filter(p => p !== first), to: first.to };
}

function away(error) {
  return error
    ? [{ tone: 'bad', text: 'The Orchestrator does not answer', detail: 'What you see is what was last known.' }]
    : [];
}

function ofService(health, now) {
  const { registry, cache, store } = health.dependencies;
  const problems = [];
  if (store.status !== 'connected') {
    problems.push({ tone: 'bad', text: 'Tasks cannot be recorded', detail: 'The store is unavailable; new tasks are refused until it is back.' });
  }
  if (cache.status === 'unavailable') {
    problems.push({ tone: 'bad', text: 'No droplet is known', detail: 'The Registry cannot be reached, and no list was ever known.' });
  } else if (registry.status === 'unavailable') {
    problems.push({
      tone: 'warn', text: 'The Registry cannot be reached',
      detail: `Routing goes on by the list of ${registry.last_sync ? relative(registry.last_sync, now) : 'an earlier run'}.`,
    });
  }
  if (health.status === 'inactive') {
    problems.push({ tone: 'warn', text: 'The service is stopping', detail: 'It takes no new tasks.' });
  }
  return problems;
}

function ofDroplets({ droplets }) {
  const silent = droplets.filter(droplet => !droplet.reachable);
  if (!silent.length) return [];
  const names = silent.slice(0, MOST_NAMES).map(droplet => droplet.name).join(', ');
  const more = silent.length > MOST_NAMES ? ` and ${count(silent.length - MOST_NAMES)} more` : '';
  return [{
    tone: 'warn',
    text: silent.length === 1 ? `Droplet ${names} is unreachable` : `${silent.length} of ${droplets.length} droplets are unreachable`,
    detail: silent.length === 1 ? 'It gave no answer, or a failure, when it was last asked. Tasks for it are retried.' : names + more,
    to: ['droplets', { show: 'attention' }],
  }];
}

/** Somebody has paused it, or its breaker has: either way its tasks wait. */
function ofPolicies({ droplets }, policies) {
  const held = droplets.map(droplet => ({ droplet, ...heldBy(policies, droplet.name) })).filter(one => one.text);
  if (policyOf(policies, ALL).stored?.paused) {
    return [{ tone: 'warn', text: 'All droplets are paused', detail: 'Tasks are taken in and wait until somebody resumes them.', to: ['droplets'] }];
  }
  const problems = [];
  for (const [has, one, many] of [['Paused', 'is paused', 'are paused'], ['Breaker', 'is given a rest', 'are given a rest']]) {
    const these = held.filter(({ text }) => text.startsWith(has));
    if (these.length === 1) {
      problems.push({ tone: 'warn', text: `Droplet ${these[0].droplet.name} ${one}`, detail: these[0].detail, to: [`droplets/${encodeURIComponent(these[0].droplet.name)}`] });
    } else if (these.length) {
      problems.push({ tone: 'warn', text: `${these.length} droplets ${many}`, detail: these.slice(0, MOST_NAMES).map(({ droplet }) => droplet.name).join(', ') + (these.length > MOST_NAMES ? ', …' : ''), to: ['droplets', { show: 'held' }] });
    }
  }
  return problems;
}

function ofTasks(lately) {
  if (lately.total < ENOUGH_TASKS || lately.failedShare < TOO_MANY_FAILED) return [];
  return [{
    tone: 'bad',
    text: `${percent(lately.failedShare)} of tasks failed in the last 5 minutes`,
    detail: `${count(lately.failed)} of ${count(lately.total)}, most at ${lately.worst}.`,
    to: ['tasks', { status: 'error' }],
  }];
}

function ofHeld(waiting) {
  if (!waiting?.held) return [];
  return [{
    tone: 'warn',
    text: `${plural(waiting.held, 'task')} ${waiting.held === 1 ? 'waits' : 'wait'} for a person`,
    detail: 'Nobody saw how the last attempt ended. Let it go on, or fail it.',
    to: ['tasks', { status: 'held' }],
  }];
}

function summary({ droplets }, lately) {
  const all = droplets.length === 1 ? 'The one droplet is reachable' : `All ${droplets.length} droplets are reachable`;
  if (!lately.total) return `${all}. No task has ended in the last 5 minutes.`;
  const failed = lately.failed ? `${count(lately.failed)} failed` : 'none failed';
  return `${all}. ${plural(lately.total, 'task')} ended in the last 5 minutes, ${failed}.`;
}

export const VERDICT_WINDOW_S = WINDOW_S;
