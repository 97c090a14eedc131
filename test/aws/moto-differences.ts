/**
 * What moto_server 5 does otherwise than AWS, as measured and as its sources say, by the scenario of contract.test.ts
 * that shows it. Against moto such a scenario has to fail: the list stays true.
 */
export const motoDifferences: { readonly [scenario: string]: string } = {
  'a restore takes no more than it is told':
    'moto lets DeletionProtection and MultiAZ through from the source when they are false',
  'a deletion needs a final snapshot or a word against it': 'moto accepts neither',
  'a service is created once': 'moto replaces a service of the same name',
  'an update moves the deployment': 'moto keeps the old task definition in deployments',
  'a snapshot of another account is copied by its ARN': 'moto ignores the account in an ARN',
  'the type of a parameter stays': 'moto lets it change',
  'task definitions come newest first when asked': 'moto takes no notice of sort',
  'at most ten services are described at once': 'moto describes any number',
  'an endpoint comes when the database does': 'moto gives it at once',
};

/** The same for the scenarios of ecs-contract.test.ts. */
export const motoEcsDifferences: { readonly [scenario: string]: string } = {
  'a service that is there moves to the new task definition, and remembers the old one':
    'moto keeps the old task definition in deployments',
  'a service is put back to the task definition before': 'moto keeps the old task definition in deployments',
  'a service is steady once its tasks run, and then it is verified':
    'services of moto have no tasks, and no rollout ends',
  'revisions are those of the family, the newest first': 'moto takes no notice of sort',
};
