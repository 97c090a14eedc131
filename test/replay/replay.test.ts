import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPlan } from '../../src/plan/serialize.ts';
import { fold } from '../../src/run/fold.ts';
import { readJournalFile } from '../../src/store/journal-reader.ts';
import { statusDocument } from '../../src/views/status/document.ts';

/*
 * Plans and journals as former versions of the program wrote them, beside what they were about. A later version must
 * read them and come to the same state: these files are added to and never changed.
 */
const recorded = join(import.meta.dirname, 'recorded');

for (const name of readdirSync(recorded)) {
  test(`the recorded run ${name} still replays`, async () => {
    const folder = join(recorded, name);
    const plan = readPlan(readFileSync(join(folder, 'plan.ndjson'), 'utf8').trimEnd().split('\n'));
    const journal = await readJournalFile(join(folder, 'journal.ndjson'));
    if (plan.kind !== 'read' || journal.kind !== 'read') throw new Error(JSON.stringify([plan, journal]));
    expect(journal.tornBytes).toBe(0);
    const state = statusDocument(fold(plan.plan, journal.records));
    await expect(`${JSON.stringify(state, null, 2)}\n`).toMatchFileSnapshot(join(folder, 'status.json'));
  });
}
