import { EngineError } from "../engine/failure.ts";
import type { OwnProblem } from "../engine/protocol.ts";

export async function openOwnProblem(_code: string): Promise<object> {
  throw new EngineError({ name: "x", message: "y" });
}
export async function checkOwnProblem(_code: string): Promise<OwnProblem> {
  throw new EngineError({ name: "x", message: "y" });
}
