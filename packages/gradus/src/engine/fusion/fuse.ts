import { assemble } from "./assemble.ts";
import { type Buffer, findInternals, type Internals, type Prepared, type Program } from "./internals.ts";
import { type Merged, mergeKernels } from "./merge.ts";

/*
 * On Wasm the engine compiles a function to one kernel for each of its results. An optimizer's step on n parameters thus
 * goes through memory once for each moment and once for the parameters, reads most of it again each time, writes into
 * fresh memory, and a kernel that divides or exponentiates handles one number at a time. Here kernels that work entry by
 * entry are merged where nothing stands between them: each input is read once, four numbers at a time whatever the
 * operations, and a result takes the memory of an input that nobody needs any more. The numbers are the same bit for bit.
 */

/** A merged kernel, as what a program's step can run. */
type Fused = Merged & { key: string };

let isInstalled = false;

/** Lets programs run with kernels merged. Does nothing where the engine's inside is not as expected. */
export function fuseKernels(): void {
  if (isInstalled) return;
  isInstalled = true;
  const internals = findInternals();
  if (internals !== undefined && isUnderstood(internals)) install(internals);
}

/** Whether the program that was compiled to find the internals can be merged and assembled here. */
function isUnderstood({ example }: Internals): boolean {
  try {
    const merged: Merged[] = [];
    mergeKernels(example, (kernel) => merged.push(kernel) && {});
    return merged.length === 1 && WebAssembly.validate(bytesFor(merged[0]!));
  } catch {
    return false;
  }
}

const bytesFor = ({ graph, lane, inputs, outputs, results }: Merged) =>
  assemble(
    graph,
    lane,
    inputs.length + outputs.length,
    results.map((node, i) => ({ node, buffer: inputs.length + i })),
  );

function install({ programs, backend, buffers }: Internals): void {
  const sources = new WeakMap<object, Fused>();
  const known = new WeakMap<Program, Program>();

  // A kernel of the engine's own class, since that decides how it is prepared.
  const makeSource = (merged: Merged): object => {
    const { first, inputs, size } = merged;
    const source = Object.assign(Object.create(Object.getPrototypeOf(first)), { ...first, nargs: inputs.length, size });
    sources.set(source, { ...merged, key: keyOf(merged) });
    return source;
  };

  const merge = (program: Program): Program => {
    let merged = known.get(program);
    if (merged === undefined) {
      const steps = mergeKernels(program, makeSource);
      merged = Object.assign(Object.create(programs), program, { steps }) as Program;
      known.set(program, merged);
    }
    return merged;
  };

  const { execute } = programs;
  programs.execute = function (this: Program, slots) {
    return execute.call(this.backend === backend ? merge(this) : this, slots);
  };

  // One module for all sizes: which entries are computed are arguments. Threads know modules by a short name.
  const modules = new Map<string, { kernelHash: string; module: WebAssembly.Module }>();
  const keep = (key: string, module: WebAssembly.Module) =>
    modules.set(key, modules.get(key) ?? { kernelHash: `fused ${modules.size}`, module });
  const prepared = (source: unknown, { key, size }: Fused, sync: boolean): Prepared => ({
    source,
    data: { program: { ...modules.get(key)!, workSize: size, chunkAlignment: 16 }, sync },
  });

  const { prepareKernel, prepareKernelSync, dispatch } = backend;
  backend.prepareKernel = async function (source) {
    const fused = sources.get(source as object);
    if (fused === undefined) return prepareKernel.call(this, source);
    if (!modules.has(fused.key)) keep(fused.key, await WebAssembly.compile(bytesFor(fused)));
    return prepared(source, fused, false);
  };
  backend.prepareKernelSync = function (source) {
    const fused = sources.get(source as object);
    if (fused === undefined) return prepareKernelSync.call(this, source);
    if (!modules.has(fused.key)) keep(fused.key, new WebAssembly.Module(bytesFor(fused)));
    return prepared(source, fused, true);
  };

  backend.dispatch = function (kernel, inputs, outputs) {
    const fused = sources.get(kernel.source as object);
    const pairs = fused === undefined ? [] : heirs(fused, inputs, outputs, buffers);
    const own = pairs.map(([giver, taker]) => {
      const { ptr } = taker;
      taker.ptr = giver.ptr;
      return ptr;
    });
    try {
      dispatch.call(this, kernel, inputs, outputs);
    } finally {
      // The input, which goes when the kernel is done, gives back what the output was to have.
      for (const [i, [giver]] of pairs.entries()) giver.ptr = own[i]!;
    }
  };
}

/**
 * Inputs whose memory outputs can take, with these. Whoever may still read a buffer holds a reference to it: arrays,
 * kernels that wait, kernels at work in threads. One that is held by this kernel alone is read here for the last time.
 */
function heirs(
  { donors }: Merged,
  inputs: number[],
  outputs: number[],
  buffers: Map<number, Buffer>,
): [Buffer, Buffer][] {
  const givers = donors.map((i) => buffers.get(inputs[i]!)!).filter(({ ref }) => ref === 1);
  return outputs.flatMap((slot): [Buffer, Buffer][] => {
    const taker = buffers.get(slot)!;
    const giver = givers.findIndex(({ size }) => size === taker.size);
    return giver === -1 ? [] : [[givers.splice(giver, 1)[0]!, taker]];
  });
}

/** What a kernel does, whatever the number of entries: two kernels with the same key are the same module. */
const keyOf = ({ graph, lane, inputs, results }: Merged): string =>
  `fused ${lane} ${inputs.length} ${results} ${graph.text}`;
