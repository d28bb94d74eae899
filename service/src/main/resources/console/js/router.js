// Which page a path shows. The console's own place is told by where this module came from, so that it
// works under any prefix that a proxy puts before it.
import { useEffect, useState } from '../lib/preact.js';

export const consoleRoot = new URL('../../../', import.meta.url).pathname;
export const apiRoot = new URL('../', new URL(consoleRoot, location.origin)).pathname;

const listeners = new Set();

/** The address of a page of the console. */
export function href(path, query = {}) {
  const search = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== '' && value != null)).toString();
  const page = (consoleRoot + path).replace(/\/$/, '');
  return search ? `${page}?${search}` : page;
}

export function navigate(url, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  listeners.forEach(listener => listener());
  if (!replace) scrollTo(0, 0);
}

function current() {
  const root = consoleRoot.slice(0, -1);
  const inner = location.pathname.startsWith(root) ? location.pathname.slice(root.length) : '';
  return {
    path: inner.split('/').filter(Boolean).map(decode),
    query: Object.fromEntries(new URLSearchParams(location.search)),
  };
}

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function useRoute() {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const changed = () => setRoute(current());
    listeners.add(changed);
    addEventListener('popstate', changed);
    return () => {
      listeners.delete(changed);
      removeEventListener('popstate', changed);
    };
  }, []);
  return route;
}

/** Links within the console change the page without loading it anew. */
export function followLinks() {
  document.addEventListener('click', event => {
    const link = event.target.closest?.('a[href]');
    if (!link || link.target || link.origin !== location.origin || event.defaultPrevented) return;
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (!`${link.pathname}/`.startsWith(consoleRoot)) return;
    event.preventDefault();
    navigate(link.href);
  });
}
