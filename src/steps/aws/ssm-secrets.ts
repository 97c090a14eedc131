import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import { readParameter } from '../../aws/parameters.ts';
import type { AwsPlace } from '../../aws/place.ts';
import { notRead, type SecretResult, type SecretSource } from '../../secrets/secret-source.ts';

/**
 * Secrets in the Parameter Store: `/xy-0146-prod/pas/password`, or a whole ARN, which also says region and account. Then,
 * if need be, ` in <region>` and ` as <ARN of a role>`.
 */
export function ssmSecrets(aws: Aws): SecretSource {
  return {
    read: async ({ ref }) => {
      const asked = decodeReference(ref);
      if (asked === undefined) {
        const hint =
          'write /path/of/parameter or its ARN, then, if need be: in eu-west-1 as arn:aws:iam::111122223333:role/reader';
        return notRead('REL2120', `${JSON.stringify(ref)} is no name of a parameter`, hint);
      }
      try {
        return await read(aws, asked);
      } catch (error) {
        if (!(error instanceof AwsFailure)) throw error;
        const hint = 'check the region, the credentials, and the rights ssm:GetParameters and kms:Decrypt';
        return notRead('REL2120', `The secret parameter ${asked.name} cannot be read`, hint, error.message);
      }
    },
  };
}

async function read(aws: Aws, { name, place }: Asked): Promise<SecretResult> {
  const found = await readParameter(aws.at(place), name, true);
  if (found === undefined) {
    return notRead(
      'REL2120',
      `There is no parameter ${name}, which should hold a secret`,
      'make it, or correct the name',
    );
  }
  return { ok: true, value: found.value, warnings: [] };
}

interface Asked {
  readonly name: string;
  readonly place: AwsPlace;
}

export function decodeReference(ref: string): Asked | undefined {
  const parts = /^(\S+)(?: in ([a-z]{2,}(?:-[a-z]+)+-\d))?(?: as (arn:[a-z-]+:iam::\d{12}:role\/\S+))?$/.exec(
    ref.trim(),
  );
  const [, name = '', region, assumeRole] = parts ?? [];
  if (parts === null || !/^(?:\/?[A-Za-z0-9_.\-/]+|arn:[a-z-]+:ssm:[a-z0-9-]+:\d{12}:parameter\/\S+)$/.test(name))
    return undefined;
  const [, , , arnRegion, account] = name.startsWith('arn:') ? name.split(':') : [];
  const where = region ?? arnRegion;
  return {
    name,
    place: {
      ...(where !== undefined && { region: where }),
      // A role may look into another account than its own, so the parameter's does not guard it.
      ...(account !== undefined && assumeRole === undefined && { account }),
      ...(assumeRole !== undefined && { assumeRole }),
    },
  };
}
