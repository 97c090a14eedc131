// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the program is for a shell
/**
 * Shell functions that tell processes apart beyond doubt, by number, start time and boot of the machine; a zombie is
 * dead. They read /proc where there is one, and ask `ps` elsewhere.
 */
export const remoteProcesses = `_release_boot() {
_release_boot=
if [ -r /proc/sys/kernel/random/boot_id ]; then read -r _release_boot </proc/sys/kernel/random/boot_id
else
for _release_x in $(sysctl -n kern.boottime 2>/dev/null); do _release_boot=$_release_boot\${_release_boot:+_}$_release_x; done
fi
[ -n "$_release_boot" ] || _release_boot=unknown
}
_release_born() {
_release_v=
if [ -r /proc/self/stat ]; then
{ read -r _release_v </proc/"$1"/stat; } 2>/dev/null
[ -n "$_release_v" ] || return 1
set -- \${_release_v##*) }
case $1 in Z|X) return 1;; esac
_release_v=\${20}
else
set -- $(ps -o stat= -o lstart= -p "$1" 2>/dev/null)
case \${1-Z} in Z*) return 1;; esac
shift
_release_v=
for _release_x; do _release_v=$_release_v\${_release_v:+_}$_release_x; done
fi
}
_release_alive() {
[ "$3" = "$_release_boot" ] && _release_born "$1" && [ "$_release_v" = "$2" ]
}
_release_members() {
_release_g=$1
_release_e=0
if [ -r /proc/self/stat ]; then
set +f
set -- /proc/[0-9]*/stat
set -f
for _release_f; do
_release_v=
{ read -r _release_v <"$_release_f"; } 2>/dev/null
[ -n "$_release_v" ] || continue
set -- \${_release_v##*) }
case $1 in Z|X) continue;; esac
if [ "$3" = "$_release_g" ]; then _release_e=$((_release_e+1)); fi
done
else
set -- $(ps -ax -o pgid= -o stat= 2>/dev/null)
while [ $# -gt 1 ]; do
case $2 in Z*) ;; *) if [ "$1" = "$_release_g" ]; then _release_e=$((_release_e+1)); fi;; esac
shift 2
done
fi
echo "$_release_e"
}
_release_group() {
[ "$3" = "$_release_boot" ] || return 1
if _release_born "$1"; then [ "$_release_v" = "$2" ]; return; fi
kill -0 "-$1" 2>/dev/null || return 1
[ "$(_release_members "$1")" -gt 0 ]
}`;
