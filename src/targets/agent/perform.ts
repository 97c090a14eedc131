import type { Json, JsonMap } from '../../util/json.ts';
import { forgetRun } from '../local/forget-run.ts';
import { versionFolderName } from '../package-names.ts';
import type { FileEdit, InstallRequest, InstallResult, PackagePlace } from '../package-store.ts';
import { interpreters, type ScriptRequest, type Target } from '../target.ts';
import type { TargetMaker } from '../target-maker.ts';
import { checkTicket } from '../ticket.ts';
import { encodeInstall, encodeLog, encodeMaybe, encodeStart, encodeStatus } from './codec.ts';
import { at, readBytes, readCount, readList, readMap, readText, readTextMap, readTexts } from './read-json.ts';
import type { Uploads } from './uploads.ts';

/** What an agent does for its runner: the methods of a target on this machine, asked for by name. */
export type Perform = (method: string, parameters: JsonMap, signal: AbortSignal) => Promise<Json>;

/** `stateDirectory`: of the targets that `machine` makes, by folder relative to that of the agent. */
export function createPerform(machine: TargetMaker, uploads: Uploads, stateDirectory: string): Perform {
  const targets = new Map<string, Target>();
  const installing = new Map<string, Promise<InstallResult>>();
  const targetOf = (folder: string): Target => {
    const known = targets.get(folder);
    if (known !== undefined) return known;
    const made = machine.make({ id: 'agent', type: 'local', settings: { path: folder } });
    if ('code' in made) throw new RangeError(made.summary);
    targets.set(folder, made);
    return made;
  };
  return async (method, parameters, signal) => {
    const perform = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (perform === undefined) throw new RangeError(`This agent has no method ${method}`);
    return perform(targetOf(folderAt(parameters)), parameters, { signal, uploads, installing, stateDirectory });
  };
}

interface Around {
  readonly signal: AbortSignal;
  readonly uploads: Uploads;
  /** By upload: asked for again while it is under way, it is the same installation. */
  readonly installing: Map<string, Promise<InstallResult>>;
  readonly stateDirectory: string;
}

type Method = (target: Target, parameters: JsonMap, around: Around) => Promise<Json>;

const methods: { readonly [name: string]: Method } = {
  start: async (target, parameters) => encodeStart(await target.start(scriptAt(parameters))),
  status: async (target, parameters) => encodeStatus(await target.status(needText(parameters, 'ticket'))),
  wait: async (target, parameters, { signal }) =>
    encodeStatus(await target.wait(needText(parameters, 'ticket'), signal)),
  'read-log': async (target, parameters) =>
    encodeLog(await target.readLog(needText(parameters, 'ticket'), needCount(parameters, 'cursor'))),
  cancel: async (target, parameters) =>
    encodeStatus(await target.cancel(needText(parameters, 'ticket'), needCount(parameters, 'graceMs'))),
  complete: async (target, parameters) => {
    await target.complete(needText(parameters, 'ticket'));
    return null;
  },
  forget: async (_, parameters, { stateDirectory }) => {
    const { run } = checkTicket(`${needText(parameters, 'run')}/all`);
    return forgetRun(stateDirectory, run);
  },
  capabilities: async (target) => ({ ...(await target.capabilities()) }),
  upload: async (_, parameters, { uploads }) => {
    const bytes = need(readBytes(at(parameters, 'bytes')), 'bytes');
    await uploads.write(needText(parameters, 'upload'), needCount(parameters, 'offset'), bytes);
    return null;
  },
  install: async (target, parameters, around) => encodeInstall(await install(target, parameters, around)),
  'switch-to': async (target, parameters) => {
    const name = at(parameters, 'name') === undefined ? undefined : needText(parameters, 'name');
    return encodeMaybe(await target.packages.switchTo(placeAt(parameters), name));
  },
  'note-current': async (target, parameters) =>
    encodeMaybe(await target.packages.noteCurrent(placeAt(parameters), needText(parameters, 'key'))),
  look: async (target, parameters) => {
    const files = need(readTexts(at(parameters, 'files')), 'files');
    const found = await target.packages.look(placeAt(parameters), needText(parameters, 'name'), files);
    return encodeMaybe(found && { ...found });
  },
  list: async (target, parameters) =>
    (await target.packages.list(placeAt(parameters))).map((version) => ({ ...version })),
  prune: async (target, parameters) => target.packages.prune(placeAt(parameters), needCount(parameters, 'keep')),
};

