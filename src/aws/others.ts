import { AwsFailure } from './failure.ts';

/** A look may show what was long ago: what it says against us is believed when it says so again and again. */
export class Patience {
  #looks = 0;

  isEnough(): boolean {
    this.#looks += 1;
    return this.#looks >= 3;
  }
}

export function changedByOthers(service: string, current: string): AwsFailure {
  const what = current === '' ? 'is gone' : `runs ${current.split('/').at(-1)} now`;
  return new AwsFailure(
    'refused',
    'Superseded',
    `service ${service} ${what}, which this deployment did not do; nothing is changed`,
  );
}
