import type { Release, Wave } from '../../config/model.ts';
import type { LaneDraft } from '../compile-lane.ts';
import type { PlanProcess } from '../model.ts';
import { groupChanges, type LaneChange } from './group.ts';
import { diffLanePackages } from './lane-packages.ts';
import { diffLaneSteps } from './lane-steps.ts';
import { diffLaneTargets } from './lane-targets.ts';
import { diffLaneValues } from './lane-values.ts';
import type { ReleaseDiff, SettingChange } from './model.ts';
import { textOf } from './same-value.ts';
import type { DiffSide } from './side.ts';
import { diffProcesses, type ProcessDiff } from './steps.ts';

/** One of the two is there. */
export interface DiffSides {
  readonly before?: DiffSide;
  readonly after?: DiffSide;
}

/** What a change does to a release, for each of its deployments; the same change of many deployments is one change. */
export function diffRelease({ before, after }: DiffSides): ReleaseDiff | undefined {
  const release = (after ?? before)?.draft.release;
  if (release === undefined) return undefined;
  const addresses = [...new Set([...(after?.lanes.keys() ?? []), ...(before?.lanes.keys() ?? [])])];
  const groups = groupChanges(laneChanges(addresses, { ...(before && { before }), ...(after && { after }) }));
  const changed = new Set(groups.flatMap(({ deployments }) => deployments)).size;
  const settings = before && after ? settingChanges(before.draft.release, after.draft.release) : [];
  return {
    release: release.id,
    file: release.file,
    reach: 'release',
    state: stateOf(before, after, groups.length + settings.length),
    settings,
    groups,
    deployments: { all: addresses.length, changed },
  };
}

function stateOf(before: DiffSide | undefined, after: DiffSide | undefined, changes: number): ReleaseDiff['state'] {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return changes === 0 ? 'same' : 'changed';
}

function* laneChanges(
  addresses: readonly string[],
  sides: DiffSides,
): Iterable<{ readonly lane: string; readonly change: LaneChange }> {
  const { before, after } = sides;
  const processes = before && after ? processDiffs(before, after) : undefined;
  for (const lane of addresses) {
    const [was, is] = [before?.lanes.get(lane), after?.lanes.get(lane)];
    if (was === undefined || is === undefined) {
      const only = is ?? was;
      const what = is === undefined ? 'removed' : 'added';
      if (only !== undefined) yield { lane, change: { kind: 'deployment', what, version: only.lane.to } };
    } else if (before && after && processes) {
      const both = { before, after };
      for (const change of factChanges(was, is, both)) yield { lane, change };
      for (const change of diffLaneTargets(was, is)) yield { lane, change };
      for (const change of diffLanePackages(was, is, both)) yield { lane, change };
      for (const change of diffLaneSteps(was, is, processes(was, is))) yield { lane, change };
      for (const change of diffLaneValues(was, is, both)) yield { lane, change: { kind: 'value', ...change } };
    }
  }
}

function factChanges(
  { lane: was }: LaneDraft,
  { lane: is }: LaneDraft,
  { before, after }: Required<DiffSides>,
): readonly LaneChange[] {
  const changes: LaneChange[] = [];
  for (const project of Object.keys(is.versions)) {
    const [old, version = ''] = [was.versions[project], is.versions[project]];
    if (old !== undefined && old !== version) changes.push({ kind: 'version', project, before: old, after: version });
  }
  const [from, to] = [before.waveOf(was.address), after.waveOf(is.address)];
  if (from !== undefined && to !== undefined && from !== to) changes.push({ kind: 'wave', before: from, after: to });
  if (was.namespace !== is.namespace) {
    changes.push({ kind: 'namespace', before: was.namespace ?? null, after: is.namespace ?? null });
  }
  return changes;
}

/** Each pair of processes is compared once, however many deployments have it. */
function processDiffs(before: DiffSide, after: DiffSide) {
  const known = new Map<string, { before: PlanProcess; after: PlanProcess; diff: ProcessDiff }>();
  return (was: LaneDraft, is: LaneDraft) => {
    const key = `${was.lane.process} ${is.lane.process}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const [one, other] = [before.processOf(was), after.processOf(is)];
    const made = { before: one, after: other, diff: diffProcesses(one, other) };
    known.set(key, made);
    return made;
  };
}

function settingChanges(before: Release, after: Release): readonly SettingChange[] {
  const changes: SettingChange[] = [];
  const compare = (what: string, one: string, other: string): void => {
    if (one !== other) changes.push({ what, before: one, after: other });
  };
  compare('project', before.project.text, after.project.text);
  compare('channel', before.channel, after.channel);
  compare('onFailure', before.onFailure, after.onFailure);
  compare('waves', waveNames(before), waveNames(after));
  const old = new Map(before.waves.map((wave) => [wave.name, wave]));
  for (const wave of after.waves) {
    const was = old.get(wave.name);
    if (was !== undefined) compare(`terms of wave ${wave.name}`, termsOf(was), termsOf(wave));
  }
  return changes;
}

function waveNames({ waves }: Release): string {
  return waves.map(({ name }) => name).join(', ') || 'one for everybody';
}

function termsOf({ approve, soakSeconds, concurrency, budget }: Wave): string {
  const terms = [
    ...(approve ? ['approval'] : []),
    ...(soakSeconds > 0 ? [`soak ${soakSeconds}s`] : []),
    ...(concurrency > 0 ? [`${concurrency} at once`] : []),
    ...(budget.tenants > 0 || budget.percent > 0 ? [`budget ${textOf(budget)}`] : []),
  ];
  return terms.join(', ') || 'none';
}
