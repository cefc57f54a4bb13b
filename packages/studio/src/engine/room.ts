import { numpy as np } from "@jax-js/jax";
import { breatheAtReads } from "./pace.ts";

export { startEngine } from "gradus";
export { handlers } from "./handlers.ts";

breatheAtReads(np.Array.prototype);
