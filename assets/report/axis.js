import { clock, data, took } from './data.js';
import { byId, make } from './dom.js';

/** Where a time stands on the axis, in percent. @param {number} time */
export function placeOf(time) {
  const { bends } = data;
  for (let index = 1; index < bends.length; index++) {
    const [to, end] = bends[index] ?? [0, 0];
    const [from, begin] = bends[index - 1] ?? [0, 0];
    if (time <= to) return (begin + ((end - begin) * Math.max(0, time - from)) / Math.max(1, to - from)) / 10;
  }
  return 100;
}

/** The time that stands at a place of the axis. @param {number} percent */
function timeAt(percent) {
  const { bends } = data;
  for (let index = 1; index < bends.length; index++) {
    const [to, end] = bends[index] ?? [0, 0];
    const [from, begin] = bends[index - 1] ?? [0, 0];
    if (percent * 10 <= end) return from + ((to - from) * (percent * 10 - begin)) / Math.max(0.001, end - begin);
  }
  return bends.at(-1)?.[0] ?? 0;
}

/** Time of day, with the day of the week when it is not that of the start. @param {number} time */
function timeLabel(time) {
  if ((data.bends.at(-1)?.[0] ?? 0) < 20_000) return `+${took(time)}`;
  const day = new Date(data.start + time).toLocaleDateString('en', { weekday: 'short' });
  return day === new Date(data.start).toLocaleDateString('en', { weekday: 'short' })
    ? clock(time)
    : `${day} ${clock(time)}`;
}

/** A label at about every fifth of the way, and how long each stretch was that is drawn shorter. */
export function fillAxis() {
  const axis = byId('axis');
  const breaks = data.breaks.map(([from, to]) => ({ at: (placeOf(from) + placeOf(to)) / 2, length: to - from }));
  for (const { at, length } of breaks) {
    const mark = make('span', 'break', `≈ ${took(length)}`);
    mark.title = `${took(length)} in which nothing ran, drawn shorter`;
    mark.style.left = `${Math.min(94, Math.max(6, at))}%`;
    axis.append(mark);
  }
  for (let share = 0; share < 100; share += 20) {
    if (breaks.some(({ at }) => at > share - 8 && at < share + 20)) continue;
    const label = make('span', '', timeLabel(timeAt(share)));
    label.style.left = `${share}%`;
    axis.append(label);
  }
}
