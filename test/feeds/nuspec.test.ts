import { describe, expect, it } from 'vitest';
import { readNuspec } from '../../src/feeds/nuspec.ts';
import { text } from './bytes.ts';

describe('readNuspec', () => {
  it.each([
    ['<package><metadata><id>A.B</id><version> 1.0 </version></metadata></package>', 'A.B', '1.0'],
    [
      '\ufeff<package xmlns="x"><metadata minClientVersion="2.5">\n<id>A</id><version>1</version></metadata></package>',
      'A',
      '1',
    ],
    [
      '<n:package><n:metadata><n:id>A &amp; B&#33;</n:id><n:version>1</n:version></n:metadata></n:package>',
      'A & B!',
      '1',
    ],
    [
      '<!-- <metadata><id>No</id></metadata> --><metadata><!--<id>No</id>--><id>Yes</id><version>1</version></metadata>',
      'Yes',
      '1',
    ],
    [
      '<metadata><dependencies><dependency id="x" version="2"/></dependencies><id>A</id><version>1</version></metadata>',
      'A',
      '1',
    ],
  ])('%s', (xml, id, version) => {
    expect(readNuspec(text(xml))).toEqual({ id, version });
  });

  it('reads UTF-16', () => {
    const xml = Buffer.from('\ufeff<metadata><id>Ä</id><version>1</version></metadata>', 'utf16le');
    expect(readNuspec(xml)).toEqual({ id: 'Ä', version: '1' });
  });

  it.each(['', '<metadata', '<!-- ', '<metadata></metadata>', '<id>A</id>', '<metadata><id>A'])(
    'finds nothing in %j',
    (xml) => {
      expect(readNuspec(text(xml))).toEqual({});
    },
  );
});
