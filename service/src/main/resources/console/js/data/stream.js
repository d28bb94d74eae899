// GET /events, read by fetch: frames in, callbacks out. Reconnects by itself, and resumes where it was.
import { auth, url } from './api.js';

const SILENCE_MS = 40_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const UNSUPPORTED_WAIT_MS = 30_000;

/** Cuts a text that arrives in pieces into frames of Server-Sent Events. */
export class FrameReader {
  #rest = '';

  read(piece) {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop();
    const frames = [];
    for (const line of lines) {
      if (line === '') {
        if (this.frame) frames.push(this.frame);
        this.frame = undefined;
        continue;
      }
      if (line.startsWith(':')) continue;
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '').replace(/\r$/, '');
      this.frame ??= {};
      if (field === 'data') this.frame.data = this.frame.data === undefined ? value : `${this.frame.data}\n${value}`;
      else this.frame[field] = value;
    }
    return frames;
  }
}

export class EventStream {
  #cursor = null;
  #wait = FIRST_WAIT_MS;
  #abort = null;
  #timer = 0;

  constructor({ onEvent, onReset, onState }) {
    Object.assign(this, { onEvent, onReset, onState });
  }

  async open() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.resumes = this.#cursor !== null;
    let silence = 0;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE_MS);
    };
    const sent = auth.token;
    try {
      heard();
      const response = await fetch(url('events'), {
        headers: {
          Accept: 'text/event-stream',
          ...auth.headers(),
          ...(this.#cursor ? { 'Last-Event-ID': this.#cursor } : {}),
        },
        signal: abort.signal,
        cache: 'no-store',
      });
      if (response.status === 401) auth.wanted(sent);
      if (!response.ok || !response.body) {
        this.#again(response.status === 404 ? UNSUPPORTED_WAIT_MS : undefined);
        return;
      }
      await this.#read(response.body, heard);
      this.#again();
    } catch {
      if (this.#abort === abort) this.#again();
    } finally {
      clearTimeout(silence);
    }
  }

  async #read(body, heard) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const frames = new FrameReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard();
      for (const frame of frames.read(value)) this.#take(frame);
    }
  }

  #take(frame) {
    if (frame.id) this.#cursor = frame.id;
    if (frame.event === 'stream.open') {
      this.#wait = FIRST_WAIT_MS;
      this.onState('live');
    } else if (frame.event === 'stream.reset') {
      this.onReset();
    } else if (frame.data) {
      this.onEvent(JSON.parse(frame.data));
    }
  }

  #again(wait) {
    this.onState('away');
    const pause = wait ?? this.#wait * (0.75 + Math.random() / 2);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    this.#timer = setTimeout(() => this.open(), pause);
  }
}
