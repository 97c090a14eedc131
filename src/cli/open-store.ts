import { join } from 'node:path';
import type { StateConfig, WorkspaceConfig } from '../config/model.ts';
import type { TextLookup } from '../diagnostics/sources.ts';
import type { RunStore } from '../run/ports.ts';
import { FileStore } from '../store/file.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure, isFailure } from './failure.ts';
import { openConfig } from './open-workspace.ts';

/** What a command needs that drives a run. */
export interface Driving {
  /** Takes secrets out of everything that is written. */
  readonly mask: (text: string) => string;
  /** Of the local target, whose state is in the folder. */
  readonly hasRunningScripts: (folder: string, run: string) => boolean;
}

export interface OpenedStore {
  readonly kind: 'opened';
  readonly store: RunStore;
  readonly root: string;
  readonly config: WorkspaceConfig;
  readonly sources: TextLookup;
}

/** The store of a workspace of which only the configuration is read. */
export async function openStore(context: CommandContext, driving?: Driving): Promise<OpenedStore | Failure> {
  const opened = await openConfig(context);
  if (isFailure(opened)) return opened;
  const store = createStore(context, opened.root, opened.config.state, driving);
  return isFailure(store) ? store : { ...opened, store };
}

export function createStore(
  { surroundings }: CommandContext,
  root: string,
  state: StateConfig,
  driving?: Driving,
): RunStore | Failure {
  switch (state.type) {
    case 'file': {
      const folder = stateFolder(root, state);
      const { mask = unmasked, hasRunningScripts } = driving ?? {};
      const orphans = hasRunningScripts && {
        hasRunningScripts: (run: string) => hasRunningScripts(localState(folder), run),
      };
      return new FileStore({ root: folder, now: surroundings.now, mask, ...orphans });
    }
    case 'postgres':
      return failure(
        'REL3009',
        'Runs cannot be kept in PostgreSQL yet',
        'use `state: { type: file, path: .release }` in release.config.yaml',
      );
    default:
      return state satisfies never;
  }
}

export function stateFolder(root: string, state: StateConfig): string {
  return join(root, state.type === 'file' ? state.path : '.release');
}

/** Where the local target keeps what it needs, in the state folder of a workspace. */
export function localState(state: string): string {
  return join(state, 'local');
}

/** For commands that read only. */
function unmasked(text: string): string {
  return text;
}
