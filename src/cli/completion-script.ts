export const shells = ['bash', 'zsh', 'fish', 'pwsh'] as const;
export type Shell = (typeof shells)[number];

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  /** Long names with their dashes. */
  readonly options: readonly string[];
}

/** A script that completes commands and options, to be sourced by the shell. Everything is written into it. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      return `#compdef release\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
    case 'pwsh':
      return powerShell(commands);
    default:
      return shell satisfies never;
  }
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the shell's
function bash(commands: readonly CompletedCommand[]): string {
  const cases = wordLists(commands).map(
    ([typed, words]) => `    ${JSON.stringify(typed)}) words=${JSON.stringify(words.join(' '))} ;;`,
  );
  return [
    '_release_complete() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" typed="" words="" index',
    '  for ((index = 1; index < COMP_CWORD && index < 3; index++)); do',
    '    [[ "${COMP_WORDS[index]}" == -* ]] || typed="${typed:+$typed }${COMP_WORDS[index]}"',
    '  done',
    '  case "$typed" in',
    ...cases,
    '    *) words="" ;;',
    '  esac',
    '  if [[ -z "$words" && "$typed" == *" "* ]]; then',
    '    case "${typed%% *}" in',
    ...cases.map((line) => `  ${line}`),
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  [[ ${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$current"))',
    '}',
    'complete -F _release_complete release',
    '',
  ].join('\n');
}

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are the shell's

/** What may follow what was typed: commands, second words, options. */
function wordLists(commands: readonly CompletedCommand[]): readonly (readonly [string, readonly string[]])[] {
  const firsts = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name))];
  const groups = firsts.flatMap((first): readonly (readonly [string, readonly string[]])[] => {
    const seconds = commands.flatMap(({ name }) =>
      name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : [],
    );
    return seconds.length === 0 ? [] : [[first, seconds]];
  });
  return [
    ['', [...firsts, '--help', '--version']],
    ...groups,
    ...commands.map(({ name, options }) => [name, options] as const),
  ];
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options }) => {
    const [first = name, second] = name.split(' ');
    const condition = second === undefined ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${first}`;
    return [
      ...(second === undefined ? [] : [`complete -c release -n __fish_use_subcommand -a ${first}`]),
      `complete -c release -n '${condition}' -a ${second ?? first} -d ${quoted(summary)}`,
      ...options.map(
        (option) => `complete -c release -n '__fish_seen_subcommand_from ${second ?? first}' -l ${option.slice(2)}`,
      ),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}

function powerShell(commands: readonly CompletedCommand[]): string {
  const entries = wordLists(commands).map(
    ([typed, words]) => `    '${typed}' = @(${words.map((word) => `'${word}'`).join(', ')})`,
  );
  return [
    'Register-ArgumentCompleter -Native -CommandName release -ScriptBlock {',
    '  param($wordToComplete, $commandAst, $cursorPosition)',
    '  $known = @{',
    ...entries,
    '  }',
    '  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" } | Where-Object { $_ -notlike \'-*\' -and $_ -ne $wordToComplete })',
    "  $two = ($typed | Select-Object -First 2) -join ' '",
    "  $one = ($typed | Select-Object -First 1) -join ' '",
    '  $words = if ($known.ContainsKey($two)) { $known[$two] } else { $known[$one] }',
    '  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, \'ParameterName\', $_) }',
    '}',
    '',
  ].join('\n');
}
