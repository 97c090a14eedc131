import { createHash } from 'node:crypto';
import { type Plan, type PlanHeader, type PlanLane, type PlanProcess, planFormatVersion } from './model.ts';
import { headerShape, laneShape, processShape } from './plan-shape.ts';

/** A plan as it stands on disk: NDJSON, a head with the digest of all other lines, then header, processes, lanes. */
export interface SerializedPlan {
  readonly digest: string;
  /** Each with its newline. */
  readonly lines: readonly string[];
}

export function serializePlan(plan: Plan): SerializedPlan {
  const body = [
    line({ kind: 'header', header: plan.header }),
    ...plan.processes.map((process) => line({ kind: 'process', process })),
    ...plan.lanes.map((lane) => line({ kind: 'lane', lane })),
  ];
  const digest = digestOf(body);
  return { digest, lines: [line({ kind: 'release-plan', formatVersion: planFormatVersion, digest }), ...body] };
}

export type ReadPlan = { readonly kind: 'read'; readonly plan: Plan; readonly digest: string } | RefusedPlan;

export interface RefusedPlan {
  readonly kind: 'refused';
  /** Counts from 1. */
  readonly line: number;
  /** Completes the sentence "this is not a plan that can run: …". */
  readonly reason: string;
}

/**
 * Reads a plan and proves that no byte of it changed since it was made: what is run is what was shown. `lines` come
 * without their newlines.
 */
export function readPlan(lines: readonly string[]): ReadPlan {
  const [first = '', ...body] = lines.filter((text) => text !== '');
  const head = parse(first);
  if (head?.kind !== 'release-plan') return refused(1, 'its first line is not the head of a plan');
  if (head.formatVersion !== planFormatVersion) {
    return refused(1, `its format version is ${String(head.formatVersion)}, this release reads ${planFormatVersion}`);
  }
  const { digest } = head;
  if (typeof digest !== 'string' || digest !== digestOf(body.map((text) => `${text}\n`))) {
    return refused(1, 'its content does not have the digest it was made with: it was changed or cut off');
  }
  return assemble(body, digest);
}

function assemble(body: readonly string[], digest: string): ReadPlan {
  let header: PlanHeader | undefined;
  const processes: PlanProcess[] = [];
  const lanes: PlanLane[] = [];
  for (const [index, text] of body.entries()) {
    const data = parse(text);
    const [part, wrong] = partOf(data);
    if (wrong !== undefined) return refused(index + 2, wrong);
    if (part === 'header') header = data?.header as PlanHeader;
    else if (part === 'process') processes.push(data?.process as PlanProcess);
    else lanes.push(data?.lane as PlanLane);
  }
  if (header === undefined) return refused(1, 'it has no header');
  const plan = { header, processes, lanes };
  const stray = strayIndex(plan);
  return stray === undefined ? { kind: 'read', digest, plan } : refused(1, stray);
}

const shapes = { header: headerShape, process: processShape, lane: laneShape } as const;
type Part = keyof typeof shapes;

/** Which part of a plan a line holds; with the reason when it does not. */
function partOf(data: Record<string, unknown> | undefined): readonly [part: Part | undefined, wrong?: string] {
  const part = (Object.keys(shapes) as Part[]).find((name) => name === data?.kind);
  if (part === undefined || data === undefined) return [undefined, 'this line is none of header, process and lane'];
  const wrong = shapes[part](data[part]);
  if (wrong === undefined) return [part];
  return [
    undefined,
    wrong === '' ? `this line holds no ${part}` : `\`${wrong}\` of this ${part} is not what it must be`,
  ];
}

/** What points to a process, lane or step that is not there. */
function strayIndex({ header, processes, lanes }: Plan): string | undefined {
  const stray = lanes.find(({ process }) => processes[process] === undefined);
  if (stray !== undefined) return `${stray.address} has no process`;
  const known = (index: number): boolean => index < lanes.length;
  const waves = header.waves.find(({ before, lanes, after }) => ![...before, ...lanes, ...after].every(known));
  if (waves !== undefined) return `wave ${waves.name} names a deployment that is not there`;
  const process = processes.find(({ steps }) =>
    steps.some(({ needs, chain }) => ![...needs, ...(chain?.children ?? [])].every((index) => index < steps.length)),
  );
  return process && `the process of ${process.project} names a step that is not there`;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of lines) hash.update(text);
  return `sha256:${hash.digest('hex')}`;
}

function line(content: object): string {
  return `${JSON.stringify(content)}\n`;
}

function refused(at: number, reason: string): RefusedPlan {
  return { kind: 'refused', line: at, reason };
}
