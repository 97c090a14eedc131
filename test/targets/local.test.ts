import { targetContract } from '../contract/target.ts';
import { localPlace } from './local-place.ts';

targetContract('local', localPlace);
