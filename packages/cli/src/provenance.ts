import { availableParallelism, cpus } from "node:os";
import type { Provenance } from "@gradus/workbench";
import gradusPackage from "gradus/package.json" with { type: "json" };

export const version: string = gradusPackage.version;

/** What results that are computed here depend on. */
export const provenance = (device: string): Provenance => ({
  gradus: version,
  engine: `@jax-js/jax ${gradusPackage.dependencies["@jax-js/jax"]}`,
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model.trim() ?? "unknown",
  cores: availableParallelism(),
  device,
});
