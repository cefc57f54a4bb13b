import { critical } from "./claims/critical.ts";
import { saddle } from "./claims/saddle.ts";
import { speed } from "./claims/speed.ts";
import { transition } from "./claims/transition.ts";

export const claims = [saddle, transition, critical, speed];
