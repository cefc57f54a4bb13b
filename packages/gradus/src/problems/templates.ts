import { generator, seedFor } from "../engine/random.ts";
import { type Samples, standardize } from "./samples.ts";

const side = 8;
const classes = 10;
const templatesPerClass = 4;

/**
 * Images in ten classes that a small network learns but not by heart: each class has four smooth templates of 8 × 8
 * pixels; a sample is one of them, shifted by −1, 0 or 1 pixel along each axis (around the edge), plus noise of
 * deviation 0.6. Standardised per pixel by the training images. Everything is drawn anew for each seed.
 *
 * A template is a standard normal image smoothed along both axes with [1, 2, 1]/4 (around the edge), times 2.5.
 */
export function shiftedTemplates(seed: number, { train = 1500, test = 1000 } = {}): { train: Samples; test: Samples } {
  const random = generator(seedFor(seed, "templates"));
  const wrap = (i: number) => (i + side) % side;
  const smooth = (image: Float64Array, stepX: number, stepY: number) =>
    image.map((value, i) => {
      const [y, x] = [Math.floor(i / side), i % side];
      const at = (k: number) => image[wrap(y + k * stepY) * side + wrap(x + k * stepX)]!;
      return (at(-1) + 2 * value + at(1)) / 4;
    });
  const templates = Array.from({ length: classes * templatesPerClass }, () =>
    smooth(smooth(random.normals(side * side), 1, 0), 0, 1).map((value) => 2.5 * value),
  );
  const draw = (count: number): Samples => {
    const inputs = new Float64Array(count * side * side);
    const targets = new Float64Array(count);
    for (let row = 0; row < count; row++) {
      const label = random.integer(classes);
      const template = templates[label * templatesPerClass + random.integer(templatesPerClass)]!;
      const [shiftY, shiftX] = [random.integer(3) - 1, random.integer(3) - 1];
      targets[row] = label;
      for (let i = 0; i < side * side; i++) {
        const source = wrap(Math.floor(i / side) - shiftY) * side + wrap((i % side) - shiftX);
        inputs[row * side * side + i] = template[source]! + 0.6 * random.normal();
      }
    }
    return { inputs, shape: [side * side], targets };
  };
  const [standardTrain, standardTest] = standardize(draw(train), draw(test)) as [Samples, Samples];
  return { train: standardTrain, test: standardTest };
}
