/*
 * The Wasm backend makes a new `WebAssembly.Instance` for every kernel that it runs, which costs more than a small kernel
 * itself and leaves it to the garbage collector: half the time of a step on a small problem. A kernel has no state of its
 * own (it exports one function and imports nothing but the memory), so one instance serves all its runs.
 */

let isInstalled = false;

/** Lets kernels that were instantiated once be run again by the same instance. Other modules are left alone. */
export function reuseKernelInstances(): void {
  if (isInstalled) return;
  isInstalled = true;
  const instances = new WeakMap<WebAssembly.Module, { memory: unknown; instance: WebAssembly.Instance }>();
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(Instance, [module, imports]: [WebAssembly.Module, WebAssembly.Imports?], target) {
      const memory = imports?.["env"]?.["memory"];
      const known = instances.get(module);
      if (known !== undefined && known.memory === memory) return known.instance;
      const instance: WebAssembly.Instance = Reflect.construct(Instance, [module, imports], target);
      if (isKernel(module)) instances.set(module, { memory, instance });
      return instance;
    },
  });
}

function isKernel(module: WebAssembly.Module): boolean {
  const exports = WebAssembly.Module.exports(module);
  const imports = WebAssembly.Module.imports(module);
  return (
    exports.length === 1 &&
    exports[0]!.name === "kernel" &&
    exports[0]!.kind === "function" &&
    imports.every(({ module, name, kind }) => module === "env" && name === "memory" && kind === "memory")
  );
}
