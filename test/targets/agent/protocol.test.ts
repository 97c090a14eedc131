import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { readFingerprint } from '../../../src/targets/agent/certificate.ts';
import { encodeFrame } from '../../../src/targets/agent/frames.ts';
import { findIdentity, openIdentity } from '../../../src/targets/agent/identity.ts';
import type { Perform } from '../../../src/targets/agent/perform.ts';
import { usualTiming } from '../../../src/targets/agent/timing.ts';
import { TargetAway } from '../../../src/targets/target-away.ts';
import { AgentPlace, identityIn } from './place.ts';

let place: AgentPlace;
afterEach(() => place.remove());

const never = new AbortController().signal;
const quick = { ...usualTiming, introduction: 300, message: 300, heartbeat: 100, silence: 300 };
const script = (text: string, ticket = 'r/1') => ({ ticket, interpreter: 'sh' as const, script: text, env: {} });
const lines = (name: string) => readFileSync(join(place.folder, name), 'utf8').trim().split('\n');

/** An agent that says what it likes. */
type Say = (...pieces: readonly Buffer[]) => void;

const introduction = { type: 'hello', protocols: [1], role: 'agent', version: '0' };
const hi = (more: object) => encodeFrame(JSON.stringify({ ...introduction, ...more }));
const ask = encodeFrame('{"type":"call","call":1,"method":"start","parameters":{}}');
const answer = (call: number) => encodeFrame(JSON.stringify({ type: 'answer', call, value: { kind: 'running' } }));

/** Somebody who speaks TLS and says what they like. */
async function caller(identity = place.runner) {
  const socket: TLSSocket = await new Promise((resolve, reject) => {
    const made = connect(
      { host: '127.0.0.1', port: place.port, key: identity.key, cert: identity.certificate, rejectUnauthorized: false },
      () => resolve(made),
    );
    made.on('error', reject);
  });
  let heard = '';
  socket.on('data', (piece: Buffer) => {
    heard += piece.toString('latin1');
  });
  socket.on('error', () => {});
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(heard)));
  const say = (value: unknown) => socket.write(encodeFrame(typeof value === 'string' ? value : JSON.stringify(value)));
  return { socket, say, closed, heard: () => heard };
}

const hello = { type: 'hello', protocols: [1], role: 'runner', version: '0' };
const start = (call: number, ticket: string) => ({
  type: 'call',
  call,
  method: 'start',
  parameters: { folder: '', ticket, interpreter: 'sh', script: 'echo ran >>runs', env: {}, secrets: [] },
});

