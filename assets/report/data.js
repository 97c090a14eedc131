/**
 * What the list of deployments is drawn from; src/views/report/page-data.ts makes and describes it.
 * The files of this folder become one script: each name may stand in one of them only.
 * @typedef {import('../../src/views/report/page-data.ts').PageData} PageData
 * @typedef {PageData['lanes'][number]} Lane
 */
import { byId } from './dom.js';

/** @type {PageData} */
export const data = JSON.parse(byId('data').textContent ?? '');

/** States of deployments, worst first. */
export const order = [
  'failed',
  'undone',
  'unknown',
  'running',
  'blocked',
  'waiting',
  'cancelled',
  'succeeded',
  'skipped',
];

/** @param {number} place */
export function text(place) {
  return data.texts[place] ?? '';
}

/** @param {Lane} lane */
export function stateOf(lane) {
  return data.texts[lane[2]] ?? 'waiting';
}

/** @param {string} word */
export function lookOf(word) {
  return data.looks[word] ?? 'off';
}

/** As src/views/time.ts writes it. @param {number} ms */
export function took(ms) {
  const seconds = Math.floor(ms / 1000);
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)}s`;
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ${two(Math.floor((seconds % 3600) / 60))}m`;
  return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3600)}h`;
}

/** Time of day where the reader is. @param {number} time */
export function clock(time) {
  return new Date(data.start + time).toLocaleTimeString('sv-SE');
}

/**
 * The stretches of a lane, one by one.
 * @param {Lane} lane
 */
export function stretchesOf(lane) {
  const flat = lane[8];
  const found = [];
  for (let at = 0; at < flat.length; at += 3) {
    found.push({ kind: flat[at] ?? 0, from: flat[at + 1] ?? 0, to: flat[at + 2] ?? 0 });
  }
  return found;
}

/** @param {number} count */
export function thousands(count) {
  return count.toLocaleString('en');
}
