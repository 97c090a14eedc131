import type { SecretReference } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { PlanValue } from '../plan/model.ts';
import type { SecretResult, SecretSource } from '../secrets/secret-source.ts';
import { compileCached } from '../template/compile.ts';
import { renderWording } from '../template/diagnose.ts';
import type { RawValue } from '../template/expand-types.ts';
import type { TemplateScope } from '../template/scope.ts';
import { scalarText } from '../template/values.ts';
import { wordsOf } from './kind.ts';

/** A secret may say where another one is, and so on; nobody goes deeper than this. */
const mostRounds = 16;

/** The secrets that one attempt uses: read when something asks for them, kept as long as the attempt lives. */
export class NodeSecrets {
  readonly #source: SecretSource;
  readonly #warn: (diagnostic: Diagnostic) => void;
  /** By name of the variable. */
  readonly #known = new Map<string, string>();
  readonly #missing = new Map<string, SecretReference>();

  constructor(source: SecretSource, warn: (diagnostic: Diagnostic) => void) {
    this.#source = source;
    this.#warn = warn;
  }

  get values(): readonly string[] {
    return [...this.#known.values()];
  }

  /** For `nodeScope`: a secret that was not read yet is noted. */
  read(name: string, value: PlanValue): RawValue | undefined {
    if ('value' in value) return { kind: 'plain', value: value.value, final: true };
    if ('template' in value) return { kind: 'plain', value: value.template };
    if ('none' in value) return undefined;
    const known = this.#known.get(name);
    if (known !== undefined) return { kind: 'plain', value: known, secret: true, final: true };
    this.#missing.set(name, value.secret);
    return { kind: 'secret' };
  }

  /**
   * Calls `ask` again and again, until all secrets that it asks for are there. `ask` returns undefined as long as one
   * is missing, and makes a new scope each time.
   */
  async settle<T>(scope: () => TemplateScope, ask: (scope: TemplateScope) => T | undefined): Promise<Settled<T>> {
    for (let round = 0; round < mostRounds; round += 1) {
      const current = scope();
      const answer = ask(current);
      if (answer !== undefined) return { ok: true, value: answer };
      const message = await this.#readMissing(current);
      if (message !== undefined) return { ok: false, message };
    }
    return { ok: false, message: 'its secrets say in a circle where they are' };
  }

  async #readMissing(scope: TemplateScope): Promise<string | undefined> {
    const missing = [...this.#missing];
    this.#missing.clear();
    const results = await Promise.all(missing.map(([name, reference]) => this.#readOne(name, reference, scope)));
    const problem = results.find((result) => typeof result === 'string');
    if (problem !== undefined) return problem;
    // Finding out where one is may have turned up another.
    return results.includes(true) || this.#missing.size > 0 ? undefined : 'it needs a value that is not known yet';
  }

  /** True when it is known now; false when it must wait for another one; or what is wrong. */
  async #readOne(name: string, reference: SecretReference, scope: TemplateScope): Promise<boolean | string> {
    const result = compileCached(reference.ref, false).template?.render(scope);
    if (result === undefined) return `the place of the secret ${name} is no template`;
    if (!result.ok)
      return result.problem.kind === 'later' ? false : `${name}: ${renderWording(result.problem).summary}`;
    const secret = await this.#source.read({ ...reference, ref: scalarText(result.value) ?? '' });
    return this.#take(name, secret);
  }

  #take(name: string, secret: SecretResult): true | string {
    if (!secret.ok) return wordsOf([secret.diagnostic]);
    secret.warnings.forEach(this.#warn);
    this.#known.set(name, secret.value);
    return true;
  }
}

export type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };
