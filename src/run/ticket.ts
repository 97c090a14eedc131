interface Place {
  readonly run: string;
  readonly lane: number;
  readonly node: number;
  readonly attempt: number;
}

/** Names an attempt for ever: unique among all runs, the same after a crash, and usable as a folder's name. */
export function ticketOf({ run, lane, node, attempt }: Place): string {
  return `${run}.${lane}.${node}.${attempt}`;
}

export function undoTicketOf(place: Place): string {
  return `${ticketOf(place)}.undo`;
}
