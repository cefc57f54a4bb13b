import { numpy as np } from "@jax-js/jax";
import { safetensors } from "@jax-js/loaders";
import * as tree from "../engine/tree.ts";
import { CheckpointError } from "./errors.ts";
import { type StoredTensor, writeSafetensors } from "./safetensors.ts";
import type { TraceRow } from "./trace.ts";

/*
 * A checkpoint is a safetensors file: every array of the state is a tensor named by its path; what is not an array
 * (numbers, strings, the nesting itself) is JSON in the metadata, with numbers written so that they come back bit for
 * bit. Format: https://huggingface.co/docs/safetensors
 */

/** What a checkpoint holds: a state, and where the run stood. */
export type Checkpoint<State> = {
  method: string;
  problem: string;
  seed: number;
  /** Steps that led to the state. */
  step: number;
  seconds: number;
  rows: TraceRow[];
  state: State;
};

type TypedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Float16Array;

const tensorTypes = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  int32: "I32",
  uint32: "U32",
  bool: "BOOL",
} as const;

type Node =
  | { kind: "array"; tensor: string; dtype: keyof typeof tensorTypes }
  | { kind: "typed"; tensor: string }
  | { kind: "list"; items: Node[] }
  | { kind: "object"; entries: [string, Node][] }
  | { kind: "number"; value: number | string }
  | { kind: "plain"; value: string | boolean | null };

const magic = "gradus-checkpoint-1";

/** Writes a checkpoint. Borrows the state. */
export async function encodeCheckpoint<State>({
  state,
  ...about
}: Checkpoint<State>): Promise<Uint8Array<ArrayBuffer>> {
  const tensors: StoredTensor[] = [];
  const save = (type: string, shape: number[], data: TypedArray | Uint8Array) => {
    const name = `t${tensors.length}`;
    tensors.push({ name, type, shape, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) });
    return name;
  };
  const describe = async (value: unknown): Promise<Node> => {
    if (value instanceof np.Array) {
      const dtype = value.dtype as keyof typeof tensorTypes;
      const data = await value.ref.data();
      const stored =
        dtype === "bool" ? Uint8Array.from(data as Int32Array, (x) => Number(x !== 0)) : (data as TypedArray);
      return { kind: "array", tensor: save(tensorTypes[dtype], value.shape, stored), dtype };
    }
    if (value instanceof Float64Array) return { kind: "typed", tensor: save("F64", [value.length], value) };
    if (Array.isArray(value)) return { kind: "list", items: await Promise.all(value.map(describe)) };
    if (typeof value === "number") return { kind: "number", value: exactNumber(value) };
    if (value === null || typeof value === "string" || typeof value === "boolean") return { kind: "plain", value };
    if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
      const entries = Object.entries(value).filter(([, item]) => item !== undefined);
      return {
        kind: "object",
        entries: await Promise.all(entries.map(async ([key, item]) => [key, await describe(item)] as [string, Node])),
      };
    }
    throw new CheckpointError(
      `a state cannot hold ${typeof value === "object" ? value.constructor.name : typeof value}`,
    );
  };

  const root = await describe(state);
  return writeSafetensors(tensors, {
    format: magic,
    about: JSON.stringify(about, (_, item) => (typeof item === "number" ? exactNumber(item) : item)),
    state: JSON.stringify(root),
  });
}

/** Reads a checkpoint; the caller owns the state's arrays. @throws {CheckpointError} if the bytes are not a whole checkpoint. */
export function decodeCheckpoint<State>(bytes: Uint8Array<ArrayBuffer>): Checkpoint<State> {
  let file: ReturnType<typeof safetensors.parse>;
  try {
    file = safetensors.parse(bytes);
  } catch (cause) {
    throw new CheckpointError("not a checkpoint: the file is not a whole safetensors file", { cause });
  }
  const { format, about, state } = file.metadata ?? {};
  if (format !== magic || about === undefined || state === undefined) {
    throw new CheckpointError(
      `not a checkpoint: the file's format is ${format ? `'${format}'` : "missing"}, expected '${magic}'`,
    );
  }
  const restore = (node: Node): unknown => {
    switch (node.kind) {
      case "number":
        return Number(node.value);
      case "plain":
        return node.value;
      case "list":
        return node.items.map(restore);
      case "object":
        return Object.fromEntries(node.entries.map(([key, item]) => [key, restore(item)]));
      default: {
        const tensor = file.tensors[node.tensor];
        if (!tensor) throw new CheckpointError(`not a whole checkpoint: tensor ${node.tensor} is missing`);
        if (node.kind === "typed") return Float64Array.from(tensor.data as Float64Array);
        const data =
          node.dtype === "bool" ? Int32Array.from(tensor.data as Uint8Array) : (tensor.data.slice() as TypedArray);
        return np.array(data as never, { shape: tensor.shape, dtype: node.dtype as np.DType });
      }
    }
  };
  try {
    const facts = JSON.parse(about, (_, item) =>
      item === "NaN" || item === "Infinity" || item === "-Infinity" || item === "-0" ? Number(item) : item,
    );
    return { ...facts, state: restore(JSON.parse(state) as Node) } as Checkpoint<State>;
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    throw new CheckpointError("not a whole checkpoint: its description cannot be read", { cause });
  }
}

/** JSON has no NaN, infinities or −0. */
const exactNumber = (value: number): number | string =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : String(value);

/** Frees the arrays of any state. */
export const disposeState = (state: unknown): void => tree.dispose(state as tree.Tree);

/** Another handle on the arrays of a state. */
export const refState = <State>(state: State): State => tree.ref(state as tree.Tree) as State;
