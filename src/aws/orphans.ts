import type { AwsAccount } from './account.ts';
import { type Inventory, type InventoryQuestion, readInventory } from './inventory.ts';
import { type JudgedGeneration, judgeGenerations } from './judge.ts';

/** One generation, with all that is there of it. */
export interface SeenGeneration extends JudgedGeneration {
  readonly databases: readonly { readonly id: string; readonly status: string; readonly kind: string }[];
  readonly snapshots: readonly string[];
  readonly parameter: boolean;
  readonly release: string;
}

export interface SeenSpace {
  readonly inventory: Inventory;
  /** Newest first. */
  readonly generations: readonly SeenGeneration[];
}

export interface LookOptions {
  readonly keep: number;
  /** Milliseconds. */
  readonly grace: number;
}

/** All generations of a namespace, and why each is there. Changes nothing. */
export async function lookAtSpace(
  account: AwsAccount,
  question: InventoryQuestion,
  options: LookOptions,
): Promise<SeenSpace> {
  const inventory = await readInventory(account, question);
  const { databases, snapshots, parameters } = inventory;
  const judged = judgeGenerations(inventory, { ...options, now: account.clock.now() });
  const generations = judged.map(({ generation, verdict }): SeenGeneration => {
    const own = databases.filter((one) => one.generation === generation);
    const copies = snapshots.filter((one) => one.generation === generation);
    const tags = own[0]?.tags ?? copies[0]?.tags;
    return {
      generation,
      verdict,
      databases: own.map(({ id, status, kind }) => ({ id, status, kind })),
      snapshots: copies.map(({ id }) => id),
      parameter: parameters.has(generation),
      release: tags?.get('release:release') ?? '',
    };
  });
  return { inventory, generations };
}
