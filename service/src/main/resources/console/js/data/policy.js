// What holds the tasks of a droplet back: its policy, that of all droplets, its breaker. Pure.
import { count } from './format.js';

export const ALL = '*';

const key = name => name.toLowerCase();

/**
 * What is said of one droplet: stored for it, and effective.
 * @param said the answer of /policies, here and below
 */
export function policyOf(said, name) {
  const find = wanted => said?.policies.find(one => key(one.droplet_name) === wanted);
  const own = find(key(name));
  return { own, stored: own?.stored ?? null, effective: (own ?? find(ALL))?.effective ?? {} };
}

/** Why its tasks wait now, or nothing. */
export function heldBy(said, name) {
  const { stored, effective } = policyOf(said, name);
  const breaker = said?.breakers.find(one => key(one.droplet_name) === key(name))?.state;
  if (effective.paused) {
    return {
      tone: 'held', text: 'Paused', byAll: stored?.paused !== true,
      detail: stored?.paused === true
        ? `Its tasks are taken in and wait until somebody resumes it.`
        : `All droplets are paused. Its tasks wait until somebody resumes it, or all.`,
    };
  }
  if (breaker === 'open') {
    return { tone: 'error', text: 'Breaker open', detail: 'Too many of its calls failed. Nothing is sent to it for a while; then one task is tried.' };
  }
  if (breaker === 'half_open') {
    return { tone: 'warn', text: 'Breaker half open', detail: 'Too many of its calls failed. One task is tried; when it succeeds, the others go on.' };
  }
  return null;
}

const plain = number => String(number?.rawJSON ?? number);

export const rateText = policy => `${plain(policy.rate_per_second)}/s`;

export function breakerText({ failure_percent: percent, minimum_calls: calls, window_seconds: window, open_seconds: open }) {
  return `${plain(percent)}% of ${plain(calls)} calls in ${plain(window)} s, then ${plain(open)} s of rest`;
}

export function retryText({ max_retries: retries, backoff }) {
  const waits = backoff.schedule
    ? `after ${backoff.schedule.map(plain).join(', ')} s`
    : `first after ${plain(backoff.initial_seconds)} s, then times ${plain(backoff.multiplier)}, up to ${plain(backoff.max_seconds)} s`;
  return Number(plain(retries)) === 0 ? 'none' : `${plain(retries)}, ${waits}`;
}

/** The bounds of its calls in a few words. */
export function limitsText(said, name) {
  const { effective } = policyOf(said, name);
  return [
    effective.rate_per_second != null && rateText(effective),
    effective.max_concurrency != null && `${count(Number(plain(effective.max_concurrency)))} at once`,
    effective.breaker && 'breaker',
  ].filter(Boolean).join(', ');
}

/** Each bound that holds: its name, its words, and whether only the policy of all says it. */
export function bounds(said, name) {
  const { stored, effective } = policyOf(said, name);
  const byAll = field => name !== ALL && stored?.[field] == null;
  return [
    ['Rate', 'rate_per_second', () => `${rateText(effective)}, ${plain(effective.burst)} at once after a while`],
    ['At once', 'max_concurrency', () => plain(effective.max_concurrency)],
    ['Retries', 'retry', () => retryText(effective.retry)],
    ['Time for an attempt', 'attempt_timeout_seconds', () => `${plain(effective.attempt_timeout_seconds)} s`],
    ['Breaker', 'breaker', () => breakerText(effective.breaker)],
  ].filter(([, field]) => effective[field] != null)
    .map(([label, field, words]) => ({ label, text: words(), byAll: byAll(field) }));
}
