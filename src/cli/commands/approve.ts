import { gateCommand } from '../decide-gate.ts';

export const approve = gateCommand('approve', 'let a waiting run go on');
