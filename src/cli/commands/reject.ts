import { gateCommand } from '../decide-gate.ts';

export const reject = gateCommand('reject', 'stop a waiting run');
