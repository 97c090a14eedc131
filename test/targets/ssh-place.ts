import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { secretForms } from '../../src/secrets/secret-forms.ts';
import { isTarget } from '../../src/targets/registry.ts';
import { type Patience, usualPatience } from '../../src/targets/ssh/connection.ts';
import { sshTargets } from '../../src/targets/ssh/ssh-targets.ts';
import type { Target } from '../../src/targets/target.ts';
import type { TargetContext } from '../../src/targets/target-maker.ts';
import type { Json } from '../../src/util/json.ts';
import type { TargetPlace } from '../contract/target.ts';
import { maskingProgram } from '../support/masking-program.ts';
import type { Sshd, SshWorld } from '../support/ssh/sshd.ts';
import { makeFolder } from './local-place.ts';

function sshContext(folder: string, more: Partial<TargetContext> = {}): TargetContext {
  return {
    workspaceRoot: folder,
    stateDirectory: join(folder, 'our-state'),
    environment: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
    sendSignal: (pid, signal) => process.kill(pid, signal),
    pid: process.pid,
    maskingProgram,
    secretForms,
    now: Date.now,
    extract: async (archive, into) => {
      execFileSync('cp', ['-r', archive, into]);
      return [];
    },
    ...more,
  };
}

/** A target on a host of the world, as a process of its own would have it; `close` lets go of the connection too. */
export function openSsh(
  world: SshWorld,
  host: Pick<Sshd, 'port'>,
  folder: string,
  settings: Record<string, Json> = {},
  patience: Partial<Patience> = {},
  without: readonly string[] = [],
): Target {
  const maker = sshTargets(sshContext(folder), { ...usualPatience, ...patience });
  const made = maker.make({
    id: 'vm',
    type: 'ssh',
    settings: Object.fromEntries(
      Object.entries({
        host: '127.0.0.1',
        port: host.port,
        configFile: world.config,
        path: folder,
        ...settings,
      }).filter(([key]) => !without.includes(key)),
    ),
  });
  if (!isTarget(made)) throw new Error(made.summary);
  const { close } = maker;
  return new Proxy(made, {
    get: (target, key) => {
      if (key === 'close') return close;
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

export function sshPlace(world: SshWorld, host: Pick<Sshd, 'port'>): TargetPlace {
  const folder = makeFolder();
  return {
    folder,
    open: () => openSsh(world, host, folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
