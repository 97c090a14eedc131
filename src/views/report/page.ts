import { hash } from 'node:crypto';
import type { ReportDocument } from './document.ts';
import { Html, html, scriptJson } from './html.ts';
import { iconSheet } from './icons.ts';
import { pageCards } from './page-cards.ts';
import { pageData } from './page-data.ts';
import { pageHead } from './page-head.ts';
import { decisionsSection, processSection, wavesSection } from './page-tables.ts';

/** Our own files that go into the page (assets/). */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

/**
 * One self-contained page. Its policy lets nothing in but the two pieces that stand in it, by their digest: even a text
 * that got past the escaping could load nothing and run nothing.
 */
export function reportPage(document: ReportDocument, { style, script }: PageAssets, version: string): string {
  const policy = [
    "default-src 'none'",
    `style-src '${digestOf(style)}'`,
    `script-src '${digestOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${document.run} ${document.state}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#deployments">Skip to the deployments</a>
${iconSheet()}
<main>
${pageHead(document)}
${pageCards(document)}
${wavesSection(document)}
${deploymentsSection()}
${processSection(document)}
${decisionsSection(document)}
</main>
<footer>Made by release ${version} on <time datetime="${document.generatedAt}">${document.generatedAt}</time> from the journal of the run.</footer>
<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2><dl class="keys">
<div><dt><kbd>/</kbd></dt><dd>search deployments</dd></div>
<div><dt><kbd>f</kbd></dt><dd>only what failed, or all again</dd></div>
<div><dt><kbd>↓</kbd> <kbd>↑</kbd> or <kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous</dd></div>
<div><dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>fold, unfold a wave</dd></div>
<div><dt><kbd>Home</kbd> <kbd>End</kbd></dt><dd>first, last</dd></div>
<div><dt><kbd>?</kbd></dt><dd>this help</dd></div>
</dl><form method="dialog"><button class="button">Close</button></form></dialog>
<script type="application/json" id="data">${scriptJson(pageData(document))}</script>
<script>${new Html(script)}</script>
</body>
</html>
`;
  return page.text;
}

/** Filled in by the script, row by row as they come into sight. */
function deploymentsSection(): Html {
  return html`<section aria-labelledby="deployments"><h2 id="deployments" tabindex="-1">Deployments</h2>
<noscript><p>The list of deployments needs JavaScript; <code>release status --all</code> shows it as text.</p></noscript>
<div class="tools" hidden><input type="search" id="search" placeholder="Search tenants, projects, errors  ( / )" aria-label="Search deployments" autocomplete="off" spellcheck="false">
<div id="filters" role="group" aria-label="Show"></div><p id="found" role="status"></p><button type="button" class="button" id="keys" aria-haspopup="dialog">Keys <kbd>?</kbd></button></div>
<div class="split" hidden><div class="list"><div class="axis" id="axis" aria-hidden="true"></div>
<div class="rows" id="rows" role="tree" tabindex="0" aria-label="Deployments by wave"><div id="sizer" role="none"></div></div>
<ul class="legend" id="legend" aria-label="Colours of the bars"></ul></div>
<aside class="detail" id="detail" tabindex="0" aria-label="Chosen deployment"></aside></div></section>`;
}

function digestOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`;
}
