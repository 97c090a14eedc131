import { describe, expect, it } from 'vitest';
import type { Override, Release } from '../../src/config/model.ts';
import { laneSourcesOf, packageSourcesOf } from '../../src/resolve/release-sources.ts';
import { at, inRelease, inTenant, onCommandLine, selector, tenant } from './support.ts';

const span = at('releases/2024-06.yaml');
const rule = { pattern: 'Local.North', range: '2024.6.1', span };
const override: Override = {
  tenants: selector({ kind: 'names', names: ['north'], span }),
  packages: [rule],
  versions: new Map(),
  variables: [inRelease('batchSize', 10)],
  span,
};
const release: Release = {
  id: '2024-06',
  file: span.file,
  project: { text: 'etl', span },
  version: '24.6.0',
  channel: 'default',
  versions: new Map(),
  packages: [{ ...rule, pattern: 'Local.*' }],
  environments: ['prod'],
  tenants: selector({ kind: 'all' }),
  waves: [],
  onFailure: 'halt',
  skip: [],
  variables: [inRelease('banner', 'June')],
  overrides: [override],
  span,
};

describe('what a release brings along', () => {
  it('holds its overrides for the tenants they name', () => {
    const own = [inTenant('north', 'code', 'N')];
    const north = tenant('north', { variables: own });
    const given = { commandLine: [onCommandLine('x', 1)] };
    expect(laneSourcesOf(release, north, given)).toEqual({
      tenant: own,
      release: release.variables,
      override: override.variables,
      chain: [],
      commandLine: given.commandLine,
    });
    expect(packageSourcesOf(release, north, undefined).override).toEqual([rule]);
  });

  it('holds no overrides for other tenants and untenanted deployments', () => {
    expect(laneSourcesOf(release, tenant('south')).override).toEqual([]);
    expect(laneSourcesOf(release, undefined).override).toEqual([]);
    expect(packageSourcesOf(undefined, undefined, undefined)).toEqual({
      override: [],
      tenant: [],
      release: [],
      channel: [],
    });
  });
});
