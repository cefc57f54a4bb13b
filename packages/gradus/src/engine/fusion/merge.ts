import { bytesOf } from "./assemble.ts";
import { Graph, type Lane, translate } from "./graph.ts";
import type { Execute, Expression, Kernel, Program, Step } from "./internals.ts";

/** A kernel that computes each entry of its result from the same entries, and from single ones, of its inputs. */
type Elementwise = { step: Execute; lane: Lane; size: number; expression: Expression; reads: Map<number, Reading> };

/** How a buffer is read: entry by entry, at one entry, in both ways. */
type Reading = "each" | "entry" | "both";

const note = (readings: Map<number, Reading>, id: number, how: Reading) =>
  readings.set(id, (readings.get(id) ?? how) === how ? how : "both");

/** Several such kernels of one size that can run as one, in place of the first. */
type Group = Pick<Elementwise, "lane" | "size"> & {
  members: Elementwise[];
  /** Buffers read entry by entry or made by members: what it would save to share. */
  large: Set<number>;
  buffers: Set<number>;
};

/** Several kernels in one: what they compute, from which buffers of the program, and into which. */
export type Merged = {
  graph: Graph;
  lane: Lane;
  size: number;
  inputs: number[];
  outputs: number[];
  /** The node that goes into each output. */
  results: number[];
  /** Positions of inputs that an output may take the memory of: read entry by entry, and as large. */
  donors: number[];
  /** The first of the kernels, for profiles. */
  first: Kernel;
};

/** As many as the engine puts into one kernel. */
const mostBuffers = 64;

/** A program's steps with kernels merged. `makeSource` makes of a merged kernel what a step can run. */
export function mergeKernels({ steps, outputs }: Program, makeSource: (merged: Merged) => object): Step[] {
  const allocations = new Map<number, Step>();
  const frees = new Map<number, Step>();
  const readers = new Map<number, Step[]>();
  for (const step of steps) {
    if (step.type === "malloc") allocations.set(step.output, step);
    if (step.type === "free") frees.set(step.input, step);
    if (step.type === "execute") for (const id of step.inputs) readers.set(id, [...(readers.get(id) ?? []), step]);
  }

  /** What stands in place of a step that was merged: the kernel for the first of them, nothing for the others. */
  const replacements = new Map<Step, Step[]>();
  for (const group of groupKernels(steps)) {
    const members = new Set<Step>(group.members.map(({ step }) => step));
    const made = group.members.map(({ step }) => step.outputs[0]!);
    const isSeen = (id: number) => outputs.includes(id) || readers.get(id)?.some((step) => !members.has(step));
    const merged = merge(group, made.filter(isSeen));
    for (const step of members) replacements.set(step, []);
    for (const id of made) {
      replacements.set(allocations.get(id)!, []);
      if (!isSeen(id) && frees.has(id)) replacements.set(frees.get(id)!, []);
    }
    replacements.set(group.members[0]!.step, [
      ...merged.outputs.map((id) => allocations.get(id)!),
      { type: "execute", source: makeSource(merged), inputs: merged.inputs, outputs: merged.outputs },
    ]);
  }
  return steps.flatMap((step) => replacements.get(step) ?? [step]);
}

/** Finds kernels that can run together: none of the later ones needs anything that is made after the first. */
function groupKernels(steps: Step[]): Group[] {
  const places: (Group | undefined)[] = [];
  const madeAt = new Map<number, number>();
  for (const step of steps) {
    if (step.type !== "execute") continue;
    const kernel = asElementwise(step);
    let place =
      kernel === undefined ? -1 : places.findLastIndex((group, at) => group && fits(kernel, group, at, madeAt));
    if (place === -1) place = places.push(kernel && newGroup(kernel)) - 1;
    const group = places[place];
    if (kernel && group) {
      group.members.push(kernel);
      for (const id of [...step.inputs, ...step.outputs]) group.buffers.add(id);
      for (const [id, reading] of kernel.reads) if (reading !== "entry") group.large.add(id);
      group.large.add(step.outputs[0]!);
    }
    for (const id of step.outputs) madeAt.set(id, place);
  }
  return places.filter((group) => group !== undefined);
}

const newGroup = ({ lane, size }: Elementwise): Group => ({
  lane,
  size,
  members: [],
  large: new Set(),
  buffers: new Set(),
});

function fits(kernel: Elementwise, group: Group, at: number, madeAt: Map<number, number>): boolean {
  const { step, lane, size, reads } = kernel;
  const place = (id: number) => madeAt.get(id) ?? -1;
  return (
    lane === group.lane &&
    size === group.size &&
    [...reads].some(([id, reading]) => reading !== "entry" && group.large.has(id)) &&
    [...reads].every(([id, reading]) => place(id) < at || (place(id) === at && reading === "each")) &&
    new Set([...group.buffers, ...step.inputs, ...step.outputs]).size <= mostBuffers
  );
}

const isLane = (dtype: string): dtype is Lane => Object.hasOwn(bytesOf, dtype);

function asElementwise(step: Execute): Elementwise | undefined {
  const kernel = step.source as Partial<Kernel>;
  const { exp, size, reduction } = kernel;
  if (exp === undefined || size === undefined || size === 0 || reduction !== undefined) return undefined;
  if (!isLane(exp.dtype) || step.outputs.length !== 1) return undefined;
  // As the backend prepares an expression for compilation.
  const Expression = exp.constructor as unknown as { special(dtype: string, name: string, size: number): Expression };
  const gidx = Expression.special("int32", "gidx", size);
  const expression = exp.substitute({ gidx }).rewriteGlobalViews().simplify();

  const reads = new Map<number, Reading>();
  const graph = new Graph();
  const result = translate(graph, exp.dtype, expression, (access) => {
    const read = readBy(access, step, size);
    if (read === undefined) return undefined;
    note(reads, read.id, read.index === undefined ? "each" : "entry");
    return graph.constant(0);
  });
  return result === undefined ? undefined : { step, lane: exp.dtype, size, expression, reads };
}

/** Which buffer of the program an access reads: at one entry, where an index is given. */
function readBy(access: Expression, step: Execute, size: number): { id: number; index?: number } | undefined {
  const [position] = access.arg as [number, number];
  const [at] = access.src;
  const id = step.inputs[position]!;
  const isEach = size === 1 ? at?.op === "Const" && at.arg === 0 : at?.op === "Special";
  if (isEach) return { id };
  if (at?.op === "Const") return { id, index: at.arg as number };
  return undefined;
}

function merge({ lane, size, members }: Group, outputs: number[]): Merged {
  const graph = new Graph();
  const values = new Map<number, number>();
  const inputs: number[] = [];
  const readings = new Map<number, Reading>();
  for (const { step, expression, reads } of members) {
    const result = translate(graph, lane, expression, (access) => {
      const { id, index } = readBy(access, step, size)!;
      const value = values.get(id);
      if (value !== undefined) return value;
      let buffer = inputs.indexOf(id);
      if (buffer === -1) buffer = inputs.push(id) - 1;
      return graph.add(
        index === undefined ? { op: "each", inputs: [], buffer } : { op: "entry", inputs: [], buffer, index },
      );
    });
    for (const [id, how] of reads) note(readings, id, how);
    values.set(step.outputs[0]!, result!);
  }
  const results = outputs.map((id) => values.get(id)!);
  const donors = [...inputs.keys()].filter((i) => readings.get(inputs[i]!) === "each");
  return { graph, lane, size, inputs, outputs, results, donors, first: members[0]!.step.source as Kernel };
}
