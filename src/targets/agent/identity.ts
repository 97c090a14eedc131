import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { createExclusively, readIfThere } from '../local/files.ts';
import { fingerprintOf, type KeyAndCertificate, makeCertificate } from './certificate.ts';

/** Who we are to the other side. */
export interface Identity extends KeyAndCertificate {
  readonly fingerprint: string;
}

/**
 * The identity in a file (key and certificate, PEM), made on first use and readable by its owner alone. A file that
 * others can read is refused: whoever holds the key can run scripts on the other side.
 */
export function openIdentity(file: string): Identity | Diagnostic {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  // Made only if nobody was quicker; then theirs counts.
  if (readIfThere(file) === undefined) {
    const { key, certificate } = makeCertificate();
    createExclusively(file, key + certificate);
  }
  return readIdentity(file);
}

/** The identity in a file; a warning if it was never made, because then no agent can know us. */
export function findIdentity(file: string): Identity | Diagnostic {
  return readIfThere(file) === undefined ? notMade : readIdentity(file);
}

const notMade: Diagnostic = {
  code: 'REL2200',
  severity: 'warning',
  summary: 'No agent can know this machine yet: it has no key of its own',
  hint: 'make one with release agent pair --runner, and give its fingerprint to each agent',
};

function readIdentity(file: string): Identity | Diagnostic {
  if ((statSync(file).mode & 0o077) !== 0) {
    return broken(`The key in ${file} can be read by others`, `make a new one, since it may be known: rm ${file}`);
  }
  return parseIdentity(readIfThere(file) ?? '', file);
}

/** `where`: the name of the file or variable, for messages. */
export function parseIdentity(text: string, where: string): Identity | Diagnostic {
  const key = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]+?-----END \1-----/.exec(text)?.[0];
  const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(text)?.[0];
  if (key === undefined || certificate === undefined) return unreadable(where);
  try {
    const parsed = new X509Certificate(certificate);
    if (!parsed.checkPrivateKey(createPrivateKey(key))) {
      return broken(`The key and the certificate in ${where} do not belong together`, `copy both from the same file`);
    }
    return { key, certificate, fingerprint: fingerprintOf(parsed.raw) };
  } catch {
    return unreadable(where);
  }
}

function unreadable(where: string): Diagnostic {
  return broken(
    `${where} does not hold a private key and its certificate as PEM`,
    'copy the whole file that release agent pair made, or remove it to make a new one',
  );
}

function broken(summary: string, hint: string): Diagnostic {
  return { code: 'REL2200', severity: 'error', summary, hint };
}
