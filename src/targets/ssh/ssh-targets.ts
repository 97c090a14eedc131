import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Target } from '../target.ts';
import type { TargetContext, TargetMaker, TargetSettings } from '../target-maker.ts';
import { Connection, usualPatience } from './connection.ts';
import { ControlFolder } from './control-folder.ts';
import { Place } from './place.ts';
import { hostKey, readSshSettings } from './settings.ts';
import { createSshPackages } from './ssh-packages.ts';
import { createSshTarget } from './ssh-target.ts';

/** Targets reached by SSH. Those on one host share one connection, and those in one folder of it share all. */
export function sshTargets(context: TargetContext, patience = usualPatience): TargetMaker {
  const control = new ControlFolder();
  const connections = new Map<string, Connection>();
  const targets = new Map<string, Target>();
  const { environment } = context;

  const make = (settings: TargetSettings | undefined): Target | Diagnostic => {
    const read = readSshSettings(settings ?? { id: '', type: 'ssh', settings: {} }, (path) =>
      resolve(context.workspaceRoot, path),
    );
    if ('code' in read) return read;
    const { host, path } = read;
    const key = hostKey(host);
    const connection = connections.get(key) ?? new Connection({ host, control, environment, patience });
    connections.set(key, connection);
    const known = targets.get(`${key} ${path}`);
    if (known !== undefined) return known;
    const place = new Place(connection, path);
    const packages = createSshPackages({ ...context, place });
    const target = createSshTarget({ place, packages, secretForms: context.secretForms });
    targets.set(`${key} ${path}`, target);
    return target;
  };
  return {
    make,
    close: () => {
      for (const connection of connections.values()) connection.close();
      control.remove();
    },
  };
}
