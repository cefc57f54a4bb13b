import { defaultDevice, init } from "@jax-js/jax";
import { DeviceError } from "gradus";

/** Where arrays live and programs run. */
export const devices = ["cpu", "gpu"] as const;
export type Device = (typeof devices)[number];

/** Makes a device the one of this thread. @throws {DeviceError} if the machine or an npm package lacks what it takes. */
export async function useDevice(device: Device): Promise<void> {
  if (device === "cpu") return;
  await installWebGpu();
  const available = await init("webgpu");
  if (!available.includes("webgpu")) throw new DeviceError("device gpu: WebGPU finds no adapter on this machine");
  defaultDevice("webgpu");
}

/** Node has no WebGPU of its own; the npm package `webgpu` brings Dawn's. */
async function installWebGpu(): Promise<void> {
  if (globalThis.navigator?.gpu !== undefined) return;
  const dawn = await import("webgpu").catch((cause) => {
    throw new DeviceError("device gpu: needs the npm package 'webgpu' (npm install webgpu)", { cause });
  });
  Object.assign(globalThis, dawn.globals);
  Object.defineProperty(globalThis.navigator, "gpu", { value: dawn.create([]), configurable: true });
}
