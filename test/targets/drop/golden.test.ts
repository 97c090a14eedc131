import { join } from 'node:path';
import { nothingToEncryptTo } from '../../../src/targets/drop/bundle-content.ts';
import { nothingRuns } from '../../../src/targets/drop/drop-targets.ts';
import { signingKey } from '../../../src/targets/drop/signing-key.ts';
import { describeProduced } from '../../diagnostics/golden.ts';

describeProduced('what goes wrong with bundles, as people read it', (code) => /^REL218/.test(code), {
  'REL2180-no-key': () => {
    const key = signingKey('-----BEGIN NOTHING-----', join('/nowhere', 'signing-key.pem'));
    return 'code' in key ? [key] : [];
  },
  'REL2181-no-passphrase': () => [nothingToEncryptTo('The bundle etl-2024-06.1.0.vm.1')],
  'REL2182-nothing-runs': async () => {
    const started = await nothingRuns.start({ ticket: 'r/1', interpreter: 'sh', script: '', env: {} });
    return started.kind === 'refused' ? started.diagnostics : [];
  },
});
