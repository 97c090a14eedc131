import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { archiveName, listSamplePackages } from '../../scripts/build-sample-packages.ts';
import { makeSite, type Site } from './site.ts';

const products = (await listSamplePackages()).filter(({ layers }) => layers.includes('products/common'));
const env = {
  ENVIRONMENT: 'hosted-beta',
  URL: 'https://acme.beta.example',
  WORKERS: '4',
  THEME: 'plain & simple',
};

describe('the packages of the products', () => {
  let site: Site;

  beforeEach(async () => {
    site = await makeSite();
  });

  afterEach(() => site.remove());

  it.each(products.map((product) => [product.id, product] as const))('%s says its version', async (id, product) => {
    const unpacked = await site.unpack(archiveName(product));
    site.run(unpacked, 'post-deploy.sh', env);
    const project = id.toLowerCase().replace('.', '-');
    expect(await site.read(`hosted-beta/${project}/version`)).toBe(`${product.version}\n`);
  });

  it('fill in values, also ones that sed and awk would take for more than text', async () => {
    site.run(await site.unpack('Ledger.Web.24.6.0.zip'), 'post-deploy.sh', env);
    const page = await site.read('hosted-beta/ledger-web/index.html');
    expect(page).toContain('class="plain & simple"');
    expect(page).toContain("const api = 'https://acme.beta.example/api/ledger'");
  });

  it('say no version when a value is missing', async () => {
    const unpacked = await site.unpack('Portal.Api.8.2.1.tgz');
    const { WORKERS: _, ...withoutWorkers } = env;
    expect(() => site.run(unpacked, 'post-deploy.sh', withoutWorkers)).toThrow('No value for WORKERS');
    await expect(site.read('hosted-beta/portal-api/version')).rejects.toThrow('ENOENT');
  });

  it('patch the rounding of the ledger in mid-cycle', async () => {
    site.run(await site.unpack('Ledger.Api.24.6.0.zip'), 'post-deploy.sh', env);
    expect(await site.read('hosted-beta/ledger-api/ledger-api.conf')).toContain('rounding = down');
    site.run(await site.unpack('Ledger.Api.24.6.1.zip'), 'post-deploy.sh', env);
    expect(await site.read('hosted-beta/ledger-api/ledger-api.conf')).toContain('rounding = half-even');
    expect(await site.read('hosted-beta/ledger-api/version')).toBe('24.6.1\n');
  });

  it('migrate a ledger and keep its rows, once and for all', async () => {
    await site.write(
      'hosted-beta/ledger.csv',
      'id,date,account,amount\n7,2024/05/01,cash,12.50\n8,2024-05-02,stock,-3\n',
    );
    const unpacked = await site.unpack('Ledger.Database.24.6.0.zip');
    const migrated = 'id,date,account,amount,currency\n7,2024-05-01,cash,12.50,GBP\n8,2024-05-02,stock,-3,GBP\n';
    for (const time of ['first', 'second']) {
      expect(site.run(unpacked, 'pre-deploy.sh', env), time).toContain('The ledger has 2 entries');
      expect(await site.read('hosted-beta/ledger.csv'), time).toBe(migrated);
    }
  });

  it('open a ledger where there is none', async () => {
    site.run(await site.unpack('Ledger.Database.24.6.0.zip'), 'pre-deploy.sh', env);
    expect(await site.read('hosted-beta/ledger.csv')).toContain('\n1,2024-01-02,cash,1000.00,GBP\n');
  });
});
