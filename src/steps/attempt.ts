import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { PlanTarget } from '../plan/model.ts';
import { nodeScope } from '../plan/values-scope.ts';
import type { AttemptOutcome } from '../run/events.ts';
import type { ExecuteRequest, Observation } from '../run/ports.ts';
import type { BundleWriter } from '../targets/bundle.ts';
import { isTarget } from '../targets/registry.ts';
import type { Target } from '../targets/target.ts';
import type { TemplateScope } from '../template/scope.ts';
import type { JsonMap } from '../util/json.ts';
import type { ExecutorOptions } from './executor-options.ts';
import { inputProblem } from './input-check.ts';
import { errored, type InputsResult, type StepContext, type StepKind, wordsOf } from './kind.ts';
import { MaskedLog } from './masked-log.ts';
import { addressOf, imageOf, type NodeFacts, type NodePlace, namesOf, nodeReader, stepFactsOf } from './node-facts.ts';
import { NodeSecrets } from './node-secrets.ts';
import { type PackageFiles, packageFiles } from './package-files.ts';
import { type ReadyStep, stepReader } from './ready-step.ts';
import { renderFileText } from './render-file-text.ts';
import { secretTarget } from './secret-target.ts';
import { siteSecrets } from './site-secrets.ts';
import { stagedStep } from './staged-step.ts';
import { createStager, type Staged, type Stager } from './stager.ts';

/** What all attempts of one plan share. */
export interface AttemptTools {
  readonly options: ExecutorOptions;
  readonly readNode: (place: NodePlace) => NodeFacts;
  readonly readStep: ReturnType<typeof stepReader>;
  readonly files: PackageFiles;
  readonly stager: Stager;
  readonly targetOf: (target: PlanTarget | undefined) => Target | Diagnostic;
}

export function attemptTools(options: ExecutorOptions): AttemptTools {
  return {
    options,
    readNode: nodeReader(options.plan),
    readStep: stepReader(options.kinds),
    files: packageFiles(options.feeds, options.cache),
    stager: createStager(options.plan),
    targetOf: remembered(options.targets),
  };
}

function remembered(make: ExecutorOptions['targets']): AttemptTools['targetOf'] {
  const known = new Map<PlanTarget | undefined, Target>();
  return (target) => {
    const found = known.get(target);
    if (found !== undefined) return found;
    const made = make(target);
    if (isTarget(made)) known.set(target, made);
    return made;
  };
}

/** How long a look may wait for a machine whose connection was lost, in milliseconds. */
const lookMs = 30_000;

/** What is asked before a kind does anything. */
type Preparation =
  | { readonly kind: 'ready'; readonly context: StepContext; readonly stepKind: StepKind }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'refused'; readonly message: string };

type Rendered =
  | { readonly kind: 'rendered'; readonly inputs: JsonMap }
  | Exclude<Preparation, { readonly kind: 'ready' }>;

/** Stands for the folder of the package until that is known; only finds out which secrets the inputs need. */
const someFolder = '/package';

/** One call of the executor, from the plan to the kind and back. */
export class Attempt {
  readonly #tools: AttemptTools;
  readonly #request: ExecuteRequest;
  readonly #facts: NodeFacts;
  readonly #secrets: NodeSecrets;
  readonly #log: MaskedLog;

  constructor(tools: AttemptTools, request: ExecuteRequest) {
    const { secrets, warn } = tools.options;
    this.#tools = tools;
    this.#request = request;
    this.#facts = tools.readNode(request);
    // What only the site knows is filled in there.
    const known = this.bundles === undefined ? secrets : siteSecrets(secrets);
    this.#secrets = new NodeSecrets(known, (diagnostic) => warn?.(diagnostic));
    this.#log = new MaskedLog(tools.options, request);
  }

  get kindName(): string {
    return this.#facts.step.kind;
  }

  async run(signal: AbortSignal): Promise<AttemptOutcome> {
    const { bundles } = this;
    if (signal.aborted) return bundles === undefined ? this.#stop(signal) : { kind: 'cancelled' };
    if (bundles !== undefined) return this.#stageAll(bundles, signal);
    const prepared = await this.#prepare(true);
    if (prepared.kind === 'skipped') return prepared;
    if (prepared.kind === 'refused') return errored(prepared.message);
    return prepared.stepKind.run(prepared.context, signal);
  }

