import { describe, expect, test } from 'vitest';
import { builtProgram } from './build.ts';
import type { Place } from './place.ts';
import { isRunning, letGo, logProblem, slowPlace } from './slow.ts';

const built = builtProgram();
const outcomes = (place: Place): readonly string[] =>
  place
    .journal('slow.1')
    .flatMap(({ event }) => (event.type === 'attempt-finished' ? [`${event.node} ${event.outcome.kind}`] : []));
const bothDone = ['ann@prod/slow/long succeeded', 'ann@prod/slow/next succeeded'];
const onceEach = ['slow.1/0.0.1', 'slow.1/0.1.1'];

/** Runs the release and does something once its first step runs. */
async function runUntil(place: Place, code: number, act: (pid: number) => unknown): Promise<string> {
  const told = await place.expect(code, ['run', 'releases/slow.yaml', '--yes'], {
    meanwhile: (child) => void isRunning(place).then(() => act(child.pid ?? 0)),
  });
  return told.err;
}

describe('a script that goes on while its runner is dead', () => {
  test('is found again: one start, a log without gap or double line, its outputs and its exit code', async () => {
    const place = slowPlace(built());
    // Three runners die on it, at times that the log is not read at.
    for (const words of [['run', 'releases/slow.yaml', '--yes'], ['resume'], ['resume']]) {
      await place.expect(137, words, {
        meanwhile: (child) => void isRunning(place).then(() => setTimeout(() => child.kill('SIGKILL'), 1_370)),
      });
    }
    await place.expect(0, ['resume'], { meanwhile: () => setTimeout(() => letGo(place), 900) });
    expect(outcomes(place)).toEqual(bothDone);
    expect(place.effects()).toEqual(onceEach);
    expect(await logProblem(place, 'slow.1')).toBeUndefined();
    place.remove();
  }, 240_000);

  test('may end before anybody looks, and badly', async () => {
    const place = slowPlace(built(), 5);
    await place.expect(137, ['run', 'releases/slow.yaml', '--yes'], {
      meanwhile: (child) => void isRunning(place).then(() => setTimeout(() => child.kill('SIGKILL'), 500)),
    });
    letGo(place);
    await place.expect(1, ['resume']);
    const status = await place.expect(0, ['status', '--output', 'json']);
    expect(status.out).toContain('exit code 5: the end');
    expect(await logProblem(place, 'slow.1')).toBeUndefined();
    expect(place.effects()).toEqual(onceEach.slice(0, 1));
    place.remove();
  }, 240_000);
});

describe('signals', () => {
  test('one Ctrl-C starts nothing more, leaves the script alone and says how to go on', async () => {
    const place = slowPlace(built());
    const told = await runUntil(place, 130, (pid) => process.kill(pid, 'SIGINT'));
    expect(told).toContain('release resume slow.1');
    expect(outcomes(place)).toEqual([]);
    letGo(place);
    await place.expect(0, ['resume']);
    expect(outcomes(place)).toEqual(bothDone);
    expect(place.effects()).toEqual(onceEach);
    expect(await logProblem(place, 'slow.1')).toBeUndefined();
    place.remove();
  }, 240_000);

  test('a second one cancels what runs, and the script is gone', async () => {
    const place = slowPlace(built());
    await place.expect(130, ['run', 'releases/slow.yaml', '--yes'], {
      meanwhile: (child) => {
        void isRunning(place).then(() => child.kill('SIGINT'));
        child.stderr?.on('data', (text: Buffer) => {
          if (text.includes('Ctrl-C again cancels')) child.kill('SIGINT');
        });
      },
    });
    expect(outcomes(place)).toEqual(['ann@prod/slow/long cancelled']);
    expect(place.state('slow.1').end).toBe('cancelled');
    letGo(place);
    expect(await place.expect(2, ['resume', 'slow.1'])).toMatchObject({ err: expect.stringContaining('REL3022') });
    expect(place.effects()).toEqual(onceEach.slice(0, 1));
    place.remove();
  }, 240_000);

  test('SIGTERM is one Ctrl-C with an exit code of its own', async () => {
    const place = slowPlace(built());
    await runUntil(place, 143, (pid) => process.kill(pid, 'SIGTERM'));
    letGo(place);
    await place.expect(0, ['resume']);
    expect(outcomes(place)).toEqual(bothDone);
    expect(place.effects()).toEqual(onceEach);
    place.remove();
  }, 240_000);
});
