import { expect, test } from "vitest";
import { reuseKernelInstances } from "./instances.ts";

/** A module that imports a memory and exports one empty function. */
function moduleExporting(name: string): WebAssembly.Module {
  const text = [...new TextEncoder().encode(name)];
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
      ...[0x02, 0x0f, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x00, 0x00],
      ...[0x03, 0x02, 0x01, 0x00],
      ...[0x07, text.length + 4, 0x01, text.length, ...text, 0x00, 0x00],
      ...[0x0a, 0x04, 0x01, 0x02, 0x00, 0x0b],
    ]),
  );
}

const withMemory = () => ({ env: { memory: new WebAssembly.Memory({ initial: 0 }) } });

test("a kernel is instantiated once for each memory", () => {
  reuseKernelInstances();
  const kernel = moduleExporting("kernel");
  const imports = withMemory();
  const first = new WebAssembly.Instance(kernel, imports);
  expect(new WebAssembly.Instance(kernel, { ...imports })).toBe(first);
  expect(new WebAssembly.Instance(kernel, withMemory())).not.toBe(first);
  expect(new WebAssembly.Instance(moduleExporting("kernel"), imports)).not.toBe(first);
  expect(first).toBeInstanceOf(WebAssembly.Instance);
  expect(first.exports["kernel"]).toBeTypeOf("function");
});

test("other modules are instantiated as often as they are asked for", () => {
  reuseKernelInstances();
  const other = moduleExporting("transform");
  const imports = withMemory();
  expect(new WebAssembly.Instance(other, imports)).not.toBe(new WebAssembly.Instance(other, imports));
});

test("asking twice changes nothing more", () => {
  reuseKernelInstances();
  const { Instance } = WebAssembly;
  reuseKernelInstances();
  expect(WebAssembly.Instance).toBe(Instance);
});
