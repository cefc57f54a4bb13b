import { dimension } from "./claims/dimension.ts";
import { direction } from "./claims/direction.ts";
import { globalConvergence } from "./claims/global.ts";
import { learning } from "./claims/learning.ts";
import { descentPath } from "./claims/path.ts";
import { proximalStep } from "./claims/proximal.ts";

export const claims = [globalConvergence, direction, proximalStep, descentPath, dimension, learning];
