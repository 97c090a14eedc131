import { join, resolve } from 'node:path';
import { maskOrderLine } from '../../src/secrets/mask-output.ts';
import type { MaskingProgram } from '../../src/targets/target-maker.ts';

const build = join(resolve(import.meta.dirname, '../..'), process.env.RELEASE_TEST_BUILD ?? 'dist');

/** As it is shipped: `npm test` builds it. RELEASE_TEST_BUILD names another folder of the repository. */
export const maskingCommand: readonly string[] = [process.execPath, join(build, 'mask-output.js')];

export const maskingProgram: MaskingProgram = { command: maskingCommand, orderLine: maskOrderLine };
