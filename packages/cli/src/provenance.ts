import { availableParallelism, cpus } from "node:os";
import gradusPackage from "gradus/package.json" with { type: "json" };

/** What results depend on besides their seeds. */
export type Provenance = {
  gradus: string;
  engine: string;
  node: string;
  platform: string;
  processor: string;
  cores: number;
  /** Where it was computed, by the device's own name. */
  device: string;
};

export const version: string = gradusPackage.version;

export const provenance = (device: string): Provenance => ({
  gradus: version,
  engine: `@jax-js/jax ${gradusPackage.dependencies["@jax-js/jax"]}`,
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model.trim() ?? "unknown",
  cores: availableParallelism(),
  device,
});
