// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the programs are for a shell and for awk
import { createHash } from 'node:crypto';
import { remoteProcesses } from './remote-processes.ts';

const signals = 'HUP INT QUIT TERM USR1 USR2 ALRM';

function named(name: string, extension: string, text: string) {
  return { name: `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.${extension}`, text };
}

/**
 * Stays with one script: leader of its session and process group. Arguments: state, log, outputs, folder, and then
 * - `plain`: interpreter and script; what the script writes goes to the log as it is.
 * - `masked`, file for raw outputs, mark, masking program, options of awk: the same, but what the script writes goes
 *   through awk, which gets the secrets by our input. Neither argument list nor disk holds one.
 * It says `started` or `taken` and lets go of its output.
 */
export const remoteSupervisor = named(
  'supervise',
  'sh',
  `set -f
trap '_release_x=143' ${signals}
${remoteProcesses}
_release_s=$1 _release_l=$2 _release_o=$3 _release_d=$4 _release_w=$5
shift 5
if [ "$_release_w" = masked ]; then
_release_r=$1 _release_k=$2 _release_p=$3 _release_a=$4 _release_t=$5
shift 5
fi
_release_u=$(umask)
umask 077
_release_boot
_release_born $$
set -C
if echo "1 started $$ $_release_v $_release_boot" 2>/dev/null >"$_release_s"; then set +C
else
if [ -e "$_release_s" ]; then echo taken; else echo "cannot write $_release_s"; fi
exit
fi
true >>"$_release_l"
umask "$_release_u"
echo started
exec >/dev/null 2>&1
_release_x=
if [ "$_release_w" = plain ]; then
if cd -- "$_release_d" 2>>"$_release_l"; then
if [ -z "$_release_x" ]; then
RELEASE_OUTPUT=$_release_o "$@" </dev/null >>"$_release_l" 2>&1
_release_x=$?
fi
else _release_x=125
fi
echo "exited $_release_x" >>"$_release_s"
exit
fi
exec 3<&0 </dev/null
{
( trap '' ${signals}; exec cat <&3 )
exec 3<&-
trap '_release_x=143' ${signals}
ulimit -S -c 0
if cd -- "$_release_d" 2>/dev/null; then
if [ -z "$_release_x" ]; then
RELEASE_OUTPUT=$_release_r "$@" 2>&1
_release_x=$?
fi
else
echo "cannot enter the folder $_release_d"
_release_x=125
fi
echo "$_release_k$_release_x"
} | {
trap '' ${signals}
exec 3<&-
umask 077
LC_ALL=C exec awk $_release_a -f "$_release_p" -- "$_release_l" "$_release_s" "$_release_r" "$_release_o" "$_release_k" "$_release_t"
}
`,
);

/**
 * Takes secrets out of lines. Input: one form of a secret per line in hexadecimal, `end`, what the script writes, the
 * mark and the exit code. Ends when nobody can write any more, which may be long after the script.
 */
export const remoteMasking = named(
  'mask',
  'awk',
  `function decode(hex, i, text) {
  text = ""
  for (i = 1; i < length(hex); i += 2) text = text byte[substr(hex, i, 2)]
  return text
}
function alone(line, from, upto) {
  if (from > 1 && substr(line, from - 1, 1) ~ /[A-Za-z0-9_]/) return 0
  return !(upto < length(line) && substr(line, upto + 1, 1) ~ /[A-Za-z0-9_]/)
}
function mask(line, i, k, at, size, rest, count, text, until) {
  count = 0
  for (i = 1; i <= forms; i++) {
    if (!index(line, form[i])) continue
    size = length(form[i])
    rest = line
    at = 0
    while ((k = index(rest, form[i])) > 0) {
      at += k
      if (size >= 4 || alone(line, at, at + size - 1)) {
        count++
        for (k = count; k > 1 && first[k - 1] > at; k--) { first[k] = first[k - 1]; last[k] = last[k - 1] }
        first[k] = at
        last[k] = at + size - 1
      }
      rest = substr(line, at + 1)
    }
  }
  if (count == 0) return line
  text = ""
  until = 0
  for (i = 1; i <= count; i++) {
    if (first[i] > until) text = text substr(line, until + 1, first[i] - until - 1) "***"
    if (last[i] > until) until = last[i]
  }
  return text substr(line, until + 1)
}
function quoted(text) {
  gsub(/'/, "'\\\\''", text)
  return "'" text "'"
}
function finish(code, line) {
  while ((getline line < raw) > 0) print mask(line) > kept
  close(kept)
  close(raw)
  system("rm -rf -- " quoted(hidden))
  print "exited " code >> state
  close(state)
}
BEGIN {
  FS = "\\001"
  logfile = ARGV[1]; state = ARGV[2]; raw = ARGV[3]; kept = ARGV[4]; mark = ARGV[5]; hidden = ARGV[6]
  ARGC = 1
  for (i = 1; i < 256; i++) byte[sprintf("%02x", i)] = sprintf("%c", i)
  forms = 0
}
!ready {
  if ($0 == "end") ready = 1
  else if ($0 != "") form[++forms] = decode($0)
  next
}
!ended && (place = index($0, mark)) {
  printf "%s", mask(substr($0, 1, place - 1)) >> logfile
  close(logfile)
  ended = 1
  finish(substr($0, place + length(mark)))
  next
}
{
  print mask($0) >> logfile
  fflush(logfile)
}
`,
);
