import type { LaneValue } from '../../resolve/values.ts';
import type { PlanValue } from '../model.ts';

/** Whether two values come out the same. Almost all of them do, and are one text or number. */
export function sameValue(one: LaneValue | PlanValue | undefined, other: LaneValue | PlanValue | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  if ('value' in one && 'value' in other) {
    return one.value === other.value || (isNested(one.value) && textOf(one) === textOf(other));
  }
  return textOf(toPlanValue(one)) === textOf(toPlanValue(other));
}

/** A value as plans hold it. */
export function toPlanValue(value: LaneValue | PlanValue): PlanValue {
  return 'template' in value ? { template: value.template } : value;
}

export function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
