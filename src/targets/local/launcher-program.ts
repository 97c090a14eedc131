import { shellQuote } from '../shell-quote.ts';
import { checkTicket } from '../ticket.ts';
import { identityText, type ProcessIdentity } from './process-table.ts';

/**
 * A launcher is a POSIX `sh` whose program is its stdin: this prelude, then one braced order per script. The shell reads
 * a braced command whole before it does any of it, so half an order is never run. It ends at end of input.
 * Its variables start with `_release_`, and no such name is in its environment: assigning to an inherited, exported name
 * would publish it.
 *
 * - `_release_begin` makes the state file, exclusively (`set -C`): however many launchers got the ticket, one runs it.
 *   Any other answers `taken`.
 * - `_release_end` notes the exit code before it tells us. After a `cancel` file, or a failed note, the launcher ends: the
 *   canceller may go on killing the process group of this script, which therefore must not become another's.
 * - A trapped signal (unlike an ignored one) has its default effect in scripts, and `kill 0` in one spares the launcher.
 */
export function launcherPrelude(stateDirectory: string, own: ProcessIdentity): string {
  return `_release_t=${shellQuote(`${stateDirectory}/tickets`)}
_release_x=${shellQuote(`${stateDirectory}/scripts`)}
_release_i=${shellQuote(identityText(own))}
trap : HUP INT QUIT TERM USR1 USR2 ALRM
_release_begin() {
_release_s=$_release_t/$1/state/$2
_release_l=$_release_t/$1/log/$2
_release_o=$_release_t/$1/outputs/$2
_release_q=$_release_t/$1/cancel/$2
set -C
echo "1 started $_release_i" >"$_release_s" && set +C && return
set +C
[ -e "$_release_s" ] || exit
echo taken
return 1
}
_release_end() {
echo "exited $1" >>"$_release_s" || { echo "$1"; exit; }
echo "$1"
[ ! -e "$_release_q" ] || exit
}
`;
}

/** Everything a launcher needs for one script. */
export interface LaunchOrder {
  readonly ticket: string;
  readonly env: Readonly<Record<string, string>>;
  /** Absolute; undefined when the launcher is there already. */
  readonly enter: string | undefined;
  /** The interpreter, absolute, and its arguments. */
  readonly interpreter: readonly string[];
  /** Name in the script store. */
  readonly script: string;
}

/**
 * The text to write to a launcher. Values pass here and nowhere else. The script is a simple command, without a
 * subshell around it, because for that dash needs no fork but a vfork; assignments before it are for it alone.
 */
export function launchOrder(order: LaunchOrder): string {
  const assignments = Object.entries(order.env).map(([name, value]) => `${name}=${shellQuote(value)} `);
  const program = order.interpreter.map(shellQuote).join(' ');
  const { run, name } = checkTicket(order.ticket);
  const execute =
    `${assignments.join('')}RELEASE_OUTPUT="$_release_o" ${program} "$_release_x/${order.script}"` +
    ` </dev/null >>"$_release_l" 2>&1\n_release_end "$?"`;
  return `{\nif _release_begin ${run} ${name}\nthen\n${entering(order.enter, execute)}\nfi\n}\n`;
}

function entering(folder: string | undefined, execute: string): string {
  if (folder === undefined) return execute;
  return `if cd -- ${shellQuote(folder)} 2>>"$_release_l"\nthen\n${execute}\nelse\n_release_end 125\nfi`;
}
