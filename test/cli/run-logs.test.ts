import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RunLogs, readLog } from '../../src/cli/run-logs.ts';
import { folderWith } from './kit.ts';

const lane = 'ann@prod/app';
const opened = (folder: string): RunLogs => new RunLogs(folder, () => 0);

async function textIn(folder: string): Promise<string> {
  let text = '';
  for await (const entry of readLog(folder, lane)) text += entry.text;
  return text;
}

test('a log that a crash cut in the middle of a line loses and doubles nothing when it is read out again', async () => {
  const folder = folderWith({});
  const first = opened(folder);
  first.add(lane, `${lane}/x`, 'r.0.0.1', 'one\ntw');
  await first.written();
  const [name = ''] = readdirSync(folder);
  appendFileSync(join(folder, name), '{"at":"2026-01-01T00:00:00.000Z","node":"ann@prod/app/x","tick');
  const second = opened(folder);
  for (const piece of ['one\n', 'two\nthr', 'ee\n']) second.add(lane, `${lane}/x`, 'r.0.0.1', piece);
  await second.written();
  expect(await textIn(folder)).toBe('one\ntwo\nthree\n');
  expect(await second.close()).toBeUndefined();
});

test('what was added is in the file once that is asked for, also by many at once', async () => {
  const folder = folderWith({});
  const logs = opened(folder);
  await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      logs.add(lane, `${lane}/x`, `r.0.0.${index}`, `${index} `);
      await logs.written();
      expect(await textIn(folder)).toContain(`${index} `);
    }),
  );
  await logs.close();
});
