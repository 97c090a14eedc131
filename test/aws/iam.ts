import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Call } from '../support/aws/fault.ts';
import type { AccountState } from '../support/aws/state.ts';

/** As much of IAM as the policy of docs/aws.md uses. */
export interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string } };
}

/** A right that a call needs. */
export interface Right {
  readonly action: string;
  readonly resource: string;
  /** Tags of the resource as it is; undefined when it is not there yet. */
  readonly tags: Readonly<Record<string, string>> | undefined;
}

export const page = readFileSync(fileURLToPath(new URL('../../docs/aws.md', import.meta.url)), 'utf8');

/** The policy as the page prints it, for another namespace and cluster. */
export function policyFor(namespace: string, cluster: string): readonly Statement[] {
  const text = /```json\n(\{\n {2}"Version"[\s\S]*?)```/.exec(page)?.[1] ?? '';
  const moved = text.replaceAll('xy-0146-prod', namespace).replaceAll('common-prod', cluster);
  return (JSON.parse(moved) as { readonly Statement: readonly Statement[] }).Statement;
}

export function actionsOf({ Action }: Statement): readonly string[] {
  return typeof Action === 'string' ? [Action] : Action;
}

export function allows(statement: Statement, { action, resource, tags }: Right): boolean {
  const { Resource, Condition = {} } = statement;
  const resources = typeof Resource === 'string' ? [Resource] : Resource;
  if (!actionsOf(statement).includes(action) || !resources.some((pattern) => fits(pattern, resource))) return false;
  return Object.entries(Condition).every(([operator, wanted]) => {
    if (operator !== 'StringEqualsIfExists') return false;
    return Object.entries(wanted).every(([key, value]) => {
      const found = tags?.[key.replace('aws:ResourceTag/', '')];
      return found === undefined || found === value;
    });
  });
}

function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

/** The rights that AWS checks for a call, those among them that its documentation calls dependent actions. */
export function rightsFor({ service, operation, input }: Call, account: AccountState): readonly Right[] {
  const text = (key: string): string => String(input[key] ?? '');
  const rds = (type: string, id: string): string => `arn:aws:rds:${account.region}:${account.id}:${type}:${id}`;
  const need = (action: string, resource: string): Right => ({
    action: `${service}:${action}`,
    resource,
    tags: tagsAt(account, resource),
  });
  const tagged = input.Tags !== undefined || input.tags !== undefined;
  const [db, snapshot] = [rds('db', text('DBInstanceIdentifier')), rds('snapshot', text('DBSnapshotIdentifier'))];
  switch (operation) {
    case 'CreateDBSnapshot':
      return [need(operation, db), need(operation, snapshot), need('AddTagsToResource', snapshot)];
    case 'RestoreDBInstanceFromDBSnapshot':
      return [
        ...[db, snapshot, rds('subgrp', text('DBSubnetGroupName')), rds('pg', text('DBParameterGroupName'))].map(
          (one) => need(operation, one),
        ),
        need(operation, rds('og', 'default:mysql-8-0')),
        need('AddTagsToResource', db),
      ];
    case 'DeleteDBInstance': {
      const final = rds('snapshot', text('FinalDBSnapshotIdentifier'));
      const last = input.FinalDBSnapshotIdentifier === undefined ? [] : [db, final];
      return [need(operation, db), ...last.map((one) => need('CreateDBSnapshot', one))];
    }
    case 'ModifyDBInstance':
    case 'RebootDBInstance':
      return [need(operation, db)];
    case 'DeleteDBSnapshot':
      return [need(operation, snapshot)];
    case 'AddTagsToResource':
      return [need(operation, text('ResourceName'))];
    case 'GetParameters':
      return (input.Names as readonly string[]).map((name) => need(operation, parameterArn(account, name)));
    case 'GetParametersByPath':
      return [need(operation, parameterArn(account, text('Path')))];
    case 'GetParameterHistory':
    case 'PutParameter':
    case 'DeleteParameter':
      return [
        need(operation, parameterArn(account, text('Name'))),
        ...(tagged ? [need('AddTagsToResource', parameterArn(account, text('Name')))] : []),
      ];
    case 'RegisterTaskDefinition': {
      const definition = `arn:aws:ecs:${account.region}:${account.id}:task-definition/${text('family')}:1`;
      return [need(operation, definition), ...(tagged ? [need('TagResource', definition)] : [])];
    }
    case 'CreateService':
    case 'UpdateService':
    case 'DeleteService': {
      const name = text('service') || text('serviceName');
      const arn = `arn:aws:ecs:${account.region}:${account.id}:service/${text('cluster')}/${name}`;
      return [need(operation, arn), ...(tagged ? [need('TagResource', arn)] : [])];
    }
    default:
      // Lists and descriptions of several things at once can be allowed for all of them only.
      return service === 'sts' ? [] : [need(operation, '*')];
  }
}

function parameterArn({ region, id }: AccountState, name: string): string {
  return `arn:aws:ssm:${region}:${id}:parameter${name}`;
}

function tagsAt({ instances, snapshots }: AccountState, arn: string): Readonly<Record<string, string>> | undefined {
  const id = arn.split(':').at(-1) ?? '';
  const found = arn.includes(':db:') ? instances.get(id) : arn.includes(':snapshot:') ? snapshots.get(id) : undefined;
  return found && Object.fromEntries(found.tags.map(({ Key, Value }) => [Key, Value]));
}
