#!/bin/sh
# Applies the bundle that this file stands in. Needs a POSIX shell, tar and OpenSSL 3; age for secrets that are
# encrypted to a key of the site; nothing else.
# It checks the signature and every digest, runs the steps in order, remembers each one that is done, and writes a
# signed receipt. Run it again after anything that stopped it: it goes on where it was.
#
#   sh deploy.sh --site /opt/site [--values FILE] [--passphrase-file FILE] [--identity FILE] [--key-fingerprint HEX]
#                [--check] [--allow-downgrade] [--rerun STEP] [--done STEP] [--receipt FILE] [--bundle FOLDER]
#
# Exit codes: 0 done, 1 a step failed, 2 refused before anything ran, 3 nobody knows how a step ended,
# 4 another deploy.sh works on this site.
set -u
usual_umask=$(umask)
umask 077

say() { printf '%s\n' "$*" >&2; }
refuse() { say "refused: $*"; exit 2; }
usage() { sed -n '2,12s/^# \{0,1\}//p' "$0"; }

bundle=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
site=${RELEASE_SITE:-}
values_file='' passphrase_file='' identity=${RELEASE_DROP_IDENTITY:-} fingerprint_wanted='' check_only=0 allow_downgrade=0 receipt_copy='' rerun='' done_by_hand=''
while [ $# -gt 0 ]; do
  case $1 in
    --check) check_only=1 ;;
    --allow-downgrade) allow_downgrade=1 ;;
    --help | -h) usage; exit 0 ;;
    --site | --values | --passphrase-file | --identity | --key-fingerprint | --receipt | --rerun | --done | --bundle)
      [ $# -ge 2 ] || refuse "$1 needs a value"
      case $1 in
        --site) site=$2 ;;
        --values) values_file=$2 ;;
        --passphrase-file) passphrase_file=$2 ;;
        --identity) identity=$2 ;;
        --key-fingerprint) fingerprint_wanted=$2 ;;
        --receipt) receipt_copy=$2 ;;
        --bundle) bundle=$(CDPATH='' cd -- "$2" && pwd) || refuse "there is no folder $2" ;;
        --rerun) rerun="$rerun $2 " ;;
        --done) done_by_hand="$done_by_hand $2 " ;;
      esac
      shift ;;
    *) refuse "there is no option $1; see sh deploy.sh --help" ;;
  esac
  shift
done
passphrase=${RELEASE_DROP_PASSPHRASE:-}
unset RELEASE_DROP_PASSPHRASE RELEASE_DROP_IDENTITY

# --- What this machine must have ---------------------------------------------------------------------------------------
for tool in openssl tar; do
  command -v "$tool" >/dev/null 2>&1 || refuse "$tool is not installed here"
done
case $(openssl version 2>/dev/null) in
  'OpenSSL 0.'* | 'OpenSSL 1.'* | LibreSSL*) refuse "OpenSSL 3 or newer is needed, and this is $(openssl version)" ;;
esac

# --- Is it whole, and from whom we think? Nothing of the bundle but this file is used before ----------------------------
sha256_of() { openssl dgst -sha256 <"$1" 2>/dev/null | sed 's/^.*= *//'; }
for part in manifest manifest.sig key.pem; do
  [ -f "$bundle/$part" ] || refuse "the bundle is not whole: $part is missing"
done
openssl pkeyutl -verify -rawin -pubin -inkey "$bundle/key.pem" -sigfile "$bundle/manifest.sig" -in "$bundle/manifest" >/dev/null 2>&1 ||
  refuse 'the signature does not fit the manifest: the bundle was changed after it was made'
digest=$(sha256_of "$bundle/manifest")
fingerprint=$(openssl pkey -pubin -in "$bundle/key.pem" -outform DER 2>/dev/null | openssl dgst -sha256 | sed 's/^.*= *//')

