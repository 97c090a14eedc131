import type { Diagnostic } from '../diagnostics/diagnostic.ts';

export type DecodedText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'undecodable'; readonly diagnostic: Diagnostic };

const byteOrderMark = '\uFEFF';

/**
 * Bytes to text. UTF-8 only; a byte order mark is dropped, so offsets never count it. Text given as a string only loses
 * its mark. Wrong bytes are a diagnostic at the place where they stand, never U+FFFD in silence.
 */
export function decodeYamlText(file: string, bytes: Uint8Array | string): DecodedText {
  if (typeof bytes === 'string') return { kind: 'text', text: withoutMark(bytes) };
  if (isUtf16(bytes)) return undecodable(file, 0, 'The file is encoded as UTF-16');
  try {
    return { kind: 'text', text: strictDecoder().decode(bytes) };
  } catch {
    return undecodable(file, decodablePrefix(bytes).length, 'The file holds bytes that are not UTF-8');
  }
}

function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function strictDecoder() {
  return new TextDecoder('utf-8', { fatal: true });
}

/** The longest readable start, by bisection: a start is readable when streaming it raises nothing. */
function decodablePrefix(bytes: Uint8Array): string {
  let readable = 0;
  let broken = bytes.length + 1;
  while (broken - readable > 1) {
    const middle = (readable + broken) >> 1;
    if (tryDecode(bytes.subarray(0, middle)) === undefined) broken = middle;
    else readable = middle;
  }
  return tryDecode(bytes.subarray(0, readable)) ?? '';
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder().decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

function undecodable(file: string, offset: number, summary: string): DecodedText {
  const span = { file, offset, length: 1 };
  const hint = 'save the file as UTF-8';
  return { kind: 'undecodable', diagnostic: { code: 'REL1002', severity: 'error', summary, hint, span } };
}
