// A list of tasks that matches some filters: loaded by pages, kept up to date by events.
import { get } from './api.js';
import { isFinal } from './format.js';

const PAGE = 200;
const LARGE_PAGE = 1000;
const MOST_ROWS = 10_000;
const LOOK_AGAIN = 100;

/** The time in an id: it is a UUID of version 7, whose first 48 bits are milliseconds. */
const createdAt = id => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) / 1000;

function rowOf(event) {
  const row = {
    id: event.task_id, droplet_name: event.droplet_name, method: event.method, path: event.path,
    created_at: createdAt(event.task_id), retry_count: 0,
  };
  return { ...row, ...changes(event, row) };
}

function changes(event, row) {
  const ended = isFinal(event.status);
  return {
    heardAt: performance.now(),
    status: event.status,
    path: event.path,
    retry_count: Math.max(row.retry_count ?? 0, (event.attempt ?? 1) - 1),
    response_status: ended ? event.response_status ?? row.response_status : row.response_status,
    error_message: event.error ?? (event.status === 'success' ? null : row.error_message),
    completed_at: ended ? event.at : null,
    duration_ms: ended ? event.duration_ms ?? Math.round((event.at - row.created_at) * 1000) : null,
  };
}

export class TaskList {
  rows = [];
  total = null;
  exact = true;
  cursor = null;
  error = null;
  loaded = false;
  fresh = 0;
  scrollY = 0;
  frozen = false;
  selecting = false;
  #byId = new Map();
  #newer = [];
  #loading = false;
  #missed = false;
  #gap = null;
  #anew = false;
  #abort = new AbortController();

  constructor(filters, onChange) {
    this.filters = filters;
    this.onChange = onChange;
  }

  /** Events tell no tag; a list by tag is asked for anew instead. */
  get judges() {
    return !this.filters.tag;
  }

