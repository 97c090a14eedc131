/** What was typed after a command, by the names in its specification. */
export interface ParsedArguments {
  /** The argument at this place, or undefined. */
  readonly at: (index: number) => string | undefined;
  /** All arguments. */
  readonly all: readonly string[];
  /** Value of an option, by its long name without dashes. */
  readonly text: (option: string) => string | undefined;
  /** Values of an option that may be given several times; undefined when it was not given at all. */
  readonly list: (option: string) => readonly string[] | undefined;
  readonly flag: (option: string) => boolean;
  /** True for an option `--no-<name>` that was given. */
  readonly negated: (option: string) => boolean;
}

/** Wraps what commander gives. `options` holds texts, lists of texts and booleans by camel-cased name. */
export function parsedArguments(
  words: readonly string[],
  options: { readonly [name: string]: unknown },
): ParsedArguments {
  const value = (option: string): unknown => options[camelCase(option)];
  return {
    at: (index) => words[index],
    all: words,
    text: (option) => {
      const found = value(option);
      return typeof found === 'string' ? found : undefined;
    },
    list: (option) => {
      const found = value(option);
      return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : undefined;
    },
    flag: (option) => value(option) === true,
    negated: (option) => value(option) === false,
  };
}

function camelCase(option: string): string {
  return option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
