import type { CommandEntry } from '../command.ts';

/** Every command there is: a new one is one file and one line here. In the order in which help lists them. */
export const commandEntries: readonly CommandEntry[] = [
  { name: 'init', summary: 'make a small working workspace', load: async () => (await import('./init.ts')).init },
  {
    name: 'validate',
    summary: 'find every mistake that can be known without running',
    load: async () => (await import('./validate.ts')).validate,
  },
  {
    name: 'plan',
    summary: 'show what a release would do, for each tenant',
    load: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'diff',
    summary: 'show what a change in git does, for each tenant',
    load: async () => (await import('./diff.ts')).diff,
  },
  {
    name: 'explain',
    summary: 'show why a variable has its value',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'lock',
    summary: 'write, check or update the lock of a release',
    load: async () => (await import('./lock.ts')).lock,
  },
  {
    name: 'bump',
    summary: 'raise versions in a release file',
    load: async () => (await import('./bump.ts')).bump,
  },
  { name: 'run', summary: 'deploy a release', load: async () => (await import('./run.ts')).run },
  { name: 'resume', summary: 'go on with a run that stopped', load: async () => (await import('./resume.ts')).resume },
  {
    name: 'rollback',
    summary: 'bring a project back to what was there before',
    load: async () => (await import('./rollback.ts')).rollback,
  },
  {
    name: 'cancel',
    summary: 'cancel a run and what it started',
    load: async () => (await import('./cancel.ts')).cancel,
  },
  { name: 'approve', summary: 'let a waiting run go on', load: async () => (await import('./approve.ts')).approve },
  { name: 'reject', summary: 'stop a waiting run', load: async () => (await import('./reject.ts')).reject },
  {
    name: 'receipt import',
    summary: 'record what a site did with its offline bundle',
    load: async () => (await import('./receipt-import.ts')).receiptImport,
  },
  { name: 'status', summary: 'show the state of a run', load: async () => (await import('./status.ts')).status },
  { name: 'runs', summary: 'list runs', load: async () => (await import('./runs.ts')).runs },
  {
    name: 'report',
    summary: 'tell the story of a run: failures, waiting, who decided',
    load: async () => (await import('./report.ts')).report,
  },
  { name: 'logs', summary: 'show the output of steps', load: async () => (await import('./logs.ts')).logs },
  { name: 'where', summary: 'show which version is where', load: async () => (await import('./where.ts')).where },
  {
    name: 'agent listen',
    summary: 'run steps on this machine for a runner that dials in',
    load: async () => (await import('./agent-listen.ts')).agentListen,
  },
  {
    name: 'agent poll',
    summary: 'run steps on this machine for a runner that it dials: nothing has to be let in',
    load: async () => (await import('./agent-poll.ts')).agentPoll,
  },
  {
    name: 'agent pair',
    summary:
      'print the fingerprint that the other side has to know this machine by, or write it to the file of a tenant',
    load: async () => (await import('./agent-pair.ts')).agentPair,
  },
  {
    name: 'audit verify',
    summary: 'prove that no recorded history was changed',
    load: async () => (await import('./audit-verify.ts')).auditVerify,
  },
  {
    name: 'aws show',
    summary: 'show the databases of a customer, which is active, and what needs them',
    load: async () => (await import('./aws-show.ts')).awsShow,
  },
  {
    name: 'aws activate',
    summary: 'put a database back that was kept, with the build that used it',
    load: async () => (await import('./aws-activate.ts')).awsActivate,
  },
  {
    name: 'aws orphans',
    summary: 'find databases that nobody needs any more, and remove them',
    load: async () => (await import('./aws-orphans.ts')).awsOrphans,
  },
  {
    name: 'aws unlock',
    summary: 'let go of a customer that a run which will not go on still holds',
    load: async () => (await import('./aws-unlock.ts')).awsUnlock,
  },
  {
    name: 'cache prune',
    summary: 'remove packages that nobody used lately, and what runs that ended left behind',
    load: async () => (await import('./cache-prune.ts')).cachePrune,
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of a file or step kind',
    load: async () => (await import('./schema.ts')).schema,
  },
  {
    name: 'doctor',
    summary: 'check the machine and everything a release needs',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'completion',
    summary: 'print a completion script for a shell',
    load: async () => (await import('./completion.ts')).completion,
  },
];
