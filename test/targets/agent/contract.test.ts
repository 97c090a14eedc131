import { targetContract } from '../../contract/target.ts';
import { AgentPlace } from './place.ts';

targetContract('agent that listens', () => {
  const place = new AgentPlace('listen').serve();
  return { folder: place.folder, open: () => place.open(), remove: () => place.remove() };
});

targetContract('agent that polls', () => {
  const place = new AgentPlace('poll').serve();
  // One runner at a time has the port: what opens later shares it, as all targets of a run do.
  const maker = place.maker();
  return { folder: place.folder, open: () => place.open(maker), remove: () => place.remove() };
});
