import type { KnownDocument, ReadTenant } from '../config/decode/decode.ts';
import { NameTable } from '../config/decode/reading.ts';
import { readTenant, type WrittenTenant } from '../config/decode/tenant.ts';

/**
 * Tenants by the content and place of their files, for loads of one workspace at several times: what did not change
 * between them is decoded once, and being the same it is also sorted out once.
 */
export class SharedTenants {
  readonly #names = new NameTable();
  readonly #known = new Map<string, readonly WrittenTenant[]>();

  /** `key`: of the content of the file. Undefined when no load has shared it. */
  get(key: string, file: string): readonly WrittenTenant[] | undefined {
    return this.#known.get(`${key} ${file}`);
  }

  /** Reads the tenants of a file for this load and those to come; undefined when it holds other things as well. */
  share(key: string, file: string, known: readonly KnownDocument[]): readonly ReadTenant[] | undefined {
    if (known.some(({ kind }) => kind !== 'tenant')) return undefined;
    const tenants = known.map(({ document }) => readTenant(document, this.#names));
    this.#known.set(`${key} ${file}`, tenants);
    return tenants.map((written, index) => ({ kind: 'tenant', written, vouched: known[index]?.vouched === true }));
  }
}
