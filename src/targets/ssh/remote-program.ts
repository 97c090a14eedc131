// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the program is for a shell
import { shellQuote } from '../shell-quote.ts';
import { remoteMasking, remoteSupervisor } from './remote-files.ts';
import { remotePackages } from './remote-packages.ts';
import { remoteProcesses } from './remote-processes.ts';

/** What the prelude answers with, once the shell is ready for orders. */
export const helloMark = 'release-ssh-hello';

/**
 * The program of the shell that we talk to on the other side: a POSIX `sh` that reads it, and then orders, from its
 * input. It ends at end of input, so nothing of it outlives the connection. Its variables begin with `_release_` and
 * are exported to nobody.
 *
 * An order is one braced command (see `order`): the shell reads it whole before it does any of it, so half an order is
 * never carried out.
 */
export function remotePrelude(nonce: string): string {
  return `set -f +e +u
_release_n=${shellQuote(nonce)}
umask 077
${remoteProcesses}
${tickets}
${remotePackages}
{
echo ${helloMark}
_release_hello
echo "$_release_n$?"
} </dev/null 2>&1
`;
}

/**
 * The text that makes the other side carry out a command. What it writes and then its exit code come back. A subshell,
 * because a shell that redirects its own descriptors keeps copies, which whatever stays behind would hold open.
 */
export function order(command: string): string {
  return `{\n(\n${command}\n) </dev/null 2>&1\necho "$_release_n$?"\n}\n`;
}

/**
 * Tickets, `<base>/.release/tickets/<run>/<kind>/<name>`, as on the local target. The supervisor makes the state file,
 * exclusively; `_release_start` returns once it has, or somebody has.
 */
