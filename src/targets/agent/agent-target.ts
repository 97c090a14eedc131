import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Json, JsonMap } from '../../util/json.ts';
import { checkInstall, versionFolderName } from '../package-names.ts';
import type { InstallRequest, InstallResult, PackageStore } from '../package-store.ts';
import type { Target } from '../target.ts';
import { TargetAway } from '../target-away.ts';
import { checkTicket } from '../ticket.ts';
import {
  decodeCapabilities,
  decodeFiles,
  decodeInstall,
  decodeLog,
  decodeMaybe,
  decodeStart,
  decodeStatus,
  decodeVersions,
} from './codec.ts';
import type { Link } from './link.ts';
import { bytesText, readText, readTexts } from './read-json.ts';
import { upload } from './upload.ts';

/** The machine of an agent as a target. `folder` is below the agent's own; empty is the agent's own. */
export function createAgentTarget(link: Link, folder: string): Target {
  const of = (ticket: string): JsonMap => {
    checkTicket(ticket);
    return { folder, ticket };
  };
  return {
    start: async ({ secrets = [], secretScript = false, workingDirectory, ...request }) => {
      const { ticket, interpreter, script, env } = request;
      const where = workingDirectory === undefined ? {} : { workingDirectory };
      const wanted = { ...of(ticket), interpreter, script, env, secrets, secretScript, ...where };
      return link.call('start', wanted, decodeStart);
    },
    status: async (ticket) => link.call('status', of(ticket), decodeStatus),
    wait: async (ticket, abort) => link.call('wait', of(ticket), decodeStatus, abort),
    readLog: async (ticket, cursor) =>
      link.call('read-log', { ...of(ticket), cursor }, (value) => decodeLog(value, cursor)),
    cancel: async (ticket, graceMs) => link.call('cancel', { ...of(ticket), graceMs }, decodeStatus),
    complete: async (ticket) => {
      await link.call('complete', of(ticket), () => true);
    },
    // Nobody waits for a machine that was lost only to tidy up there.
    forget: async (run) => link.isThere() && link.call('forget', { folder, run }, decodeForget),
    capabilities: () => link.call('capabilities', { folder }, decodeCapabilities),
    packages: packagesOf(link, folder),
    check: () => check(link, folder),
    isThere: () => link.isThere(),
    wasThere: () => link.wasThere,
    close: () => {},
  };
}

const decodeForget = (value: Json): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

async function check(link: Link, folder: string): Promise<Diagnostic | undefined> {
  try {
    await link.call('capabilities', { folder }, decodeCapabilities);
    return undefined;
  } catch (error) {
    const summary = error instanceof Error ? error.message : String(error);
    const hint = 'start release agent on that machine, and compare both fingerprints with release agent pair';
    // A machine that is only away keeps nobody from releasing: its own steps wait for it.
    const severity = error instanceof TargetAway && !error.lasting && !link.refused ? 'warning' : 'error';
    return { code: 'REL2201', severity, summary: sentence(summary), hint };
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function packagesOf(link: Link, folder: string): PackageStore {
  const text = decodeMaybe((value) => readText(value));
  return {
    install: (request) => install(link, folder, request),
    switchTo: async (place, name) => {
      const wanted = { folder, place: { ...place }, ...(name !== undefined && { name }) };
      return (await link.call('switch-to', wanted, text)).value;
    },
    noteCurrent: async (place, key) =>
      (await link.call('note-current', { folder, place: { ...place }, key }, text)).value,
    look: async (place, name, files) =>
      (await link.call('look', { folder, place: { ...place }, name, files }, decodeMaybe(decodeFiles))).value,
    list: (place) => link.call('list', { folder, place: { ...place } }, decodeVersions),
    prune: (place, keep) => link.call('prune', { folder, place: { ...place }, keep }, readTexts),
  };
}

/** Only an archive whose version is not there yet travels. */
async function install(link: Link, folder: string, request: InstallRequest): Promise<InstallResult> {
  const diagnostics = checkInstall(request);
  if (diagnostics.length > 0) return { kind: 'refused', diagnostics };
  const { version, sha256, revision } = request;
  const place = { ...request.place };
  const name = versionFolderName(request);
  const there = await link.call('look', { folder, place, name, files: [] }, decodeMaybe(decodeFiles));
  if (there.value !== undefined) return { kind: 'installed', name, path: there.value.path, fresh: false };
  const edits = (request.edits ?? []).map(({ path, content, ownerOnly = false }) => {
    return { path, content: bytesText(content), ownerOnly };
  });
  const sent = await upload(link, folder, request.archiveFile, sha256);
  const wanted = { folder, place, version, sha256, upload: sent, edits, ...(revision && { revision }) };
  return link.call('install', wanted, decodeInstall);
}
