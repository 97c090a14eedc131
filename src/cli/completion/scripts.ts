import { type CommandSpec, type CompletedCommand, specOf } from './spec.ts';

export const shells = ['bash', 'zsh', 'fish', 'pwsh'] as const;
export type Shell = (typeof shells)[number];

/**
 * A script to be sourced by the shell. It carries what there is to complete and asks `release` itself for each word: so
 * all shells complete the same, names of the workspace included, and no command is loaded for it.
 */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  const carried = JSON.stringify(commands.map(specOf) satisfies readonly CommandSpec[]);
  switch (shell) {
    case 'bash':
      return bash(carried);
    case 'zsh':
      return zsh(carried);
    case 'fish':
      return fish(carried);
    case 'pwsh':
      return powerShell(carried);
    default:
      return shell satisfies never;
  }
}

/** A word for bash and zsh; nothing in it means anything to them. */
function posix(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the shell's
function bash(carried: string): string {
  return [
    `_release_spec=${posix(carried)}`,
    '_release_complete() {',
    '  local line="${COMP_LINE:0:COMP_POINT}" words current kind="" reply keep',
    '  read -ra words <<< "$line"',
    '  [[ "$line" == *[[:space:]] ]] && words+=("")',
    '  current="${words[${#words[@]} - 1]}"',
    '  COMPREPLY=()',
    '  while IFS= read -r reply; do',
    '    if [[ -z "$kind" ]]; then kind="$reply"; else COMPREPLY+=("${reply%%$\'\\t\'*}"); fi',
    '  done < <("${COMP_WORDS[0]}" __complete "$_release_spec" "${words[@]:1}" 2> /dev/null)',
    '  case "$kind" in',
    '    file) COMPREPLY=($(compgen -f -- "$current")); compopt -o filenames 2> /dev/null; return ;;',
    '    folder) COMPREPLY=($(compgen -d -- "$current")); compopt -o filenames 2> /dev/null; return ;;',
    '  esac',
    '  # Bash takes a word apart at the characters of COMP_WORDBREAKS, and wants only the last part.',
    '  keep="${current%"${current##*["$COMP_WORDBREAKS"]}"}"',
    '  [[ -z "$keep" ]] || COMPREPLY=("${COMPREPLY[@]#"$keep"}")',
    '  [[ ${#COMPREPLY[@]} -ne 1 || "${COMPREPLY[0]}" != *= ]] || compopt -o nospace 2> /dev/null',
    '}',
    'complete -F _release_complete release',
    '',
  ].join('\n');
}

function zsh(carried: string): string {
  return [
    '#compdef release',
    `_release_spec=${posix(carried)}`,
    '_release() {',
    '  local -a lines values shown',
    '  local line kind',
    '  lines=("${(@f)$("${words[1]}" __complete "$_release_spec" "${(@)words[2,CURRENT]}" 2> /dev/null)}")',
    '  kind="${lines[1]}"',
    '  case "$kind" in',
    '    file) _files; return ;;',
    '    folder) _files -/; return ;;',
    '  esac',
    '  for line in "${(@)lines[2,-1]}"; do',
    '    values+=("${line%%$\'\\t\'*}")',
    '    shown+=("${line/$\'\\t\'/  -- }")',
    '  done',
    '  compadd -l -d shown -a values',
    '}',
    '(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }',
    'compdef _release release',
    '',
  ].join('\n');
}

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are the shell's

function fish(carried: string): string {
  const quoted = `'${carried.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  return [
    `set -g __release_spec ${quoted}`,
    'function __release_complete',
    '  # An empty word is a word here, and none for fish.',
    '  set -l current (commandline -ct)',
    '  set -l words (commandline -opc) "$current"',
    '  set -l lines ($words[1] __complete $__release_spec $words[2..-1] 2>/dev/null)',
    '  switch "$lines[1]"',
    '    case file',
    '      __fish_complete_path (commandline -ct)',
    '    case folder',
    '      __fish_complete_directories (commandline -ct)',
    "    case '*'",
    '      test (count $lines) -gt 1; and printf "%s\\n" $lines[2..-1]',
    '  end',
    'end',
    "complete -c release -f -a '(__release_complete)'",
    '',
  ].join('\n');
}

function powerShell(carried: string): string {
  return [
    `$script:releaseSpec = '${carried.replaceAll("'", "''")}'`,
    'Register-ArgumentCompleter -Native -CommandName release -ScriptBlock {',
    '  param($wordToComplete, $commandAst, $cursorPosition)',
    '  $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -le $cursorPosition } | ForEach-Object { "$_" })',
    '  $words = @($typed | Select-Object -Skip 1)',
    "  if ($wordToComplete -eq '') { $words += '' }",
    '  # Windows PowerShell, and PowerShell before 7.3, take the quotes out of what programs are given.',
    "  $spec = if ($PSVersionTable.PSVersion -lt [version]'7.3') { $script:releaseSpec.Replace('\"', '\\\"') } else { $script:releaseSpec }",
    '  $lines = @(& $typed[0] __complete $spec @words 2>$null)',
    '  $lines | Select-Object -Skip 1 | ForEach-Object {',
    '    $value, $text = $_ -split "`t", 2',
    '    if (-not $text) { $text = $value }',
    "    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)",
    '  }',
    '}',
    '',
  ].join('\n');
}
