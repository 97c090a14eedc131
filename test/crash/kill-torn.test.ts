import { killAroundEveryEvent } from './every-event.ts';

// What the record tells of has happened, and only half of its line, somewhere in a batch, is on disk.
killAroundEveryEvent('torn');
