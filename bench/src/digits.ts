import { loadMnist } from "@gradus/datasets";

/** Digits made smaller by means over squares, a row each, and their classes. */
export type SmallDigits = { side: number; inputs: Float64Array; labels: Int32Array };

const full = 28;

/** The first so many of MNIST's training digits. @throws {RangeError} if the side does not divide 28. */
export async function smallDigits(side: number, count: number): Promise<SmallDigits> {
  const block = full / side;
  if (!Number.isInteger(block)) throw new RangeError(`the side must divide ${full}, got ${side}`);
  const { train } = await loadMnist();
  const inputs = new Float64Array(count * side * side);
  for (let digit = 0; digit < count; digit++) {
    for (let pixel = 0; pixel < full * full; pixel++) {
      const [row, column] = [Math.floor(pixel / full), pixel % full];
      const place = Math.floor(row / block) * side + Math.floor(column / block);
      inputs[digit * side * side + place]! += train.inputs[digit * full * full + pixel]! / block ** 2;
    }
  }
  return { side, inputs, labels: Int32Array.from(train.targets.subarray(0, count)) };
}
