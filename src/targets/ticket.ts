const segment = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** The two parts of a ticket `<run>/<name>`, each safe as a folder name. Throws RangeError: tickets are made by us. */
export function checkTicket(ticket: string): { readonly run: string; readonly name: string } {
  const [run, name, ...rest] = ticket.split('/');
  if (run === undefined || name === undefined || rest.length > 0 || !segment.test(run) || !segment.test(name)) {
    throw new RangeError(`Not a ticket: ${JSON.stringify(ticket)}`);
  }
  return { run, name };
}
