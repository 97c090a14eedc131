import { readFileSync } from 'node:fs';
import type { PageAssets } from '../views/report/page.ts';

/** In the order in which they stand in the page: later rules win, and later modules use earlier ones. */
const styles = ['colours', 'base', 'states', 'head', 'cards', 'deployments', 'detail', 'process', 'dialog', 'narrow'];
const modules = ['dom', 'data', 'axis', 'track', 'detail', 'list', 'page'];

/** Reads assets/report/, which stands beside `src` and `dist`. The modules become one script that shares nothing. */
export function readReportAssets(): PageAssets {
  const style = styles.map((name) => read(`${name}.css`)).join('\n');
  const script = modules.map((name) => withoutModules(read(`${name}.js`))).join('\n');
  return { style, script: `(() => {\n'use strict';\n${script}})();` };
}

function read(name: string): string {
  return readFileSync(new URL(`../../assets/report/${name}`, import.meta.url), 'utf8');
}

/** The names of these files are all different (a test counts them), so that together they need no modules. */
function withoutModules(code: string): string {
  return code.replace(/^import\s[^;]*;\n/gm, '').replace(/^export /gm, '');
}
