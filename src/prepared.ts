/** Everything that stands before anything is staggered: what is planned from, simulated from and checked against. */
import type { Resolved } from "./resolve.js";
import type { Rollout } from "./rollout.js";
import type { Settled } from "./settle.js";

export type Prepared = { readonly settled: Settled; readonly rollout: Rollout; readonly resolved: Resolved };
