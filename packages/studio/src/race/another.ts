import { labelOf, type Spec } from "@gradus/workbench";
import type { MethodCard } from "../engine/protocol.ts";

/** A further entry of a method. One that is there already comes with another learning rate, since contenders must differ. */
export function another(name: string, chosen: readonly Spec[], card: MethodCard | undefined): Spec {
  const taken = chosen.map(labelOf);
  const usual = card?.options.properties?.["learningRate"]?.default;
  const rates = typeof usual === "number" ? [3, 0.3, 10, 0.1, 30, 0.03].map((factor) => rounded(usual * factor)) : [];
  const entries: Spec[] = [
    { name, options: {} },
    ...rates.map((learningRate) => ({ name, options: { learningRate } })),
  ];
  return entries.find((entry) => !taken.includes(labelOf(entry))) ?? entries[0]!;
}

const rounded = (rate: number): number => Number(rate.toPrecision(2));