const tickets = `_release_hello() {
_release_boot
_release_uid=$(id -u)
for _release_x in setsid perl; do
if command -v "$_release_x" >/dev/null; then echo "detach $(command -v "$_release_x")"; break; fi
done
for _release_x in sha256sum shasum openssl; do
if command -v "$_release_x" >/dev/null; then echo "digest $_release_x"; break; fi
done
if command -v gzip >/dev/null; then echo gzip; fi
if command -v tar >/dev/null; then echo tar; fi
case $(awk -W version 2>&1 </dev/null) in *mawk*) _release_awk='-W interactive';; *) _release_awk=;; esac
if command -v awk >/dev/null; then echo awk; fi
case $(type printf) in *builtin*) echo printf;; esac
_release_m=
if grep -q '^[^ ]* /dev/shm tmpfs ' /proc/mounts 2>/dev/null; then
_release_x=/dev/shm/release-$_release_uid
mkdir -m 700 "$_release_x" 2>/dev/null
case $(ls -ldn "$_release_x" 2>/dev/null) in
drwx------*" $_release_uid "*) _release_m=$_release_x; echo memory;;
esac
fi
}
_release_open() {
mkdir -p -- "$1" && cd -- "$1" && mkdir -p .release/scripts .release/lib .release/packages || return
pwd -P
}
_release_write() {
[ -s "$1" ] || { cat >"$1.$$" && mv -f -- "$1.$$" "$1"; }
}
_release_at() {
_release_r=$1/.release/tickets/$2
_release_s=$_release_r/state/$3
_release_l=$_release_r/log/$3
_release_o=$_release_r/outputs/$3
_release_q=$_release_r/cancel/$3
_release_h=\${_release_m:+$_release_m/$4~$2~$3}
}
_release_run() {
_release_at "$@"
if [ ! -d "$_release_r/cancel" ]; then
for _release_x in state log outputs cancel; do mkdir -p -- "$_release_r/$_release_x" || return; done
fi
if [ -e "$_release_r/boots" ]; then
while read -r _release_x; do [ "$_release_x" != "$_release_boot" ] || return 0; done <"$_release_r/boots"
fi
echo "$_release_boot" >>"$_release_r/boots"
}
_release_judge() {
_release_k= _release_c= _release_i=
if [ ! -e "$_release_s" ]; then
_release_k=never
[ ! -e "$_release_r/boots" ] || while read -r _release_x; do
[ "$_release_x" = "$_release_boot" ] || _release_k=lost
done <"$_release_r/boots"
return
fi
_release_read
if [ -n "$_release_c" ]; then _release_k=exited; return; fi
if [ "$_release_k" = cancelled ]; then _release_k=never; return; fi
if [ -z "$_release_i" ] && [ ! -s "$_release_s" ]; then sleep 1; _release_read; fi
if [ -z "$_release_i" ]; then _release_k=lost; return; fi
if _release_alive $_release_i; then _release_k=running; return; fi
_release_read
if [ -n "$_release_c" ]; then _release_k=exited; return; fi
if _release_group $_release_i; then _release_k=running; else _release_k=lost; fi
}
_release_read() {
while read -r _release_x; do
case $_release_x in
'1 started '*) _release_i=\${_release_x#1 started };;
'1 cancelled') _release_k=cancelled;;
'exited '*) [ -n "$_release_c" ] || _release_c=\${_release_x#exited };;
esac
done <"$_release_s"
}
_release_status() {
_release_at "$@"
_release_judge
echo "$_release_k $_release_c"
if [ "$_release_k" = exited ] && [ -s "$_release_o" ]; then dd if="$_release_o" bs=65536 count=17 2>/dev/null; fi
return 0
}
_release_log() {
_release_at "$1" "$2" "$3" "$4"
[ ! -s "$_release_l" ] || dd if="$_release_l" bs=4096 skip="$5" count=64 2>/dev/null
}
_release_take() {
_release_run "$@" || return
set -C
if echo '1 cancelled' 2>/dev/null >"$_release_s"; then set +C; echo taken; return; fi
set +C
_release_judge
[ "$_release_k" != running ] || : >"$_release_q"
echo "$_release_k"
}
_release_signal() {
_release_at "$1" "$2" "$3" "$4"
_release_judge
[ -n "$_release_i" ] || { echo gone; return; }
if _release_group $_release_i; then
if [ -n "$5" ]; then kill "-$5" "-\${_release_i%% *}"; fi
echo alive
else
[ "$_release_k" != lost ] || echo 'exited 137' >>"$_release_s"
echo gone
fi
return 0
}
_release_crowd() {
_release_at "$@"
_release_judge
if [ "$_release_k" != running ] || [ -z "$_release_i" ]; then echo 2; return; fi
_release_members \${_release_i%% *}
}
_release_complete() {
_release_at "$@"
_release_judge
if [ "$_release_k" = running ]; then echo running; return; fi
[ -z "$_release_h" ] || rm -rf -- "$_release_h"
rm -f -- "$_release_l" "$_release_o" "$_release_o.raw" "$_release_q"
rm -f -- "$_release_s"
rmdir -- "$_release_r/state" "$_release_r/log" "$_release_r/outputs" "$_release_r/cancel" 2>/dev/null &&
rm -f -- "$_release_r/boots" && rmdir -- "$_release_r"
echo gone
}
_release_forget() {
_release_r=$1/.release/tickets/$2
[ -d "$_release_r" ] || { echo gone; return; }
set +f
for _release_f in "$_release_r"/state/*; do
[ -e "$_release_f" ] || continue
_release_at "$1" "$2" "\${_release_f##*/}" "$3"
_release_judge
if [ "$_release_k" = running ]; then set -f; echo running; return; fi
done
[ -z "$_release_m" ] || rm -rf -- "$_release_m/$3~$2~"*
set -f
rm -rf -- "$_release_r"
echo gone
}`;

/** Files that the other side needs, by name; the same name is always the same text. */
export const remoteFiles: readonly { readonly name: string; readonly text: string }[] = [
  remoteSupervisor,
  remoteMasking,
];
