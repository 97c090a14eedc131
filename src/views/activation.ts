import { joinLines, type Layout } from './layout.ts';
import { table } from './table.ts';
import { clean } from './text.ts';

/** What putting a kept generation back does. */
export interface ActivationDocument {
  readonly schemaVersion: 1;
  readonly tenant: string | null;
  readonly environment: string;
  readonly namespace: string;
  readonly project: string;
  readonly generation: string;
  /** Id and version of the release that made it. */
  readonly release: string;
  readonly database: string;
  /** All is as it should be already. */
  readonly done: boolean;
  readonly from: { readonly generation: string | null; readonly taskDefinition: string };
  readonly to: { readonly generation: string; readonly taskDefinition: string };
  readonly warnings: readonly string[];
  readonly steps: readonly { readonly id: string; readonly kind: string; readonly name: string }[];
}

export function activationText(document: ActivationDocument, { columns, style }: Layout): string {
  const { namespace, generation, release, database, from, to, warnings, steps, done } = document;
  if (done)
    return joinLines([`${clean(namespace)}: ${clean(generation)} is active already, and the service runs on it.`]);
  const moves = [
    ['database', database],
    ['active', `${from.generation ?? 'nothing'} → ${to.generation}`],
    ['service', `${shortName(from.taskDefinition)} → ${shortName(to.taskDefinition)}`],
  ];
  const rows = (lines: readonly (readonly string[])[]) =>
    table(
      [{ title: '' }, { title: '', flexible: true }],
      lines.map((line) => line.map((text) => ({ text: clean(text) }))),
      { columns, indent: 2 },
    );
  return joinLines([
    style.strong(`${clean(namespace)} goes back to ${clean(generation)}, as release ${clean(release)} made it`),
    ...rows(moves),
    '',
    ...rows(steps.map(({ id, name }) => [id, name])),
    '',
    ...warnings.map((text) => `${style.warning('warning')} ${clean(text)}`),
    from.generation === null
      ? 'Nothing is deleted.'
      : `Nothing is deleted: what was written to ${clean(namespace)}-${clean(from.generation)} stays there, and is not seen any more.`,
  ]);
}

function shortName(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
