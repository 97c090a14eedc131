/**
 * What few nodes of a lane have, by node. Most lanes never have any, and a run has thousands of lanes, so nothing is made
 * before the first entry.
 */
export class NodeMap<Value> {
  // Not `#entries`: states are compared field by field.
  private entries: Map<number, Value> | undefined = undefined;

  get size(): number {
    return this.entries?.size ?? 0;
  }

  get(node: number): Value | undefined {
    return this.entries?.get(node);
  }

  has(node: number): boolean {
    return this.entries?.has(node) === true;
  }

  set(node: number, value: Value): void {
    this.entries ??= new Map();
    this.entries.set(node, value);
  }

  delete(node: number): void {
    this.entries?.delete(node);
  }

  clear(): void {
    this.entries = undefined;
  }

  keys(): Iterable<number> {
    return this.entries?.keys() ?? [];
  }

  [Symbol.iterator](): Iterator<[number, Value]> {
    return (this.entries ?? new Map<number, Value>())[Symbol.iterator]();
  }
}
