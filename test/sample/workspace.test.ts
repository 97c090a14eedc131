import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listSamplePackages } from '../../scripts/build-sample-packages.ts';
import type { Release, Workspace } from '../../src/config/model.ts';
import { type CompiledRelease, compileRelease } from '../../src/plan/compile.ts';
import { builtInStepKinds, catalogOf } from '../../src/steps/index.ts';
import { readWorkspace } from '../../src/workspace/load.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { workspace, diagnostics } = readWorkspace(root, { cache: false });

describe('the workspace of this repository', () => {
  it('has no mistakes and nothing to warn of', () => {
    expect(diagnostics).toEqual([]);
    expect(workspace.tenants.size).toBe(22);
  });

  it.each([...workspace.releases.values()].map((release) => [release.id, release] as const))(
    'can plan release %s without a word',
    (_, release) => {
      expect(compiled(release).diagnostics).toEqual([]);
    },
  );

  it('sends June to the beta program, the canary first', () => {
    const { draft } = compiled(releaseNamed(workspace, '2024-06'));
    const waves = draft?.waves.map(({ name, deployments }) => [
      name,
      deployments.map(({ tenant, environment }) => `${tenant?.id}@${environment}`).sort(),
    ]);
    expect(waves).toEqual([
      ['canary', ['globex@hosted-beta']],
      ['everyone', ['acme@on-site-beta', 'initech@hosted-beta', 'stark@on-site-beta']],
    ]);
  });

  it('has every package that a release may ask for', async () => {
    const ids = new Set((await listSamplePackages()).map(({ id }) => id));
    const asked = [...workspace.releases.values()].flatMap((release) => compiled(release).draft?.requests ?? []);
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  it('gives Royal North its mended build and leaves Hillcrest its old transforms', () => {
    const { draft } = compiled(releaseNamed(workspace, 'etl-2024-06'));
    const wanted = draft?.requests.map(({ id, wanted }) => `${id} ${wanted}`);
    expect(wanted).toContain('Local.RoyalNorth 2024.6.1');
    expect(wanted).toContain('Etl.Transforms 3.0.4');
    expect(wanted).toContain('Local.Abbey >=2024.6 <2024.7');
  });
});

function releaseNamed({ releases }: Workspace, id: string): Release {
  const release = [...releases.values()].find((each) => each.id === id);
  if (release === undefined) throw new Error(`There is no release ${id}`);
  return release;
}

function compiled(release: Release): CompiledRelease {
  return compileRelease({
    workspace,
    release,
    kinds: catalogOf(builtInStepKinds),
    narrowing: {},
    commandLine: [],
    deployed: [],
    now: Date.parse('2024-06-20T00:00:00Z'),
    readText: () => undefined,
  });
}
