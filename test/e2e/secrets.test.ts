// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the scripts are for a shell
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { packPackage } from '../../scripts/pack-packages.ts';
import { memoryFolder } from '../../src/targets/local/memory-folder.ts';
import { program, release, temporaryFolder, type World, writeFiles } from './program.ts';

/** Each begins with a word that nothing else holds, so that any piece of it is found. */
const password = `cAnArY-pass "w&rd'/+ü$x`;
const token = 'cAnArY-token-4711';
const key = '-----BEGIN KEY-----\ncAnArY-line-one-AAAA\ncAnArY-line-two-BBBB\n-----END KEY-----';

/** What a tool may make of a secret. */
const traces: readonly string[] = [
  'cAnArY',
  ...[password, token, ...key.split('\n').slice(1, 3)].flatMap((secret) => {
    const bytes = Buffer.from(secret);
    const shifted = [1, 2].map((by) =>
      Buffer.concat([Buffer.alloc(by), bytes])
        .toString('base64')
        .slice(4, 20),
    );
    return [bytes.toString('base64').slice(0, 16), ...shifted, bytes.toString('hex')];
  }),
];

const scripts = {
  print: `echo "$PASSWORD" "$TOKEN"; echo "$KEY"; printf %s "$PASSWORD" | base64; printf %s "x$PASSWORD" | base64 -w0; echo
node -e 'const p = process.env.PASSWORD; console.log(JSON.stringify({ p }), encodeURIComponent(p), Buffer.from(p).toString("hex"))'
printf '%s' "\${PASSWORD%??????}"; sleep 0.02; printf '%s\\n' "\${PASSWORD#"\${PASSWORD%??????}"}"; echo "error: $TOKEN" >&2
env | sort; printf 'no end of line %s' "$TOKEN"`,
};

function files(url: string): Readonly<Record<string, string>> {
  return {
    'release.config.yaml': `environments: [test]
feeds: { local: { type: folder, path: packages } }
stepKinds: [kinds/tell.mjs]
`,
    'kinds/tell.mjs': `const text = {
  name: 'acme/text',
  run: async ({ inputs, target, ticket }, signal) => {
    const script = 'echo here-is ' + inputs.token + '; for p in $PPID $$; do tr "\\\\0" " " </proc/$p/cmdline; done';
    await target.start({ ticket, interpreter: 'sh', script, env: {} });
    const { kind, exitCode } = await target.wait(ticket, signal);
    return exitCode === 0 ? { kind: 'succeeded' } : { kind: 'failed', message: kind };
  },
  undo: async ({ inputs, log }) => {
    log('undone with ' + inputs.token + '\\n');
    throw new Error('the undo broke with ' + inputs.token);
  },
};
export const stepKinds = [text, {
  name: 'acme/tell',
  run: async ({ inputs, log, ticket }) => {
    log('told ' + inputs.token + '\\n');
    if (ticket.endsWith('.1')) throw new Error('it broke with ' + inputs.token);
    return { kind: 'failed', message: 'no: ' + inputs.token };
  },
}];
`,
    'tenants/acme.yaml': `tenant: acme
environments: [test]
variables:
  db:
    password: { secret: { env: DB_PASSWORD } }
    key: { secret: { file: /SECRETS/key } }
    url: "https://app:{{db.password}}@db.example.test/"
  token: { secret: { env: API_TOKEN } }
`,
    'projects/web.yaml': `project: web
steps:
  - id: first
    uses: script
    retry: { attempts: 2, backoff: 0s }
    with:
      env: { PASSWORD: "{{db.password}}", TOKEN: "{{token}}", KEY: "{{db.key}}" }
      outputs: [user, full]
      run: |
        ${scripts.print.replaceAll('\n', '\n        ')}
        echo user=me >>"$RELEASE_OUTPUT"; echo "full=$TOKEN" >>"$RELEASE_OUTPUT"
        if mkdir tried; then exit 3; fi
  - id: slow
    uses: script
    with:
      env: { PASSWORD: "{{db.password}}", URL: "{{db.url}}" }
      run: |
        echo "slow $URL"; echo $$ >slow.pid
        while test ! -e go; do sleep 0.02; done
        i=0; while test $i -lt 200; do i=$((i + 1)); echo "$i $PASSWORD"; done
  - { id: text, uses: acme/text, with: { token: "{{token}}" } }
  - id: put
    uses: package
    package: { id: App, feed: local }
    with: { substitute: [app.conf], env: { TOKEN: "{{token}}" } }
  - { id: ask, uses: http-check, with: { url: "${url}?t={{token}}", headers: { Authorization: "Bearer {{token}}" }, contains: "{{token}}" } }
  - { id: say, uses: note, with: { message: "the token is {{token}}" } }
  - { id: tell, uses: acme/tell, retry: { attempts: 2, backoff: 0s }, with: { token: "{{token}}" } }
  - { id: last, uses: script, run: failure, with: { run: 'env | sort; echo "$API_TOKEN$DB_PASSWORD"' } }
`,
    'releases/first.yaml':
      'release: first\nproject: web\nversion: 1.0.0\nenvironments: [test]\ntenants: all\nonFailure: undo\npackages: { App: 1.0.0 }\n',
    'packaged/app.conf': 'password = {{db.password}}\n',
    'packaged/post-deploy.sh': 'echo "hook $TOKEN"; cat "$RELEASE_PACKAGE_PATH/app.conf"\n',
  };
}

interface Place {
  readonly folder: string;
  readonly outside: string;
  readonly world: World;
}

