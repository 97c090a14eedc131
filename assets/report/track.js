import { placeOf } from './axis.js';
import { data, stateOf, stretchesOf, took } from './data.js';
import { byId, make } from './dom.js';

/** Class of a bar by kind of time, in the order of `timeKinds` in src/views/report/intervals.ts. */
const bars = ['bad', 'run', 'wait', 'wait', 'wait', 'wait', 'wait', 'wait', 'stop', 'wait', 'turn', 'others'];

/** Work is done, but for the last of a deployment that still runs. @param {import('./data.js').Lane} lane */
function barsOf(lane) {
  const stretches = stretchesOf(lane);
  const isRunning = stateOf(lane) === 'running';
  return stretches.map((stretch, index) => {
    const look = bars[stretch.kind] ?? 'turn';
    const isNow = isRunning && index === stretches.length - 1;
    return { ...stretch, look: look === 'run' && !isNow ? 'ok' : look };
  });
}

/** The time of a deployment as a bar. @param {import('./data.js').Lane} lane */
export function track(lane) {
  const bar = make('span', 'track');
  for (const { kind, from, to, look } of barsOf(lane)) {
    const piece = make('i', look);
    const left = placeOf(from);
    piece.style.left = `${left}%`;
    piece.style.width = `${Math.max(0, placeOf(to) - left)}%`;
    piece.title = `${data.kinds[kind] ?? ''} ${took(to - from)}`;
    bar.append(piece);
  }
  return bar;
}

const legend = [
  { look: 'ok', words: 'worked' },
  { look: 'run', words: 'works' },
  { look: 'bad', words: 'an attempt that failed' },
  { look: 'wait', words: 'waited for a gate or a retry' },
  { look: 'stop', words: 'nobody drove the run' },
  { look: 'others', words: 'waited for others' },
  { look: 'turn', words: 'waited for its turn' },
];

/** Says what the colours mean, of those that are there. */
export function fillLegend() {
  const seen = new Set();
  for (const lane of data.lanes) for (const { look } of barsOf(lane)) seen.add(look);
  for (const { look, words } of legend.filter((entry) => seen.has(entry.look))) {
    const item = make('li');
    const bar = make('span', 'track');
    bar.append(make('i', look));
    item.append(bar, words);
    byId('legend').append(item);
  }
}
