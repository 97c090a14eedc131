// Loaded before the program: when it ends, writes what it used to the file that USAGE_FILE names.
import { writeFileSync } from 'node:fs';

const file = process.env.USAGE_FILE;
delete process.env.USAGE_FILE;
process.on('exit', () => {
  if (file !== undefined) {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const usage = { bytes: maxRSS * 1024, milliseconds: (userCPUTime + systemCPUTime) / 1000 };
    writeFileSync(file, JSON.stringify(usage));
  }
});
