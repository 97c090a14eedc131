import { describe, expect, it } from 'vitest';
import { checkRules } from '../../src/config/rules/index.ts';
import { problemOf } from '../../src/config/rules/paths-inside.ts';
import { printChain } from '../../src/config/rules/print-chain.ts';
import { rootShapes } from '../../src/template/roots.ts';
import { readWorkspace } from '../../src/workspace/load.ts';
import { memoryFiles } from '../workspace/memory-files.ts';
import { decodeTexts } from './read-text.ts';

const config = 'environments: [test]\n';

function codes(texts: { readonly [path: string]: string }): readonly string[] {
  const files = memoryFiles(new Map(Object.entries(texts).map(([path, text]) => [`/work/${path}`, text])));
  return readWorkspace('/work', { files, cache: false }).diagnostics.map((diagnostic) => diagnostic.code);
}

describe('echoes', () => {
  it('a tenant whose file has a mistake is not unknown', () => {
    const texts = {
      'release.config.yaml': config,
      'tenants/a.yaml': 'tenant: a\nenvironments: [test]\noops: 1\n',
      'projects/p.yaml': 'project: p\nsteps: [{ id: s, uses: script, roles: [client] }]\n',
      'releases/r.yaml': 'release: r\nproject: p\nversion: 1.0.0\nenvironments: [test]\ntenants: [a]\n',
    };
    expect(codes(texts)).toEqual(['REL1101']);
  });

  it('nor is one whose file is no YAML', () => {
    const texts = {
      'release.config.yaml': config,
      'tenants/a.yaml': 'tenant: [a\n',
      'projects/p.yaml': 'project: p\nsteps: [{ id: s, uses: script }]\n',
      'releases/r.yaml': 'release: r\nproject: p\nversion: 1.0.0\nenvironments: [test]\ntenants: [a]\n',
    };
    expect(codes(texts)).toEqual(['REL1001']);
  });

  it('nothing is unknown because the configuration has a mistake', () => {
    const texts = {
      'release.config.yaml': 'environments: [test]\nenviroments: []\n',
      'tenants/a.yaml': 'tenant: a\ntags: [x/y]\nenvironments: [test]\ntargets: { c: { use: central } }\n',
      'projects/p.yaml': 'project: p\nlifecycle: l\nsteps: [{ id: s, uses: package, package: { id: P } }]\n',
    };
    expect(codes(texts)).toEqual(['REL1101']);
  });
});

describe('long chains', () => {
  const steps = (last: string) =>
    Array.from(
      { length: 5000 },
      (_, index) => `  - { id: s${index}, uses: script, needs: [${index === 0 ? last : `s${index - 1}`}] }`,
    );
  const decode = (last: string) =>
    decodeTexts({ 'projects/p.yaml': `project: p\nsteps:\n${steps(last).join('\n')}\n` });

  it('of 5,000 steps are fine', () => {
    const decoded = decode('');
    const started = performance.now();
    expect(checkRules(decoded)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('of 5,000 steps in a circle are shown by their ends', () => {
    const [found] = checkRules(decode('s4999'));
    expect(found?.code).toBe('REL1231');
    expect(found?.summary).toMatch(/s0 -> s4999 -> .* … 4985 more … .* -> s0$/);
  });

  it('print short ones whole', () => expect(printChain(['a', 'b', 'a'])).toBe('a -> b -> a'));
});

describe('paths', () => {
  it.each([
    '../../../../etc/passwd',
    '/etc/passwd',
    '..\\..\\windows\\win.ini',
    'file:///etc/passwd',
    './ok/../../outside.yaml',
    '%2e%2e%2fsecret',
    'tenants/acme\0.yaml',
    '~/.aws/credentials',
    '\\\\server\\share\\x',
    'C:/x',
    '..',
    'a/..',
  ])('%j is refused', (path) => expect(problemOf(path)).toBeTypeOf('string'));

  it.each(['packages', './packages', 'a/b..c/..d', 'drops/{{tenant.id}}', 'a b/ü.zip', '100%/x'])(
    '%j is fine',
    (path) => expect(problemOf(path)).toBeUndefined(),
  );
});

describe('reserved names', () => {
  it.each([...rootShapes.keys(), 'vars'])('%s cannot be a variable', (root) => {
    const decoded = decodeTexts({
      'variables/s.yaml': `variableSet: s\nvariables: { ${root}: { x: 1 }, ${root}s2: 1 }\n`,
    });
    expect(checkRules(decoded).map(({ code }) => code)).toEqual(['REL1221']);
  });
});

describe('names', () => {
  it('that belong to every object are no known names', () => {
    const texts = {
      'release.config.yaml': config,
      'tenants/a.yaml': 'tenant: a\nenvironments: [toString, constructor]\n',
    };
    expect(codes(texts)).toEqual(['REL1203', 'REL1203']);
  });

  it('of steps may be those of a chained project', () => {
    const texts = {
      'release.config.yaml': config,
      'tenants/a.yaml': 'tenant: a\nenvironments: [test]\n',
      'projects/all.yaml': 'project: all\nsteps: [{ id: go, uses: chain, with: { project: web } }]\n',
      'projects/web.yaml': 'project: web\nsteps: [{ id: db, uses: script, group: g }]\n',
      'projects/other.yaml': 'project: other\nsteps: [{ id: else, uses: script }]\n',
      'releases/r.yaml':
        'release: r\nproject: all\nversion: 1.0.0\nversions: { web: 1.0.0 }\nenvironments: [test]\nvariables: { x: [{ value: 1, scope: { step: db } }, { value: 2, scope: { step: else } }] }\n',
    };
    expect(codes(texts)).toEqual(['REL1208']);
  });
});