is_name() { case $1 in '' | .* | *[!A-Za-z0-9._@+-]*) return 1 ;; esac; }
is_number() { case $1 in '' | *[!0-9]*) return 1 ;; esac; }
is_safe() { # a path in the bundle: no way out of it
  case /$1/ in */../* | */./* | *//*) return 1 ;; esac
  case $1 in '' | *[!A-Za-z0-9._/@+-]*) return 1 ;; esac
  return 0
}

id='' tenant='' environment='' target='' project='' version='' order='' after='-' run='' rounds=0 salt='' recipients='' failed=0 steps=0 sites=0 listed=' '
while read -r word first second rest; do
  case $word in
    release-bundle) [ "$first" = 1 ] || refuse "the bundle has the format $first, which this deploy.sh does not know" ;;
    id) id=$first ;;
    run) run=$first ;;
    project) project=$first ;;
    version) version=$first ;;
    order) order=$first ;;
    tenant) tenant=$first ;;
    environment) environment=$first ;;
    target) target=$first ;;
    after) after=$first ;;
    failed) failed=$first ;;
    rounds) rounds=$first ;;
    salt) salt=$first ;;
    recipient) recipients="$recipients $first" ;;
    step) steps=$first ;;
    site) sites=$first ;;
    file)
      is_safe "$second" || refuse "the manifest names a file outside of the bundle: $second"
      [ -f "$bundle/$second" ] && [ ! -h "$bundle/$second" ] || refuse "the bundle is not whole: $second is missing"
      [ "$(sha256_of "$bundle/$second")" = "$first" ] || refuse "$second was changed after the bundle was made"
      listed="$listed$second " ;;
  esac
done <"$bundle/manifest"
is_name "$id" && is_name "$project" && is_name "$tenant" && is_name "$environment" && is_name "$target" && is_name "$run" &&
  { [ "$after" = - ] || is_name "$after"; } || refuse 'the manifest holds a name that is none'
is_number "$steps" && is_number "$sites" && is_number "$rounds" && is_number "$failed" || refuse 'the manifest holds a number that is none'
case $salt in *[!0-9a-f]*) refuse 'the manifest holds no usable salt' ;; esac
say "$project $version for $tenant in $environment, from run $run"
say "signed by the key $fingerprint"
if [ "$check_only" = 1 ]; then say 'the bundle is whole'; exit 0; fi

# One line of the manifest about a step: field WORD STEP gives the rest of it.
field() {
  while read -r field_word field_step field_rest; do
    if [ "$field_word" = "$1" ] && [ "$field_step" = "$2" ]; then printf '%s\n' "$field_rest"; fi
  done <"$bundle/manifest"
}
is_listed() { case $listed in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

# --- The site: whose it is, whom it trusts, what is there ---------------------------------------------------------------
[ -n "$site" ] || refuse 'say where to install: sh deploy.sh --site FOLDER'
(umask "$usual_umask" && mkdir -p -- "$site") && site=$(CDPATH='' cd -- "$site" && pwd) || refuse "$site cannot be made"
state=$site/.release
mkdir -p -- "$state/bundles" "$state/receipts" && chmod 700 "$state" || refuse "$state cannot be written"

lock() {
  if mkdir -- "$state/lock" 2>/dev/null; then printf '%s\n' "$$" >"$state/lock/pid"; return 0; fi
  holder=$(cat -- "$state/lock/pid" 2>/dev/null) || holder=''
  if [ -n "$holder" ] && kill -0 "$holder" 2>/dev/null; then
    say "another deploy.sh works on this site (process $holder)"; exit 4
  fi
  if [ -z "$holder" ]; then sleep 1; [ -s "$state/lock/pid" ] && { say 'another deploy.sh works on this site'; exit 4; }; fi
  rm -rf -- "$state/lock"
  mkdir -- "$state/lock" 2>/dev/null || { say 'another deploy.sh works on this site'; exit 4; }
  printf '%s\n' "$$" >"$state/lock/pid"
}
put() { # put FILE: stdin becomes the file, whole or not at all
  cat >"$1.new" && mv -f -- "$1.new" "$1"
}
work=''
child=''
leave() { rm -rf -- "$state/lock"; if [ -n "$work" ]; then rm -f -- "$work"/tmp-*; fi; }
stop() {
  if [ -n "$child" ]; then : >"$work/tmp-stop"; kill -TERM "$child" 2>/dev/null; wait "$child" 2>/dev/null; fi
  say 'stopped; run deploy.sh again to go on'
  leave
  exit 130
}
lock
trap leave EXIT
trap stop INT TERM HUP

owner="$tenant $environment $target"
if [ -f "$state/owner" ] && [ "$(cat -- "$state/owner")" != "$owner" ]; then
  refuse "this site belongs to: $(cat -- "$state/owner"); the bundle is for: $owner"
fi
if [ -f "$state/trusted-key" ] && [ "$(cat -- "$state/trusted-key")" != "$fingerprint" ]; then
  refuse "the bundle is signed by another key than this site trusts ($(cat -- "$state/trusted-key")); when the key was changed on purpose, remove $state/trusted-key"
fi
if [ -n "$fingerprint_wanted" ] && [ "$fingerprint_wanted" != "$fingerprint" ]; then
  refuse "the bundle is signed by another key than --key-fingerprint says"
fi
if [ -f "$state/installed-$project" ]; then
  read -r order_now version_now <"$state/installed-$project"
  older=$(printf '%s\n%s\n' "$order" "$order_now" | LC_ALL=C sort | sed -n 1p)
  if [ "$order" != "$order_now" ] && [ "$older" = "$order" ] && [ "$allow_downgrade" != 1 ]; then
    refuse "$project $version is older than $version_now, which is installed; say --allow-downgrade if that is meant"
  fi
fi
if [ "$after" != - ]; then
  ended=0
  for mark in "$state/bundles/$after".????????????/ended; do if [ -f "$mark" ]; then ended=1; fi; done
  [ "$ended" = 1 ] || refuse "the bundle $after comes before this one; apply it first"
fi

interpreter() {
  case $1 in
    sh) printf '%s\n' sh ;;
    python) command -v python3 || command -v python ;;
    *) command -v "$1" ;;
  esac
}
needs() { interpreter "$1" >/dev/null 2>&1 || refuse "step $2 needs $1, which is not installed here"; }
number=0
while [ "$number" -lt "$steps" ]; do
  number=$((number + 1))
  set -- $(field step "$number")
  [ "$1" = script ] && needs "$2" "$7"
  set -- $(field package "$number") ''
  if [ -n "$1" ]; then is_listed "$1" || refuse "the bundle is without the package of step $number"; fi
done

# --- Secrets: opened in memory, never written ----------------------------------------------------------------------------
ask() { # ask QUESTION: the answer is in $answer
  [ -r /dev/tty ] && [ -w /dev/tty ] && (: </dev/tty) 2>/dev/null || return 1
  printf '%s: ' "$1" >/dev/tty
  stty -echo </dev/tty 2>/dev/null
  IFS= read -r answer </dev/tty
  stty echo </dev/tty 2>/dev/null
  printf '\n' >/dev/tty
}
# The key goes through a pipe, so that no list of processes shows it. Counter mode over zeros would give the stream of
# keys itself; over the two paddings of HMAC it gives the padded keys, and so no shell has to compute with bytes.
keyed() { printf '%s:%s:%s\n' "$1" "$salt" "$passphrase"; }
pad() {
  keyed mac | openssl enc -aes-256-ctr -pbkdf2 -iter "$rounds" -md sha256 -S "$(printf %.16s "$salt")" -pass stdin -in "$work/tmp-pad-$1" 2>/dev/null
}
secret_text=''
open_secrets() {
  if [ -n "$passphrase_file" ]; then
    IFS= read -r passphrase <"$passphrase_file" || [ -n "$passphrase" ] || refuse "$passphrase_file holds no passphrase"
  fi
  if [ -z "$passphrase" ]; then
    ask 'Passphrase of the bundle' || refuse 'the bundle holds secrets: set RELEASE_DROP_PASSPHRASE, or give --passphrase-file FILE'
    passphrase=$answer
  fi
  printf '%064d' 0 | tr 0 '\066' >"$work/tmp-pad-inner"
  printf '%064d' 0 | tr 0 '\134' >"$work/tmp-pad-outer"
  mac=$({ pad outer; { pad inner; cat -- "$bundle/secrets.enc"; } | openssl dgst -sha256 -binary; } | openssl dgst -sha256 | sed 's/^.*= *//')
  [ "$mac" = "$(cat -- "$bundle/secrets.mac")" ] || refuse 'the secrets cannot be opened: the passphrase is wrong'
  secret_text=$(keyed enc | openssl enc -d -aes-256-cbc -pbkdf2 -iter "$rounds" -md sha256 -S "$(printf %.16s "$salt")" -pass stdin -in "$bundle/secrets.enc") ||
    refuse 'the secrets cannot be opened'
  passphrase=''
}
# age reads the identity where it lies; a passphrase of the identity itself is asked for by age.
open_for_identity() {
  age=$(command -v age || command -v rage) ||
    refuse "the bundle holds secrets, and neither age nor rage is installed here to open them (https://age-encryption.org)"
  [ -n "$identity" ] ||
    refuse "the bundle holds secrets for$recipients: give --identity FILE, or set RELEASE_DROP_IDENTITY to the file"
  [ -f "$identity" ] && [ -r "$identity" ] || refuse "the identity file $identity cannot be read"
  is_listed secrets.age || refuse 'the bundle is without its secrets'
  secret_text=$("$age" -d -i "$identity" "$bundle/secrets.age") ||
    refuse "the secrets cannot be opened with $identity: they are for$recipients"
}

