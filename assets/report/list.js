import { data, lookOf, order, stateOf, text, thousands } from './data.js';
import { showDetail } from './detail.js';
import { byId, icon, make } from './dom.js';
import { track } from './track.js';

/**
 * Filled in row by row as they come into sight, so that ten thousand deployments are as quick as ten.
 * @typedef {import('./data.js').Lane} Lane
 * @typedef {{ kind: 'head', wave: number, lanes: Lane[] }} HeadRow
 * @typedef {{ kind: 'lane', lane: Lane, place: number, size: number }} LaneRow
 */
const rowHeight = 30;
const rows = byId('rows');
const sizer = byId('sizer');

/** @type {(HeadRow | LaneRow)[]} */
let shown = [];
let active = 0;
/** @type {Lane | undefined} */
let chosen;
/** Numbers of waves of which only the head is shown. */
export const folded = new Set();

/** Worst first, and among equals by name. */
export const lanesByState = [...data.lanes].sort(
  (one, other) => rank(one) - rank(other) || (one[0] < other[0] ? -1 : 1),
);

/** @param {Lane} lane */
function rank(lane) {
  return order.indexOf(stateOf(lane));
}

/**
 * Shows the deployments that are given, under their waves.
 * @param {Lane[]} lanes
 */
export function fillRows(lanes) {
  /** @type {Map<number, Lane[]>} */
  const waves = new Map(data.waves.map((_, index) => [index, []]));
  for (const lane of lanes) {
    const own = waves.get(lane[1]);
    if (own) own.push(lane);
    else waves.set(lane[1], [lane]);
  }
  shown = [];
  for (const [wave, own] of waves) {
    if (own.length === 0) continue;
    shown.push({ kind: 'head', wave, lanes: own });
    if (folded.has(wave)) continue;
    own.forEach((lane, place) => {
      shown.push({ kind: 'lane', lane, place, size: own.length });
    });
  }
  const at = placeOfLane(chosen);
  active = at >= 0 ? at : Math.min(active, Math.max(0, shown.length - 1));
  sizer.style.height = `${shown.length * rowHeight}px`;
  draw();
}

/** @param {Lane | undefined} lane */
function placeOfLane(lane) {
  return shown.findIndex((row) => row.kind === 'lane' && row.lane === lane);
}

export function draw() {
  const first = Math.max(0, Math.floor(rows.scrollTop / rowHeight) - 10);
  const last = Math.min(shown.length, Math.ceil((rows.scrollTop + rows.clientHeight) / rowHeight) + 10);
  const elements = [];
  for (let index = first; index < last; index++) elements.push(drawRow(index));
  // A screen reader follows aria-activedescendant, which has to be there wherever the list is scrolled to.
  if (shown.length > 0 && (active < first || active >= last)) elements.push(drawRow(active));
  sizer.replaceChildren(...elements);
  if (shown.length === 0) rows.removeAttribute('aria-activedescendant');
  else rows.setAttribute('aria-activedescendant', `row-${active}`);
}

