/** A list of tensors to take steps on. */
export type Sizes = { label: string; shapes: number[][] };

export const entries = (shapes: readonly number[][]): number =>
  shapes.reduce((sum, shape) => sum + shape.reduce((product, n) => product * n, 1), 0);

/** One tensor of `count` numbers. */
export const oneTensor = (count: number): Sizes => ({
  label: `one tensor of ${count.toLocaleString("en")} float32 parameters`,
  shapes: [[count]],
});

/**
 * The 62 tensors of ResNet-18 (convolutions, batch normalisations, one dense layer): 11,689,512 numbers, most of them in
 * a few large tensors, most of the tensors small.
 * @source K. He et al., Deep Residual Learning for Image Recognition, 2015, arXiv 1512.03385, table 1.
 */
export function resnet18(): Sizes {
  const normalisation = (channels: number) => [[channels], [channels]];
  const convolution = (from: number, to: number, side: number) => [[to, from, side, side], ...normalisation(to)];
  const widths = [64, 128, 256, 512];
  const stages = widths.flatMap((width, i) => {
    const from = widths[i - 1] ?? width;
    return [
      ...convolution(from, width, 3),
      ...convolution(width, width, 3),
      ...(from === width ? [] : convolution(from, width, 1)),
      ...convolution(width, width, 3),
      ...convolution(width, width, 3),
    ];
  });
  const shapes = [...convolution(3, 64, 7), ...stages, [1000, 512], [1000]];
  return { label: `ResNet-18: ${shapes.length} tensors, ${entries(shapes).toLocaleString("en")} parameters`, shapes };
}

/**
 * Parameters and gradient that every contender can make for itself: entry i over all tensors is cos(0.11 i) and
 * sin(0.37 i), computed in float64.
 */
export function fill(shapes: readonly number[][], wave: (i: number) => number): Float32Array<ArrayBuffer>[] {
  let start = 0;
  return shapes.map((shape) => {
    const values = new Float32Array(entries([shape]));
    for (let i = 0; i < values.length; i++) values[i] = wave(start + i);
    start += values.length;
    return values;
  });
}

export const parameter = (i: number): number => Math.cos(0.11 * i);
export const gradientEntry = (i: number): number => Math.sin(0.37 * i);
