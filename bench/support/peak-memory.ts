import { writeFileSync } from 'node:fs';

/** Loaded before a program (`node --import`): at its end, writes the most memory it had, in MB, to RELEASE_BENCH_PEAK. */
const file = process.env.RELEASE_BENCH_PEAK;
process.on('exit', () => {
  if (file !== undefined) writeFileSync(file, String(Math.round(process.resourceUsage().maxRSS / 1024)));
});
