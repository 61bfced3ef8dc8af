// Whether anything is kept now.

import { signal } from '../lib/signals.js';

/** Whether nothing is kept now: what is said is held until that ends, and then gone. */
export const offRecord = signal(false);
