import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { type Failure, isFailure } from '../failure.ts';
import { openReceipt } from '../open-receipt.ts';
import { type OpenedStore, openStore } from '../open-store.ts';
import { recordReceipt } from '../record-receipt.ts';

export const receiptImport: Command = {
  name: 'receipt import',
  summary: 'record what a site did with its offline bundle',
  arguments: [{ usage: '<files...>', description: 'receipts that deploy.sh wrote at sites' }],
  options: [],
  outputs: ['text', 'json'],
  example: 'release receipt import westgate.receipt',
  run: async (context, args) => {
    const { print, output } = context;
    const opened = await openStore(context);
    if (isFailure(opened)) return print.fail(opened);
    const imported: ImportedReceipt[] = [];
    const asleep = new Set<string>();
    for (const file of args.all) {
      const one = await importOne(context, opened, file);
      if (isFailure(one)) return print.fail(one);
      imported.push(one.imported);
      if (one.asleep) asleep.add(one.imported.run);
      if (output === 'text') print.data(one.text);
    }
    if (output === 'json') print.json({ receipts: imported });
    else for (const run of asleep) print.note(`nobody drives the run now; go on with release resume ${run}`);
    return exitCode.done;
  },
};

interface ImportedReceipt {
  readonly bundle: string;
  readonly run: string;
  readonly result: 'succeeded' | 'failed';
  /** As the clock of the site said. */
  readonly at: string;
  /** sha256 of the key of the site. */
  readonly site: string;
  readonly steps: readonly { readonly node: string; readonly how: string; readonly exitCode: number }[];
}

interface Imported {
  readonly kind: 'imported';
  readonly imported: ImportedReceipt;
  readonly text: string;
  /** The run waits, and nobody drives it. */
  readonly asleep: boolean;
}

async function importOne(context: CommandContext, opened: OpenedStore, file: string): Promise<Imported | Failure> {
  const read = await openReceipt(context, opened, file);
  if (isFailure(read)) return read;
  const recorded = await recordReceipt(context, opened, read);
  if (isFailure(recorded)) return recorded;
  read.accept();
  const { bundle, receipt, isFirst } = read;
  const { result, at, fingerprint, tenant, environment } = receipt;
  const steps = receipt.steps.map(({ how, exitCode: code }, index) => ({
    node: bundle.nodes[index] ?? '',
    how,
    exitCode: code,
  }));
  const trust = isFirst
    ? `receipts of ${tenant} ${environment} are trusted from now on by the key ${fingerprint}\n`
    : '';
  const lines = steps.map(
    ({ node, how, exitCode: code }) => `${node} ${how}${how === 'failed' ? ` (exit code ${code})` : ''}\n`,
  );
  return {
    kind: 'imported',
    imported: { bundle: bundle.id, run: bundle.run, result, at, site: fingerprint, steps },
    text: `${trust}${lines.join('')}`,
    asleep: recorded.waits && !recorded.living,
  };
}
