import { NameTable } from '../config/decode/reading.ts';
import type { WrittenTenant } from '../config/decode/tenant.ts';

/**
 * Tenants by the content and place of their files, for loads of one workspace at several times: what did not change
 * between them is decoded once, and being the same it is also sorted out once.
 */
export class SharedTenants {
  readonly names = new NameTable();
  readonly #known = new Map<string, readonly WrittenTenant[]>();

  /** `key`: of the content of the file. Undefined when no load has seen it here, or it holds other things as well. */
  get(key: string, file: string): readonly WrittenTenant[] | undefined {
    return this.#known.get(`${key} ${file}`);
  }

  set(key: string, file: string, tenants: readonly WrittenTenant[]): void {
    this.#known.set(`${key} ${file}`, tenants);
  }
}