describe('an agent that listens', () => {
  it.each<[string, string | Buffer | object, RegExp]>([
    ['no JSON', 'nonsense', /not a message/],
    ['another form', { type: 'call', call: -1, method: 'start', parameters: {} }, /not a message/],
    ['JSON that goes deep', '['.repeat(200_000), /not a message/],
    ['an unknown type', { type: '__proto__' }, /not a message/],
    ['a second introduction', hello, /introduced itself twice/],
    ['an answer that nobody asked for', { type: 'answer', call: 9, value: 1 }, /answered what nobody asked/],
    ['a huge message', Buffer.from([0x7f, 0xff, 0xff, 0xff]), /a message of 2147483647 bytes/],
    ['bytes that are no text', Buffer.from([0, 0, 0, 2, 0xff, 0xfe]), /not UTF-8/],
  ])('closes the connection on %s, says why, and serves the next', async (_, message, reason) => {
    place = new AgentPlace('listen').serve();
    const target = place.open();
    await target.capabilities();
    const { say, socket, closed } = await caller();
    say(hello);
    if (message instanceof Buffer) socket.write(message);
    else say(message);
    expect(await closed).toMatch(reason);
    expect(place.said.join('\n')).toMatch(reason);
    expect((await target.capabilities()).interpreters).toContain('sh');
  });

  it('reads nothing long before an introduction, and waits for none', async () => {
    place = new AgentPlace('listen', { timing: quick }).serve();
    const long = await caller();
    long.say('x'.repeat(5_000));
    expect(await long.closed).toMatch(/at most 4096/);
    const silent = await caller();
    expect(await silent.closed).toMatch(/did not introduce itself/);
  });

  it('drops who sends byte by byte, and who goes silent', async () => {
    place = new AgentPlace('listen', { timing: quick }).serve();
    const slow = await caller();
    slow.say(hello);
    slow.socket.write(Buffer.from([0, 0, 1, 0]));
    const drip = setInterval(() => slow.socket.write('x'), 50);
    expect(await slow.closed).toMatch(/took too long|nothing was heard/);
    clearInterval(drip);
    const silent = await caller();
    silent.say(hello);
    expect(await silent.closed).toMatch(/nothing was heard of it/);
  });

  it('starts a replayed start once, and ends a connection that repeats a call', async () => {
    place = new AgentPlace('listen').serve();
    for (const again of [1, 2]) {
      const { say, heard, socket } = await caller();
      say(hello);
      say(start(1, 'r/1'));
      await expect.poll(heard).toContain('accepted');
      if (again === 2) {
        say(start(1, 'r/1'));
        await expect.poll(heard).toContain('sent a call twice');
      }
      socket.destroy();
    }
    await place.open().wait('r/1', never);
    expect(lines('runs')).toEqual(['ran']);
  });

  it('refuses calls that are malformed, unknown, or leave its folder, and goes on', async () => {
    place = new AgentPlace('listen').serve();
    const { say, heard } = await caller();
    say(hello);
    say({ type: 'call', call: 1, method: 'start', parameters: { folder: '' } });
    say({ type: 'call', call: 2, method: 'constructor', parameters: {} });
    say({ type: 'call', call: 3, method: 'status', parameters: { folder: '../..', ticket: 'r/1' } });
    say({ type: 'call', call: 4, method: 'upload', parameters: { folder: '', upload: '../x', offset: 0, bytes: '' } });
    say({ type: 'call', call: 5, method: 'capabilities', parameters: { folder: '' } });
    await expect.poll(heard).toContain('interpreters');
    const answers = [
      'is missing or malformed',
      'has no method constructor',
      'leaves the folder',
      'Not the name of an upload',
    ];
    for (const answer of answers) expect(heard()).toContain(answer);
  });

  it('hears nothing from a runner whose certificate it does not know', async () => {
    place = new AgentPlace('listen').serve();
    const stranger = identityIn(place.folder, 'stranger');
    const { say, closed } = await caller(stranger);
    say(hello);
    say(start(1, 'r/1'));
    expect(await closed).toContain(`the fingerprint ${stranger.fingerprint} is not known here`);
    expect(place.said.join()).toContain(`its fingerprint ${stranger.fingerprint} is not expected here`);
    expect(await place.open().status('r/1')).toEqual({ kind: 'never-started' });
  });

  it('is not spoken to when it shows another certificate than the target names', async () => {
    place = new AgentPlace('listen', { patience: 500 }).serve();
    const target = place.open(place.maker(), `sha256:${'0'.repeat(64)}`);
    await expect(target.capabilities()).rejects.toThrow(`it shows the fingerprint ${place.agent.fingerprint}`);
  });
});

describe('an agent that polls', () => {
  it('is turned away with an unknown certificate, and finds a false runner out', async () => {
    place = new AgentPlace('poll', { patience: 1_500 }).serve(undefined, undefined);
    const stranger = place.open(place.maker(), `sha256:${'0'.repeat(64)}`);
    await expect(stranger.capabilities()).rejects.toThrow(TargetAway);
    expect(place.warned).toEqual([expect.stringContaining(place.agent.fingerprint)]);
    await place.remove();
    place = new AgentPlace('poll', { patience: 1_500 }).serve([`sha256:${'1'.repeat(64)}`]);
    await expect(place.open().capabilities()).rejects.toThrow(TargetAway);
    expect(place.said.join()).toContain(`it shows the fingerprint ${place.runner.fingerprint}`);
  });

  it('has to call itself what the target says', async () => {
    place = new AgentPlace('poll', { patience: 1_500 }).serve();
    const target = place.open(place.maker(), place.agent.fingerprint, { id: 'another' });
    await expect(target.capabilities()).rejects.toThrow('it calls itself agent-1 and is expected as another');
  });
});

