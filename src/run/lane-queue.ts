import { fact, type LaneQueue, type RunState, type WaveStage, type WaveState, waveStages } from './state.ts';

/** Forgets lanes at the front that have started. */
export function advance(state: RunState, queue: LaneQueue): void {
  while (queue.head < queue.items.length && hasLeft(state, queue.items[queue.head] ?? -1)) queue.head++;
}

/** Lanes of the stage that may start now, in order. Looks only as far as the caller reads. */
export function* startable(state: RunState, wave: WaveState, stage: WaveStage): Generator<number> {
  const { items, head } = wave.queue[stage];
  for (let place = head; place < items.length; place++) {
    const lane = items[place] ?? -1;
    if (!hasLeft(state, lane) && !state.admitting.has(lane)) yield lane;
  }
}

function hasLeft(state: RunState, lane: number): boolean {
  return ((state.facts.bits[lane] ?? 0) & (fact.running | fact.ended)) !== 0;
}

/** Takes lanes out of the queues until `unpark`, so that a long freeze is not walked over at every decision. */
export function park(state: RunState, keeps: (lane: number) => boolean): void {
  eachQueue(state, (queue) => {
    const rest = queue.items.slice(queue.head);
    if (!rest.some(keeps)) return;
    for (const lane of rest) if (keeps(lane)) queue.parked.add(lane);
    replace(
      queue,
      rest.filter((lane) => !keeps(lane)),
    );
  });
}

/** Puts parked lanes back, in the order of the plan. */
export function unpark(state: RunState, frees: (lane: number) => boolean): void {
  eachQueue(state, (queue) => {
    const freed = [...queue.parked].filter(frees);
    if (freed.length === 0) return;
    for (const lane of freed) queue.parked.delete(lane);
    replace(
      queue,
      [...queue.items.slice(queue.head), ...freed].sort((a, b) => a - b),
    );
  });
}

/** A lane goes again, before those that have not gone yet. */
export function requeue(wave: WaveState, stage: WaveStage, lanes: readonly number[]): void {
  const queue = wave.queue[stage];
  const again = new Set(lanes);
  replace(queue, [...lanes, ...queue.items.slice(queue.head).filter((lane) => !again.has(lane))]);
}

function replace(queue: LaneQueue, items: readonly number[]): void {
  queue.items.length = 0;
  for (const item of items) queue.items.push(item);
  queue.head = 0;
}

function eachQueue(state: RunState, change: (queue: LaneQueue) => void): void {
  for (const wave of state.waves) for (const stage of waveStages) change(wave.queue[stage]);
}
