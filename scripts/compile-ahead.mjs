import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeEnding } from './chunk-loader.mjs';

/**
 * What people do most, in a workspace that `init` makes. What none of it calls is compiled when it is called. Without git
 * a few of these fail, and leave a little less.
 */
const commands = [
  'release init',
  'git init --quiet',
  'git add .',
  'git -c user.name=build -c user.email=build commit --quiet --message=build',
  'release --help',
  'release validate',
  'release validate --since HEAD',
  'release plan',
  'release diff HEAD',
  'release lock',
  'release run --yes',
  'release run --yes',
  'release status',
  'release where',
];

/**
 * Runs a built program and keeps, beside each of its files, what V8 has compiled of it by then: see `chunk-loader.mjs`.
 * Each command adds to what those before it have left.
 */
export function compileAhead(folder) {
  const workspace = mkdtempSync(join(tmpdir(), 'release-build-'));
  const keep = `data:text/javascript,${encodeURIComponent(`(${keepCode})(process.getBuiltinModule, ${JSON.stringify(codeEnding(statSync))})`)}`;
  const release = ['--import', keep, join(folder, 'main.js')];
  const env = { PATH: process.env.PATH, HOME: workspace };
  try {
    for (const command of commands) {
      const [program, ...words] = command.split(' ');
      const [file, first] = program === 'release' ? [process.execPath, release] : [program, []];
      spawnSync(file, [...first, ...words], { cwd: workspace, env, stdio: 'ignore' });
    }
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** Runs in the process of the program, before it. */
function keepCode(builtin, ending) {
  const { renameSync, writeFileSync } = builtin('node:fs');
  const { hash } = builtin('node:crypto');
  const vm = builtin('node:vm');
  const kept = [];
  vm.Script = class extends vm.Script {
    constructor(text, options) {
      super(text, options);
      kept.push([options.filename, this]);
    }
  };
  process.on('exit', () => {
    for (const [file, script] of kept) {
      const code = script.createCachedData();
      // Whole or not at all, since programs may be running.
      writeFileSync(`${file}.${process.pid}`, Buffer.concat([hash('sha256', code, 'buffer'), code]));
      renameSync(`${file}.${process.pid}`, `${file}${ending}`);
    }
  });
}
