// The public API, and nothing else. The token, if there is one, travels in a header only.
import { apiRoot } from '../router.js';

const TIMEOUT_MS = 10_000;
const TOKEN = 'token';

export class ApiError extends Error {
  constructor(status, body, requestId) {
    super(body?.error?.message ?? `HTTP ${status}`);
    this.status = status;
    this.code = body?.error?.code ?? '';
    this.details = body?.error?.details ?? {};
    this.requestId = requestId;
  }

  /** What is wrong with a field of the request, by its name. */
  get fields() {
    return Object.fromEntries((this.details.errors ?? []).map(one => [one.field, one.message]));
  }
}

/** No answer at all: the service is away, or the network to it. */
export class Unreachable extends Error {}

export const auth = {
  listeners: new Set(),
  get token() {
    return sessionStorage.getItem(TOKEN) ?? '';
  },
  set token(value) {
    if (value) sessionStorage.setItem(TOKEN, value);
    else sessionStorage.removeItem(TOKEN);
    this.listeners.forEach(listener => listener('changed'));
  },
  headers() {
    return this.token ? { Authorization: `Bearer ${this.token}` } : {};
  },
  refused: null,
  /** Whether it wants one, and nobody was there yet to be asked. */
  asking: false,
  /** The service does not take this token: a person is asked for another, once for each. */
  wanted(sent) {
    if (sent !== this.token || sent === this.refused) return;
    this.refused = sent;
    this.asking = true;
    this.listeners.forEach(listener => listener('wanted'));
  },
};

export function url(path, query = {}) {
  const search = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== '' && value != null)).toString();
  return apiRoot + path + (search ? `?${search}` : '');
}

/** Numbers keep their digits: 1.50 and ids beyond 2^53 are shown as they came. */
export function parse(text) {
  if (!JSON.rawJSON) return JSON.parse(text);
  return figures(JSON.parse(text, (key, value, context) =>
    typeof value === 'number' && context?.source && String(value) !== context.source
      ? JSON.rawJSON(context.source)
      : value));
}

const FIGURES = /(_at|_ms|_seconds|_percent|until|timestamp)$/;
const DOCUMENTS = /^(payload|meta|response_body)$/;

/** Makes numbers of what the console reckons with; what a caller or a droplet wrote stays as it is. */
function figures(answer) {
  for (const [key, value] of Object.entries(answer ?? {})) {
    if (value === null || typeof value !== 'object' || DOCUMENTS.test(key)) continue;
    if (!JSON.isRawJSON(value)) figures(value);
    else if (FIGURES.test(key)) answer[key] = Number(value.rawJSON);
  }
  return answer;
}

export async function call(method, path, { query, body, headers, timeoutMs = TIMEOUT_MS, signal } = {}) {
  let response;
  let text;
  const sent = auth.token;
  try {
    const limit = AbortSignal.timeout(timeoutMs);
    response = await fetch(url(path, query), {
      method,
      body,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...auth.headers(),
        ...headers,
      },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      cache: 'no-store',
    });
    text = await response.text();
  } catch (fault) {
    if (signal?.aborted) throw fault;
    throw new Unreachable('The Orchestrator does not answer.');
  }
  let answer = null;
  try {
    answer = parse(text);
  } catch {
    // a proxy's page instead of an answer; the status says enough
  }
  if (!response.ok) {
    if (response.status === 401) auth.wanted(sent);
    throw new ApiError(response.status, answer, response.headers.get('X-Request-ID'));
  }
  return answer;
}

export const get = (path, query, signal) => call('GET', path, { query, signal });
