import { didYouMean } from '../diagnostics/suggest.ts';
import { approversOf, mayDecide } from '../run/approval.ts';
import { openGates } from '../run/fold-gates.ts';
import type { RunStore } from '../run/ports.ts';
import type { GateState } from '../run/state.ts';
import { identify } from '../store/runner-identity.ts';
import { chooseRun, isOpen } from './choose-run.ts';
import type { Command } from './command.ts';
import { exitCode } from './exit-code.ts';
import { type Failure, failure, isFailure } from './failure.ts';
import { inboxDecisions } from './inbox-decisions.ts';
import { openStore } from './open-store.ts';
import type { KnownRun } from './read-run.ts';

/** `approve` and `reject`: the same question with another answer. */
export function gateCommand(name: 'approve' | 'reject', summary: string): Command {
  const decision = name === 'approve' ? 'approved' : 'rejected';
  return {
    name,
    summary,
    arguments: [
      { usage: '[run]', description: 'the run; the only one that waits when none is named' },
      { usage: '[gate]', description: 'the gate; the only open one when none is named' },
    ],
    options: [{ flags: '--note <text>', description: 'why, for the record' }],
    outputs: ['text', 'json'],
    example: `release ${name} 2024-06.1 --note "seen in test"`,
    run: async (context, args) => {
      const { print, surroundings, output } = context;
      const opened = await openStore(context);
      if (isFailure(opened)) return print.fail(opened);
      const { store } = opened;
      const fits = (state: KnownRun['state']): boolean => goesOn(state) && approvalsOf(state).length > 0;
      const known = await chooseRun(store, { named: args.at(0), purpose: name, fits });
      if (isFailure(known)) return print.fail(known);
      if (!goesOn(known.state)) return print.fail(ended(known));
      const chosen = await chooseGate(store, known, args.at(1));
      if (isFailure(chosen)) return print.fail(chosen);
      const { run, planDigest } = known.stored;
      const [by, note] = [identify(surroundings.pid).user, args.text('note')];
      const gate = chosen.gate.id;
      if (!mayDecide(known.state, chosen.gate, by)) return print.fail(notYours(known, chosen.gate));
      // Bound to the plan: an approval never counts for another plan than the one that was looked at.
      await store.send(run, { kind: 'gate', gate, decision, by, planDigest, ...(note === undefined ? {} : { note }) });
      const living = (await store.runnerOf(run)) !== undefined;
      if (output === 'json') print.json({ run, gate, decision, by, planDigest, living });
      else print.data(`${decision} ${gate} of run ${run}\n`);
      if (!living && output !== 'json') print.note(`nobody drives the run now; go on with release resume ${run}`);
      return exitCode.done;
    },
  };
}

/** Whether anything that waits in the run may still go on. */
function goesOn(state: KnownRun['state']): boolean {
  return isOpen(state) && !state.cancelling;
}

function ended({ state, stored: { run } }: KnownRun): Failure {
  const how = isOpen(state) ? 'is being cancelled' : `has ended: ${state.end}`;
  return failure('REL3022', `Run ${run} ${how}, so nothing in it waits for a person`, `see release status ${run}`);
}

function approvalsOf(state: KnownRun['state']): readonly GateState[] {
  return openGates(state).filter(({ kind }) => kind === 'approval');
}

export type ChosenGate = { readonly kind: 'chosen'; readonly gate: GateState } | Failure;

async function chooseGate(store: RunStore, known: KnownRun, named: string | undefined): Promise<ChosenGate> {
  const { state, stored } = known;
  const decided = new Set((await inboxDecisions(store, known)).keys());
  const open = approvalsOf(state).filter(({ id }) => !decided.has(id));
  const ids = open.map(({ id }) => id);
  if (named !== undefined) {
    const gate = open.find(({ id }) => id === named);
    return gate === undefined ? notOpen(state, stored.run, named, decided, ids) : { kind: 'chosen', gate };
  }
  const [only, ...others] = open;
  if (only === undefined) {
    const waits =
      decided.size > 0 ? ` (${[...decided].join(', ')} is decided, and waits for release resume ${stored.run})` : '';
    return failure(
      'REL3025',
      `No gate of run ${stored.run} waits for a person${waits}`,
      `see release status ${stored.run}`,
    );
  }
  if (others.length === 0) return { kind: 'chosen', gate: only };
  return failure(
    'REL3026',
    `${open.length} gates of run ${stored.run} wait for a person`,
    `name one: ${ids.join(', ')}`,
  );
}

function notYours({ state, stored }: KnownRun, gate: GateState): Failure {
  const approvers = approversOf(state, gate).join(', ');
  return failure(
    'REL3032',
    `Only ${approvers} may decide about the gate ${gate.id} of run ${stored.run}`,
    'ask one of them: what counts is the name of the user who runs release',
  );
}

function notOpen(
  state: KnownRun['state'],
  run: string,
  named: string,
  decided: ReadonlySet<string>,
  ids: readonly string[],
): Failure {
  const known = state.gates.get(named);
  if (known !== undefined && known.kind !== 'approval') {
    return failure(
      'REL3027',
      `The gate ${named} is a ${known.kind}, which nobody approves: ${known.waitingFor}`,
      `see release status ${run}`,
    );
  }
  const why = known !== undefined || decided.has(named) ? 'is decided already' : 'is not there';
  return failure(
    'REL3025',
    `The gate ${named} of run ${run} ${why}`,
    didYouMean(named, ids) ?? `open are: ${ids.join(', ') || 'none'}`,
  );
}
