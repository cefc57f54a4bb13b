import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { defaultDevice, numpy as np } from "@jax-js/jax";
import { afterAll, expect, test } from "vitest";
import { startEngine } from "./start.ts";

// SwiftShader, a Vulkan driver that runs on the CPU, as Debian's chromium package ships it beside a Vulkan loader.
const chromium = "/usr/lib/chromium";
const driver = path.join(chromium, "vk_swiftshader_icd.json");
const runtime = mkdtempSync(path.join(tmpdir(), "gradus-gpu-"));
afterAll(() => rmSync(runtime, { recursive: true }));

/** Runs a module in a process of its own, so that a driver that fails takes no test with it. Returns what it prints. */
async function inChild(source: string, vulkanDriver: string): Promise<unknown> {
  const index = new URL("../index.ts", import.meta.url).href;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--conditions=@gradus/source",
      "--input-type=module",
      "--eval",
      `import * as gradus from ${JSON.stringify(index)}; ${source}`,
    ],
    {
      cwd: import.meta.dirname,
      timeout: 50_000,
      env: { ...process.env, VK_DRIVER_FILES: vulkanDriver, XDG_RUNTIME_DIR: runtime, LD_LIBRARY_PATH: chromium },
    },
  );
  return JSON.parse(stdout);
}

test("the CPU is there, started once or twice", async () => {
  expect(await startEngine()).toEqual({ device: "cpu", name: "WebAssembly" });
  expect(await startEngine({ device: "cpu" })).toEqual({ device: "cpu", name: "WebAssembly" });
  expect(defaultDevice()).toBe("wasm");
  expect(await np.ones([3]).data()).toEqual(Float32Array.of(1, 1, 1));
});

test("an unknown device is refused by name", async () => {
  await expect(startEngine({ device: "tpu" as "gpu" })).rejects.toThrow(
    "unknown device 'tpu': expected 'cpu' or 'gpu'",
  );
});

test.skipIf(process.platform !== "linux")("a machine without a graphics driver is told what it lacks", async () => {
  const message = await inChild(
    `console.log(JSON.stringify(await gradus.startEngine({ device: "gpu" }).catch(({ name, message }) => [name, message])))`,
    "/nonexistent",
  );
  expect(message).toEqual(["DeviceError", expect.stringMatching(/^gpu: .*(adapter|webgpu)/)]);
});

test.skipIf(!existsSync(driver))(`a float32 run on WebGPU (skipped where there is no ${driver})`, async () => {
  const result = await inChild(
    `
    import { numpy as np } from "@jax-js/jax";
    const first = await gradus.startEngine({ device: "gpu" });
    const again = await gradus.startEngine({ device: "gpu" });
    const problem = gradus.quadratic({ A: [[2, 0], [0, 1]], b: [2, -3], dtype: np.float32 });
    const { answer, status, trace } = await gradus.minimize(problem, gradus.adabelief({ learningRate: 0.1 }), { steps: 200 });
    const [device, x] = [answer.device, [...(await answer.data())]];
    const cpu = await gradus.startEngine({ device: "cpu" });
    const back = np.ones([2]).device;
    console.log(JSON.stringify({ first, again, status, device, x, objective: trace.rows.at(-1).objective, cpu, back }));
    `,
    driver,
  );
  expect(result).toMatchObject({
    first: { device: "gpu", name: expect.stringContaining("SwiftShader") },
    again: { device: "gpu" },
    status: "budget",
    device: "webgpu",
    cpu: { device: "cpu" },
    back: "wasm",
  });
  const { x, objective } = result as { x: [number, number]; objective: number };
  expect(Math.hypot(x[0] - 1, x[1] + 3)).toBeLessThan(0.05);
  expect(objective).toBeCloseTo(-5.5, 2);
});
