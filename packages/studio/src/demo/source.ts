import type { Bench } from "../engine/workshop.ts";
import type { FrameSource } from "./player.svelte.ts";

/** A demo of the collection, computed at a bench. */
export const demoSource = (bench: Bench, paper: string, demo: string): FrameSource => ({
  scene: (values, signal) => bench.scene({ paper, demo, values }, { signal }),
  play: (values, onFrames, signal) => bench.play({ paper, demo, values }, { onFrames, signal }),
});
