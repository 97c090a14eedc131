/** The longest text a template may produce, in UTF-16 code units (1 MiB): enough for any script, too little for a bomb. */
export const maximumOutput = 1_048_576;

/** How many statements and expressions one render may run; loops inside loops can cost much and print nothing. */
export const maximumSteps = 200_000;

/** The longest text with `{{` in it, in UTF-16 code units. */
export const maximumTemplate = 262_144;

/**
 * How many blocks and `{{else if}}` a template may open, and how deep calls may nest in one tag. Handlebars' parser
 * takes quadratic time in both: 20,000 nested calls keep it busy for minutes.
 */
export const maximumBlocks = 300;
export const maximumCalls = 32;

/** The longest condition, in UTF-16 code units. The CEL parser recurses, so this also bounds its stack. */
export const maximumCondition = 4_096;
