import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { isFailure } from '../failure.ts';
import { fingerprintWords, openReceipt } from '../open-receipt.ts';
import { openStore } from '../open-store.ts';
import { recordReceipt } from '../record-receipt.ts';

export const receiptImport: Command = {
  name: 'receipt import',
  summary: 'record what a site did with its offline bundle',
  arguments: [{ usage: '<file>', description: 'the receipt that deploy.sh wrote at the site' }],
  options: [],
  outputs: ['text', 'json'],
  example: 'release receipt import etl-2024-06.1.0.vm.1.receipt',
  run: async (context, args) => {
    const { print, output } = context;
    const opened = await openStore(context);
    if (isFailure(opened)) return print.fail(opened);
    const read = await openReceipt(context, opened, args.at(0) ?? '');
    if (isFailure(read)) return print.fail(read);
    const { receipt, bundle } = read;
    const recorded = await recordReceipt(context, opened, read);
    if (isFailure(recorded)) return print.fail(recorded);
    read.accept();
    const { result, at } = receipt;
    const steps = receipt.steps.map(({ how, exitCode: code }, index) => ({
      node: bundle.nodes[index] ?? '',
      how,
      exitCode: code,
    }));
    const { living } = recorded;
    if (output === 'json')
      print.json({ bundle: bundle.id, run: bundle.run, result, at, site: receipt.fingerprint, steps, living });
    else
      print.data(
        `${steps.map(({ node, how, exitCode: code }) => `${node} ${how}${how === 'failed' ? ` (exit code ${code})` : ''}\n`).join('')}`,
      );
    if (output === 'json') return exitCode.done;
    if (read.isFirst) print.note(fingerprintWords(receipt));
    if (!living && recorded.waits) print.note(`nobody drives the run now; go on with release resume ${bundle.run}`);
    return exitCode.done;
  },
};
