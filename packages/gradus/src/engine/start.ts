import { defaultDevice, getWebGPUDevice, init } from "@jax-js/jax";
import { DeviceError } from "../core/errors.ts";

// Threads must be there before the engine is: this lets node-threads.ts say so where it comes too late.
Object.assign(globalThis, { [Symbol.for("gradus engine")]: true });

/** Where new arrays live and programs run. */
export type Device = "cpu" | "gpu";

/** The device at work, and its name for reports: "WebAssembly", or what the graphics driver calls itself. */
export type StartedEngine = { device: Device; name: string };

/**
 * Chooses the device of all arrays made from now on. Without a call it is the CPU.
 *
 * `gpu` is WebGPU: the browser's own, or in Node the package `webgpu`, which the caller installs. It has no float64, and
 * values can only be read asynchronously (`await x.data()`). Calling again is free, with the other device it switches;
 * arrays stay where they were made.
 *
 * @throws {DeviceError} if there is no such device: it says what is missing.
 * @example
 * await startEngine({ device: "gpu" });
 */
export async function startEngine({ device = "cpu" }: { device?: Device } = {}): Promise<StartedEngine> {
  switch (device) {
    case "cpu":
      if (!(await init("wasm")).includes("wasm")) throw new DeviceError("cpu: WebAssembly is not available here");
      defaultDevice("wasm");
      return { device, name: "WebAssembly" };
    case "gpu": {
      await findGpu();
      if (!(await init("webgpu")).includes("webgpu")) {
        throw new DeviceError(
          "gpu: WebGPU found no adapter: it needs a graphics driver for Vulkan, Metal or Direct3D 12",
        );
      }
      defaultDevice("webgpu");
      const { vendor, description } = getWebGPUDevice().adapterInfo;
      return { device, name: description || vendor || "WebGPU" };
    }
    default:
      throw new DeviceError(`unknown device '${String(device)}': expected 'cpu' or 'gpu'`);
  }
}

/** Sees to it that there is a `navigator.gpu`. */
async function findGpu(): Promise<void> {
  if (globalThis.navigator?.gpu) return;
  const isNode = typeof globalThis.process?.versions?.node === "string";
  if (!isNode) {
    throw new DeviceError(
      "gpu: no WebGPU here: it needs a browser that has it, and a page served by https or localhost",
    );
  }
  // The name is a variable so that a bundler for browsers does not look for the package.
  const name = "webgpu";
  const { create, globals }: typeof import("webgpu") = await import(/* @vite-ignore */ name).catch((cause) => {
    const isMissing = cause.code === "ERR_MODULE_NOT_FOUND";
    const hint = isMissing ? "npm install webgpu" : `it is installed, but ${String(cause.message).split("\n")[0]}`;
    throw new DeviceError(`gpu: Node needs the package 'webgpu': ${hint}`, { cause });
  });
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis.navigator, "gpu", { value: create([]), configurable: true });
}
