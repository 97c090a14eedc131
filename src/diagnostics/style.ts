/** How to mark text up; a terminal's colours, or nothing. Injected, so that printing needs no look at the process. */
export interface Style {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly hint: (text: string) => string;
}

const same = (text: string) => text;

export const plainStyle: Style = { error: same, warning: same, strong: same, faint: same, hint: same };

const sequenceStart = '\u001b[';
const paint = (code: number) => (text: string) => `${sequenceStart}${code}m${text}${sequenceStart}0m`;

export const colourStyle: Style = {
  error: paint(31),
  warning: paint(33),
  strong: paint(1),
  faint: paint(2),
  hint: paint(36),
};
