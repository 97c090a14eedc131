import { clock, data, lookOf, stateOf, stretchesOf, text, took } from './data.js';
import { byId, icon, make } from './dom.js';

/** Shows one deployment with its steps beside the list. @param {import('./data.js').Lane} lane */
export function showDetail(lane) {
  const [address, wave, , from, to, start, end, reason, , steps, attempts] = lane;
  const state = stateOf(lane);
  const badge = make('span', `pill ${lookOf(state)}`);
  badge.append(icon(lookOf(state)), state);
  const facts = make('dl');
  addFact(facts, 'Version', `${from < 0 ? 'nothing' : text(from)} → ${text(to)}`);
  if (data.waves[wave]) addFact(facts, 'Wave', data.waves[wave]?.name ?? '');
  if (start >= 0) addFact(facts, 'Started', `${clock(start)}, ${took(start)} into the run`);
  if (start >= 0 && end >= 0) addFact(facts, 'Took', took(end - start));
  for (const [kind, time] of timeByKind(lane)) addFact(facts, data.kinds[kind] ?? '', took(time));
  if (reason >= 0) addFact(facts, 'Because', text(reason));
  const list = make('ol', 'steps');
  steps.forEach((step, index) => {
    const own = attempts.filter((attempt) => attempt[0] === index);
    list.append(stepItem(step, own, address));
  });
  byId('detail').replaceChildren(make('h3', '', address), badge, facts, list);
  if (steps.length === 0) byId('detail').append(make('p', 'none', 'No step of it has begun.'));
}

/**
 * @param {HTMLElement} list
 * @param {string} name
 * @param {string} value
 */
function addFact(list, name, value) {
  list.append(make('dt', '', name.charAt(0).toUpperCase() + name.slice(1)), make('dd', '', value));
}

/** Longest first. @param {import('./data.js').Lane} lane */
function timeByKind(lane) {
  /** @type {Map<number, number>} */
  const sums = new Map();
  for (const { kind, from, to } of stretchesOf(lane)) sums.set(kind, (sums.get(kind) ?? 0) + to - from);
  return [...sums].filter(([, time]) => time >= 100).sort(([, one], [, other]) => other - one);
}

/**
 * @param {import('./data.js').Lane[9][number]} step
 * @param {import('./data.js').Lane[10][number][]} attempts
 * @param {string} address
 */
function stepItem([path, outcome, message], attempts, address) {
  const word = text(outcome);
  const look = lookOf(word);
  const isBad = look === 'bad' || look === 'ask';
  const item = make('li', look);
  const line = make('div', 'line');
  line.append(icon(look), make('span', 'path', text(path)));
  if (look !== 'ok') line.append(make('span', 'said', word));
  const last = attempts.at(-1);
  if (last) {
    const count = attempts.length > 1 ? `${attempts.length} attempts, last ` : '';
    line.append(make('span', 'took', count + (last[3] < 0 ? `since ${clock(last[2])}` : took(last[3] - last[2]))));
  }
  item.append(line);
  if (message >= 0) item.append(make('p', isBad ? 'message' : 'note', text(message)));
  if (isBad) item.append(make('code', 'type', `release logs ${data.run} ${quoted(`${address}/${text(path)}`)}`));
  return item;
}

/** As src/views/status/parts.ts quotes a word for a shell. @param {string} word */
function quoted(word) {
  return /^[\w@%+=:,./][\w@%+=:,./#~-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
