// Why a task is where it is, in words. Pure.
import { dayOf, duration, plural, relative } from './format.js';

const OUTCOMES = {
  timeout: 'gave no whole answer in time',
  refused: 'refused the connection',
  dns: 'has a name that does not resolve',
  reset: 'broke the connection off',
  unknown: 'ended unseen: its node was lost',
  cancelled: 'was cut',
};

export function outcomeText(attempt) {
  if (!attempt.outcome) return 'under way';
  if (attempt.outcome === 'answered') return `HTTP ${attempt.response_status}`;
  return { timeout: 'timed out', refused: 'refused', dns: 'name not found', reset: 'broken off', unknown: 'unknown end', cancelled: 'cut' }[attempt.outcome] ?? attempt.outcome;
}

export function attemptTone(attempt) {
  if (!attempt.outcome) return 'running';
  if (attempt.outcome === 'answered') {
    return attempt.response_status < 300 ? 'success' : 'error';
  }
  return { timeout: 'timeout', unknown: 'held', cancelled: 'cancelled' }[attempt.outcome] ?? 'error';
}

/** @returns {{headline: string, detail: string}} */
export function explain(task, now) {
  const attempts = task.attempts ?? [];
  const last = attempts.at(-1);
  const most = task.max_retries + 1;
  switch (task.status) {
    case 'queued':
      return waits(task, last, attempts.length, most, now);
    case 'running':
      return {
        headline: `Attempt ${attempts.length} of ${most} is under way`,
        detail: `${task.droplet_name} has ${duration(task.attempt_timeout_seconds * 1000)} to answer.`,
      };
    case 'held':
      return {
        headline: 'It waits for you',
        detail: `Nobody saw how attempt ${attempts.length} ended, and this task asked to be held then. Find out whether the droplet did it; then let it go on, or fail it.`,
      };
    case 'success':
      return {
        headline: attempts.length > 1 ? `Succeeded at attempt ${attempts.length}` : 'Succeeded',
        detail: `${task.droplet_name} answered HTTP ${task.response_status}, ${duration(task.duration_ms)} after the task came in.`,
      };
    case 'cancelled':
      return {
        headline: 'Cancelled',
        detail: attempts.length ? `After ${plural(attempts.length, 'attempt')}.` : 'Before its first attempt; the droplet was never called.',
      };
    case 'timeout':
      return {
        headline: 'Its time ran out',
        detail: `It had ${duration(task.timeout_seconds * 1000)} in all${attempts.length ? `; ${plural(attempts.length, 'attempt')} did not succeed` : ' and was never started'}. ${why(task, last)}`,
      };
    default:
      return failed(task, last, attempts.length, most);
  }
}

function why(task, last) {
  if (last?.error) return `Last: ${last.error}.`;
  if (last?.outcome === 'answered') return `Last: ${task.droplet_name} answered HTTP ${last.response_status}.`;
  return last ? `Last: ${task.droplet_name} ${OUTCOMES[last.outcome] ?? 'failed'}.` : task.error_message ?? '';
}

function failed(task, last, made, most) {
  if (last?.outcome === 'answered' && last.response_status < 500) {
    return {
      headline: `${task.droplet_name} answered HTTP ${last.response_status}`,
      detail: last.response_status < 400
        ? 'Redirects are not followed.'
        : 'It refuses the request as it is, so trying again would not help. Look at its answer below.',
    };
  }
  if (!made) return { headline: 'It failed before its first attempt', detail: task.error_message ?? '' };
  if (made < most) return { headline: `Given up after ${plural(made, 'attempt')}`, detail: task.error_message ?? why(task, last) };
  return {
    headline: made === 1 ? 'The attempt failed' : `All ${made} attempts failed`,
    detail: why(task, last),
  };
}

function waits(task, last, made, most, now) {
  const { reason, until } = task.waiting_on ?? {};
  const when = until == null ? '' : until > now ? ` ${relative(until, now)}` : ' any moment';
  switch (reason) {
    case 'backoff':
      return { headline: `Attempt ${made + 1} of ${most} begins${when}`, detail: `The last one failed. ${why(task, last)}` };
    case 'schedule':
      return { headline: `Begins${when}`, detail: `Its caller asked for ${until == null ? 'a later time' : dayOf(until)}.` };
    case 'droplet_unknown':
      return {
        headline: task.capability ? `No droplet that answers offers ${task.capability}` : `No list names the droplet ${task.droplet_name}`,
        detail: task.capability ? 'The task looks again and again and goes on when there is one.' : 'It vanished from the Registry. The task looks for it again and again and goes on when it is back.',
      };
    case 'concurrency':
      return {
        headline: 'It waits for a free place',
        detail: `${task.droplet_name} has as many calls under way as it may have. Its turn comes when one of them ends.`,
      };
    case 'rate_limit':
      return {
        headline: 'It waits for its turn',
        detail: `${task.droplet_name} may not be called faster: its policy says so.`,
      };
    case 'paused':
      return {
        headline: `${task.droplet_name} is paused`,
        detail: 'Nothing is sent to it until somebody resumes it; then this task goes on by itself.',
      };
    case 'breaker':
      return {
        headline: `The breaker of ${task.droplet_name} is open`,
        detail: 'Too many of its calls failed, so it gets a rest. Then one task is tried; when that succeeds, the others go on.',
      };
    case 'start':
      return { headline: 'It is about to begin', detail: 'It waits for its first attempt.' };
    default:
      return { headline: reason ? `It waits: ${reason.replaceAll('_', ' ')}` : 'It waits for its turn', detail: when ? `Until${when}.` : '' };
  }
}
