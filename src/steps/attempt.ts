import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { PlanTarget } from '../plan/model.ts';
import { nodeScope } from '../plan/values-scope.ts';
import type { AttemptOutcome } from '../run/events.ts';
import type { ExecuteRequest, Observation } from '../run/ports.ts';
import { isTarget } from '../targets/registry.ts';
import type { Target } from '../targets/target.ts';
import type { TemplateScope } from '../template/scope.ts';
import type { JsonMap } from '../util/json.ts';
import type { ExecutorOptions } from './executor-options.ts';
import { inputProblem } from './input-check.ts';
import { errored, type InputsResult, type StepContext, type StepKind, wordsOf } from './kind.ts';
import { MaskedLog } from './masked-log.ts';
import { imageOf, type NodeFacts, type NodePlace, namesOf, nodeReader, stepFactsOf } from './node-facts.ts';
import { NodeSecrets } from './node-secrets.ts';
import { type PackageFiles, packageFiles } from './package-files.ts';
import { type ReadyStep, stepReader } from './ready-step.ts';
import { renderFileText } from './render-file-text.ts';
import { secretTarget } from './secret-target.ts';

/** What all attempts of one plan share. */
export interface AttemptTools {
  readonly options: ExecutorOptions;
  readonly readNode: (place: NodePlace) => NodeFacts;
  readonly readStep: ReturnType<typeof stepReader>;
  readonly files: PackageFiles;
  readonly targetOf: (target: PlanTarget | undefined) => Target | Diagnostic;
}

export function attemptTools(options: ExecutorOptions): AttemptTools {
  return {
    options,
    readNode: nodeReader(options.plan),
    readStep: stepReader(options.kinds),
    files: packageFiles(options.feeds, options.cache),
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
    this.#secrets = new NodeSecrets(secrets, (diagnostic) => warn?.(diagnostic));
    this.#log = new MaskedLog(tools.options, request);
  }

  get kindName(): string {
    return this.#facts.step.kind;
  }

  async run(signal: AbortSignal): Promise<AttemptOutcome> {
    const prepared = await this.#prepare(true);
    if (prepared.kind === 'skipped') return prepared;
    if (prepared.kind === 'refused') return errored(prepared.message);
    return prepared.stepKind.run(prepared.context, signal);
  }

  async observe(): Promise<Observation> {
    const prepared = await this.#prepare(false);
    if (prepared.kind !== 'ready') return { kind: 'cannot-tell', message: reasonOf(prepared) };
    return prepared.stepKind.observe(prepared.context);
  }

  async undo(signal: AbortSignal): Promise<AttemptOutcome> {
    const prepared = await this.#prepare(false);
    if (prepared.kind !== 'ready') return errored(reasonOf(prepared));
    const { stepKind, context } = prepared;
    return stepKind.undo?.(context, signal) ?? errored(`steps of the kind ${this.kindName} cannot be undone`);
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
