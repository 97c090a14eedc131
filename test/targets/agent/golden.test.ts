import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { createAgentTarget } from '../../../src/targets/agent/agent-target.ts';
import { parseIdentity } from '../../../src/targets/agent/identity.ts';
import { Link } from '../../../src/targets/agent/link.ts';
import { describeProduced } from '../../diagnostics/golden.ts';
import { identityIn } from './place.ts';

function mixed(): Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), 'release-golden-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [one, other] = [identityIn(folder, 'one'), identityIn(folder, 'other')];
  return [parseIdentity('x', 'RELEASE_AGENT_KEY'), parseIdentity(one.key + other.certificate, 'agent.pem')].flatMap(
    (made) => ('code' in made ? [made] : []),
  );
}

async function away(): Promise<Diagnostic[]> {
  const label = 'the agent vm01:7433';
  const link: Link = new Link({ label, patience: 0, now: () => 0, open: () => link.failed('connect ECONNREFUSED') });
  const problem = await createAgentTarget(link, '').check?.();
  return problem === undefined ? [] : [problem];
}

describeProduced('what goes wrong with agents, as people read it', (code) => /^REL220/.test(code), {
  'REL2200-identity': mixed,
  'REL2201-away': away,
});