# --- Values that live here and nowhere else ------------------------------------------------------------------------------
site_value() { # site_value NAME: the value is in $answer
  if [ -n "$values_file" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in "$1="*) answer=${line#"$1="}; return 0 ;; esac
    done <"$values_file"
  fi
  if [ -f "$state/values" ]; then
    while read -r known encoded; do
      if [ "$known" = "$1" ]; then
        answer=$(printf '%s\n' "$encoded" | openssl base64 -d -A; printf .); answer=${answer%.}; return 0
      fi
    done <"$state/values"
  fi
  ask "$1 (kept at this site only)"
}
read_site_values() {
  [ -z "$values_file" ] || [ -r "$values_file" ] || refuse "$values_file cannot be read"
  number=0
  : >"$work/tmp-values"
  while [ "$number" -lt "$sites" ]; do
    number=$((number + 1))
    name=$(field site "$number")
    site_value "$name" && [ -n "$answer" ] || refuse "the value $name of this site is not known: run deploy.sh in a terminal, or give --values FILE with a line $name=…"
    eval "release_site_$number=\$answer"
    printf '%s %s\n' "$name" "$(printf %s "$answer" | openssl base64 -A)" >>"$work/tmp-values"
  done
  if [ -f "$state/values" ]; then # what other bundles asked for stays
    while read -r known encoded; do
      grep -q "^$known " "$work/tmp-values" || printf '%s %s\n' "$known" "$encoded" >>"$work/tmp-values"
    done <"$state/values"
  fi
  if [ "$sites" -gt 0 ]; then put "$state/values" <"$work/tmp-values"; fi
  rm -f -- "$work/tmp-values"
}

work=$state/bundles/$id.$(printf %.12s "$digest")
mkdir -p -- "$work"
if [ "$rounds" -gt 0 ]; then open_secrets; fi
if [ -n "$recipients" ]; then open_for_identity; fi
read_site_values

# Only now is anything of this bundle taken up: until here a refusal left the site as it was.
[ -f "$state/owner" ] || printf '%s\n' "$owner" | put "$state/owner"
[ -f "$state/trusted-key" ] || { printf '%s\n' "$fingerprint" | put "$state/trusted-key"; say 'this key is trusted from now on'; }
printf '%s %s\n' "$order" "$version" | put "$state/installed-$project"

# --- Steps ----------------------------------------------------------------------------------------------------------------
RELEASE_SITE=$site
export RELEASE_SITE
release_root=$site

set_up() { # the variables of a step; runs in the subshell of the step alone
  release_directory=$site
  . "$bundle/steps/$1.env"
  if [ -n "$secret_text" ]; then
    eval "$secret_text"
    if command -v "release_secret_env_$1" >/dev/null 2>&1; then "release_secret_env_$1"; fi
  fi
}
perform() { # perform INTERPRETER FILE: in the background, so that a signal reaches it
  program=$(interpreter "$1")
  umask "$usual_umask"
  mkdir -p -- "$release_directory" && cd -- "$release_directory" || return 125
  case $1 in
    pwsh) "$program" -NoProfile -NonInteractive -File "$2" </dev/null & ;;
    *) "$program" "$2" </dev/null & ;;
  esac
  grandchild=$!
  trap 'kill -TERM "$grandchild" 2>/dev/null' TERM INT HUP
  umask 077
  wait "$grandchild"
  code=$?
  while kill -0 "$grandchild" 2>/dev/null; do wait "$grandchild"; code=$?; done
  return "$code"
}
release_file() { # release_file PATH CONTENT: a file of the package that holds what only its owner may read
  rm -f -- "$release_tree/$1" && printf %s "$2" >"$release_tree/$1"
}
switch_to() { # switch_to FOLDER NAME: at no moment is there no current version, where mv can do that
  rm -f -- "$1/.current.new"
  ln -s -- "$2" "$1/.current.new" || return 1
  mv -fT -- "$1/.current.new" "$1/current" 2>/dev/null || mv -fh -- "$1/.current.new" "$1/current" 2>/dev/null ||
    { rm -f -- "$1/current" && mv -f -- "$1/.current.new" "$1/current"; }
}
current_of() { if [ -h "$1/current" ]; then ls -l -- "$1/current" | sed 's/^.* -> //'; fi; }
hook() { # hook NAME: a package without one is content
  for pair in sh:sh ps1:pwsh js:node py:python; do
    if [ -f "$tree/$1.${pair%%:*}" ]; then perform "${pair##*:}" "$tree/$1.${pair%%:*}"; return $?; fi
  done
}
prune() { # prune FOLDER KEEP
  kept=0
  for old in $(ls -1t -- "$1"); do
    [ -d "$1/$old" ] && [ "$old" != current ] || continue
    kept=$((kept + 1))
    if [ "$kept" -gt "$2" ] && [ "$old" != "$(current_of "$1")" ]; then rm -rf -- "${1:?}/${old:?}"; fi
  done
}
run_package() {
  set -- "$1" $(field package "$1")
  archive=$bundle/$2 folder=$site/$3 name=$4 keep=$5
  is_safe "$3" && is_safe "$4" || return 125
  tree=$folder/$name
  RELEASE_PACKAGE_PATH=$tree
  export RELEASE_PACKAGE_PATH
  (umask "$usual_umask" && mkdir -p -- "$folder") || return 125
  [ -f "$work/before-$1" ] || current_of "$folder" | put "$work/before-$1"
  before=$(cat -- "$work/before-$1")
  if [ ! -d "$tree" ]; then
    rm -rf -- "$folder/.incoming" || return 125
    (umask "$usual_umask" && mkdir -- "$folder/.incoming" && tar -xf "$archive" -C "$folder/.incoming") || return 125
    release_tree=$folder/.incoming
    if [ -f "$bundle/steps/$1.files" ]; then . "$bundle/steps/$1.files"; fi
    if command -v "release_secret_files_$1" >/dev/null 2>&1; then "release_secret_files_$1" || return 125; fi
    mv -- "$folder/.incoming" "$tree" || return 125
  fi
  touch -- "$tree"
  hook pre-deploy || return $?
  switch_to "$folder" "$name" || return 125
  hook post-deploy
  code=$?
  if [ "$code" -ne 0 ]; then
    if [ -n "$before" ]; then switch_to "$folder" "$before"; elif [ "$before" != "$name" ]; then rm -f -- "$folder/current"; fi
    return "$code"
  fi
  prune "$folder" "$keep"
  printf 'path=%s\n' "$tree" >>"$RELEASE_OUTPUT"
}
hidden() { # hidden TEXT: whether it holds a secret of this bundle or a value of this site
  if command -v release_secret_values >/dev/null 2>&1 && release_secret_values "$1"; then return 0; fi
  hidden_number=0
  while [ "$hidden_number" -lt "$sites" ]; do
    hidden_number=$((hidden_number + 1))
    eval "hidden_value=\$release_site_$hidden_number"
    case $1 in *"$hidden_value"*) return 0 ;; esac
  done
  return 1
}
take_output() { # take_output STEP NAME VALUE
  field output "$1" | grep -qxF -- "$2" || return 0
  taken=$3
  if hidden "$taken"; then taken='***'; fi
  printf '%s %s\n' "$2" "$(printf %s "$taken" | openssl base64 -A)" >>"$work/out-$1"
}
take_outputs() { # what the step wrote to $RELEASE_OUTPUT: name=value lines, or name<<WORD, lines, WORD
  : >"$work/out-$1"
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      [A-Za-z_]*=* | [A-Za-z_]*'<<'*) ;;
      *) continue ;;
    esac
    name=${line%%[=<]*}
    case $line in
      "$name="*) take_output "$1" "$name" "${line#*=}" ;;
      "$name<<"*)
        mark=${line#*'<<'} text='' break=''
        while IFS= read -r line; do
          [ "$line" != "$mark" ] || break
          text=$text$break$line break='
'
        done
        take_output "$1" "$name" "$text" ;;
    esac
  done <"$RELEASE_OUTPUT"
  rm -f -- "$RELEASE_OUTPUT"
  for name in $(field output "$1"); do
    grep -q "^$name " "$work/out-$1" || { say "step $1 did not give the output $name that it declares"; return 1; }
  done
}
# The step writes its own end, so that it is known even when deploy.sh was killed and the step went on.
run_step() {
  # Who starts a step is on the disk before it does anything. A shell cannot tell its own number in a subshell; a child can.
  sh -c 'printf "%s\n" "$PPID"' | { read -r own; printf '%s %s\n' "$own" "$(boot)"; } | put "$work/process-$1"
  set -- "$1" $(field step "$1")
  kind=$2 shell=$3 attempts=$5 backoff=$6
  set_up "$1"
  RELEASE_OUTPUT=$work/tmp-output-$1
  export RELEASE_OUTPUT
  try=0
  while :; do
    try=$((try + 1))
    : >"$RELEASE_OUTPUT"
    if [ "$kind" = package ]; then run_package "$1"; else perform "$shell" "$bundle/steps/$1.script"; fi
    code=$?
    if [ "$code" -eq 0 ]; then take_outputs "$1" || code=1; fi
    [ "$code" -ne 0 ] && [ "$try" -lt "$attempts" ] && [ ! -f "$work/tmp-stop" ] || break
    say "it ended with exit code $code; attempt $((try + 1)) of $attempts follows"
    sleep "$backoff"
  done
  rm -f -- "$RELEASE_OUTPUT"
  if [ "$code" -eq 0 ]; then printf 'succeeded 0 %s\n' "$failed"; else printf 'failed %s %s\n' "$code" "$failed"; fi | put "$work/step-$1"
  rm -f -- "$work/process-$1"
}
boot() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || printf '%s\n' -; }
still_runs() { # a step of a deploy.sh that was killed
  [ -f "$work/process-$1" ] || return 1
  read -r process booted <"$work/process-$1"
  [ "$booted" = "$(boot)" ] && kill -0 "$process" 2>/dev/null
}
# After a failure all but what succeeded before it is done again.
prepare_again() {
  number=0 again=0
  while [ "$number" -lt "$steps" ]; do
    number=$((number + 1))
    [ -f "$work/step-$number" ] || continue
    read -r how code late <"$work/step-$number"
    case $how in failed) again=1 ;; esac
  done
  [ "$again" = 1 ] || return 0
  number=0
  while [ "$number" -lt "$steps" ]; do
    number=$((number + 1))
    [ -f "$work/step-$number" ] || continue
    read -r how code late <"$work/step-$number"
    if [ "$how" != succeeded ] || [ "$late" != "$failed_at_first" ]; then rm -f -- "$work/step-$number" "$work/process-$number"; fi
  done
}
failed_at_first=$failed