async function place(): Promise<Place> {
  const server = createServer((request, response) => response.end(`got ${request.headers.authorization}`));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const [folder, secrets, temporary] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  writeFileSync(join(secrets, 'key'), `${key}\n`, { mode: 0o600 });
  const written = Object.entries(files(`http://127.0.0.1:${port}/`));
  writeFiles(folder, Object.fromEntries(written.map(([path, text]) => [path, text.replace('/SECRETS', secrets)])));
  mkdirSync(join(folder, 'packages'));
  const outFile = join(folder, 'packages/App.1.0.0.zip');
  await packPackage({ folder: join(folder, 'packaged'), id: 'App', version: '1.0.0', kind: 'zip', outFile });
  const environment = { TMPDIR: temporary, DB_PASSWORD: password, API_TOKEN: token };
  return { folder, outside: temporary, world: { environment } };
}

/** What is there now. A folder that goes away while it is read is read again: nothing may be overlooked. */
function namesIn(folder: string): readonly string[] {
  for (let tries = 0; existsSync(folder); tries += 1) {
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' });
    } catch (error) {
      if (tries > 50) throw error;
    }
  }
  return [];
}

/** Files under a folder that hold a trace of a secret, but not what was filled in for the application itself. */
function leaks(folder: string): readonly string[] {
  return namesIn(folder).flatMap((name) => {
    try {
      const path = join(folder, name);
      if (!lstatSync(path).isFile() || /applications\/.*\/app\.conf$/.test(path)) return [];
      const text = readFileSync(path, 'latin1');
      return traces.filter((trace) => text.includes(trace) || name.includes(trace)).map((trace) => `${name}: ${trace}`);
    } catch {
      return []; // It went away meanwhile.
    }
  });
}

function leaksInArguments(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
        return traces.filter((trace) => command.includes(trace)).map((trace) => `${pid}: ${command}: ${trace}`);
      } catch {
        return [];
      }
    });
}

function expectNoLeak({ folder, outside }: Place): void {
  expect(leaks(folder)).toEqual([]);
  expect(leaks(outside)).toEqual([]);
}

it('no secret is on disk, on a screen or in arguments, though the runner is killed and steps fail', async () => {
  const here = await place();
  const { folder, world } = here;
  const runner = spawn(process.execPath, [program, 'run', 'releases/first.yaml', '--yes', '-v'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: folder, ...world.environment },
  });
  let screen = '';
  for (const stream of [runner.stdout, runner.stderr]) stream.on('data', (bytes) => (screen += String(bytes)));
  const watching = setInterval(() => found.push(...leaksInArguments(), ...leaks(folder)), 20);
  const found: string[] = [];
  await expect.poll(() => (existsSync(join(folder, 'slow.pid')) ? 'there' : screen), { timeout: 10_000 }).toBe('there');
  const log = join(folder, '.release/local/tickets');
  await expect.poll(() => namesIn(log).some((name) => logHolds(join(log, name)))).toBe(true);
  const gone = new Promise((done) => runner.once('exit', done));
  runner.kill('SIGKILL');
  await gone;
  expectNoLeak(here);

  writeFileSync(join(folder, 'go'), '');
  const resumed = await release(folder, ['resume', '-v'], world);
  clearInterval(watching);
  screen += resumed.out + resumed.err;
  expect(resumed.code, screen).toBe(1);
  for (const trace of traces) expect(screen).not.toContain(trace);
  for (const told of ['200 ***', 'the token is ***', 'no: ***', 'hook ***', 'password = ***', 'undone with ***'])
    expect(screen).toContain(told);
  expect(found).toEqual([]);
  expectNoLeak(here);
  for (const view of [
    ['status'],
    ['logs'],
    ['report'],
    ['explain', 'acme', 'test', 'token', '--project', 'web'],
    ['where'],
  ]) {
    const { out, err } = await release(folder, view, world);
    for (const trace of traces) expect(out + err, view.join(' ')).not.toContain(trace);
  }
});

function logHolds(path: string): boolean {
  return lstatSync(path).isFile() && readFileSync(path, 'utf8').includes('slow https://app:***@');
}

it('tickets are for their owner alone, and gone when all they say is recorded', async () => {
  const here = await place();
  const { folder, world } = here;
  const modes = new Map<string, number>();
  const watching = setInterval(() => {
    const tickets = join(folder, '.release/local');
    for (const name of namesIn(tickets)) {
      const stat = statSync(join(tickets, name), { throwIfNoEntry: false });
      if (stat !== undefined) modes.set(name, stat.mode & 0o077);
    }
  }, 10);
  writeFileSync(join(folder, 'go'), '');
  const told = await release(folder, ['run', 'releases/first.yaml', '--yes'], world);
  clearInterval(watching);
  expect(told.code, told.err).toBe(1);
  const open = [...modes].filter(
    ([name, mode]) => mode !== 0 && !name.startsWith('targets') && !name.includes('/outputs/'),
  );
  expect(modes.size).toBeGreaterThan(5);
  expect(open).toEqual([]);
  expect(readdirSync(join(folder, '.release/local/tickets'))).toEqual([]);
  const memory = memoryFolder(join(folder, '.release/local'));
  expect(memory !== undefined && existsSync(memory) ? readdirSync(memory) : []).toEqual([]);
  const config = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /applications\/.*\/app\.conf$/.test(name),
  );
  expect(config.length, told.err).toBeGreaterThan(0);
  for (const name of config) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  expectNoLeak(here);
});
