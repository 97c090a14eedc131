import { randomBytes } from 'node:crypto';
import { shellQuote } from '../shell-quote.ts';
import { checkTicket } from '../ticket.ts';

export interface StartOrder {
  /** Absolute, on the other side. */
  readonly base: string;
  readonly key: string;
  readonly ticket: string;
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  /** The command that begins a session. */
  readonly detach: readonly string[];
  /** Absolute. */
  readonly supervisor: string;
  readonly interpreter: readonly string[];
  /** Absolute; undefined when the text holds a secret and goes to memory. */
  readonly script: string | undefined;
  readonly masking?: RemoteMasking;
}

export interface RemoteMasking {
  /** Absolute. */
  readonly program: string;
  /** All forms in which a secret may turn up. */
  readonly forms: Iterable<string>;
  /** A script for memory, and the ending of its name. */
  readonly hidden?: { readonly text: string; readonly extension: string };
}

/** Words that name a ticket to the functions of the prelude. */
export function ticketWords(base: string, ticket: string, key: string): string {
  const { run, name } = checkTicket(ticket);
  return `${shellQuote(base)} ${run} ${name} ${key}`;
}

/**
 * The order that starts a script. Values pass here and nowhere else: as assignments before a command, which are in no
 * argument list, and through `echo` and `printf`, which are no processes. Answers `started`, `taken`, or what is wrong.
 */
export function startOrder(order: StartOrder): string {
  const { masking } = order;
  const hidden = masking?.hidden;
  const script =
    order.script === undefined ? `"$_release_h/script.${hidden?.extension ?? ''}"` : shellQuote(order.script);
  const assignments = Object.entries(order.env).map(([name, value]) => `${name}=${shellQuote(value)} `);
  const mode = masking === undefined ? 'plain' : maskedWords(masking);
  const launch = [
    `${assignments.join('')}${order.detach.map(shellQuote).join(' ')} /bin/sh ${shellQuote(order.supervisor)}`,
    `"$_release_s" "$_release_l" "$_release_o" ${shellQuote(order.directory)} ${mode}`,
    `${order.interpreter.map(shellQuote).join(' ')} ${script}`,
  ].join(' ');
  const fed = masking === undefined ? launch : `{\n${formLines(masking.forms)}echo end\n} | ${launch}`;
  const prepare =
    masking === undefined
      ? ''
      : `_release_w=$_release_o.raw
if [ -n "$_release_h" ]; then mkdir -p -- "$_release_h"; _release_w=$_release_h/outputs; fi
${hidden === undefined ? '' : `printf %s ${shellQuote(hidden.text)} >"$_release_h/script.${hidden.extension}"\n`}`;
  return `if _release_run ${ticketWords(order.base, order.ticket, order.key)}; then
if [ -e "$_release_s" ]; then echo taken
else
${prepare}(
${fed} &
) 2>/dev/null | {
read -r _release_y
echo "$_release_y"
}
fi
fi`;
}

function maskedWords({ program }: RemoteMasking): string {
  const mark = randomBytes(16).toString('hex');
  return `masked "$_release_w" ${mark} ${shellQuote(program)} "$_release_awk" "$_release_h"`;
}

/** One form a line: a line break in it cannot be found line by line, and each line of a secret is a form too. */
function formLines(forms: Iterable<string>): string {
  return [...forms]
    .filter((form) => form !== '' && !form.includes('\n'))
    .map((form) => `echo ${Buffer.from(form).toString('hex')}\n`)
    .join('');
}
