import { waitUntilServicesStable } from '@aws-sdk/client-ecs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/model.ts';
import { builtInStepKinds, type StepKinds } from '../../src/steps/index.ts';
import type { StepKind } from '../../src/steps/kind.ts';
import { secretsOf } from '../support/aws/happenings.ts';
import { serveAws } from '../support/aws/server.ts';
import { activeOf, Bench, kindOf, messagesOf, namespace, type Outcome, recordsPlan, settle } from './kit.ts';

/*
 * Three mistakes that are easy to make, each made on purpose. The promise that the release keeps without it has to be
 * seen broken, or stopped, with it.
 */
const plan = recordsPlan(['xy-0146'], { 'records.poll': '15s', 'records.bake': '30s' });

function prepared(kinds: StepKinds = builtInStepKinds, own: Plan = plan): Bench {
  const bench = new Bench(own, kinds);
  settle(bench.account);
  return bench;
}

/** A release that succeeded has a service whose tasks use the active database. */
function brokenPromises({ account }: Bench, outcome: Outcome): readonly string[] {
  if (kindOf(outcome) !== 'succeeded') return [];
  const service = account.services.get(`common-nonprod/${namespace}`);
  const definition = account.taskDefinitions.find(({ arn }) => arn === service?.deployments[0]?.taskDefinition);
  const used = definition === undefined ? [] : secretsOf(definition.input);
  const wanted = `/${namespace}/db/${activeOf(account)}`;
  return used.includes(wanted) ? [] : [`the service uses ${used.join()}, and ${wanted} is active`];
}

let honest: Bench;
beforeEach(() => {
  honest = prepared();
});

describe('the waiter of the SDK in place of our own', () => {
  it('takes a deployment that was rolled back for a success', async () => {
    honest.world.healthOfNew = 'fail-at-start';
    expect(brokenPromises(honest, await honest.run())).toEqual([]);

    const verify = builtInStepKinds.get('aws/ecs-verify');
    if (verify === undefined) throw new Error('there is no aws/ecs-verify');
    const bench: Bench = prepared(new Map([...builtInStepKinds, ['aws/ecs-verify', waiting(verify, () => bench)]]));
    bench.world.healthOfNew = 'fail-at-start';
    const outcome = await bench.run();
    expect(kindOf(outcome)).toBe('succeeded');
    expect(brokenPromises(bench, outcome)).toEqual([expect.stringContaining('the service uses')]);
  });
});

/** The same kind, but it waits as many tools do. */
function waiting(verify: StepKind, bench: () => Bench): StepKind {
  return {
    ...verify,
    run: async (context, signal) => {
      if (context.inputs.before === true) return verify.run(context, signal);
      const { world } = bench();
      const server = await serveAws(world, () => world.advanceTo(world.now + 5000));
      const { ECS } = await import('@aws-sdk/client-ecs');
      const credentials = { accessKeyId: 'AKIA111122223333', secretAccessKey: 's' };
      const client = new ECS({ endpoint: server.url, region: 'eu-west-1', credentials });
      const place = { cluster: String(context.inputs.cluster), services: [String(context.inputs.service)] };
      // It waits in real time; ours stands still meanwhile, and goes on with each look.
      const { timeline } = bench();
      const { state } = await timeline.whileAlive(timeline.process('waiter'), () =>
        waitUntilServicesStable({ client, maxWaitTime: 60, minDelay: 0.01, maxDelay: 0.05 }, place),
      );
      client.destroy();
      await server.close();
      const outputs = { taskDefinition: '', deployment: '', running: 0 };
      return state === 'SUCCESS' ? { kind: 'succeeded', outputs } : { kind: 'failed', message: state };
    },
  };
}

describe('a restore without tags', () => {
  it('would carry the tags of the development database, so it is noticed before anything uses it', async () => {
    expect(kindOf(await honest.run())).toBe('succeeded');

    const bench = prepared();
    bench.world.rewrite = (operation, input) => {
      if (operation !== 'RestoreDBInstanceFromDBSnapshot') return input;
      const { Tags: _, ...rest } = input;
      return rest;
    };
    const outcome = await bench.run();
    expect(kindOf(outcome)).toBe('failed');
    expect(messagesOf(outcome)[0]).toContain('made by something that release did not make');
    expect(bench.world.calls.some(({ operation }) => operation === 'UpdateService')).toBe(false);
  });
});

describe('a task definition that points at the pointer', () => {
  it('is refused before it is registered', async () => {
    expect(kindOf(await honest.run())).toBe('succeeded');

    const text = JSON.stringify(plan).replace(
      '"valueFrom":"{{steps.publish.outputs.name}}"',
      '"valueFrom":"/{{namespace}}/db/active"',
    );
    const bench = prepared(builtInStepKinds, JSON.parse(text) as Plan);
    const outcome = await bench.run();
    expect(messagesOf(outcome)[0]).toContain('changes under running tasks');
    expect(bench.world.calls.some(({ operation }) => operation === 'RegisterTaskDefinition')).toBe(false);
    expect(kindOf(outcome)).toBe('failed');
  });
});
