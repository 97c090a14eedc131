import { MemoryStore } from '../../src/store/memory.ts';
import { storeContract } from '../contract/store.ts';

const identity = { host: 'h', start: 's', user: 'u' };

storeContract('memory', async () => ({
  store: new MemoryStore(() => 0),
  alive: { ...identity, pid: 1 },
  other: { ...identity, pid: 2 },
}));
