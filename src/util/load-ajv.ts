import { createRequire } from 'node:module';

/** The JSON Schema validator, loaded when it is asked for: most commands never need it, and it takes longer than they do. */
export function loadAjv(): Pick<typeof import('ajv'), 'Ajv'> {
  return createRequire(import.meta.url)('ajv');
}

/** Formats for it, such as `uri` and `email`. */
export function loadFormats(): Pick<typeof import('ajv-formats'), 'default'> {
  return createRequire(import.meta.url)('ajv-formats');
}
