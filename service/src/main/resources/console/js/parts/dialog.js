// Dialogs by the browser's own element: it keeps the focus inside and gives it back.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { announce } from './basics.js';

export function Dialog({ title, onClose, children, wide }) {
  const ref = useRef();
  useEffect(() => {
    const dialog = ref.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  const outside = event => event.target === ref.current && onClose();
  const cancel = event => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${ref} class=${wide ? 'dialog wide' : 'dialog'} aria-labelledby="dialog-title" onCancel=${cancel} onClick=${outside}>
    <div class="dialog-inside"><h2 id="dialog-title">${title}</h2>${children}</div>
  </dialog>`;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, children, action, harmful = true, onConfirm, onClose }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const go = async () => {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (fault) {
      setError(fault);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <div class="dialog-text">${children}</div>
    ${error && html`<p class="field-error" role="alert">${error.message}</p>`}
    <div class="dialog-actions">
      <button type="button" class="button" autofocus=${harmful} onClick=${onClose}>Leave it</button>
      <button type="button" class=${`button ${harmful ? 'danger' : 'primary'}`} disabled=${busy} autofocus=${!harmful} onClick=${go}>${action}</button>
    </div>
  <//>`;
}

/** Lets one thing at a time be done: what is asked for meanwhile is not done. */
export function useOnce() {
  const [busy, setBusy] = useState(false);
  const under = useRef(false);
  const once = what => async (...args) => {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    try {
      await what(...args);
    } finally {
      under.current = false;
      setBusy(false);
    }
  };
  return [busy, once];
}

/** Does something at the API, and tells how it went. */
export async function act(what, done) {
  try {
    const answer = await what();
    if (done) announce(done);
    return answer;
  } catch (fault) {
    announce(fault.message, 'error');
    return undefined;
  }
}
