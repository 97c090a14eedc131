/** Address of a deployment: `st-marys@prod/etl`; untenanted `@prod/etl`. */
export function laneAddress(tenant: string | undefined, environment: string, project: string): string {
  return `${tenant ?? ''}@${environment}/${project}`;
}

/** Address of the steps that run once before or after a wave: `+canary.before@prod/etl`. */
export function onceAddress(wave: string, when: 'before' | 'after', environment: string, project: string): string {
  return `+${wave.replaceAll('/', '.')}.${when}@${environment}/${project}`;
}
