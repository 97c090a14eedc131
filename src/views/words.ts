/** `11,280`, the same on every machine. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 step`, `11,280 steps`. */
export function amount(count: number, singular: string, plural = `${singular}s`): string {
  return `${thousands(count)} ${count === 1 ? singular : plural}`;
}

/** `st-marys@prod/etl/migrate` without the project: who and where. Addresses of other things are left as they are. */
export function placeName(address: string): string {
  const slash = address.indexOf('/');
  return slash < 0 ? address : address.slice(0, slash);
}
