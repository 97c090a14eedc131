import { join } from 'node:path';
import type { StateConfig, WorkspaceConfig } from '../config/model.ts';
import type { TextLookup } from '../diagnostics/sources.ts';
import type { RunStore } from '../run/ports.ts';
import { FileStore } from '../store/file.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure, isFailure } from './failure.ts';
import { openConfig } from './open-workspace.ts';

export interface OpenedStore {
  readonly kind: 'opened';
  readonly store: RunStore;
  readonly root: string;
  readonly config: WorkspaceConfig;
  readonly sources: TextLookup;
}

/** The store of a workspace of which only the configuration is read. */
export async function openStore(context: CommandContext, mask = unmasked): Promise<OpenedStore | Failure> {
  const opened = await openConfig(context);
  if (isFailure(opened)) return opened;
  const store = createStore(context, opened.root, opened.config.state, mask);
  return isFailure(store) ? store : { ...opened, store };
}

/** `mask` takes secrets out of everything that is written. */
export function createStore(
  { surroundings }: CommandContext,
  root: string,
  state: StateConfig,
  mask: (text: string) => string,
): RunStore | Failure {
  switch (state.type) {
    case 'file':
      return new FileStore({ root: stateFolder(root, state), now: surroundings.now, mask });
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

/** For commands that read only. */
function unmasked(text: string): string {
  return text;
}
