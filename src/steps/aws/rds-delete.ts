import type { AwsAccount } from '../../aws/account.ts';
import { databaseDriver } from '../../aws/driver.ts';
import { AwsFailure } from '../../aws/failure.ts';
import { pruneLog } from '../../aws/fence.ts';
import { type Inventory, readInventory } from '../../aws/inventory.ts';
import { judgeGenerations } from '../../aws/judge.ts';
import { databaseId, logPath } from '../../aws/names.ts';
import { placeSchema } from '../../aws/place.ts';
import { Stopped } from '../../aws/poll.ts';
import { removeDatabase } from '../../aws/remove-database.ts';
import { removeGeneration } from '../../aws/remove-generation.ts';
import { removeSnapshot } from '../../aws/snapshots.ts';
import { isOfNamespace, type Tags } from '../../aws/tags.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import type { StepContext, StepKind } from '../kind.ts';
import { durationInput, durationSchema, integerInput, textInput } from '../read-inputs.ts';
import { perform } from './perform.ts';
import { accountOf, databaseKindOf, generationInputs, kindInput, type Setting, settingOf } from './setting.ts';

/**
 * Deletes what is no longer needed: generations beyond the newest `keep`, or one database that is named. After a
 * deployment nothing of that can fail it: what could not be removed is told, and swept by `release aws orphans`.
 */
export const rdsDelete: StepKind = {
  info: {
    name: 'aws/rds-delete',
    package: 'none',
    undo: false,
    literal: [],
    outputs: () => ['deleted', 'pending'],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      properties: {
        database: {
          type: 'string',
          minLength: 1,
          maxLength: 63,
          description: 'Deletes this one, of the namespace, and nothing else',
        },
        keep: {
          type: 'integer',
          minimum: 0,
          maximum: 20,
          default: 1,
          description: 'Generations before the active one that stay',
        },
        finalSnapshot: {
          enum: ['required', 'skip'],
          default: 'required',
          description: 'What a database leaves behind',
        },
        keepFinalSnapshots: {
          type: 'integer',
          minimum: 0,
          maximum: 90,
          default: 10,
          description: 'Newest final snapshots that stay',
        },
        cluster: { type: 'string', minLength: 1, description: 'ECS cluster whose tasks may need a database' },
        source: { ...placeSchema, description: 'Where snapshots are taken, as for rds-snapshot' },
        grace: { ...durationSchema, description: 'How old a generation must be' },
        ...generationInputs,
        ...kindInput,
      },
    },
  },
  observe: async () => ({ kind: 'running' }),
  run: (context, signal) =>
    textInput(context.inputs, 'database') === undefined ? cleanUp(context, signal) : deleteOne(context, signal),
};

function deleteOne(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  return perform(async () => {
    const { account, namespace, polling } = settingOf(context, signal);
    const id = textInput(context.inputs, 'database') ?? '';
    const finalSnapshot = context.inputs.finalSnapshot !== 'skip';
    await removeDatabase(databaseDriver(account, databaseKindOf(context)), { id, namespace, finalSnapshot }, polling);
    return { kind: 'succeeded', outputs: { deleted: [id], pending: [] } };
  });
}

/** Collects what happens, so that one generation that resists does not keep the others, and none fails a release that is done. */
class Report {
  readonly #deleted: string[] = [];
  readonly #pending: { readonly [key: string]: string }[] = [];
  readonly #log: ((text: string) => void) | undefined;

  constructor(log: ((text: string) => void) | undefined) {
    this.#log = log;
  }

  async remove(what: string, act: () => Promise<string | undefined>): Promise<void> {
    const why = await this.try(what, act);
    if (why === undefined) this.#deleted.push(what);
    else if (why !== failedAlready) this.leave(what, why);
  }

  /** Gives `failedAlready` when it did not work, and notes why. */
  async try<T>(what: string, act: () => Promise<T>): Promise<T | typeof failedAlready> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof AwsFailure) && !(error instanceof Stopped)) throw error;
      this.leave(what, error instanceof Stopped ? 'there was no time left' : error.message);
      return failedAlready;
    }
  }

  leave(what: string, why: string): void {
    this.#pending.push({ what, why });
    this.#log?.(`warning: ${what} is left for \`release aws orphans\`: ${why}\n`);
  }

  outcome(): AttemptOutcome {
    return { kind: 'succeeded', outputs: { deleted: this.#deleted, pending: this.#pending } };
  }
}

const failedAlready = Symbol('failed already');

async function cleanUp(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  const report = new Report(context.log);
  const setting = settingOf(context, signal);
  const { account, namespace, generation } = setting;
  const inventory = await report.try(namespace, () => readInventory(account, questionOf(context, setting)));
  if (inventory === failedAlready) return report.outcome();
  if (inventory.active?.generation === generation) await sweep(context, setting, inventory, report);
  else report.leave(namespace, 'another deployment is active by now, and cleans up itself');
  return report.outcome();
}

function questionOf(context: StepContext, { namespace }: Setting) {
  const source: AwsAccount | undefined = context.inputs.source === undefined ? undefined : accountOf(context, 'source');
  return {
    namespace,
    kinds: [databaseKindOf(context)],
    cluster: textInput(context.inputs, 'cluster') ?? null,
    ...(source !== undefined && { source }),
  };
}

async function sweep(context: StepContext, setting: Setting, inventory: Inventory, report: Report): Promise<void> {
  const { inputs, clock } = context;
  const { account, generation: own, namespace, polling } = setting;
  const keep = integerInput(inputs, 'keep') ?? 1;
  const options = { keep, now: clock.now(), grace: durationInput(inputs, 'grace') ?? 0, upTo: own };
  const cluster = textInput(inputs, 'cluster');
  const finalSnapshot = inputs.finalSnapshot !== 'skip';
  for (const { generation, verdict } of judgeGenerations(inventory, options)) {
    const id = databaseId(namespace, generation);
    if (verdict === 'referenced') report.leave(id, 'a task depends on it');
    if (verdict !== 'unwanted') continue;
    context.log?.(`removing ${id}\n`);
    await report.remove(id, () =>
      removeGeneration(account, inventory, { generation, cluster, finalSnapshot }, polling),
    );
  }
  await removeOldFinals(setting, inventory, integerInput(inputs, 'keepFinalSnapshots') ?? 10, report);
  await report.try(logPath(namespace), () => pruneLog(account, logPath(namespace)));
}

async function removeOldFinals(
  { namespace, polling }: Setting,
  { snapshots }: Inventory,
  keep: number,
  report: Report,
): Promise<void> {
  const finals = snapshots.filter(({ final }) => final);
  const newestFirst = finals.toSorted((one, other) => (one.generation < other.generation ? 1 : -1));
  for (const { id, kind, where } of newestFirst.slice(keep)) {
    const isOurs = (tags: Tags): boolean => isOfNamespace(tags, namespace);
    await report.remove(id, async () => {
      await removeSnapshot(databaseDriver(where, kind), id, isOurs, polling);
      return undefined;
    });
  }
}
