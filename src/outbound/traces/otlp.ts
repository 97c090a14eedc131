import type { AttributeValue, Span } from './span.ts';

export interface OtlpScope {
  readonly traceId: string;
  readonly tracestate: string | undefined;
  readonly resource: Readonly<Record<string, AttributeValue>>;
  /** Version of `release`. */
  readonly version: string;
}

/** Spans as the JSON form of OTLP (opentelemetry-proto, trace/v1): ids in hexadecimal, times as texts. */
export function otlpBody(spans: readonly Span[], { traceId, tracestate, resource, version }: OtlpScope): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [
          {
            scope: { name: 'release', version },
            spans: spans.map((span) => ({
              traceId,
              spanId: span.spanId,
              ...(tracestate !== undefined && { traceState: tracestate }),
              ...(span.parentId !== undefined && { parentSpanId: span.parentId }),
              flags: 1,
              name: span.name,
              kind: span.kind === 'server' ? 2 : 1,
              startTimeUnixNano: nanoseconds(span.start),
              endTimeUnixNano: nanoseconds(span.end),
              attributes: attributesOf(span.attributes),
              events: span.events.map(({ name, time, attributes }) => {
                return { name, timeUnixNano: nanoseconds(time), attributes: attributesOf(attributes) };
              }),
              links: span.links.map((spanId) => ({ traceId, spanId })),
              status: span.error === undefined ? {} : { code: 2, message: span.error },
            })),
          },
        ],
      },
    ],
  });
}

function attributesOf(attributes: Readonly<Record<string, AttributeValue | undefined>>): readonly object[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: otlpValue(value) }],
  );
}

function otlpValue(value: AttributeValue): object {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    default:
      return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
}

function nanoseconds(milliseconds: number): string {
  return `${Math.round(milliseconds)}000000`;
}