number=0
while [ "$number" -lt "$steps" ]; do # what an earlier deploy.sh left running comes first
  number=$((number + 1))
  if [ ! -f "$work/step-$number" ] && still_runs "$number"; then
    say "step $number still runs since an earlier deploy.sh; waiting for it"
    while still_runs "$number"; do sleep 1; done
  fi
done
prepare_again

number=0
while [ "$number" -lt "$steps" ]; do
  number=$((number + 1))
  set -- $(field step "$number")
  kind=$1 condition=$3 idempotent=$6
  shift 6
  path=$1
  if [ -f "$work/step-$number" ]; then
    read -r how code late <"$work/step-$number"
    say "step $number $path: $how before"
    if [ "$how" = failed ]; then failed=1; fi
    continue
  fi
  case $condition.$failed in
    success.1 | failure.0)
      say "step $number $path: skipped"
      printf 'skipped 0 %s\n' "$failed" | put "$work/step-$number"
      continue ;;
  esac
  if [ -f "$work/process-$number" ]; then
    case "$done_by_hand" in
      *" $number "*)
        say "step $number $path: taken as done"
        : >"$work/out-$number"
        printf 'succeeded 0 %s\n' "$failed" | put "$work/step-$number"
        continue ;;
    esac
    case "$idempotent $kind $rerun" in
      1* | *' package '* | *" $number "*) say "step $number $path was cut off; it runs again" ;;
      *)
        say "step $number $path was started and nobody knows how it ended. Look, then say --rerun $number or --done $number"
        exit 3 ;;
    esac
  fi
  say "step $number $path"
  run_step "$number" &
  child=$!
  wait "$child"
  child=''
  [ -f "$work/step-$number" ] || { say "step $number $path ended without a word"; exit 3; }
  read -r how code late <"$work/step-$number"
  if [ "$how" = failed ]; then failed=1; say "step $number $path failed: exit code $code"; fi
