import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { createAgentTarget } from '../../../src/targets/agent/agent-target.ts';
import { agentTargets } from '../../../src/targets/agent/agent-targets.ts';
import { findIdentity, parseIdentity } from '../../../src/targets/agent/identity.ts';
import { Link } from '../../../src/targets/agent/link.ts';
import type { TargetContext, TargetSettings } from '../../../src/targets/target-maker.ts';
import { describeProduced } from '../../diagnostics/golden.ts';
import { maskingProgram } from '../../support/masking-program.ts';
import { identityIn } from './place.ts';

function mixed(): Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), 'release-golden-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [one, other] = [identityIn(folder, 'one'), identityIn(folder, 'other')];
  return [parseIdentity('x', 'RELEASE_AGENT_KEY'), parseIdentity(one.key + other.certificate, 'agent.pem')].flatMap(
    (made) => ('code' in made ? [made] : []),
  );
}

async function checked(why: string, refused: boolean): Promise<Diagnostic[]> {
  const label = 'the agent vm01:7433';
  const link: Link = new Link({ label, patience: 0, now: () => 0, open: () => link.failed(why, refused) });
  const problem = await createAgentTarget(link, '').check?.();
  return problem === undefined ? [] : [problem];
}

const fingerprint = `sha256:${'ab'.repeat(32)}`;
const reached = { mode: 'listen', address: 'vm01:7433', fingerprint };

/** What is said of the settings of one target, in a workspace where polling agents dial `listen`. */
function said(settings: TargetSettings['settings'], listen?: string): Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), 'release-golden-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const agents = { identityFile: join(folder, 'runner.pem'), key: undefined, listen, patience: 0, version: '0' };
  const maker = agentTargets({ ...contextOf(folder), agents: { ...agents, warn: () => {} } });
  const made = maker.make({ id: 'vm', type: 'agent', settings });
  maker.close();
  return 'code' in made ? [made] : [];
}

function elsewhere(): Diagnostic[] {
  const made = agentTargets(contextOf('/nowhere')).make({ id: 'vm', type: 'agent', settings: reached });
  return 'code' in made ? [made] : [];
}

function contextOf(folder: string): TargetContext {
  return {
    workspaceRoot: folder,
    stateDirectory: folder,
    environment: {},
    sendSignal: () => undefined,
    pid: process.pid,
    maskingProgram,
    secretForms: () => [],
    extract: async () => [],
    now: Date.now,
  };
}

it('accepts settings that are right', () => {
  expect(said(reached)).toEqual([]);
  expect(said({ ...reached, address: '[::1]:7433', path: 'sites/a' })).toEqual([]);
  expect(said({ mode: 'poll', fingerprint }, '0.0.0.0:4711')).toEqual([]);
});

describeProduced(
  'what goes wrong with agents, as people read it',
  (code, name) => /^REL220/.test(code) || name.startsWith('REL2131-agent'),
  {
    'REL2131-agent-address': () => [
      ...said({ mode: 'listen', fingerprint }),
      ...said({ ...reached, address: 'vm01' }),
      ...said({ ...reached, address: 'vm01:70000' }),
    ],
    'REL2131-agent-elsewhere': elsewhere,
    'REL2131-agent-fingerprint': () => [...said({ ...reached, fingerprint: 'sha256:12' }), ...said({ mode: 'poll' })],
    'REL2131-agent-path': () => ['../x', '/srv', 7].flatMap((path) => said({ ...reached, path })),
    'REL2131-agent-port': () => [
      ...said({ mode: 'poll', fingerprint }),
      ...said({ mode: 'poll', fingerprint }, 'everywhere'),
    ],
    'REL2200-identity': mixed,
    'REL2200-none': () => [findIdentity('/nowhere/runner.pem')].flatMap((one) => ('code' in one ? [one] : [])),
    'REL2201-away': () => checked('nobody listens there', false),
    'REL2201-refused': () => checked('it shows the fingerprint sha256:12…', true),
  },
);
