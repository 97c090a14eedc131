import type { NotificationConfig } from '../../config/model.ts';
import { verdict } from '../../views/report/words.ts';
import type { StatusCounts, StatusDocument, StatusGate } from '../../views/status/document.ts';
import { shellWord } from '../../views/status/parts.ts';
import { problemsOf, stepPath } from '../../views/status/problems.ts';
import { clean, firstLine } from '../../views/text.ts';
import { thousands } from '../../views/words.ts';
import type { Moment } from './moments.ts';

const mostFailures = 10;
const mostInText = 5;

/** What a webhook of the format `json` gets. */
export interface NotificationDocument {
  readonly schemaVersion: 1;
  /** The same for every try and every repetition: what was seen already can be left aside. */
  readonly id: string;
  readonly event: Moment['event'];
  /** RFC 3339 UTC: when it happened. */
  readonly at: string;
  readonly run: string;
  readonly release: string;
  readonly version: string;
  readonly project: string;
  readonly planDigest: string;
  readonly state: StatusDocument['state'];
  readonly withinBudget: boolean;
  /** The run in one sentence. */
  readonly summary: string;
  readonly counts: StatusCounts;
  /** The first of those that failed. */
  readonly failures: readonly { readonly address: string; readonly step?: string; readonly message: string }[];
  readonly gates: readonly StatusGate[];
  /** What a person would type next. */
  readonly commands: readonly string[];
}

export function notificationDocument(status: StatusDocument, { event, seq }: Moment, at: string): NotificationDocument {
  const { run, release, version, project, planDigest, state, withinBudget, counts, gates } = status;
  const failures = problemsOf(status)
    .slice(0, mostFailures)
    .map(({ deployment, node, message }) => ({
      address: deployment.address,
      ...(node !== undefined && { step: stepPath(deployment, node) }),
      message: firstLine(message),
    }));
  const summary = verdict(status);
  const names = { run, release, version, project, planDigest, state, withinBudget };
  const commands = commandsOf(status);
  return { schemaVersion: 1, id: `${run}/${seq}`, event, at, ...names, summary, counts, failures, gates, commands };
}

function commandsOf({ run, gates, state }: StatusDocument): readonly string[] {
  const approvals = gates.filter(({ kind }) => kind === 'approval').slice(0, mostInText);
  const approve = approvals.map(({ id }) => `release approve ${shellWord(run)} ${shellWord(id)}`);
  const goesOn = state === 'blocked' || state === 'paused' || state === 'failed';
  return [...approve, ...(goesOn ? [`release resume ${shellWord(run)}`] : [])];
}

/** The body of the message, in the form that the webhook takes. */
export function notificationBody(document: NotificationDocument, format: NotificationConfig['format']): string {
  return JSON.stringify(format === 'slack' ? { text: slackText(document) } : document);
}

const signs = { blocked: '⏸', failed: '❌', done: '✅' } as const;

function slackText({
  run,
  release,
  project,
  version,
  event,
  state,
  summary,
  failures,
  commands,
}: NotificationDocument): string {
  const sign = state === 'cancelled' ? '⏹' : signs[event];
  const shown = failures.slice(0, mostInText);
  const hidden = failures.length - shown.length;
  return [
    `${sign} *Run ${inSlack(run)}* of ${inSlack(release)} (${inSlack(project)} ${inSlack(version)}): ${inSlack(summary)}`,
    ...shown.map(({ address, step, message }) => {
      return `• ${inSlack(step === undefined ? address : `${address}/${step}`)}: ${inSlack(message)}`;
    }),
    ...(hidden > 0 ? [`• and ${thousands(hidden)} more`] : []),
    ...commands.map((command) => `\`${inSlack(command)}\``),
  ].join('\n');
}

/** Slack reads `<…>` as links and mentions: `<!channel>` in an error would wake everybody. */
function inSlack(text: string): string {
  return clean(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
