// Who asks, and what the service lets that one do. Until it is known, the service is left to say no.
import { useEffect, useState } from '../../lib/preact.js';
import { auth, get } from './api.js';

const AGAIN_MS = 10_000;

const listeners = new Set();
let who = null;
let round = 0;

async function look() {
  const mine = ++round;
  let now = null;
  try {
    now = await get('whoami');
  } catch (fault) {
    if (!fault.status) setTimeout(() => mine === round && look(), AGAIN_MS);
  }
  if (mine !== round) return;
  who = now;
  listeners.forEach(listener => listener());
}

export function startWho() {
  look();
  auth.listeners.add(what => what === 'changed' && look());
}

export function useWho() {
  const [, again] = useState(0);
  useEffect(() => {
    const listener = () => again(n => n + 1);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  const may = scope => !who || who.scopes.includes(scope);
  return {
    subject: who?.subject ?? null,
    scopes: who?.scopes ?? [],
    readsAll: who?.reads_all ?? false,
    may,
    /** One's own with submit, another's with operate. */
    steers: owner => may(who && (owner ?? null) !== who.subject ? 'operate' : 'submit'),
  };
}
