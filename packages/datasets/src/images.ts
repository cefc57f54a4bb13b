import { DataError } from "gradus";
import { parseIdx } from "./formats/idx.ts";
import type { ImageData } from "./samples.ts";
import { nameOf, readBytes, type Source } from "./source.ts";

/**
 * Labelled images from two IDX files, as MNIST and its relatives have them: bytes [count, height, width] and labels
 * [count], packed with gzip or not. Grey levels are scaled to [0, 1].
 *
 * @param classes names of the labels 0, 1, … Default: "0" to the largest label.
 * @throws {DataError} if a file is malformed, of another type or rank, or the two differ in length.
 * @example
 * const train = await loadIdxImages(new URL("train-images-idx3-ubyte", base), new URL("train-labels-idx1-ubyte", base));
 */
export async function loadIdxImages(
  images: Source,
  labels: Source,
  { name = "images", classes }: { name?: string; classes?: string[] } = {},
): Promise<ImageData> {
  const [pixels, digits] = await Promise.all([read(images, "images", 3), read(labels, "labels", 1)]);
  const [count, height, width] = pixels.shape as [number, number, number];
  if (digits.shape[0] !== count) {
    throw new DataError(`${name}: ${count} images but ${digits.shape[0]} labels`);
  }
  const largest = digits.data.reduce((most, label) => Math.max(most, label), 0);
  const names = classes ?? Array.from({ length: largest + 1 }, (_, label) => String(label));
  if (largest >= names.length) throw new DataError(`${name}: label ${largest}, but ${names.length} classes`);
  return {
    name,
    inputs: Float64Array.from(pixels.data, (level) => level / 255),
    shape: [1, height, width],
    targets: Float64Array.from(digits.data),
    classes: names,
  };
}

async function read(source: Source, what: string, rank: number) {
  const name = nameOf(source, what);
  const array = parseIdx(await readBytes(source, name), name);
  if (array.type !== "uint8" || array.shape.length !== rank) {
    throw new DataError(
      `${name}: expected ${rank} axes of uint8 for ${what}, found ${array.shape.length} of ${array.type}`,
    );
  }
  if (array.shape[0] === 0) throw new DataError(`${name} is empty`);
  return array;
}
