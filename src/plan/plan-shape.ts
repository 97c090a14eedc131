/** Says which part of a value is not as it must be (`waves.0.name`, empty for the whole); undefined when all is well. */
type Check = (value: unknown) => string | undefined;

const isA =
  (type: 'string' | 'number' | 'boolean'): Check =>
  (value) =>
    typeof value === type ? undefined : '';
const text = isA('string');
const flag = isA('boolean');
const index: Check = (value) => (Number.isInteger(value) && Number(value) >= 0 ? undefined : '');
const amount: Check = (value) => (typeof value === 'number' && value >= 0 ? undefined : '');
const anything: Check = (value) => (value === undefined ? '' : undefined);

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null, or what the other check wants. */
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? undefined : check(value);
const absentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);
const oneOf =
  (...known: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && known.includes(value) ? undefined : '';

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? firstWrong(value.entries(), () => check) : '';

const mapOf =
  (check: Check): Check =>
  (value) =>
    isMap(value) ? firstWrong(Object.entries(value), () => check) : '';

function record(fields: { readonly [name: string]: Check }): Check {
  const known = Object.entries(fields);
  return (value) =>
    isMap(value)
      ? firstWrong(
          known.map(([name]) => [name, value[name]]),
          (name) => fields[name] ?? anything,
        )
      : '';
}

function firstWrong<K extends string | number>(
  parts: Iterable<readonly [K, unknown]>,
  checkOf: (name: K) => Check,
): string | undefined {
  for (const [name, part] of parts) {
    const wrong = checkOf(name)(part);
    if (wrong !== undefined) return wrong === '' ? String(name) : `${name}.${wrong}`;
  }
  return undefined;
}

const texts = listOf(text);
const indexes = listOf(index);
const values = mapOf(mapOf(record({})));

/** What a run relies on; a header, process or lane may hold more than that. */
export const headerShape: Check = record({
  release: text,
  releaseFile: text,
  version: text,
  project: text,
  channel: text,
  lockDigest: text,
  onFailure: oneOf('halt', 'continue', 'undo'),
  waves: listOf(
    record({
      name: text,
      approve: flag,
      soakSeconds: amount,
      concurrency: amount,
      failuresAllowed: amount,
      before: indexes,
      lanes: indexes,
      after: indexes,
    }),
  ),
  packages: listOf(record({ id: text, version: text, sha256: text, feed: text })),
  feeds: listOf(record({ name: text, type: text, settings: record({}) })),
  freezes: listOf(record({ name: text, start: amount, end: amount, lanes: indexes })),
  stepKinds: texts,
});

export const processShape: Check = record({
  project: text,
  digest: text,
  steps: listOf(
    record({
      path: text,
      id: text,
      name: text,
      project: text,
      kind: text,
      with: record({}),
      needs: indexes,
      run: oneOf('success', 'failure', 'always'),
      when: absentOr(text),
      timeoutSeconds: amount,
      retry: record({ attempts: amount, backoffSeconds: amount }),
      idempotent: flag,
      rollingWindow: amount,
      group: absentOr(text),
      chain: absentOr(record({ project: text, barrier: oneOf('tenant', 'wave', 'release'), children: indexes })),
    }),
  ),
});

export const laneShape: Check = record({
  address: text,
  kind: oneOf('tenant', 'once', 'shared'),
  tenant: orNull(record({ id: text, name: text, tags: texts })),
  environment: text,
  project: text,
  process: index,
  from: orNull(text),
  to: text,
  attempted: absentOr(record({ version: text, state: oneOf('failed', 'cancelled', 'running') })),
  versions: mapOf(text),
  namespace: absentOr(text),
  targets: listOf(record({ id: text, type: text, roles: texts, shared: flag, settings: record({}) })),
  pruned: mapOf(text),
  placement: mapOf(indexes),
  packages: mapOf(index),
  joins: mapOf(index),
  values,
  overrides: values,
  requires: listOf(record({ lanes: indexes, minimum: amount })),
  locks: texts,
});
