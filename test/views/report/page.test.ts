import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readReportAssets } from '../../../src/cli/report-assets.ts';
import { fold } from '../../../src/run/fold.ts';
import { reportDocument } from '../../../src/views/report/document.ts';
import { escapeHtml, html } from '../../../src/views/report/html.ts';
import { reportPage } from '../../../src/views/report/page.ts';
import { bigRun } from './big-run.ts';

const assets = readReportAssets();

function pageOf(count: number, hostile = ''): string {
  const { plan, records } = bigRun(count, hostile);
  const end = Date.parse(records.at(-1)?.at ?? '') + 8000;
  return reportPage(reportDocument(fold(plan, records), records, end), assets, '0.1.0');
}

test('texts are escaped wherever they are filled in, and only html makes html', () => {
  const evil = `"><script>alert(1)</script>'\`&\u202e`;
  expect(html`<a title="${evil}">${evil}${html`<b>${1}</b>`}${[html`<i></i>`, evil]}</a>`.text).toBe(
    `<a title="${safe(evil)}">${safe(evil)}<b>1</b><i></i>${safe(evil)}</a>`,
  );
  function safe(text: string): string {
    return escapeHtml(text.replace('\u202e', '<U+202E>'));
  }
});

test('nothing that a tenant is called or a script says gets into the page as markup', () => {
  const page = pageOf(40, '</script><script>alert(1)</script><img src=x onerror=alert(2)>"onmouseover="x\u202e');
  expect(page).toContain('&#60;/script&#62;');
  expect(page).not.toContain('<img');
  expect(page).not.toContain('\u202e');
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<\/script/g)).toHaveLength(2);
});

test('the policy of the page lets in exactly the style and the script that stand in it', () => {
  const page = pageOf(12);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
  const inside = (tag: string): string => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
  const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    `style-src ${digest(inside('style'))}`,
    `script-src ${digest(inside('script'))}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  expect(page).not.toMatch(/url\((?!#)/);
});

test('every file of the page is in it, and no two of its modules use a name for two things', () => {
  const folder = resolve(import.meta.dirname, '../../../assets/report');
  const files = readdirSync(folder).filter((name) => /\.(?:css|js)$/.test(name));
  const names: string[] = [];
  for (const name of files) {
    const text = readFileSync(join(folder, name), 'utf8');
    const start = text.replace(/^import\s[^;]*;\n/gm, '').replace(/^export /gm, '');
    expect(assets.script.includes(start) || assets.style.includes(start), name).toBe(true);
    if (name.endsWith('.js'))
      names.push(...[...text.matchAll(/^(?:export )?(?:const|let|function) (\w+)/gm)].map((match) => match[1] ?? ''));
  }
  expect(names.length).toBeGreaterThan(40);
  expect(new Set(names).size).toBe(names.length);
  expect(assets.script).not.toMatch(/^(?:import|export) /m);
});

test('a report of 1,000 tenants stays small', () => {
  expect(pageOf(1000).length).toBeLessThan(400_000);
});