  /** It was to stop before this process could see it. */
  async #stop(signal: AbortSignal): Promise<AttemptOutcome> {
    const prepared = await this.#prepare(false);
    if (prepared.kind !== 'ready') return errored(reasonOf(prepared));
    const { stepKind, context } = prepared;
    if (stepKind.stop !== undefined) return stepKind.stop(context);
    const seen = await stepKind.observe(context);
    switch (seen.kind) {
      case 'never-started':
        return { kind: 'cancelled' };
      case 'running':
        return stepKind.run(context, signal);
      case 'cannot-tell':
        return { kind: 'unknown', message: seen.message };
      case 'finished':
        return seen.outcome;
      default:
        return seen satisfies never;
    }
  }

  /** The node's. */
  get address(): string {
    return addressOf(this.#facts);
  }

  /** Where it is performed, or why that cannot be. */
  get target(): Target | Diagnostic {
    return this.#tools.targetOf(this.#facts.target);
  }

  /** Set when the node is not performed here, but written to a bundle. */
  get bundles(): BundleWriter | undefined {
    const { target } = this;
    return isTarget(target) ? target.bundles : undefined;
  }

  /** False when nothing that it asked for can have got to its machine. */
  get mayHaveHeard(): boolean {
    const { target } = this;
    return !isTarget(target) || target.wasThere?.() !== false;
  }

  async observe(): Promise<Observation> {
    // A bundle is there whole or not at all, and making it again changes nothing.
    if (this.bundles !== undefined) return { kind: 'never-started' };
    const prepared = await this.#prepare(false);
    if (prepared.kind !== 'ready') return { kind: 'cannot-tell', message: reasonOf(prepared) };
    const { target } = prepared.context;
    // A look is not worth a long wait: whoever looks goes on, or somebody waits for a run to stop.
    const status: Target['status'] = (ticket) => target.status(ticket, AbortSignal.timeout(lookMs));
    return prepared.stepKind.observe({ ...prepared.context, target: { ...target, status } });
  }

  async undo(signal: AbortSignal): Promise<AttemptOutcome> {
    if (this.bundles !== undefined) return errored('nobody here can undo what a site did');
    const prepared = await this.#prepare(false);
    if (prepared.kind !== 'ready') return errored(reasonOf(prepared));
    const { stepKind, context } = prepared;
    return stepKind.undo?.(context, signal) ?? errored(`steps of the kind ${this.kindName} cannot be undone`);
  }

  #stageAll(bundles: BundleWriter, signal: AbortSignal): Promise<AttemptOutcome> {
    const request = this.#request;
    const stageNode = (node: number): Promise<Staged> => {
      if (node === request.node) return this.stage(signal);
      const { run, lane, attempt, ticket, timestamp } = request;
      const outputs: ExecuteRequest['outputs'] = (step) => request.outputs(step);
      return new Attempt(this.#tools, { run, lane, node, attempt, ticket, timestamp, outputs }).stage(signal);
    };
    return this.#tools.stager({ request, facts: this.#facts, bundles, stageNode, log: this.#log.write });
  }

  /** What the node does at its site. */
  async stage(signal: AbortSignal): Promise<Staged> {
    const prepared = await this.#prepare(true);
    if (prepared.kind !== 'ready') return prepared;
    const { stepKind, context } = prepared;
    if (stepKind.stage === undefined) {
      return { kind: 'refused', message: `REL2182 steps of the kind ${this.kindName} cannot go into a bundle` };
    }
    const { run, lane, node } = this.#request;
    // The same for every attempt, so that the bundle is.
    const ticket = `${run}/${lane}.${node}`;
    const staged = await stepKind.stage({ ...context, ticket, environment: {} }, signal);
    if (!staged.ok) return { kind: 'refused', message: staged.message };
    const { step } = this.#facts;
    return stagedStep(staged.action, context.secrets(), {
      node: addressOf(this.#facts),
      path: step.path,
      run: step.run,
      attempts: step.retry.attempts,
      backoffSeconds: step.retry.backoffSeconds,
      idempotent: step.idempotent,
    });
  }

  /** Hands out the last of the log. */
  end(): Promise<void> {
    return this.#log.end();
  }

  async #prepare(conditional: boolean): Promise<Preparation> {
    const ready = this.#tools.readStep(this.#facts.step);
    if (!ready.ok) return { kind: 'refused', message: ready.message };
    const target = this.#tools.targetOf(this.#facts.target);
    if (!isTarget(target)) return { kind: 'refused', message: wordsOf([target]) };
    const path = ready.inputs.usesPackagePath ? someFolder : undefined;
    const settled = await this.#secrets.settle(
      () => this.#scope(path),
      (scope) => rendered(ready, scope, conditional),
    );
    if (!settled.ok) return { kind: 'refused', message: settled.message };
    const { value } = settled;
    if (value.kind !== 'rendered') return value;
    return { kind: 'ready', stepKind: ready.kind, context: this.#context(ready, target, value.inputs) };
  }

  #scope(packagePath: string | undefined): TemplateScope {
    const names = namesOf(this.#tools.options.plan, this.#facts, this.#request, packagePath);
    const { values, overrides } = this.#facts;
    return nodeScope(names, values, overrides, (name, value) => this.#secrets.read(name, value));
  }

  #context(ready: UsableStep, target: Target, inputs: JsonMap): StepContext {
    const { options, files } = this.#tools;
    const { run, lane, node, attempt } = this.#request;
    const { package: used } = this.#facts;
    // Built-in kinds let no secret into the text of a script; of others we do not know.
    const isOwn = ready.kind.info.name.includes('/');
    const holdsSecret = (script: string): boolean => isOwn && options.masker.mask(script) !== script;
    const reference = used && imageOf(options.plan, used);
    const image = reference === undefined ? {} : { image: reference };
    return {
      ticket: ticketOf(this.#request),
      place: `${run}.${lane}.${node}`,
      attempt,
      facts: stepFactsOf(options.plan, this.#facts, this.#request),
      environment: options.environmentOf?.(this.#request.ticket) ?? {},
      inputs,
      inputsWith: (path) => this.#inputsWith(ready, inputs, path),
      target: secretTarget(target, () => this.#secrets.values, holdsSecret),
      ...(used !== undefined && { package: { ...used, ...image, file: (signal) => files(used, signal) } }),
      secrets: () => this.#secrets.values,
      render: (text) => renderFileText(this.#secrets, () => this.#scope(undefined), text),
      clock: options.clock,
      fetch: options.fetch,
      ...(options.aws !== undefined && { aws: options.aws }),
      scratch: options.scratch,
      ...(this.#log.write !== undefined && { log: this.#log.write }),
      mask: (text) => options.masker.mask(text),
    };
  }

  #inputsWith(ready: UsableStep, inputs: JsonMap, path: string): InputsResult {
    if (!ready.inputs.usesPackagePath) return { ok: true, inputs };
    const again = rendered(ready, this.#scope(path), false);
    if (again?.kind === 'rendered') return { ok: true, inputs: again.inputs };
    return { ok: false, message: again === undefined ? 'it needs a value that is not known yet' : reasonOf(again) };
  }
}

type UsableStep = Extract<ReadyStep, { readonly ok: true }>;

/** Undefined while a secret is missing. */
function rendered(ready: UsableStep, scope: TemplateScope, conditional: boolean): Rendered | undefined {
  if (conditional && ready.when !== undefined) {
    const decided = ready.when.evaluate(scope, 'run');
    if (decided.kind === 'unknown') return undefined;
    if (decided.kind === 'error') return { kind: 'refused', message: `REL1414 ${decided.message}` };
    if (!decided.value) return { kind: 'skipped', reason: `its condition does not hold: ${ready.when.text}` };
  }
  const result = ready.inputs.render(scope);
  if (result.kind === 'later') return undefined;
  if (result.kind === 'problem') return { kind: 'refused', message: result.message };
  const problem = ready.inputs.isFixed ? undefined : inputProblem(ready.kind.info, result.inputs);
  return problem === undefined ? result : { kind: 'refused', message: problem };
}

function reasonOf(prepared: Exclude<Preparation, { readonly kind: 'ready' }>): string {
  return prepared.kind === 'skipped' ? prepared.reason : prepared.message;
}

/** Targets keep the tickets of a run together: `<run>/<name>`. The host's begin with the run. */
function ticketOf({ run, ticket }: ExecuteRequest): string {
  if (ticket.includes('/')) return ticket;
  return `${run}/${ticket.startsWith(`${run}.`) ? ticket.slice(run.length + 1) : ticket}`;
}
