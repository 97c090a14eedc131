import { catalogue } from '../../diagnostics/catalogue.ts';
import { jsonText } from '../json.ts';
import { fingerprints } from './fingerprint.ts';
import { messageOf, type Placed, placedFindings } from './placed.ts';
import type { ChecksView } from './view.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF 2.1.0: one run, our codes as rule ids, places relative to the top of the repository. */
export function sarifReport(view: ChecksView): string {
  const findings = placedFindings(view);
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const marks = fingerprints(findings);
  return jsonText({
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'release',
            semanticVersion: view.version,
            rules: codes.map((id) => ({ id, shortDescription: { text: catalogue[id] } })),
          },
        },
        // Columns count what JavaScript and editors count.
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { description: { text: 'The top of the repository' } } },
        results: findings.map((one) => ({
          ruleId: one.code,
          ruleIndex: codes.indexOf(one.code),
          level: one.severity,
          message: { text: messageOf(one) },
          locations: [location(one)],
          ...relatedLocations(one, view.prefix),
          partialFingerprints: { 'release/v1': marks.get(one) ?? '' },
        })),
      },
    ],
  });
}

function location({ file, line, column, endLine, endColumn }: Placed): object {
  const region =
    line === null
      ? {}
      : {
          region: {
            startLine: line,
            startColumn: column ?? 1,
            ...(endLine === null ? {} : { endLine }),
            ...(endColumn === null ? {} : { endColumn }),
          },
        };
  return { physicalLocation: { artifactLocation: artifact(file), ...region } };
}

function relatedLocations({ related }: Placed, prefix: string): object {
  if (related.length === 0) return {};
  return {
    relatedLocations: related.map(({ message, file, line, column }, index) => ({
      id: index + 1,
      message: { text: message },
      physicalLocation: {
        artifactLocation: artifact(`${prefix}${file}`),
        region: { startLine: line, startColumn: column },
      },
    })),
  };
}

/** A path as the reference that SARIF asks for. */
function artifact(path: string): object {
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' };
}
