import { availableParallelism, cpus } from "node:os";
import gradusPackage from "gradus/package.json" with { type: "json" };
import type { Device } from "./workers/device.ts";

/** What results depend on besides their seeds. */
export type Provenance = {
  gradus: string;
  engine: string;
  node: string;
  platform: string;
  processor: string;
  cores: number;
  device: Device;
};

export const version: string = gradusPackage.version;

export const provenance = (device: Device): Provenance => ({
  gradus: version,
  engine: `@jax-js/jax ${gradusPackage.dependencies["@jax-js/jax"]}`,
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model.trim() ?? "unknown",
  cores: availableParallelism(),
  device,
});
