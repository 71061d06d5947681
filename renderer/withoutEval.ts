import { config } from 'zod';

// The page's policy forbids `eval`. zod probes for it as schemas are made and each probe counts as a violation, so
// this module must come before the first one that makes a schema.
config({ jitless: true });
