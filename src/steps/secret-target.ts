import type { Target } from '../targets/target.ts';

/**
 * The target of a step, told with every script which secrets the step knows by then: no kind can forget it. `holdsSecret`
 * judges the text of a script.
 */
export function secretTarget(
  target: Target,
  secrets: () => readonly string[],
  holdsSecret: (script: string) => boolean,
): Target {
  return {
    start: (request) => {
      const known = [...new Set([...secrets(), ...(request.secrets ?? [])])];
      const secretScript = request.secretScript === true || holdsSecret(request.script);
      return target.start({ ...request, secrets: known, secretScript });
    },
    status: (ticket, abort) => target.status(ticket, abort),
    wait: (ticket, abort) => target.wait(ticket, abort),
    readLog: (ticket, cursor) => target.readLog(ticket, cursor),
    cancel: (ticket, graceMs) => target.cancel(ticket, graceMs),
    complete: (ticket) => target.complete(ticket),
    capabilities: () => target.capabilities(),
    packages: target.packages,
    close: () => target.close(),
  };
}
