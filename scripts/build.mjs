import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { chunkLoader, codeEnding } from './chunk-loader.mjs';
import { compileAhead } from './compile-ahead.mjs';

/*
 * `npm run build`: the programs as a few files each instead of hundreds, because reading and linking those took longer
 * than most commands need, and with what V8 compiled of them. They are no ES modules, for which Node has no such thing.
 * Types are checked elsewhere. `npm run build -- <folder>` builds into another folder.
 */
const root = resolve(import.meta.dirname, '..');
const folder = resolve(root, process.argv[2] ?? 'dist');

/** Loaded by name when they are asked for, or too big to repeat here. */
const external = [/^@aws-sdk\//, /^@smithy\//, 'ajv', 'ajv-formats'];

/** Files beside the program are found from where a module stood before it was put together with others. */
const places = {
  name: 'places',
  transform: (code, id) => {
    if (!code.includes('import.meta.url') || id.includes('node_modules')) return undefined;
    const place = `./${relative(resolve(root, 'src'), id).replaceAll('\\', '/')}`;
    return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url).href`);
  },
};

/** Modules from elsewhere, which only the file that Node itself has loaded can import. */
const imports = {
  name: 'imports',
  transform: (code, id) => {
    if (id.includes('node_modules')) return undefined;
    return code.replaceAll(/(?<!typeof )\bimport\((?='@aws-sdk\/|'node:|\w+\))/g, 'importModule(');
  },
};

/** Of undici what asks and answers. The rest (fetch, WebSocket, caches, mocks) takes as much time and memory again. */
const http = {
  name: 'http',
  resolveId: (id) => (id === 'undici' ? `${id} in part` : undefined),
  load: (id) => {
    if (id !== 'undici in part') return undefined;
    const part = (name) => `require(${JSON.stringify(resolve(root, 'node_modules/undici/lib', name))})`;
    return `
      Object.assign(${part('dispatcher/dispatcher.js')}.prototype, ${part('api/index.js')});
      exports.Agent = ${part('dispatcher/agent.js')};
      exports.EnvHttpProxyAgent = ${part('dispatcher/env-http-proxy-agent.js')};`;
  },
};

/** One letter beyond ASCII makes V8 keep two bytes for every letter of a file. */
const ascii = {
  name: 'ascii',
  generateBundle: (_options, bundle) => {
    for (const chunk of Object.values(bundle)) {
      chunk.code = chunk.code.replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${hexOf(letter)}`);
    }
  },
};

const hexOf = (letter) => letter.charCodeAt(0).toString(16).padStart(4, '0');

const intro = `
const importModule = (name) => import(name);
require = (${chunkLoader})(require, __dirname, importModule, ${codeEnding});`;

const build = await rolldown({
  input: { main: resolve(root, 'src/main.ts'), 'mask-output': resolve(root, 'src/mask-output.ts') },
  platform: 'node',
  external,
  plugins: [places, imports, http, ascii],
  onLog: (level, log) => {
    if (level === 'warn') throw new Error(log.message);
  },
});
const { output } = await build.write({
  dir: folder,
  format: 'cjs',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  intro: ({ isEntry }) => (isEntry ? intro : ''),
});
// The package says that its files are modules.
writeFileSync(resolve(folder, 'package.json'), '{ "type": "commonjs" }\n');
// What an earlier build left would be published. Another folder may hold anything: nothing is removed there.
const written = new Set(['package.json', ...output.map(({ fileName }) => fileName)]);
const left = folder === resolve(root, 'dist') ? readdirSync(folder).filter((name) => !written.has(name)) : [];
for (const name of left) rmSync(resolve(folder, name), { recursive: true });
chmodSync(resolve(folder, 'main.js'), 0o755);
compileAhead(folder);