async function install(target: Target, parameters: JsonMap, { uploads, installing }: Around): Promise<InstallResult> {
  const upload = needText(parameters, 'upload');
  const underWay = installing.get(upload);
  if (underWay !== undefined) return underWay;
  const begun = installUpload(target, upload, requestAt(parameters), uploads);
  installing.set(upload, begun);
  try {
    return await begun;
  } finally {
    installing.delete(upload);
  }
}

async function installUpload(
  target: Target,
  upload: string,
  request: Omit<InstallRequest, 'archiveFile'>,
  uploads: Uploads,
): Promise<InstallResult> {
  const archiveFile = await uploads.verified(upload, request.sha256);
  if (archiveFile === undefined) {
    // Its answer may have been lost on the way.
    const name = versionFolderName(request);
    const found = await target.packages.look(request.place, name, []);
    if (found === undefined) throw new RangeError('An upload that has not begun');
    return { kind: 'installed', name, path: found.path, fresh: false };
  }
  const result = await target.packages.install({ ...request, archiveFile });
  await uploads.remove(upload);
  return result;
}

/** A folder below that of the agent: nothing else is anybody's. */
function folderAt(parameters: JsonMap): string {
  const folder = needText(parameters, 'folder');
  const parts = folder.split('/');
  if (folder.startsWith('/') || parts.includes('..') || /[\0\r\n\\]/.test(folder)) {
    throw new RangeError(`The path ${JSON.stringify(folder)} leaves the folder of the agent`);
  }
  return folder === '' ? '.' : folder;
}

function scriptAt(parameters: JsonMap): ScriptRequest {
  const name = needText(parameters, 'interpreter');
  const workingDirectory = at(parameters, 'workingDirectory');
  return {
    ticket: needText(parameters, 'ticket'),
    interpreter: need(
      interpreters.find((one) => one === name),
      'interpreter',
    ),
    script: needText(parameters, 'script'),
    env: need(readTextMap(at(parameters, 'env')), 'env'),
    secrets: need(readTexts(at(parameters, 'secrets')), 'secrets'),
    secretScript: at(parameters, 'secretScript') === true,
    ...(typeof workingDirectory === 'string' && { workingDirectory }),
  };
}

function placeAt(parameters: JsonMap): PackagePlace {
  const place = need(readMap(at(parameters, 'place')), 'place');
  return {
    tenant: needText(place, 'tenant'),
    environment: needText(place, 'environment'),
    packageId: needText(place, 'packageId'),
  };
}

function requestAt(parameters: JsonMap): Omit<InstallRequest, 'archiveFile'> {
  const revision = at(parameters, 'revision');
  return {
    place: placeAt(parameters),
    version: needText(parameters, 'version'),
    sha256: needText(parameters, 'sha256'),
    ...(typeof revision === 'string' && { revision }),
    edits: need(readList(at(parameters, 'edits'), decodeEdit), 'edits'),
  };
}

function decodeEdit(value: Json): FileEdit | undefined {
  const map = readMap(value);
  const path = map && readText(at(map, 'path'));
  const content = map && readBytes(at(map, 'content'));
  if (map === undefined || path === undefined || content === undefined) return undefined;
  const ownerOnly = at(map, 'ownerOnly') === true;
  return { path, content, ownerOnly };
}

function needText(parameters: JsonMap, key: string): string {
  return need(readText(at(parameters, key)), key);
}

function needCount(parameters: JsonMap, key: string): number {
  return need(readCount(at(parameters, key)), key);
}

function need<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new RangeError(`A call whose "${key}" is missing or malformed`);
  return value;
}
