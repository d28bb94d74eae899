// Something of the API that a component shows: loaded, kept while it is loaded again, told of faults.
import { useCallback, useEffect, useRef, useState } from '../../lib/preact.js';
import { Unreachable } from './api.js';
import { onBatch, onReload, serviceIs } from './live.js';

const SETTLE_MS = 300;

/**
 * @param load asks for it, given a signal; null asks for nothing
 * @param key what it depends on: another key begins anew
 * @param on which events make it be asked for again, at most once in settleMs
 */
export function useResource(load, key, { on = () => false, ticks = true, settleMs = SETTLE_MS } = {}) {
  const [state, setState] = useState({ data: undefined, error: null, key });
  const ref = useRef({});
  ref.current.load = load;
  ref.current.on = on;

  // One request at a time, and each ends: cut off by the next, a slow service would never be heard,
  // nor a hung one be told of. What is asked for meanwhile is asked for once more after it.
  const reload = useCallback(async () => {
    const mine = ref.current;
    if (mine.flight) {
      mine.flight.again = true;
      return;
    }
    if (!mine.load) return;
    const abort = new AbortController();
    const flight = (mine.flight = { abort, again: false, overtaken: false });
    try {
      const data = await mine.load(abort.signal);
      if (abort.signal.aborted) return;
      serviceIs('well');
      if (!flight.overtaken) setState({ data, error: null, key });
    } catch (error) {
      if (abort.signal.aborted) return;
      serviceIs(error instanceof Unreachable ? 'away' : 'well');
      setState(old => ({ data: old.key === key ? old.data : undefined, error, key }));
    } finally {
      if (mine.flight === flight) {
        mine.flight = null;
        if (flight.again) reload();
      }
    }
  }, [key]);

  useEffect(() => {
    reload();
    let timer = 0;
    let last = 0;
    const now = () => {
      timer = 0;
      last = performance.now();
      reload();
    };
    // The first news is shown at once; what follows it comes together.
    const later = () => {
      timer ||= setTimeout(now, Math.max(0, last + settleMs - performance.now()));
    };
    const stopEvents = onBatch(batch => batch.some(event => ref.current.on(event)) && later());
    const stopTicks = onReload(why => (ticks || why !== 'tick') && later());
    return () => {
      clearTimeout(timer);
      stopEvents();
      stopTicks();
      ref.current.flight?.abort.abort();
      ref.current.flight = null;
    };
  }, [key]);

  const mine = state.key === key;
  return {
    data: mine ? state.data : undefined,
    error: mine ? state.error : null,
    reload,
    put: data => {
      if (ref.current.flight) Object.assign(ref.current.flight, { again: true, overtaken: true });
      setState({ data, error: null, key });
    },
  };
}
