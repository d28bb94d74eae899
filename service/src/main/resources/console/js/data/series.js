// The tasks that ended lately, in bins of five seconds: how many, how many failed, how long they took.
// Filled from the list when the page opens, then by events, or by the list while there are none.
const BIN_S = 5;
const KEPT_BINS = 720;
const PER_OCTAVE = 8;
const BUCKETS = 30 * PER_OCTAVE;
const REMEMBERED = 20_000;

const bucketOf = ms => Math.min(BUCKETS - 1, Math.round(Math.log2(Math.max(1, ms)) * PER_OCTAVE));
const msOf = bucket => 2 ** (bucket / PER_OCTAVE);

export class Series {
  #bins = new Map();
  #seen = new Set();

  /** Since when all that ended was counted, in epoch seconds. */
  coveredFrom = 0;

  /** Another number whenever another task was counted. */
  version = 0;

  /** Counts a task that has ended, once. */
  add({ id, at, status, durationMs, droplet }) {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value);
    const key = Math.floor(at / BIN_S);
    let bin = this.#bins.get(key);
    if (!bin) {
      bin = { total: 0, failed: 0, times: new Uint32Array(BUCKETS), failures: new Map() };
      this.#bins.set(key, bin);
      if (this.#bins.size > KEPT_BINS) this.#bins.delete(Math.min(...this.#bins.keys()));
    }
    this.version++;
    bin.total++;
    if (status === 'error' || status === 'timeout') {
      bin.failed++;
      bin.failures.set(droplet, (bin.failures.get(droplet) ?? 0) + 1);
    }
    if (durationMs != null) bin.times[bucketOf(durationMs)]++;
  }

  #merged(from, to) {
    const sum = { total: 0, failed: 0, times: new Uint32Array(BUCKETS), failures: new Map() };
    for (let key = from; key < to; key++) {
      const bin = this.#bins.get(key);
      if (!bin) continue;
      sum.total += bin.total;
      sum.failed += bin.failed;
      bin.times.forEach((n, i) => (sum.times[i] += n));
      bin.failures.forEach((n, name) => sum.failures.set(name, (sum.failures.get(name) ?? 0) + n));
    }
    return sum;
  }

  /** One figure for the last seconds. */
  lately(seconds, now) {
    const end = Math.floor(now / BIN_S) + 1;
    const from = Math.max(end - Math.ceil(seconds / BIN_S), Math.floor(this.coveredFrom / BIN_S));
    const sum = this.#merged(from, end);
    const worst = [...sum.failures].sort((a, b) => b[1] - a[1])[0];
    return {
      total: sum.total,
      failed: sum.failed,
      perSecond: sum.total / Math.max(1, Math.min(seconds, now - this.coveredFrom)),
      failedShare: sum.total ? sum.failed / sum.total : null,
      worst: worst?.[0],
      p50: quantile(sum.times, 0.5),
      p95: quantile(sum.times, 0.95),
      p99: quantile(sum.times, 0.99),
    };
  }

  /** Columns for the charts: from the left, oldest first, each over `step` bins; the last one is under way. */
  columns(seconds, step, now) {
    const end = (Math.floor(now / BIN_S / step) + 1) * step;
    const rows = { at: [], ok: [], failed: [], p50: [], p95: [], p99: [] };
    for (let from = end - Math.ceil(seconds / BIN_S / step) * step; from < end; from += step) {
      const sum = this.#merged(from, from + step);
      const span = Math.min(step * BIN_S, Math.max(BIN_S / 2, now - from * BIN_S));
      rows.at.push((from + step / 2) * BIN_S);
      rows.ok.push((sum.total - sum.failed) / span);
      rows.failed.push(sum.failed / span);
      rows.p50.push(quantile(sum.times, 0.5));
      rows.p95.push(quantile(sum.times, 0.95));
      rows.p99.push(quantile(sum.times, 0.99));
    }
    return rows;
  }
}

function quantile(times, q) {
  let total = 0;
  for (const n of times) total += n;
  if (!total) return null;
  let left = Math.ceil(total * q);
  for (let i = 0; i < times.length; i++) {
    left -= times[i];
    if (left <= 0) return msOf(i);
  }
  return null;
}
