import { expect, it } from 'vitest';
import { connectionWords, noAnswer } from '../../../src/targets/agent/connection-words.ts';

const address = { host: 'vm01.example.com', port: 7433 };
const words = (code: string) =>
  connectionWords(Object.assign(new Error(`connect ${code}`), { code }), address, 'start it');

it('says what to look at when a connection fails', () => {
  expect(words('ENOTFOUND')).toMatch(/^the name vm01\.example\.com is not known; .*DNS/);
  expect(words('EAI_AGAIN')).toMatch(/^the name vm01\.example\.com cannot be looked up; .*DNS/);
  expect(words('ECONNREFUSED')).toBe('nobody listens there; start it');
  expect(words('EHOSTUNREACH')).toMatch(/^no way leads to vm01\.example\.com; /);
  expect(words('ENETUNREACH')).toBe(words('EHOSTUNREACH'));
  expect(words('ETIMEDOUT')).toMatch(/did not answer in time; .*port 7433/);
  expect(words('ECONNRESET')).toBe('the connection broke');
  expect(words('ESOMETHING')).toBe('connect ESOMETHING');
});

it('tells a name that is not found in time from a machine that does not answer', () => {
  expect(noAnswer(address, false)).toBe(words('EAI_AGAIN'));
  expect(noAnswer(address, true)).toBe(words('ETIMEDOUT'));
});

it('has words where every address of a name refuses, which has no message of its own', () => {
  const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
  expect(connectionWords(error, address, 'start it')).toBe('nobody listens there; start it');
});
