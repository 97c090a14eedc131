type Environment = Readonly<Record<string, string | undefined>>;

/** Where traces go, as the standard OTEL_* variables say. */
export interface TraceSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Attributes of the resource, `service.name` among them. */
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: string;
  /** Of the samplers that take a share. */
  readonly ratio: number;
}

export type ReadSettings =
  | { readonly kind: 'on'; readonly settings: TraceSettings }
  | { readonly kind: 'off' }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Reads them as https://opentelemetry.io/docs/specs/otel/protocol/exporter describes. Only OTLP over HTTP with JSON is
 * spoken; a collector that is asked for http/protobuf takes JSON at the same address.
 */
export function readTraceSettings(environment: Environment): ReadSettings {
  const read = (name: string): string => environment[name]?.trim() ?? '';
  const exporter = read('OTEL_TRACES_EXPORTER').toLowerCase();
  if (read('OTEL_SDK_DISABLED').toLowerCase() === 'true' || exporter === 'none') return { kind: 'off' };
  const own = read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  const base = read('OTEL_EXPORTER_OTLP_ENDPOINT');
  if (own === '' && base === '' && exporter === '') return { kind: 'off' };
  if (exporter !== '' && !exporter.split(',').includes('otlp'))
    return refused(`OTEL_TRACES_EXPORTER is ${exporter}; only otlp is known`);
  const protocol = read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') || read('OTEL_EXPORTER_OTLP_PROTOCOL');
  if (protocol === 'grpc') return refused('OTEL_EXPORTER_OTLP_PROTOCOL is grpc; only http/json is spoken');
  const url = own || `${(base || 'http://localhost:4318').replace(/\/+$/, '')}/v1/traces`;
  if (!/^https?:\/\/[^/]/.test(url))
    return refused('the address of OTEL_EXPORTER_OTLP_ENDPOINT does not begin with http:// or https://');
  const timeout = Number(read('OTEL_EXPORTER_OTLP_TRACES_TIMEOUT') || read('OTEL_EXPORTER_OTLP_TIMEOUT') || '10000');
  const ratio = Number(read('OTEL_TRACES_SAMPLER_ARG') || '1');
  return {
    kind: 'on',
    settings: {
      url,
      headers: {
        ...pairs(read('OTEL_EXPORTER_OTLP_HEADERS'), true),
        ...pairs(read('OTEL_EXPORTER_OTLP_TRACES_HEADERS'), true),
      },
      timeoutMs: timeout > 0 ? timeout : 10_000,
      resource: {
        ...pairs(read('OTEL_RESOURCE_ATTRIBUTES'), false),
        ...(read('OTEL_SERVICE_NAME') !== '' && { 'service.name': read('OTEL_SERVICE_NAME') }),
      },
      sampler: read('OTEL_TRACES_SAMPLER') || 'parentbased_always_on',
      ratio: ratio >= 0 && ratio <= 1 ? ratio : 1,
    },
  };
}

/** `a=1,b=two%20words`. Names of headers have no case. */
function pairs(text: string, lower: boolean): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').flatMap((pair): readonly (readonly [string, string])[] => {
      const cut = pair.indexOf('=');
      const name = pair.slice(0, Math.max(0, cut)).trim();
      if (name === '') return [];
      return [[lower ? name.toLowerCase() : name, decoded(pair.slice(cut + 1).trim())]];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refused(why: string): ReadSettings {
  return { kind: 'refused', why };
}
