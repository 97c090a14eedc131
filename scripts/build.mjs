import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';

/*
 * `npm run build`: the programs as a few files each instead of hundreds, because reading and linking those took longer
 * than most commands need. Types are checked elsewhere. `npm run build -- <folder>` builds into another folder.
 */
const root = resolve(import.meta.dirname, '..');
const folder = resolve(root, process.argv[2] ?? 'dist');

/** Loaded by name when they are asked for, or too big to repeat here. */
const external = [/^@aws-sdk\//, /^@smithy\//, 'ajv', 'ajv-formats', 'listr2', 'undici'];

/** Files beside the program are found from where a module stood before it was put together with others. */
const places = {
  name: 'places',
  transform: (code, id) => {
    if (!code.includes('import.meta.url') || id.includes('node_modules')) return undefined;
    const place = `./${relative(resolve(root, 'src'), id).replaceAll('\\', '/')}`;
    return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url).href`);
  },
};

const build = await rolldown({
  input: { main: resolve(root, 'src/main.ts'), 'mask-output': resolve(root, 'src/mask-output.ts') },
  platform: 'node',
  external,
  plugins: [places],
  onLog: (level, log) => {
    if (level === 'warn') throw new Error(log.message);
  },
});
const names = { entryFileNames: '[name].js', chunkFileNames: '[name].js' };
const { output } = await build.write({ dir: folder, format: 'esm', ...names });
// What an earlier build left would be published. Another folder may hold anything: nothing is removed there.
const written = new Set(output.map(({ fileName }) => fileName));
const left = folder === resolve(root, 'dist') ? readdirSync(folder).filter((name) => !written.has(name)) : [];
for (const name of left) rmSync(resolve(folder, name), { recursive: true });
chmodSync(resolve(folder, 'main.js'), 0o755);
