// Small drawings, on a grid of 16, in the colour of the text around them.
import { html } from '../../lib/preact.js';

const PATHS = {
  overview: 'M2.5 13.5v-4m4 4v-8m4 8v-5m3.5 5v-11',
  tasks: 'M2.5 4h1m3 0h7m-11 4h1m3 0h7m-11 4h1m3 0h7',
  droplets: 'M8 2c2.5 3 4 5 4 7a4 4 0 0 1-8 0c0-2 1.500-4 4-7Z',
  schedules: 'M8 4.500V8l2.500 1.500M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z',
  plus: 'M8 3v10M3 8h10',
  search: 'm13.500 13.500-3.500-3.500M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0Z',
  copy: 'M6 5.500h6.500v7.500H6zM10 3H3.500v7.500',
  check: 'm3.500 8.500 3 3 6-7',
  close: 'm4 4 8 8m0-8-8 8',
  arrow: 'M3 8h9.500m-4-4 4 4-4 4',
  back: 'M13 8H3.500m4-4-4 4 4 4',
  replay: 'M3 8a5 5 0 1 0 1.700-3.700L3 6m0-3.500V6h3.500',
  pause: 'M5.500 3.500v9m5-9v9',
  play: 'M5 3.500v9l7-4.500z',
  bolt: 'M9 2 4 9h3.500L7 14l5-7H8.500z',
  trash: 'M3 4.500h10m-6-2h2m-5 2 .6 9h6.800l.6-9M6.700 7v4m2.600-4v4',
  sun: 'M8 1.500v1.500m0 10v1.500m6.500-6.500H13m-10 0H1.500m11.100-4.600-1 1m-7.200 7.200-1 1m9.200 0-1-1M4.400 4.400l-1-1M10.800 8a2.800 2.800 0 1 1-5.600 0 2.800 2.800 0 0 1 5.600 0Z',
  moon: 'M13.500 9.500A5.800 5.800 0 0 1 6.500 2.500a5.800 5.800 0 1 0 7 7Z',
  auto: 'M8 2a6 6 0 1 0 0 12zM14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z',
  keyboard: 'M1.500 4h13v8h-13zM4 6.500h.500m2.500 0h.500m2.500 0h.500m2 0h.500M5 9.500h6',
  key: 'M9.500 6.500 14 2m-2 2 1.500 1.500M10 9.500a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0Z',
  link: 'M6.500 9.500 9.500 6.500M7 5l1.500-1.500a2.800 2.800 0 0 1 4 4L11 9M9 11l-1.500 1.500a2.800 2.800 0 0 1-4-4L5 7',
  more: 'M5 6.500 8 9.500l3-3',
};

const MARKS = {
  success: html`<circle cx="8" cy="8" r="6.500" fill="currentColor" stroke="none" /><path class="on" d="m5 8.300 2.100 2.100L11 6" />`,
  error: html`<circle cx="8" cy="8" r="6.500" fill="currentColor" stroke="none" /><path class="on" d="m5.700 5.700 4.600 4.600m0-4.600-4.600 4.600" />`,
  timeout: html`<circle cx="8" cy="8" r="6.500" fill="currentColor" stroke="none" /><path class="on" d="M8 4.500V8l2 1.500" />`,
  warn: html`<path d="M8 1.800 14.800 14H1.200z" fill="currentColor" stroke="none" /><path class="on" d="M8 6v3.500m0 2v.300" />`,
  running: html`<circle cx="8" cy="8" r="5.700" opacity=".3" stroke-width="2" /><path class="turning" d="M8 2.300A5.700 5.700 0 0 1 13.700 8" stroke-width="2" />`,
  queued: html`<circle cx="8" cy="8" r="5.700" stroke-dasharray="2.500 2" />`,
  held: html`<circle cx="8" cy="8" r="6.500" fill="currentColor" stroke="none" /><path class="on" d="M6.300 5.500v5m3.400-5v5" />`,
  cancelled: html`<circle cx="8" cy="8" r="5.700" /><path d="m4.200 11.800 7.600-7.600" />`,
  unknown: html`<circle cx="8" cy="8" r="5.700" opacity=".5" />`,
};

export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}

/** The mark of a state: told by its shape, too, not by its colour alone. */
export function Mark({ tone }) {
  return html`<svg class=${`icon mark tone-${tone}`} viewBox="0 0 16 16" aria-hidden="true">${MARKS[tone] ?? MARKS.unknown}</svg>`;
}
