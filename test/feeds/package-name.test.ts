import { describe, expect, it } from 'vitest';
import { parsePackageName } from '../../src/feeds/package-name.ts';

describe('parsePackageName', () => {
  it.each([
    ['Local.StMarys.2024.6.0.nupkg', 'Local.StMarys', '2024.6.0', 'nupkg'],
    ['Etl.Transforms.3.1.0.4.zip', 'Etl.Transforms', '3.1.0.4', 'zip'],
    ['Foo.7.Zip.1.0.NUPKG', 'Foo.7.Zip', '1.0', 'nupkg'],
    ['Foo.1.0.0-rc.1.nupkg', 'Foo', '1.0.0-rc.1', 'nupkg'],
    ['Foo.5.1.2.3.4.nupkg', 'Foo.5', '1.2.3.4', 'nupkg'],
    ['web-1.2.3.tgz', 'web', '1.2.3', 'tar'],
    ['my-web-app-1.2.3-beta.1.tgz', 'my-web-app', '1.2.3-beta.1', 'tar'],
    ['web-2.1.2.3.tar.gz', 'web', '2.1.2.3', 'tar'],
    ['Web-1.2.3.zip', 'Web', '1.2.3', 'zip'],
    ['Web-2.1.0.0.nupkg', 'Web-2', '1.0.0', 'nupkg'],
    ['Web.1.2.3+build.5.zip', 'Web', '1.2.3+build.5', 'zip'],
  ])('%s is %s %s', (file, id, version, kind) => {
    expect(parsePackageName(file)).toMatchObject({ id, version: { text: version }, kind });
  });

  it.each(['Web.nupkg', '1.2.3.zip', '.nupkg', 'Web.1.2.3.msi', 'Web.latest.zip', 'Web.1.x.zip'])(
    '%s is no package',
    (file) => {
      expect(parsePackageName(file)).toBeUndefined();
    },
  );
});
