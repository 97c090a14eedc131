import { describe, expect, test } from 'vitest';
import { expandProcess } from '../../src/plan/expand.ts';
import { basic, type Files, load } from './workspace.ts';

/** Steps as `path <- what it needs`, in the order of the process; steps that run once as `path once`. */
function expanded(project: string, files: Files): readonly string[] {
  const { workspace, diagnostics } = load({ ...basic, ...files });
  expect(diagnostics).toEqual([]);
  const root = workspace.projects.get(project);
  if (root === undefined) throw new Error(`no project ${project}`);
  const { steps, once } = expandProcess(workspace, root);
  const pathOf = (index: number): string => steps[index]?.path ?? '?';
  return [
    ...steps.map(({ path, needs }) => `${path} <- ${needs.map(pathOf).join(' ')}`.trim()),
    ...once.map(({ path }) => `${path} once`),
  ];
}

function projectText(id: string, steps: readonly string[], head = ''): string {
  const items = steps.map((step) => `  - { uses: script, ${step} }\n`).join('');
  return `project: ${id}\n${head}steps:\n${items}`;
}

function chainTo(project: string, id = project, rest = ''): string {
  return `id: ${id}, uses: chain, with: { project: ${project}${rest} }`;
}

/** `chainTo` writes its own kind, so the items of a train do not repeat it. */
function train(steps: readonly string[], head = ''): string {
  return projectText('train', steps, head).replaceAll('uses: script, id', 'id');
}

const web = { 'projects/web.yaml': projectText('web', ['id: one', 'id: two']) };

describe('the order of one project', () => {
  test('a step waits for the one before it, unless it says what it needs', () => {
    const files = {
      'projects/app.yaml': projectText('app', ['id: a', 'id: b', 'id: c, needs: []', 'id: d, needs: [a, c]']),
    };
    expect(expanded('app', files)).toEqual(['a <-', 'b <- a', 'c <-', 'd <- a c']);
  });

  test('a step may need one that stands after it', () => {
    const files = { 'projects/app.yaml': projectText('app', ['id: a, needs: [c]', 'id: b', 'id: c, needs: []']) };
    const steps = expanded('app', files);
    expect(steps).toHaveLength(3);
    expect(steps).toContain('a <- c');
    expect(steps.indexOf('c <-')).toBeLessThan(steps.indexOf('a <- c'));
    expect(steps.indexOf('a <- c')).toBeLessThan(steps.indexOf('b <- a'));
  });
});

describe('chains', () => {
  test('stand in one process, under the path of their step, and join before what comes next', () => {
    const files = {
      ...web,
      'projects/train.yaml': train(['id: first, uses: script', chainTo('web'), 'id: last, uses: script']),
    };
    expect(expanded('train', files)).toEqual([
      'first <-',
      'web/one <- first',
      'web/two <- web/one',
      'web <- web/one web/two',
      'last <- web',
    ]);
  });

  test('nest', () => {
    const files = {
      ...web,
      'projects/inner.yaml': train([chainTo('web'), 'id: after, uses: script']).replace(
        'project: train',
        'project: inner',
      ),
      'projects/train.yaml': train([chainTo('inner', 'x'), 'id: last, uses: script']),
    };
    expect(expanded('train', files)).toEqual([
      'x/web/one <-',
      'x/web/two <- x/web/one',
      'x/web <- x/web/one x/web/two',
      'x/after <- x/web',
      'x <- x/web/one x/web/two x/web x/after',
      'last <- x',
    ]);
  });

  test('that are not waited for let the next step start with them', () => {
    const files = {
      ...web,
      'projects/train.yaml': train([
        'id: first, uses: script',
        chainTo('web', 'web', ', wait: false'),
        'id: last, uses: script',
      ]),
    };
    expect(expanded('train', files).at(-1)).toBe('last <- first');
  });

  test('a root step of the chained project waits for what its chain step waits for', () => {
    const roots = { 'projects/web.yaml': projectText('web', ['id: one', 'id: two, needs: []']) };
    const files = { ...roots, 'projects/train.yaml': train(['id: first, uses: script', chainTo('web')]) };
    expect(expanded('train', files).slice(1, 3)).toEqual(['web/one <- first', 'web/two <- first']);
  });

  test('of an untenanted project have a lane of their own when the train is tenanted', () => {
    const shared = { 'projects/web.yaml': projectText('web', ['id: one'], 'tenancy: untenanted\n') };
    expect(expanded('train', { ...shared, 'projects/train.yaml': train([chainTo('web')]) })).toEqual(['web <-']);
    const untenanted = train([chainTo('web')], 'tenancy: untenanted\n');
    expect(expanded('train', { ...shared, 'projects/train.yaml': untenanted })).toEqual([
      'web/one <-',
      'web <- web/one',
    ]);
  });
});

describe('steps that run once', () => {
  test('belong to no deployment; what needs them waits for what they wait for', () => {
    const files = { 'projects/app.yaml': projectText('app', ['id: a', 'id: mail, once: after', 'id: b']) };
    expect(expanded('app', files)).toEqual(['a <-', 'b <- a', 'mail once']);
  });

  test('are found inside chains', () => {
    const files = {
      'projects/web.yaml': projectText('web', ['id: migrate, once: before', 'id: one']),
      'projects/train.yaml': train(['id: first, uses: script', chainTo('web')]),
    };
    expect(expanded('train', files)).toEqual(['first <-', 'web/one <- first', 'web <- web/one', 'web/migrate once']);
  });
});
