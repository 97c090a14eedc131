import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, PlanPackage } from '../../src/plan/model.ts';
import type { Json } from '../../src/util/json.ts';
import { type LaneSketch, planOf } from '../support/plans.ts';
import { Place } from './setup.ts';

/** Writes down that it ran, for which version, and which version was current meanwhile. */
export const recordingHook = (name: string): string =>
  `echo "${name} $RELEASE_PACKAGE_VERSION $(basename "$(readlink "$(dirname "$RELEASE_PACKAGE_PATH")/current" || echo none)" | cut -d- -f1)" >> ran\n`;

export const hooks = {
  'pre-deploy.sh': recordingHook('pre'),
  'post-deploy.sh': recordingHook('post'),
};

export function packagePlan(
  used: PlanPackage,
  inputs: { readonly [key: string]: Json } = {},
  lane: Partial<LaneSketch> = {},
): Plan {
  return planOf({
    steps: [{ path: 'web', kind: 'package', with: inputs }],
    lanes: [{ name: 'a', packages: { 0: 0 }, ...lane }],
    header: { packages: [used] },
  });
}

export class PackageSite extends Place {
  get folder(): string {
    return join(this.root, '.release/targets/@here/applications/a/prod/Web');
  }

  /** Version that `current` points to. */
  current(): string | undefined {
    const link = join(this.folder, 'current');
    return existsSync(link) ? readlinkSync(link).replace(/-.*/, '') : undefined;
  }

  versions(): readonly string[] {
    return readdirSync(this.folder)
      .filter((name) => /^\d/.test(name))
      .sort();
  }

  ran(): readonly string[] {
    return existsSync(join(this.root, 'ran')) ? this.read('ran').trim().split('\n') : [];
  }
}
