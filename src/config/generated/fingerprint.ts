// Made by `npm run generate`; do not edit.
export const fingerprint = 'yaml 2.9.1 schema 6fa720cec88418ea';