/** @param {number} index */
function drawRow(index) {
  const row = shown[index];
  const element = make('div', index === active ? 'row active' : 'row');
  element.id = `row-${index}`;
  element.style.top = `${index * rowHeight}px`;
  element.setAttribute('role', 'treeitem');
  element.dataset.index = String(index);
  if (row?.kind === 'head') fillHead(element, row);
  else if (row) fillLane(element, row);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {HeadRow} row
 */
function fillHead(element, { wave, lanes }) {
  const isFolded = folded.has(wave);
  element.classList.add('head');
  element.setAttribute('aria-level', '1');
  element.setAttribute('aria-expanded', String(!isFolded));
  const { name, state } = data.waves[wave] ?? { name: 'Shared by the waves', state: '' };
  const counts = order
    .map((word) => ({ word, count: lanes.filter((lane) => stateOf(lane) === word).length }))
    .filter(({ count }) => count > 0);
  const who = make('span', 'who');
  const fold = make('span', 'fold', isFolded ? '▸' : '▾');
  fold.setAttribute('aria-hidden', 'true');
  const words = counts.map(({ word, count }) => `${thousands(count)} ${word}`).join(', ');
  const word = make('span', 'word', `${state === 'waiting' ? 'not started: ' : ''}${words}`);
  who.append(fold, make('span', 'name', name), word);
  element.append(who);
}

/**
 * @param {HTMLElement} element
 * @param {LaneRow} row
 */
function fillLane(element, { lane, place, size }) {
  element.setAttribute('aria-level', '2');
  element.setAttribute('aria-posinset', String(place + 1));
  element.setAttribute('aria-setsize', String(size));
  element.setAttribute('aria-selected', String(lane === chosen));
  const state = stateOf(lane);
  const who = make('span', `who ${lookOf(state)}`);
  const name = make('span', 'name', lane[0]);
  name.title = lane[0];
  who.append(icon(lookOf(state)), name, make('span', 'word', state));
  element.append(who, track(lane));
}

/** @param {number} index */
export function go(index) {
  if (shown.length === 0) return;
  active = Math.max(0, Math.min(shown.length - 1, index));
  const top = active * rowHeight;
  if (top < rows.scrollTop) rows.scrollTop = top;
  else if (top + rowHeight > rows.scrollTop + rows.clientHeight) rows.scrollTop = top + rowHeight - rows.clientHeight;
  const row = shown[active];
  if (row?.kind === 'lane') choose(row.lane);
  draw();
}

/** @param {Lane} lane */
export function choose(lane) {
  if (chosen !== lane) showDetail(lane);
  chosen = lane;
}

/** Goes to a deployment that is shown, and puts it into the middle. @param {Lane} lane */
export function goTo(lane) {
  const index = placeOfLane(lane);
  rows.scrollTop = index * rowHeight - rows.clientHeight / 2;
  go(index);
}

/** What a key does in the list; false when it means nothing there. @param {string} key @param {() => void} refill */
export function press(key, refill) {
  const page = Math.max(1, Math.floor(rows.clientHeight / rowHeight) - 1);
  const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page };
  const step = Object.entries(steps).find(([name]) => name === key)?.[1];
  if (step !== undefined) go(active + step);
  else if (key === 'Home') go(0);
  else if (key === 'End') go(shown.length - 1);
  else if (key === 'ArrowLeft') fold(true, refill);
  else if (key === 'ArrowRight') fold(false, refill);
  else if (key === 'Enter' || key === ' ') toggle(refill);
  else return false;
  return true;
}

/** @param {() => void} refill */
export function toggle(refill) {
  const row = shown[active];
  if (row?.kind === 'head') fold(!folded.has(row.wave), refill);
}

/**
 * Folds or unfolds; from a deployment goes to its wave, from an open wave to its first deployment.
 * @param {boolean} close
 * @param {() => void} refill
 */
function fold(close, refill) {
  const row = shown[active];
  if (row === undefined) return;
  if (row.kind === 'lane') {
    if (close) go(shown.findIndex((one) => one.kind === 'head' && one.wave === row.lane[1]));
    return;
  }
  if (!close && !folded.has(row.wave)) {
    go(active + 1);
    return;
  }
  if (close) folded.add(row.wave);
  else folded.delete(row.wave);
  chosen = undefined;
  refill();
}

/** Whether a deployment, or a step of it that did not go well, has a word in it. @param {Lane} lane @param {string} word */
export function says(lane, word) {
  if (lane[0].toLowerCase().includes(word) || text(lane[7]).toLowerCase().includes(word)) return true;
  return lane[9].some(([path, outcome, message]) => {
    const isOff = ['ok', 'off'].includes(lookOf(text(outcome)));
    return !isOff && `${text(path)} ${text(message)}`.toLowerCase().includes(word);
  });
}
