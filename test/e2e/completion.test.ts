import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { smallWorkspace } from '../cli/kit.ts';
import { type Files, folderWith, program, release, temporaryFolder } from './program.ts';

// Whole programs on a machine that others use too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/* The scripts of the shells, in the shells themselves. */

const bin = temporaryFolder();
writeFileSync(join(bin, 'release'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, { mode: 0o755 });
const env = { PATH: `${bin}:${process.env.PATH}`, HOME: temporaryFolder(), LC_ALL: 'C.UTF-8', TERM: 'dumb' };
const folder = folderWith({ ...smallWorkspace, 'notes/deep/readme.txt': 'x' } satisfies Files);
const scripts = new Map<string, string>();

beforeAll(async () => {
  expect((await release(folder, ['run'])).code).toBe(0);
  for (const shell of ['bash', 'zsh', 'fish', 'pwsh']) {
    const script = await release(folder, ['completion', shell]);
    expect(script).toMatchObject({ code: 0, err: '' });
    const path = join(bin, `completion.${shell}`);
    writeFileSync(path, script.out);
    scripts.set(shell, path);
  }
}, 60_000);

function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Lines of what a shell prints. */
function run(shell: string, words: readonly string[]): readonly string[] {
  const out = execFileSync(shell, words, { cwd: folder, env, encoding: 'utf8' });
  return out.split('\n').filter((line) => line !== '');
}

const asked: readonly (readonly [line: string, wanted: readonly string[]])[] = [
  ['release expl', ['explain']],
  ['release audit ', ['verify']],
  ['release explain ', ['acme', 'globex']],
  ['release run --tenant g', ['globex']],
  ['release run re', ['releases/first.yaml']],
  ['release status ', ['first.1']],
  ['release logs first.1 acme@test/web/d', ['acme@test/web/deploy']],
  ['release logs first.1 glo', ['globex@test/web']],
  ['release plan --output ', ['text', 'json']],
];

describe.skipIf(!has('bash'))('completion in bash (needs bash)', () => {
  /** What readline would put in place of the last part of the line. */
  function complete(line: string): readonly string[] {
    const script = [
      `source ${scripts.get('bash')}`,
      'COMP_LINE="$1"; COMP_POINT=${#1}',
      // As readline takes a line apart.
      'COMP_WORDS=($(printf "%s" "$1" | sed "s/[@=:]/ & /g")); [[ "$1" == *" " ]] && COMP_WORDS+=("")',
      'COMP_CWORD=$((${#COMP_WORDS[@]} - 1))',
      '_release_complete',
      'printf "%s\\n" "${COMPREPLY[@]}"',
    ].join('\n');
    return run('bash', ['-c', script, 'bash', line]);
  }

  it.each(asked)('%s', (line, wanted) => {
    const word = line.slice(line.lastIndexOf(' ') + 1);
    const kept = word.slice(0, Math.max(word.lastIndexOf('@'), word.lastIndexOf('=')) + 1);
    expect(complete(line)).toEqual(wanted.map((one) => one.slice(kept.length)));
  });

  it('paths, by what the shell knows', () => {
    expect(complete('release -C no')).toEqual(['notes']);
    expect(complete('release plan --out notes/deep/r')).toEqual(['notes/deep/readme.txt']);
  });

  it.skipIf(!has('script'))('a key at a real prompt completes the line (needs script, for a terminal)', async () => {
    const rc = join(bin, 'rc');
    writeFileSync(rc, `source ${scripts.get('bash')}\nPS1='ready '\n`);
    const words = ['-qec', `bash --rcfile ${rc} -i`, '/dev/null'];
    const terminal = spawn('script', words, { cwd: folder, env: { ...env, TERM: 'xterm' } });
    let shown = '';
    // What is typed before the prompt is there is no line to be completed yet.
    terminal.stdout.on('data', (text: Buffer) => {
      if (!shown.includes('ready ') && `${shown}${text}`.includes('ready '))
        terminal.stdin.write('release run --tenant g\t');
      if (!shown.includes('globex') && `${shown}${text}`.includes('globex')) terminal.stdin.end('\u0015exit\n');
      shown += text;
    });
    const end = setTimeout(() => terminal.kill(), 20_000);
    await new Promise((done) => terminal.on('close', done));
    clearTimeout(end);
    expect(shown).toContain('release run --tenant globex ');
  });
});

describe.skipIf(!has('zsh'))('completion in zsh (needs zsh)', () => {
  function complete(line: string): readonly string[] {
    // The function runs where `compadd` prints what it is given, as the menu would show it.
    const script = [
      'autoload -Uz compinit && compinit -u -d $HOME/.zcompdump',
      `source ${scripts.get('zsh')}`,
      'compadd() { local -a all; all=("${(@P)${@[-1]}}"); print -l -- $all }',
      '_files() { print -- "(files $*)" }',
      'words=(${(z)1}); [[ "$1" == *" " ]] && words+=(""); CURRENT=$#words',
      '_release',
    ].join('\n');
    return run('zsh', ['-f', '-c', script, 'zsh', line]);
  }

  it.each(asked)('%s', (line, wanted) => {
    expect(complete(line)).toEqual(wanted);
  });

  it('paths, by what the shell knows', () => {
    expect(complete('release -C no')).toEqual(['(files -/)']);
    expect(complete('release plan --out n')).toEqual(['(files )']);
  });
});

describe.skipIf(!has('fish'))('completion in fish (needs fish)', () => {
  const complete = (line: string): readonly string[] =>
    run('fish', ['--no-config', '-c', `source ${scripts.get('fish')}; complete -C $argv[1]`, line]).map(
      (text) => text.split('\t')[0] ?? '',
    );

  it.each(asked)('%s', (line, wanted) => {
    expect([...complete(line)].sort()).toEqual([...wanted].sort());
  });

  it('paths, by what the shell knows', () => {
    expect(complete('release -C no')).toEqual(['notes/']);
    expect(complete('release plan --out notes/deep/r')).toEqual(['notes/deep/readme.txt']);
  });
});

describe.skipIf(!has('pwsh'))('completion in PowerShell (needs pwsh, which Debian does not have)', () => {
  it.each(asked)('%s', (line, wanted) => {
    const script = `. ${scripts.get('pwsh')}; (TabExpansion2 '${line}' ${line.length}).CompletionMatches.CompletionText`;
    expect(run('pwsh', ['-NoProfile', '-Command', script])).toEqual(wanted);
  });
});

it('names of a thousand tenants are there before anybody notices', async () => {
  const tenants = Array.from(
    { length: 1000 },
    (_, index) => [`tenants/t${index}.yaml`, `tenant: t${index}\n`] as const,
  );
  const large = folderWith(Object.fromEntries([...tenants, ['release.config.yaml', 'environments: [test]\n']]));
  mkdirSync(join(large, 'releases'));
  const spec = /_release_spec='(.*)'\n/.exec((await release(folder, ['completion', 'bash'])).out)?.[1] ?? '';
  const told = await release(large, ['__complete', spec.replaceAll("'\\''", "'"), 'explain', 't99']);
  expect(told.out.split('\n').filter((line) => line.startsWith('t99'))).toHaveLength(11);
  // Processor time: a busy machine must not fail the test. It is 90 ms where this was written.
  expect(told.milliseconds).toBeLessThan(400);
}, 60_000);
