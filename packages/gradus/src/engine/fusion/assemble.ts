import type { Graph, Lane, Node, Operation } from "./graph.ts";

/** Operations whose opcode depends on the numbers (WebAssembly core specification 2.0, section 5.4.8). */
const numeric: Record<Lane, Partial<Record<Operation, number>>> = {
  float32: {
    ...{ add: 0xe4, sub: 0xe5, mul: 0xe6, div: 0xe7, min: 0xe8, max: 0xe9, sqrt: 0xe3 },
    ...{ ceil: 0x67, floor: 0x68, nearest: 0x6a, less: 0x43, differs: 0x42 },
  },
  float64: {
    ...{ add: 0xf0, sub: 0xf1, mul: 0xf2, div: 0xf3, min: 0xf4, max: 0xf5, sqrt: 0xef },
    ...{ ceil: 0x74, floor: 0x75, nearest: 0x94, less: 0x49, differs: 0x48 },
  },
};
const bitwise: Partial<Record<Operation, number>> = {
  ...{ and: 0x4e, or: 0x50, xor: 0x51, select: 0x52 },
  ...{ toInteger: 0xf8, integerAdd: 0xae, integerLess: 0x39, integerGreater: 0x3b },
};
const shiftLeft = 0xab;
const mantissaBits = 23;

const vector = 0x7b;
const i32 = 0x7f;
const [get, set] = [0x20, 0x21];
const [i32Const, i32Add, i32Mul, i32NotBelow] = [0x41, 0x6a, 0x6c, 0x4f];
const end = 0x0b;

export const bytesOf: Record<Lane, number> = { float32: 4, float64: 8 };

/**
 * A Wasm module with one function, `kernel(…buffers, begin, end)`, that computes entries begin to end of some buffers from
 * others. Its signature, name and imported memory are those of the engine's kernels.
 *
 * Entries are handled a vector at a time, the last one too: buffers begin at multiples of a vector's length, so what lies
 * behind an end belongs to nobody. A vector is stored only after everything was loaded for it: a buffer that is read
 * entry by entry may be written as well.
 *
 * @param buffers how many there are; nodes read the first ones.
 * @param stores what is written where.
 */
export function assemble(
  { nodes }: Graph,
  lane: Lane,
  buffers: number,
  stores: { node: number; buffer: number }[],
): Uint8Array<ArrayBuffer> {
  const width = bytesOf[lane];
  const begin = buffers;
  const endAt = buffers + 1;
  const offset = buffers + 2;
  const firstValue = buffers + 3;

  const address = (buffer: number) => [get, ...unsigned(buffer), get, ...unsigned(offset), i32Add];
  const compute = (node: Node): number[] => {
    switch (node.op) {
      case "constant":
        return simd(0x0c, ...lanes(node.value, lane));
      case "bits":
        return simd(0x0c, ...lanes(node.value, "int32"));
      case "each":
        return [...address(node.buffer), ...simd(0x00, 4, 0)];
      case "entry": {
        const align = Math.log2(width);
        return [
          get,
          ...unsigned(node.buffer),
          ...simd(width === 4 ? 0x09 : 0x0a, align, ...unsigned(node.index * width)),
        ];
      }
      default: {
        const inputs = node.inputs.flatMap((input) => [get, ...unsigned(firstValue + input)]);
        if (node.op === "shiftIntoExponent") return [...inputs, i32Const, mantissaBits, ...simd(shiftLeft)];
        return [...inputs, ...simd((numeric[lane][node.op] ?? bitwise[node.op])!)];
      }
    }
  };

  const isFixed: boolean[] = [];
  for (const { op, inputs } of nodes) isFixed.push(op !== "each" && inputs.every((input) => isFixed[input]));
  const computeAll = (fixed: boolean) =>
    nodes.flatMap((node, i) => (isFixed[i] === fixed ? [...compute(node), set, ...unsigned(firstValue + i)] : []));
  const inBytes = (local: number) => [get, ...unsigned(local), i32Const, width, i32Mul, set];

  const body = [
    ...[2, 1, i32, ...unsigned(nodes.length), vector],
    ...[...inBytes(begin), ...unsigned(offset)],
    ...[...inBytes(endAt), ...unsigned(endAt)],
    ...computeAll(true),
    ...[0x02, 0x40, 0x03, 0x40],
    ...[get, ...unsigned(offset), get, ...unsigned(endAt), i32NotBelow, 0x0d, 1],
    ...computeAll(false),
    ...stores.flatMap(({ node, buffer }) => [
      ...address(buffer),
      get,
      ...unsigned(firstValue + node),
      ...simd(0x0b, 4, 0),
    ]),
    ...[get, ...unsigned(offset), i32Const, 16, i32Add, set, ...unsigned(offset)],
    ...[0x0c, 0, end, end, end],
  ];

  // The engine's memory is shared where it can have threads.
  const isShared = typeof SharedArrayBuffer !== "undefined" && typeof Worker !== "undefined";
  const memory = isShared ? [0x03, 0, ...unsigned(65536)] : [0x00, 0];
  const parameters = buffers + 2;
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [0x60, ...unsigned(parameters), ...new Array<number>(parameters).fill(i32), 0]),
    ...section(2, [...text("env"), ...text("memory"), 0x02, ...memory]),
    ...section(3, [0]),
    ...section(7, [...text("kernel"), 0x00, 0]),
    ...section(10, sized(body)),
  ]);
}

/** An instruction on vectors; its opcode is itself written in the variable length of `unsigned`. */
const simd = (opcode: number, ...immediate: number[]) => [0xfd, ...unsigned(opcode), ...immediate];

/** LEB128. */
function unsigned(n: number): number[] {
  const bytes: number[] = [];
  for (; n > 0x7f; n = Math.floor(n / 128)) bytes.push((n % 128) | 0x80);
  return [...bytes, n];
}

/** The bytes of a vector with the value in all lanes. */
function lanes(value: number, type: Lane | "int32"): Uint8Array {
  const data = new DataView(new ArrayBuffer(16));
  const [bytes, write] = {
    float32: [4, data.setFloat32] as const,
    float64: [8, data.setFloat64] as const,
    int32: [4, data.setInt32] as const,
  }[type];
  for (let at = 0; at < 16; at += bytes) write.call(data, at, value, true);
  return new Uint8Array(data.buffer);
}

const sized = (bytes: number[]) => [...unsigned(bytes.length), ...bytes];
const text = (value: string) => sized([...new TextEncoder().encode(value)]);
/** A section with one entry. */
const section = (id: number, entry: number[]) => [id, ...sized([1, ...entry])];
