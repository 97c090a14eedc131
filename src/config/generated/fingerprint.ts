// Made by `npm run generate`; do not edit.
export const fingerprint = 'yaml 2.9.1 schema ab09a2cb4b8fda68';
