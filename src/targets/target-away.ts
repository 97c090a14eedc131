/**
 * The machine of a target cannot be asked. Nothing is known of what was asked for last: it may have been heard. The same
 * ticket asked for again is the same start, so whoever catches this asks again later.
 */
export class TargetAway extends Error {
  /** Asking again does not help: somebody has to look. */
  readonly lasting: boolean;

  constructor(message: string, lasting = false) {
    super(message);
    this.lasting = lasting;
  }
}
