import { killAroundEveryEvent } from './every-event.ts';

// The record is on disk, and nothing that follows from it has begun.
killAroundEveryEvent('after');
