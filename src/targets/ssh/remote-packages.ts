// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the program is for a shell
/**
 * Shell functions for versioned folders of packages, `<base>/applications/<tenant>/<environment>/<package>/<version>`.
 * A version is made under a hidden name and renamed: it is there whole or not at all. `.used/<version>` says when it was
 * last switched to, in milliseconds of the runner's clock, because POSIX has no way to read a file's time.
 */
export const remotePackages = `_release_digest() {
case $_release_z in
sha256sum) sha256sum <"$1" | { read -r _release_x _release_y; echo "$_release_x"; };;
shasum) shasum -a 256 <"$1" | { read -r _release_x _release_y; echo "$_release_x"; };;
openssl) openssl dgst -sha256 -r <"$1" | { read -r _release_x _release_y; echo "$_release_x"; };;
esac
}
_release_has() {
[ -s "$1" ] && [ -s "$1.sum" ] || { echo no; return 0; }
read -r _release_y <"$1.sum"
_release_z=$2
if [ "$(_release_digest "$1")" = "$_release_y" ]; then echo yes; else echo no; fi
}
_release_accept() {
_release_z=$4
if [ "$(_release_digest "$1")" != "$3" ]; then rm -f -- "$1"; echo damaged; return 0; fi
sync
echo "$3" >"$2.sum.$$" && mv -f -- "$1" "$2" && mv -f -- "$2.sum.$$" "$2.sum" && echo accepted
}
_release_unpack() {
mkdir -p -- "$2" && chmod 755 "$2" || return
if [ "$3" = gzip ]; then gzip -dc <"$1" | ( umask 022; cd -- "$2" && tar -xof - )
else ( umask 022; cd -- "$2" && tar -xof - ) <"$1"
fi
}
_release_install() {
if [ -d "$2" ]; then rm -rf -- "$1"; echo found; return 0; fi
sync
mv -- "$1" "$2" && mkdir -p -- "\${2%/*}/.used" && echo "$3" >"\${2%/*}/.used/\${2##*/}" && echo installed
}
_release_current() {
if [ -h "$1/current" ]; then readlink "$1/current"; fi
}
_release_switch() {
[ -d "$1/$2" ] || { echo missing; return 0; }
mkdir -p -- "$1/.used" && echo "$3" >"$1/.used/$2" || return
_release_x=$(_release_current "$1")
if [ "$_release_x" != "$2" ]; then
ln -s -- "$2" "$1/.current~$$" || return
mv -fT -- "$1/.current~$$" "$1/current" 2>/dev/null || mv -fh "$1/.current~$$" "$1/current" 2>/dev/null ||
perl -e 'rename($ARGV[0], $ARGV[1]) or exit 1' "$1/.current~$$" "$1/current" || { rm -f -- "$1/.current~$$"; return 1; }
fi
echo "was $_release_x"
}
_release_unlink() {
echo "was $(_release_current "$1")"
rm -f -- "$1/current"
}
_release_note() {
if [ ! -e "$1/.notes/$2" ]; then
mkdir -p -- "$1/.notes" && _release_current "$1" >"$1/.notes/.$2~" && mv -f -- "$1/.notes/.$2~" "$1/.notes/$2" || return
sync
fi
read -r _release_x <"$1/.notes/$2" || _release_x=
echo "was $_release_x"
}
_release_look() {
[ -d "$1" ] || { echo missing; return 0; }
_release_d=$1
shift
echo there
for _release_f; do
if [ -f "$_release_d/$_release_f" ] && [ ! -h "$_release_d/$_release_f" ]; then echo "$_release_f"; fi
done
}
_release_list() {
_release_current "$1" | { read -r _release_x; echo "current $_release_x"; }
[ -d "$1" ] || return 0
set +f
for _release_f in "$1"/*; do
[ -d "$_release_f" ] && [ ! -h "$_release_f" ] || continue
_release_x=0
[ ! -e "$1/.used/\${_release_f##*/}" ] || read -r _release_x <"$1/.used/\${_release_f##*/}"
echo "\${_release_x:-0} \${_release_f##*/}"
done
set -f
}
_release_remove() {
mv -- "$1/$2" "$1/.removing~$2~$$" && rm -rf -- "$1/.removing~$2~$$" "$1/.used/$2"
}
_release_sweep() {
find "$1" ! -name "\${1##*/}" -name '.[ir]*~*' -prune -mtime +0 -exec rm -rf {} + 2>/dev/null
set +f
for _release_f in "$2"/.release/packages/*.sum; do
[ -e "$_release_f" ] || continue
_release_f=\${_release_f%.sum}
_release_x=\${_release_f##*/}
_release_x=$(printf %.12s "$_release_x")
set -- "$1" "$2" "$2"/applications/*/*/*/*-"$_release_x"*
[ -e "$3" ] || rm -f -- "$_release_f" "$_release_f.sum"
done
set -f
}`;