describe('a runner', () => {
  const lies =
    (answer: unknown): Perform =>
    async () =>
      JSON.parse(JSON.stringify(answer));

  it.each([
    ['a text', 'nonsense'],
    ['a strange status', { kind: 'exited', exitCode: 1.5, values: {}, diagnostics: [] }],
    ['outputs that are none', { kind: 'exited', exitCode: 0, values: { a: 1 }, diagnostics: [] }],
    ['an unknown kind', { kind: 'toString' }],
  ])('does not believe %s, and does not ask again', async (_, answer) => {
    place = new AgentPlace('listen', { perform: lies(answer) }).serve();
    const asked = place.open().status('r/1');
    await expect(asked).rejects.toMatchObject({ lasting: true, message: expect.stringContaining('malformed answer') });
  });

  it('works out cursors itself', async () => {
    place = new AgentPlace('listen', { perform: lies({ bytes: 'YWJj', cursor: 1e9 }) }).serve();
    expect(await place.open().readLog('r/1', 5)).toEqual({ bytes: new TextEncoder().encode('abc'), cursor: 8 });
  });

  it.each<[string, (say: Say) => void, RegExp]>([
    ['a huge message', (say) => say(Buffer.from([0x7f, 0xff, 0xff, 0xff])), /it sent a message of 2147483647 bytes/],
    ['a long introduction', (say) => say(encodeFrame('x'.repeat(5_000))), /at most 4096/],
    ['no JSON', (say) => say(encodeFrame('nonsense')), /not a message/],
    ['bytes that are no text', (say) => say(Buffer.from([0, 0, 0, 2, 0xff, 0xfe])), /not UTF-8/],
    ['an answer before an introduction', (say) => say(encodeFrame('{"type":"pong"}')), /introduce itself first/],
    ['a runner where an agent should be', (say) => say(hi({ role: 'runner' })), /it is a runner and not an agent/],
    ['another protocol', (say) => say(hi({ protocols: [9] })), /speaks the protocol 9/],
    ['a call', (say) => say(hi({}), ask), /only a runner may/],
    ['an answer that nobody asked for', (say) => say(hi({}), answer(9)), /answered what nobody asked/],
    ['silence', () => {}, /did not introduce itself/],
    ['half a message', (say) => say(hi({}), Buffer.from([0, 0, 1, 0, 1])), /took too long|nothing was heard/],
  ])('ends the connection of an agent that sends %s, and says why', async (_, tell, reason) => {
    place = new AgentPlace('listen', { patience: 700, timing: quick });
    const { key, certificate } = place.agent;
    const heard: string[] = [];
    const server = createServer({ key, cert: certificate, requestCert: true, rejectUnauthorized: false }, (socket) => {
      socket.on('error', () => {});
      socket.on('data', (piece: Buffer) => heard.push(piece.toString('latin1')));
      tell((...pieces) => {
        for (const piece of pieces) socket.write(piece);
      });
    });
    await new Promise<void>((resolve) => server.listen(place.port, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    await expect(place.open().status('r/1')).rejects.toThrow(TargetAway);
    expect(heard.join('')).toMatch(reason);
  });

  it('asks again what was under way when the agent went, and the agent comes back', async () => {
    place = new AgentPlace('listen').serve();
    const target = place.open();
    await target.start(script('echo ran >>runs; sleep 1; exit 4'));
    const waiting = target.wait('r/1', never);
    place.stop();
    place.serve();
    expect(await waiting).toMatchObject({ kind: 'exited', exitCode: 4 });
    expect(lines('runs')).toEqual(['ran']);
  });
});

describe('an identity', () => {
  it('is a certificate that others can read, with a key for its owner alone', () => {
    place = new AgentPlace('listen');
    const parsed = new X509Certificate(place.agent.certificate);
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    const file = join(place.folder, 'keys/agent.pem');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const shown = execFileSync('openssl', ['x509', '-in', file, '-noout', '-fingerprint', '-sha256'], {
      encoding: 'utf8',
    });
    expect(readFingerprint(shown)).toBe(place.agent.fingerprint);
    expect(identityIn(place.folder, 'agent')).toEqual(place.agent);
  });

  it('is refused when others may know it, or when it is none', () => {
    place = new AgentPlace('listen');
    const file = join(place.folder, 'keys/open.pem');
    writeFileSync(file, place.agent.key + place.agent.certificate, { mode: 0o644 });
    expect(openIdentity(file)).toMatchObject({ code: 'REL2200', summary: expect.stringContaining('read by others') });
    const mixed = join(place.folder, 'keys/mixed.pem');
    writeFileSync(mixed, place.agent.key + place.runner.certificate, { mode: 0o600 });
    expect(openIdentity(mixed)).toMatchObject({ code: 'REL2200', summary: expect.stringContaining('belong together') });
  });

  it('is not made by who only looks, like release doctor', () => {
    place = new AgentPlace('listen');
    const file = join(place.folder, 'other/keys.pem');
    expect(findIdentity(file)).toMatchObject({ code: 'REL2200', severity: 'warning' });
    expect(existsSync(join(place.folder, 'other'))).toBe(false);
    const made = openIdentity(file);
    expect(findIdentity(file)).toEqual(made);
  });
});
