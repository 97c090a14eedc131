import type { Diagnostic } from '../diagnostics/diagnostic.ts';

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Linux passes no single `NAME=value` of 128 KiB or more to a program (MAX_ARG_STRLEN). */
const maxEntryBytes = 131_072 - 1;
/** Names a shell owns: it refuses, computes or resets them, so a value given here would not arrive. */
const shellOwned = new Set(
  (
    '_ UID EUID PPID SHELLOPTS BASHOPTS BASHPID BASH_VERSINFO BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_ALIASES BASH_CMDS ' +
    'BASH_COMMAND BASH_LINENO BASH_SOURCE BASH_SUBSHELL COMP_WORDBREAKS DIRSTACK EPOCHREALTIME EPOCHSECONDS FUNCNAME ' +
    'GROUPS HISTCMD IFS LINENO OLDPWD OPTIND PIPESTATUS PWD RANDOM SECONDS SHLVL SRANDOM'
  ).split(' '),
);

/** Refuses what a shell cannot pass on unchanged. Never shows a value: it may be a secret. */
export function checkEnvironment(env: Readonly<Record<string, string>>): Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const name in env) {
    const value = env[name] ?? '';
    if (!isFine(name)) problems.push(...nameProblems(name));
    if (valueProblem(name, value) !== undefined) problems.push(...valueProblems(name, value));
  }
  return problems;
}

/** Every script of a run gets much the same names. */
const fine = new Set<string>();
const mostFine = 1000;

function isFine(name: string): boolean {
  if (fine.has(name)) return true;
  const known = nameProblems(name).length === 0;
  if (known && fine.size < mostFine) fine.add(name);
  return known;
}

function nameProblems(name: string): Diagnostic[] {
  const owned = shellOwned.has(name) || name.startsWith('_release_') || name === 'RELEASE_OUTPUT';
  if (identifier.test(name) && !owned) return [];
  return [
    {
      code: 'REL2101',
      severity: 'error',
      summary: `The environment variable ${JSON.stringify(name)} cannot be given to a script`,
      hint: owned ? 'the shell or release sets this name itself; use another' : 'use letters, digits and _ only',
    },
  ];
}

function valueProblems(name: string, value: string): Diagnostic[] {
  const reason = valueProblem(name, value);
  if (reason === undefined) return [];
  return [
    {
      code: 'REL2102',
      severity: 'error',
      summary: `The value of the environment variable ${JSON.stringify(name)} ${reason}`,
      hint: 'write the value to a file that the script reads, or encode it as base64 in smaller parts',
    },
  ];
}

function valueProblem(name: string, value: string): string | undefined {
  if (value.includes('\0')) return 'holds a NUL character, which no environment can carry';
  if (/\p{Surrogate}/u.test(value)) return 'is not well-formed Unicode text';
  if (value.length * 3 < maxEntryBytes - 200) return undefined;
  const bytes = Buffer.byteLength(name) + 1 + Buffer.byteLength(value);
  return bytes >= maxEntryBytes ? 'is longer than 128 KiB, which the system refuses' : undefined;
}
