import { shellQuote } from '../shell-quote.ts';
import { checkTicket } from '../ticket.ts';
import type { ProcessIdentity } from './process-table.ts';
import { noteFileName } from './ticket-notes.ts';

const signals = 'HUP INT QUIT TERM USR1 USR2 ALRM';

/**
 * A launcher is a POSIX `sh` whose program is its stdin: this prelude, then one braced order per script. The shell reads
 * a braced command whole before it does any of it, so half an order is never run. It ends at end of input.
 * Its variables start with `_release_`, and no such name is in its environment: assigning to an inherited, exported name
 * would publish it.
 *
 * - `_release_begin` makes the log, exclusively (`set -C`): however many launchers got the ticket, one runs it. Any other
 *   answers `taken`. Then it notes the start; without that note nothing runs.
 * - `_release_end` notes the exit code before it tells us, with what there is to read. After a `cancel` file, or a failed
 *   note, the launcher ends: the canceller may go on killing the process group of this script, which therefore must not
 *   become another's.
 * - Files are the owner's alone; what the script makes is as its user wants it.
 * - A trapped signal (unlike an ignored one) has its default effect in scripts, and `kill 0` in one spares the launcher.
 */
export function launcherPrelude(stateDirectory: string, own: ProcessIdentity): string {
  return `_release_t=${shellQuote(`${stateDirectory}/tickets`)}
_release_i=${shellQuote(noteFileName(own))}
_release_u=$(umask)
trap : ${signals}
_release_begin() {
_release_n=$2
_release_s=$_release_t/$1/state/$_release_i
_release_l=$_release_t/$1/log/$2
_release_o=$_release_t/$1/outputs/$2
_release_q=$_release_t/$1/cancel/$2
umask 077
set -C
true >"$_release_l" && {
set +C
echo "2 started $2" >>"$_release_s" || exit
umask "$_release_u"
return 0
}
set +C
umask "$_release_u"
[ -e "$_release_l" ] || exit
echo taken
return 1
}
_release_end() {
echo "exited $_release_n $1" >>"$_release_s" || { echo "$1 log outputs"; exit; }
_release_a=$1
[ ! -s "$_release_l" ] || _release_a="$_release_a log"
[ ! -s "$_release_o" ] || _release_a="$_release_a outputs"
echo "$_release_a"
[ ! -e "$_release_q" ] || exit
}
`;
}

/** What a launcher answers: how the script ended, and whether its log and its outputs hold anything. */
export interface LauncherAnswer {
  readonly exitCode: number;
  readonly hasLog: boolean;
  readonly hasOutputs: boolean;
}

/** Undefined when it has not run the script: somebody else has taken the ticket. */
export function parseAnswer(line: string): LauncherAnswer | undefined {
  const [, exitCode, log, outputs] = /^(\d+)( log)?( outputs)?\n$/.exec(line) ?? [];
  if (exitCode === undefined) return undefined;
  return { exitCode: Number(exitCode), hasLog: log !== undefined, hasOutputs: outputs !== undefined };
}

/** Everything a launcher needs for one script. */
export interface LaunchOrder {
  readonly ticket: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where the script starts, absolute. A launcher goes there for every script: it may not have gone where it was last sent. */
  readonly directory: string;
  /** The interpreter, absolute, and its arguments. */
  readonly interpreter: readonly string[];
  /** Absolute. */
  readonly script: string;
  /** Set when the script gets to know a secret: then nothing that it writes gets to the disk as it is. */
  readonly masking?: Masking;
}

export interface Masking {
  /** The program of `mask-output.ts` and what runs it, absolute. */
  readonly program: readonly string[];
  /** Its first line of input. */
  readonly orderLine: string;
  readonly mark: string;
  /** The file for the script's outputs. */
  readonly outputs: string;
  /**
   * The file is in memory and loses its name at once, so that nobody tidies it away (systemd does when a user logs out):
   * the script reaches it by a descriptor of the launcher.
   */
  readonly nameless: boolean;
}

/**
 * The text to write to a launcher. Values pass here and nowhere else. The script is a simple command, without a
 * subshell around it, because for that dash needs no fork but a vfork; assignments before it are for it alone.
 */
export function launchOrder(order: LaunchOrder): string {
  const { run, name } = checkTicket(order.ticket);
  const execute = order.masking === undefined ? plainly(order) : masked(order, order.masking);
  return `{\nif _release_begin ${run} ${name}\nthen\n${execute}\nfi\n}\n`;
}

function plainly(order: LaunchOrder): string {
  const execute = `${commandOf(order, '"$_release_o"')} </dev/null >>"$_release_l" 2>&1\n_release_end "$?"`;
  const refused = `${cannotEnter(order.directory)} >>"$_release_l"\n_release_end 125`;
  return `if cd -- ${shellQuote(order.directory)}\nthen\n${execute}\nelse\n${refused}\nfi`;
}

function commandOf({ env, interpreter, script }: LaunchOrder, outputs: string): string {
  let assignments = '';
  for (const name in env) assignments += `${name}=${shellQuote(env[name] ?? '')} `;
  return `${assignments}RELEASE_OUTPUT=${outputs} ${interpreter.map(shellQuote).join(' ')} ${shellQuote(script)}`;
}

/**
 * The script writes to a pipe, and the masking program from there to the log. Secrets go to that program as its first
 * line of input, by `echo`, which is no process. It answers with the exit code once all before the mark is in the log; no
 * answer means that it died, and then nobody knows enough to note an end.
 *
 * The shell beside it waits for it, and would wait for a daemon that the script leaves behind and whose output goes the
 * same way; so the program tells it by USR1 not to. Until the traps are set, signals are ignored rather than deadly.
 * Memory goes to no core file, unless the script asks for one.
 */
function masked(order: LaunchOrder, { program, orderLine, mark, outputs, nameless }: Masking): string {
  const command = `${commandOf(order, nameless ? '"/proc/$$/fd/5"' : shellQuote(outputs))} </dev/null 2>&1`;
  const { directory } = order;
  const entered = `if cd -- ${shellQuote(directory)}\nthen\n${command}\nelse\n${cannotEnter(directory)}\n(exit 125)\nfi`;
  return `${nameless ? `exec 5<${shellQuote(outputs)}\n` : ''}trap '' ${signals}
_release_c=$({
exec 5<&-
trap : ${signals}
ulimit -S -c 0
echo ${orderLine}
${entered}
echo "${mark}$?"
} 2>/dev/null | {
trap exit USR1
exec 4<&0
NODE_OPTIONS= NODE_V8_COVERAGE= ${program.map(shellQuote).join(' ')} <&4 4<&- 5<&- 3>>"$_release_l" &
exec </dev/null 4<&- >/dev/null
wait
})
exec 5<&-
trap : ${signals}
[ -n "$_release_c" ] || exit
_release_end "$_release_c"`;
}

/** Said by us: some shells would show the path in a quotation of their own, in which no secret is found. */
function cannotEnter(folder: string): string {
  return `printf '%s\\n' ${shellQuote(`cannot enter the folder ${folder}`)}`;
}