  #query(limit, cursor) {
    return { ...this.filters, limit, cursor };
  }

  /** Takes up a list that was left: its rows may have changed since, and it is looked at from where it was. */
  async resume() {
    this.selecting = false;
    this.frozen = this.scrollY > 0;
    if (!this.frozen) this.thaw();
    await this.load(Math.max(LOOK_AGAIN, Math.min(this.rows.length, LARGE_PAGE)));
  }

  async load(again = LOOK_AGAIN, missed = false) {
    if (this.#loading) return;
    this.#loading = true;
    const anew = this.#anew || !this.loaded;
    const asked = performance.now();
    try {
      const page = await get('tasks', this.#query(anew ? PAGE : again), this.#abort.signal);
      if (!anew && this.#reaches(page)) this.#merge(page, asked);
      else this.#replace(page);
      if (missed) this.#cut(page);
      this.#counted(page);
      this.loaded = true;
      this.error = null;
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.error = error;
    } finally {
      this.#loading = false;
    }
    this.onChange();
    await this.#catchUp();
  }

  async more() {
    if (this.#loading || !this.cursor || this.rows.length >= MOST_ROWS) return;
    this.#loading = true;
    try {
      const size = this.rows.length > PAGE * 2 ? LARGE_PAGE : PAGE;
      const page = await get('tasks', this.#query(size, this.cursor), this.#abort.signal);
      this.cursor = page.next_cursor;
      this.rows = this.rows.concat(page.tasks.filter(task => !this.#byId.has(task.id)));
      page.tasks.forEach(task => this.#byId.set(task.id, task));
      this.error = null;
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.error = error;
    } finally {
      this.#loading = false;
    }
    this.onChange();
    await this.#catchUp();
  }

  /** Catches up, as events were missed; what is shown stays where it is as far as it can. */
  async reload() {
    this.#missed = true;
    if (!this.#loading) await this.#catchUp();
  }

  async #catchUp() {
    while (this.#missed && !this.#abort.signal.aborted) {
      this.#missed = false;
      await this.load(Math.max(PAGE, Math.min(this.rows.length, LARGE_PAGE)), true);
    }
  }

  /** Whether a page joins on to the rows that are here; if not, tasks between them are unknown. */
  #reaches(page) {
    return !page.next_cursor || !this.rows.length || page.tasks.some(task => this.#byId.has(task.id));
  }

  #replace(page) {
    this.rows = page.tasks;
    this.#byId = new Map(page.tasks.map(task => [task.id, task]));
    this.cursor = page.next_cursor;
    this.#newer = [];
    this.#gap = null;
    this.#anew = false;
    this.fresh = 0;
  }

  #counted(page) {
    this.total = page.total;
    this.exact = page.total_is_exact;
  }

  /** Takes in what events tell; true when it shows. */
  take(batch) {
    if (!this.loaded) return false;
    const added = new Map();
    let changed = false;
    for (const event of batch) {
      if (!event.task_id || !event.type.startsWith('task.')) continue;
      const row = this.#byId.get(event.task_id) ?? added.get(event.task_id);
      if (row) {
        if (isFinal(row.status)) continue;
        Object.assign(row, changes(event, row));
        row.left = !this.#matches(row);
        changed = true;
      } else if (this.judges) {
        const fresh = rowOf(event);
        if (this.#matches(fresh) && this.#isInRange(fresh)) added.set(fresh.id, fresh);
      }
    }
    if (added.size) this.#add([...added.values()]);
    return changed || added.size > 0;
  }

  /** A page knows more than the rows do, but for those that an event told of after it was asked for. */
  #merge(page, asked) {
    const added = [];
    const there = new Set();
    for (const task of page.tasks) {
      there.add(task.id);
      const row = this.#byId.get(task.id);
      if (row && !(row.heardAt > asked)) Object.assign(row, task, { left: false });
      else if (!row && this.#isInRange(task)) added.push(task);
    }
    const oldest = page.next_cursor ? page.tasks.at(-1)?.id : '';
    this.#drop(row => row.id >= oldest && !there.has(row.id) && !isFinal(row.status) && !(row.heardAt > asked));
    if (added.length) this.#add(added);
  }

  /** Takes out the rows whose end was missed, which would be shown as under way for ever. */
  #drop(isGone) {
    const stays = row => !isGone(row) || !this.#byId.delete(row.id);
    this.rows = this.rows.filter(stays);
    const newer = this.#newer.filter(stays);
    this.fresh -= Math.min(this.fresh, this.#newer.length - newer.length);
    this.#newer = newer;
  }

  /** Takes off what is beyond a page, if any of it was under way: it is loaded again when it is scrolled to. */
  #cut(page) {
    const oldest = page.next_cursor && page.tasks.at(-1)?.id;
    const beyond = oldest ? this.rows.filter(row => row.id < oldest) : [];
    if (beyond.every(row => isFinal(row.status))) return;
    beyond.forEach(row => this.#byId.delete(row.id));
    this.rows = this.rows.filter(row => row.id >= oldest);
    this.cursor = page.next_cursor;
  }

  #isInRange(row) {
    if (this.#gap && row.id <= this.#gap && row.id > (this.rows[0]?.id ?? '')) return false;
    return !this.cursor || !this.rows.length || row.id > this.rows.at(-1).id;
  }

  #add(added) {
    added.forEach(row => this.#byId.set(row.id, row));
    this.#newer.push(...added);
    if (this.total != null) this.total += added.length;
    this.fresh += added.length;
    if (this.frozen) this.#bound();
    else this.thaw();
  }

  /** However long the list stands still, no more waits than it can show; the rest is asked for then. */
  #bound() {
    const beyond = this.#newer.length - MOST_ROWS;
    if (beyond <= 0) return;
    const left = this.#newer.sort((a, b) => (a.id < b.id ? -1 : 1)).splice(0, beyond);
    left.forEach(row => this.#byId.delete(row.id));
    this.#gap = left.at(-1).id;
  }

  /** Shows what came while the list stood still. */
  thaw() {
    if (this.#gap) {
      this.#anew = true;
      this.reload();
      return;
    }
    if (!this.#newer.length) return;
    const newer = this.#newer.sort((a, b) => (a.id < b.id ? 1 : -1));
    const oldest = newer.at(-1).id;
    let rows = newer.concat(this.rows);
    if (this.rows.length && oldest < this.rows[0].id) rows.sort((a, b) => (a.id < b.id ? 1 : -1));
    if (rows.length > MOST_ROWS) {
      rows.slice(MOST_ROWS).forEach(row => this.#byId.delete(row.id));
      rows = rows.slice(0, MOST_ROWS);
      this.cursor = null;
    }
    this.rows = rows;
    this.#newer = [];
    this.fresh = 0;
  }

  #matches(row) {
    const { status, droplet_name: droplet, q, created_after: after } = this.filters;
    if (status && row.status !== (status === 'done' ? 'success' : status)) return false;
    if (droplet && row.droplet_name?.toLowerCase() !== droplet.toLowerCase()) return false;
    if (after && row.created_at < after) return false;
    if (!q) return true;
    const error = row.error_message?.toLowerCase() ?? '';
    return row.id.startsWith(q.toLowerCase()) || q.toLowerCase().split(/\s+/).every(word => error.includes(word));
  }

  close() {
    this.#abort.abort();
  }
}
