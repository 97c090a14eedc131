import { expect, test } from 'vitest';
import type { PlanProcess } from '../../src/plan/model.ts';
import { planGraph, processGraph } from '../../src/views/plan/graph.ts';
import { acting, lane, plan, step, wave } from './support.ts';

const process: PlanProcess = {
  project: 'ehr',
  digest: 'd',
  steps: [
    step('backup'),
    step('web/fetch', { project: 'web', kind: 'package', rollingWindow: 2 }),
    step('web/check', { project: 'web', needs: [1], run: 'always', retry: { attempts: 3, backoffSeconds: 5 } }),
    step('web', { kind: 'deploy', needs: [0, 1, 2], chain: { project: 'web', barrier: 'wave', children: [1, 2] } }),
    step('mail', { needs: [3], name: 'Tell "them" <b>', run: 'failure', when: 'tenant.tags["a"]' }),
  ],
};
const lanes = [
  lane('north', { placement: { 1: [0] }, pruned: { 0: 'once' } }),
  lane(null, { kind: 'once', pruned: { 1: 'x', 2: 'x', 3: 'x', 4: 'x' }, placement: {} }),
];

test('draws a process for mermaid', () => {
  expect(processGraph(process, { format: 'mermaid', lanes })).toMatchInlineSnapshot(`
    "flowchart TD
      s0["backup<br/>script<br/>once per wave"]
      subgraph s3["web<br/>project web, waits for the whole wave"]
        s1["fetch<br/>package<br/>rolling, 2 at once<br/>on web"]
        s2["check<br/>script<br/>always, also after a failure<br/>up to 3 attempts"]
      end
      s4["Tell #34;them#34; #60;b#62;<br/>script<br/>after a failure<br/>when tenant.tags#91;#34;a#34;#93;"]
      s1 --> s2
      s0 --> s3
      s3 --> s4
    "
  `);
});

test('draws a process for Graphviz', () => {
  expect(processGraph(process, { format: 'dot', lanes })).toMatchInlineSnapshot(`
    "digraph "ehr" {
      compound=true;
      node [shape=box, style=rounded, fontname="sans-serif"];
      s0 [label="backup\\nscript\\nonce per wave"];
      subgraph cluster_s3 {
        label="web\\nproject web, waits for the whole wave";
        s1 [label="fetch\\npackage\\nrolling, 2 at once\\non web"];
        s2 [label="check\\nscript\\nalways, also after a failure\\nup to 3 attempts"];
      }
      s4 [label="Tell \\"them\\" <b>\\nscript\\nafter a failure\\nwhen tenant.tags[\\"a\\"]"];
      s1 -> s2;
      s0 -> s1 [lhead=cluster_s3];
      s2 -> s4 [ltail=cluster_s3];
    }
    "
  `);
});

test('labels cannot break out of their quotes', () => {
  const hostile: PlanProcess = { ...process, steps: [step('a', { name: '"]; x\\" \u001b[2J' })] };
  const dot = processGraph(hostile, { format: 'dot' });
  expect(dot).toContain(String.raw`label="\"]; x\\\" <U+001B>[2J\nscript"`);
  expect(processGraph(hostile, { format: 'mermaid' })).not.toMatch(acting);
});

test("the graph of a plan is that of the release's own project", () => {
  const text = planGraph(plan([lane('north')], [wave('all', [0])]), 'mermaid');
  expect(text).toContain('s0 --> s1');
  expect(text).toContain('web');
  expect(planGraph({ ...plan([], []), processes: [] }, 'dot')).toContain('digraph "ehr"');
});
