import { DataError } from "gradus";

/*
 * IDX, the format of the MNIST files: two zero bytes, a type, the number of axes, the axes' lengths as big-endian
 * uint32, then the entries, big-endian, last axis fastest.
 */

/** An array of an IDX file. */
export type IdxArray =
  | { type: "uint8"; shape: number[]; data: Uint8Array }
  | { type: "int8"; shape: number[]; data: Int8Array }
  | { type: "int16"; shape: number[]; data: Int16Array }
  | { type: "int32"; shape: number[]; data: Int32Array }
  | { type: "float32"; shape: number[]; data: Float32Array }
  | { type: "float64"; shape: number[]; data: Float64Array };

const types = {
  uint8: { code: 0x08, size: 1, make: (n: number) => new Uint8Array(n), get: "getUint8", set: "setUint8" },
  int8: { code: 0x09, size: 1, make: (n: number) => new Int8Array(n), get: "getInt8", set: "setInt8" },
  int16: { code: 0x0b, size: 2, make: (n: number) => new Int16Array(n), get: "getInt16", set: "setInt16" },
  int32: { code: 0x0c, size: 4, make: (n: number) => new Int32Array(n), get: "getInt32", set: "setInt32" },
  float32: { code: 0x0d, size: 4, make: (n: number) => new Float32Array(n), get: "getFloat32", set: "setFloat32" },
  float64: { code: 0x0e, size: 8, make: (n: number) => new Float64Array(n), get: "getFloat64", set: "setFloat64" },
} as const;

/**
 * Reads an IDX file (unpacked: see `gunzip`).
 *
 * @param name the file, for messages.
 * @throws {DataError} if the magic number is wrong, or the file is shorter or longer than its axes say.
 * @example
 * const { shape, data } = parseIdx(await gunzip(bytes));
 */
export function parseIdx(bytes: Uint8Array, name = "IDX file"): IdxArray {
  if (bytes.length === 0) throw new DataError(`${name} is empty`);
  if (bytes.length < 4)
    throw new DataError(`${name} is truncated: expected a header of 4 bytes, found ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = Object.entries(types).find(([, { code }]) => code === bytes[2]);
  const rank = bytes[3]!;
  if (bytes[0] !== 0 || bytes[1] !== 0 || found === undefined || rank === 0) {
    const magic = view.getUint32(0).toString(16).padStart(8, "0");
    throw new DataError(
      `${name} is not an IDX file: its magic number is 0x${magic}, expected 0x0000TTNN with a known type TT`,
    );
  }
  const [type, { size, make, get }] = found as [keyof typeof types, (typeof types)[keyof typeof types]];
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new DataError(`${name} is truncated: expected a header of ${header} bytes, found ${bytes.length}`);
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = shape.reduce((product, n) => product * n, 1);
  const expected = header + count * size;
  if (bytes.length !== expected) {
    const fault = bytes.length < expected ? "truncated" : "too long";
    throw new DataError(
      `${name} is ${fault}: expected ${expected} bytes for shape [${shape.join(", ")}], found ${bytes.length}`,
    );
  }
  const data = make(count);
  for (let i = 0; i < count; i++) data[i] = view[get](header + i * size);
  return { type, shape, data } as IdxArray;
}

/** Writes an IDX file. @throws {DataError} if the shape does not hold the entries. */
export function encodeIdx({ type, shape, data }: IdxArray): Uint8Array<ArrayBuffer> {
  const { code, size, set } = types[type];
  const count = shape.reduce((product, n) => product * n, 1);
  if (count !== data.length || shape.length === 0) {
    throw new DataError(`an IDX file of shape [${shape.join(", ")}] has ${count} entries, got ${data.length}`);
  }
  const header = 4 + 4 * shape.length;
  const bytes = new Uint8Array(header + count * size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, (code << 8) | shape.length);
  for (const [axis, length] of shape.entries()) view.setUint32(4 + 4 * axis, length);
  for (let i = 0; i < count; i++) view[set](header + i * size, data[i]!);
  return bytes;
}
