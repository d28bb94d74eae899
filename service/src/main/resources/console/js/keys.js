// Keyboard shortcuts: single keys, and pairs such as "g t". Never while somebody types.
import { useLayoutEffect, useRef } from '../lib/preact.js';

const PAIR_MS = 1200;
/** What goes through a list: goes on while it is held. Whatever else a key does, it does once. */
const MOVES = /^(j|k|ArrowDown|ArrowUp)$/;
const OPENED_BY_ENTER = 'a, button, summary';
const layers = [];
let first = null;
let firstAt = 0;

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape' && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
  if (event.repeat && !MOVES.test(event.key)) return;
  if (event.key === 'Enter' && event.target.closest?.(OPENED_BY_ENTER)) return;
  const pair = first && event.timeStamp - firstAt < PAIR_MS ? `${first} ${event.key}` : null;
  for (const keys of [pair, event.key]) {
    const action = keys && layers.findLast(layer => layer.current[keys])?.current[keys];
    if (action && action(event) !== false) {
      event.preventDefault();
      first = null;
      // Enter is for the row that was moved to, no longer for the link that had the focus.
      if (MOVES.test(event.key)) event.target.blur?.();
      return;
    }
  }
  first = event.key;
  firstAt = event.timeStamp;
}

document.addEventListener('keydown', pressed);

/** Keys that hold while the component is on the page; the newest component goes first. */
export function useKeys(actions) {
  const layer = useLatest(actions);
  useLayoutEffect(() => {
    layers.push(layer);
    return () => layers.splice(layers.indexOf(layer), 1);
  }, []);
}

function useLatest(value) {
  const ref = useRef(value);
  ref.current = value;
  return ref;
}
