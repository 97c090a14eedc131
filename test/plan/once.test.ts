import { expect, test } from 'vitest';
import { basic, compile, planOf } from './workspace.ts';

const project = (run: string) => `project: app
inputs: { code: { required: true, type: string } }
variables: { greeting: "for {{code}}" }
steps:
  - { id: before, uses: script, once: before, with: { run: ./migrate, env: { A: "${run}" } } }
  - { id: deploy, uses: script, with: { run: ./deploy, env: { A: "{{greeting}}" } } }
`;
const tenants = {
  'tenants/a.yaml': `${basic['tenants/a.yaml']}variables: { code: a }\n`,
  'tenants/b.yaml': `${basic['tenants/b.yaml']}variables: { code: b }\n`,
};

test('a step that runs once needs no value that only its tenants have', () => {
  const { lanes } = planOf({ ...basic, ...tenants, 'projects/app.yaml': project('fixed') });
  expect(lanes.map(({ address }) => address)).toEqual(['+everyone.before@prod/app', 'a@prod/app', 'b@prod/app']);
});

test('unless it asks for one', () => {
  const { diagnostics } = compile({ ...basic, ...tenants, 'projects/app.yaml': project('{{greeting}}') });
  expect(diagnostics.map(({ code, summary }) => `${code} ${summary}`)).toMatchInlineSnapshot(`
    [
      "REL1405 There is no value named code",
    ]
  `);
});
