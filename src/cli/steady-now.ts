/**
 * A clock that never goes backwards, made of one that may: when that is set back, time goes on from where it was. Every
 * wait and every time limit counts on it; a wait until an hour ago plus a minute would last an hour and a minute.
 */
export function steadyNow(now: () => number): () => number {
  let last = Number.NEGATIVE_INFINITY;
  let lead = 0;
  return () => {
    const told = now();
    if (told + lead < last) lead = last - told;
    last = told + lead;
    return last;
  };
}
