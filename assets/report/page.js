import { fillAxis } from './axis.js';
import { data, order, stateOf, thousands } from './data.js';
import { byId, make } from './dom.js';
import { choose, draw, fillRows, folded, go, goTo, lanesByState, press, says, toggle } from './list.js';
import { fillLegend } from './track.js';

const filters = [
  { name: 'All', states: order },
  { name: 'Failed', states: ['failed', 'undone', 'unknown'] },
  { name: 'Running', states: ['running'] },
  { name: 'Waiting', states: ['waiting', 'blocked'] },
  { name: 'Succeeded', states: ['succeeded'] },
  { name: 'Other', states: ['skipped', 'cancelled'] },
];
/** A longer list begins with those waves folded in which everything is as it should be. */
const longList = 60;
const longWave = 30;

const list = byId('rows');
const search = /** @type {HTMLInputElement} */ (byId('search'));
let filter = 0;

function refresh() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const states = filters[filter]?.states ?? order;
  const fitting = lanesByState.filter(
    (lane) => states.includes(stateOf(lane)) && words.every((word) => says(lane, word)),
  );
  byId('found').textContent = fitting.length === data.lanes.length ? '' : `${thousands(fitting.length)} found`;
  fillRows(fitting);
}

/** @param {number} index */
function setFilter(index) {
  filter = index;
  for (const button of byId('filters').querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(Number(button.dataset.filter) === index));
  }
  refresh();
}

function fillFilters() {
  filters.forEach(({ name, states }, index) => {
    const count = data.lanes.filter((lane) => states.includes(stateOf(lane))).length;
    if (index > 0 && count === 0) return;
    const button = make('button', 'button', `${name} ${thousands(count)}`);
    button.setAttribute('type', 'button');
    button.dataset.filter = String(index);
    button.addEventListener('click', () => setFilter(index));
    byId('filters').append(button);
  });
}

/** @param {string} address */
function find(address) {
  const lane = data.lanes.find((one) => one[0] === address);
  if (lane === undefined) return;
  search.value = '';
  folded.delete(lane[1]);
  setFilter(0);
  byId('deployments').scrollIntoView({ block: 'start' });
  list.focus({ preventScroll: true });
  goTo(lane);
}

/** All that failed at a step. @param {string} words */
function findFailed(words) {
  search.value = words;
  setFilter(1);
  byId('deployments').scrollIntoView({ block: 'start' });
  list.focus({ preventScroll: true });
  go(1);
}

function openHelp() {
  const dialog = byId('help');
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

function foldWhatIsFine() {
  if (data.lanes.length <= longList) return;
  data.waves.forEach(({ state }, wave) => {
    const own = data.lanes.filter((lane) => lane[1] === wave);
    const isFine = own.every((lane) => ['succeeded', 'skipped'].includes(stateOf(lane)));
    if (own.length > longWave && (isFine || state === 'waiting')) folded.add(wave);
  });
}

function listen() {
  list.addEventListener('scroll', draw, { passive: true });
  window.addEventListener('resize', draw);
  search.addEventListener('input', refresh);
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Escape') search.value = '';
    refresh();
    list.focus();
  });
  list.addEventListener('keydown', (event) => {
    if (!isPlain(event) || !press(event.key, refresh)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener('click', ({ target }) => {
    const row = target instanceof Element ? target.closest('.row') : null;
    if (!(row instanceof HTMLElement)) return;
    go(Number(row.dataset.index));
    toggle(refresh);
  });
  document.addEventListener('click', ({ target }) => {
    const place = target instanceof Element ? target.closest('.place') : null;
    if (!(place instanceof HTMLElement)) return;
    if (place.dataset.lane === undefined) findFailed(place.dataset.search ?? '');
    else find(place.dataset.lane);
  });
  document.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLInputElement || !isPlain(event)) return;
    if (event.key === '/') search.focus();
    else if (event.key === 'f') setFilter(filter === 1 ? 0 : 1);
    else if (event.key === '?') openHelp();
    else if (event.key === 'j' || event.key === 'k') list.focus();
    else return;
    event.preventDefault();
  });
  byId('keys').addEventListener('click', openHelp);
}

/** @param {KeyboardEvent} event */
function isPlain(event) {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Times stand in the page as UTC; here they become those of the reader. */
function localTimes() {
  for (const time of document.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.title = time.dateTime;
    time.textContent = at.toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });
  }
}

localTimes();
for (const part of document.querySelectorAll('.tools, .split')) part.removeAttribute('hidden');
fillFilters();
fillLegend();
fillAxis();
listen();
foldWhatIsFine();
if (lanesByState[0]) choose(lanesByState[0]);
setFilter(0);
