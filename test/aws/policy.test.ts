import { beforeAll, describe, expect, it } from 'vitest';
import { preflight } from '../../src/aws/preflight.ts';
import { actionsOf, allows, page, policyFor, type Right, rightsFor } from './iam.ts';
import { accountId, addDatabase, Bench, namespace, recordsPlan, settle } from './kit.ts';
import { afterRelease, withCluster, withSourceElsewhere } from './variants.ts';

/*
 * The policy that docs/aws.md prints, held against every call that all these runs make: it allows each of them on the
 * resources that they name, nothing of another customer, and nothing that no run needs.
 */
const policy = policyFor(namespace, 'common-nonprod');
const needed = new Map<string, Right>();
/** Operations of clusters and of other accounts, which the page names in words. */
const others = new Set<string>();

function watch(bench: Bench): Bench {
  bench.world.onCall = (call, when) => {
    if (when === 'after') return;
    for (const right of rightsFor(call, bench.account)) needed.set(JSON.stringify(right), right);
  };
  return bench;
}

function sample(values: Readonly<Record<string, string | number>>): Bench {
  const bench = new Bench(recordsPlan(['xy-0146'], { 'records.poll': '30s', 'records.bake': '0s', ...values }));
  settle(bench.account);
  return watch(bench);
}

beforeAll(async () => {
  await sample({ 'records.keep': 0 }).run();
  const broken = sample({});
  broken.world.healthOfNew = 'fail-at-start';
  await broken.run();
  for (const health of ['as-the-database', 'fail-at-start'] as const) {
    const first = watch(new Bench(recordsPlan(['xy-0146'], { 'records.poll': '30s' })));
    addDatabase(first.account, 'xy-0146-dev');
    first.world.health.set(`arn:aws:ecs:eu-west-1:${accountId}:task-definition/${namespace}:1`, health);
    await first.run();
  }
  await watch((await afterRelease())()).run();
  const asked = sample({});
  const account = asked.aws(asked.timeline.process('asks'), `AKIA${accountId}`).at({ region: 'eu-west-1' });
  await preflight(account, {
    namespace,
    kinds: ['instance'],
    source: account,
    sourceDatabase: 'xy-0146-dev',
    subnetGroup: 'records',
    parameterGroup: 'records-mysql8',
    cluster: 'common-nonprod',
    service: namespace,
  });
  // A log so long that its beginning is removed.
  const long = sample({});
  const [begun] = [...long.account.parameters.values()].filter(({ name }) => name.endsWith('/00000001'));
  for (let number = 3; number < 30 && begun !== undefined; number += 1) {
    const name = `/${namespace}/release/log/${String(number).padStart(8, '0')}`;
    const [value] = begun.versions;
    const committed = {
      ...begun,
      name,
      versions: [{ ...value, value: value?.value.replace('begin', 'committed') ?? '' }],
    };
    long.account.parameters.set(name, committed as typeof begun);
  }
  await long.run();
  for (const bench of [withCluster(), withSourceElsewhere('alias/shared')]) {
    await bench.run();
    for (const { operation } of bench.world.calls) others.add(operation);
  }
}, 120_000);

describe('the policy of docs/aws.md', () => {
  it('allows every call of every run', () => {
    const denied = [...needed.values()].filter((right) => !policy.some((statement) => allows(statement, right)));
    expect(denied).toEqual([]);
    expect(needed.size).toBeGreaterThan(40);
  });

  it('allows nothing that no run needs', () => {
    const asked = new Set([...needed.values()].map(({ action }) => action));
    const idle = policy.flatMap((statement) => actionsOf(statement).filter((action) => !asked.has(action)));
    // No call of ours: AWS asks for them when a role is handed to tasks, and shows tags to who may list them.
    expect(idle.toSorted()).toEqual(['ecs:ListTagsForResource', 'iam:PassRole', 'rds:ListTagsForResource']);
    const used = policy.filter((statement) => [...needed.values()].some((right) => allows(statement, right)));
    expect(policy.filter((statement) => !used.includes(statement)).map(({ Sid }) => Sid)).toEqual(['TaskRoles']);
  });

  it('allows in each statement only what this statement is needed for', () => {
    const idle = policy.flatMap((statement) =>
      actionsOf(statement)
        .filter((action) => ![...needed.values()].some((right) => right.action === action && allows(statement, right)))
        .map((action) => `${statement.Sid}: ${action}`),
    );
    expect(idle).toEqual(['Look: rds:ListTagsForResource', 'Look: ecs:ListTagsForResource', 'TaskRoles: iam:PassRole']);
  });

  it('lets nobody change what belongs to another customer, or the database of development', () => {
    const changing = [...needed.values()].filter(({ resource }) => resource !== '*' && resource.includes(namespace));
    expect(changing.length).toBeGreaterThan(20);
    for (const other of ['xy-0146-qa2', 'xy-0147-qa', 'xy-0146-prod', 'kv-0152-qa']) {
      const theirs = changing.map((right): Right => {
        const tags = right.tags && { ...right.tags, 'release:namespace': other };
        return { ...right, resource: right.resource.replaceAll(namespace, other), tags };
      });
      expect(theirs.filter((right) => policy.some((statement) => allows(statement, right)))).toEqual([]);
    }
    const dev = `arn:aws:rds:eu-west-1:${accountId}:db:xy-0146-dev`;
    const all = new Set([...needed.values()].map(({ action }) => action).filter((action) => action.startsWith('rds:')));
    const actions = [...all].filter(
      (action) => !/:(?:Describe|List)/.test(action) && action !== 'rds:CreateDBSnapshot',
    );
    const rights = actions.map((action): Right => ({ action, resource: dev, tags: {} }));
    expect(rights.filter((right) => policy.some((statement) => allows(statement, right)))).toEqual([]);
  });

  it('does not delete what its tags say is of another customer, whatever its name', () => {
    const resource = `arn:aws:rds:eu-west-1:${accountId}:db:${namespace}-2-20261120t120000z`;
    const right: Right = { action: 'rds:DeleteDBInstance', resource, tags: { 'release:namespace': `${namespace}-2` } };
    expect(policy.some((statement) => allows(statement, right))).toBe(false);
  });

  it('is completed by what the page says of clusters and other accounts', () => {
    const known = new Set([...needed.values()].map(({ action }) => action.split(':')[1]));
    const more = [...others].filter((operation) => !known.has(operation));
    expect(more.length).toBeGreaterThan(5);
    expect(more.filter((operation) => !page.includes(`:${operation}\``) && !page.includes(`:${operation}"`))).toEqual(
      [],
    );
  });
});
