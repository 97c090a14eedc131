import { notRead, type SecretSource } from '../secrets/secret-source.ts';
import { siteMark } from '../targets/drop/marks.ts';

/** Secrets of steps that go to a site: what only the site knows becomes a mark, which the site replaces. */
export function siteSecrets(source: SecretSource): SecretSource {
  return {
    read: async (reference) => {
      if (reference.source !== 'site') return source.read(reference);
      const { ref } = reference;
      if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(ref)) return { ok: true, value: siteMark(ref), warnings: [] };
      return notRead(
        'REL2120',
        `${JSON.stringify(ref)} cannot be the name of a value at a site`,
        'use up to 128 letters, digits and . _ -',
      );
    },
  };
}
