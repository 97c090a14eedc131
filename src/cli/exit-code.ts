/** What the process ends with; a stable interface (runtime.md, "Exit codes"). */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  blocked: 3,
  lockHeld: 4,
  withinBudget: 5,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
