import { before, settleIn } from './seed.ts';
import { serveAws } from './server.ts';
import { AwsWorld } from './world.ts';

/*
 * The imitated AWS as a program, to try the sample release out: two customers with a database and a service each, in qa
 * and prod. Time runs faster: a minute of AWS takes two seconds. `node emulator.js [port] [times faster]`
 */
const [port = '4566', faster = '30', broken = ''] = process.argv.slice(2);
const begun = Date.now();
const world = new AwsWorld();
world.now = begun;
if (broken === 'broken') world.healthOfNew = 'fail-at-start';
const account = world.account('111122223333');
for (const customer of ['xy-0146', 'kv-0152']) {
  settleIn(account, `${customer}-qa`, 'common-nonprod', begun);
  settleIn(account, `${customer}-prod`, 'common-prod', begun);
}
const tick = (): void => world.advanceTo(begun + (Date.now() - begun) * Number(faster));
const { url } = await serveAws(world, tick, Number(port));
process.stdout.write(`AWS is imitated at ${url}. In another terminal:

  export AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=AKIA111122223333 AWS_SECRET_ACCESS_KEY=any
  npx release run releases/records-2024-06.yaml --environment qa --var records.poll=1s --var records.bake=2s
  npx release aws show xy-0146 qa
  npx release aws activate xy-0146 qa ${before} --var records.poll=1s --var records.bake=2s --yes
`);