done

# --- Receipt ----------------------------------------------------------------------------------------------------------------
result=succeeded
number=0
while [ "$number" -lt "$steps" ]; do
  number=$((number + 1))
  read -r how code late <"$work/step-$number"
  if [ "$how" = failed ]; then result=failed; fi
done
if [ ! -f "$state/receipt-key.pem" ]; then
  openssl genpkey -algorithm ed25519 -out "$state/receipt-key.pem.new" 2>/dev/null && mv -- "$state/receipt-key.pem.new" "$state/receipt-key.pem" ||
    { say 'the key for receipts cannot be made'; exit 1; }
fi
{
  printf 'release-receipt 1\nbundle %s\nmanifest %s\ntenant %s\nenvironment %s\ntarget %s\n' "$id" "$digest" "$tenant" "$environment" "$target"
  printf 'at %s\nresult %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$result"
  number=0
  while [ "$number" -lt "$steps" ]; do
    number=$((number + 1))
    read -r how code late <"$work/step-$number"
    printf 'step %s %s %s\n' "$number" "$how" "$code"
    if [ -f "$work/out-$number" ]; then
      while read -r name encoded; do printf 'output %s %s %s\n' "$number" "$name" "$encoded"; done <"$work/out-$number"
    fi
  done
  printf 'key %s\n' "$(openssl pkey -in "$state/receipt-key.pem" -pubout -outform DER | openssl base64 -A)"
} >"$work/tmp-receipt"
openssl pkeyutl -sign -rawin -inkey "$state/receipt-key.pem" -in "$work/tmp-receipt" -out "$work/tmp-signature" || exit 1
{
  cat -- "$work/tmp-receipt"
  printf 'signature %s\n' "$(openssl base64 -A -in "$work/tmp-signature")"
} | put "$state/receipts/$id.receipt"
printf '%s\n' "$result" | put "$work/ended"
if [ -n "$receipt_copy" ]; then cp -- "$state/receipts/$id.receipt" "$receipt_copy" || say "$receipt_copy cannot be written"; fi
say "$result; the receipt is $state/receipts/$id.receipt"
[ "$result" = succeeded ]
