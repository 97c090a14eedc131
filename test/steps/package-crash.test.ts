import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/model.ts';
import { isTarget } from '../../src/targets/registry.ts';
import type { Target } from '../../src/targets/target.ts';
import type { TargetMaker } from '../../src/targets/target-maker.ts';
import { hooks, PackageSite, packagePlan, recordingHook } from './package-place.ts';
import { type Asked, asking, type Opening } from './setup.ts';

let place: PackageSite;
beforeEach(() => {
  place = new PackageSite();
});
afterEach(() => place.remove());

/** Dies before or after the n-th thing it asks of the target, as a killed process does: it never goes on. */
function dyingAfter(calls: number, when: 'before' | 'after', died: () => void): Pick<Opening, 'wrapTargets'> {
  let left = calls;
  const never = () => new Promise<never>(() => died());
  const wrap = <Args extends readonly unknown[], Result>(call: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      left -= 1;
      if (left < 0 || (left === 0 && when === 'before')) return never();
      const result = await call(...args);
      return left === 0 ? never() : result;
    };
  };
  const wrapTarget = (target: Target): Target => ({
    ...target,
    start: wrap(target.start),
    status: wrap(target.status),
    wait: wrap(target.wait),
    packages: {
      install: wrap(target.packages.install),
      switchTo: wrap(target.packages.switchTo),
      noteCurrent: wrap(target.packages.noteCurrent),
      look: wrap(target.packages.look),
      list: wrap(target.packages.list),
      prune: wrap(target.packages.prune),
    },
  });
  const wrapTargets =
    (make: TargetMaker['make']): TargetMaker['make'] =>
    (target) => {
      const made = make(target);
      return isTarget(made) ? wrapTarget(made) : made;
    };
  return { wrapTargets };
}

/** True when it died on its way, false when it came to its end. */
async function runUntil(plan: Plan, asked: Asked, calls: number, when: 'before' | 'after'): Promise<boolean> {
  let died = () => {};
  const dead = new Promise<true>((settle) => {
    died = () => settle(true);
  });
  const { executor } = place.open(
    plan,
    dyingAfter(calls, when, () => died()),
  );
  return Promise.race([dead, executor.execute(asked).then(() => false)]);
}

async function resumed(plan: Plan, asked: Asked) {
  const { executor } = place.open(plan);
  const seen = await executor.observe(asked);
  expect(['running', 'never-started']).toContain(seen.kind);
  return executor.execute(asked);
}

for (const when of ['before', 'after'] as const) {
  test(`killed ${when} any call to the target, a deployment comes to the same end, and no hook runs twice`, async () => {
    await place.open(packagePlan(await place.pack('Web', '0.9.0', {}))).executor.execute(asking({ run: 'old' }));
    let deaths = 0;
    for (let calls = 1; ; calls += 1) {
      const version = `1.0.${calls}`;
      const plan = packagePlan(await place.pack('Web', version, hooks));
      const asked = asking({ run: `r${calls}` });
      const before = place.current();
      if (!(await runUntil(plan, asked, calls, when))) break;
      deaths += 1;
      expect((await resumed(plan, asked)).kind).toBe('succeeded');
      expect(place.current()).toBe(version);
      expect(place.ran().slice(-2)).toEqual([`pre ${version} ${before}`, `post ${version} ${version}`]);
      expect(place.ran()).toHaveLength(deaths * 2);
    }
    expect(deaths).toBeGreaterThan(8);
  });

  test(`killed ${when} any call to the target, a deployment that fails leaves the old version current`, async () => {
    await place.open(packagePlan(await place.pack('Web', '0.9.0', {}))).executor.execute(asking({ run: 'old' }));
    const failing = { ...hooks, 'post-deploy.sh': `${recordingHook('post')}exit 1\n` };
    let deaths = 0;
    for (let calls = 1; ; calls += 1) {
      const plan = packagePlan(await place.pack('Web', `1.0.${calls}`, failing));
      const asked = asking({ run: `r${calls}` });
      if (!(await runUntil(plan, asked, calls, when))) break;
      deaths += 1;
      const outcome = await resumed(plan, asked);
      expect(outcome).toEqual({ kind: 'failed', message: 'post-deploy: exit code 1', exitCode: 1 });
      expect(place.current()).toBe('0.9.0');
      expect(place.ran()).toHaveLength(deaths * 2);
      expect(await resumed(plan, asked)).toEqual(outcome);
      expect(place.ran()).toHaveLength(deaths * 2);
    }
    expect(deaths).toBeGreaterThan(8);
  });
}

test('what is observed at each stage', async () => {
  const used = await place.pack('Web', '1.0.0', hooks);
  const plan = packagePlan(used);
  const { executor } = place.open(plan);
  expect(await executor.observe(asking())).toEqual({ kind: 'never-started' });
  await executor.execute(asking());
  expect(await executor.observe(asking())).toEqual({ kind: 'running' });
  expect(await executor.observe(asking({ run: 'r2' }))).toEqual({ kind: 'running' });
  expect((await executor.execute(asking({ run: 'r2' }))).kind).toBe('succeeded');
  expect(place.ran()).toHaveLength(4);
});
