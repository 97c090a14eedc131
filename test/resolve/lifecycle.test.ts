import { describe, expect, it } from 'vitest';
import type { Phase } from '../../src/config/model.ts';
import { type Deployable, type Finished, lifecycleProgress, mayEnter } from '../../src/resolve/lifecycle.ts';
import { unconnectedWarnings } from '../../src/resolve/unconnected-warnings.ts';
import { at } from './support.ts';

const hour = 3_600_000;

function phase(name: string, environments: readonly string[], parts: Partial<Phase> = {}): Phase {
  const rules = { minimum: 0, optional: false, tenantsAtLeast: 0, soakSeconds: 0 };
  return { name, environments, ...rules, span: at('release.config.yaml', name.length), ...parts };
}

type Record_ = { readonly [place: string]: readonly Finished[] };
const done = (version = '2.0', finishedAt = 0): readonly Finished[] => [{ version, finishedAt }];
const a: Deployable = { id: 'a', environments: ['qa', 'test', 'prod'] };

function ask(
  phases: readonly Phase[],
  record: Record_,
  environment: string,
  tenants: readonly Deployable[] = [a],
  now = hour,
) {
  const lifecycle = { name: 'train', phases, span: at('release.config.yaml') };
  const of = (tenant: string, place: string) => record[`${tenant}@${place}`] ?? [];
  return mayEnter(lifecycleProgress(lifecycle, '2.0', of, tenants), tenants[0] ?? a, environment, now);
}

describe('mayEnter', () => {
  const two = [phase('beta', ['qa', 'test']), phase('release', ['prod'])];

  it('lets everything into the first phase, and treats a single phase as equals', () => {
    expect(ask(two, {}, 'test')).toEqual({ kind: 'allowed', unconnected: [] });
    expect(ask([phase('all', ['test', 'prod'])], {}, 'prod').kind).toBe('allowed');
  });

  it('asks for all environments of the earlier phase, with this version', () => {
    expect(ask(two, { 'a@qa': done(), 'a@test': done('1.0') }, 'prod')).toEqual({
      kind: 'blocked',
      why: 'a has not finished qa and test of phase beta with this version',
    });
    expect(ask(two, { 'a@qa': done(), 'a@test': [...done('1.0'), ...done()] }, 'prod').kind).toBe('allowed');
  });

  it('asks for a minimum, never for more than the tenant has', () => {
    const one = [phase('beta', ['qa', 'test'], { minimum: 1 }), phase('release', ['prod'])];
    expect(ask(one, { 'a@test': done() }, 'prod').kind).toBe('allowed');
    expect(ask(one, {}, 'prod')).toMatchObject({ why: expect.stringContaining('1 of qa and test') });
    const three = [phase('beta', ['qa', 'test'], { minimum: 3 }), phase('release', ['prod'])];
    expect(ask(three, { 'a@qa': done(), 'a@test': done() }, 'prod').kind).toBe('allowed');
  });

  it('does not wait for an optional phase', () => {
    expect(ask([phase('beta', ['test'], { optional: true }), phase('release', ['prod'])], {}, 'prod').kind).toBe(
      'allowed',
    );
  });

  it('reports a tenant that is connected to no environment of an earlier phase', () => {
    const single = { id: 's', environments: ['prod'] };
    expect(ask(two, {}, 'prod', [single])).toEqual({ kind: 'allowed', unconnected: ['beta'] });
  });

  it('waits for enough tenants', () => {
    const gated = [phase('beta', ['test']), phase('release', ['prod'], { tenantsAtLeast: 2 })];
    const tenants = [a, { id: 'b', environments: ['test'] }];
    expect(ask(gated, { 'a@test': done() }, 'prod', tenants)).toEqual({
      kind: 'blocked',
      why: '2 tenants must finish beta first, and 1 did',
    });
    expect(ask(gated, { 'a@test': done(), 'b@test': done() }, 'prod', tenants).kind).toBe('allowed');
  });

  it('soaks, and says until when', () => {
    const soaking = [phase('beta', ['test']), phase('release', ['prod'], { soakSeconds: 7200 })];
    const record = { 'a@test': done('2.0', hour) };
    expect(ask(soaking, record, 'prod', [a], 2 * hour)).toMatchObject({ kind: 'blocked', until: 3 * hour });
    expect(ask(soaking, record, 'prod', [a], 3 * hour).kind).toBe('allowed');
  });

  it('soaks a tenant without the earlier phase from when the first tenant finished it', () => {
    const soaking = [phase('beta', ['test']), phase('release', ['prod'], { soakSeconds: 3600 })];
    const tenants = [{ id: 's', environments: ['prod'] }, a];
    expect(ask(soaking, {}, 'prod', tenants)).toMatchObject({
      kind: 'blocked',
      why: expect.stringContaining('Nobody'),
    });
    const record = { 'a@test': done('2.0', hour) };
    expect(ask(soaking, record, 'prod', tenants, hour)).toMatchObject({ until: 2 * hour });
    expect(ask(soaking, record, 'prod', tenants, 2 * hour)).toEqual({ kind: 'allowed', unconnected: ['beta'] });
  });

  it('blocks an environment that the lifecycle does not know', () => {
    expect(ask(two, {}, 'moon')).toEqual({ kind: 'blocked', why: 'Lifecycle train has no phase with moon' });
  });

  it('warns once per phase of those that never pass it', () => {
    const lifecycle = { name: 'train', phases: two, span: at('release.config.yaml') };
    const findings = ['s', 't', 's'].map((tenant) => ({ tenant, environment: 'prod', phases: ['beta'] }));
    expect(unconnectedWarnings(lifecycle, findings)).toMatchObject([
      { code: 'REL1314', summary: 's and t cannot pass phase beta of lifecycle train', span: two[0]?.span },
    ]);
  });
});
