import { expect, test } from "vitest";
import { minimize } from "../../core/minimize.ts";
import { outputLosses, type ReluTraining } from "../../core/relu-training.ts";
import { lastRow } from "../../core/trace.ts";
import { fromRows, transpose } from "../../engine/linear-algebra/matrix.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { generator } from "../../engine/random.ts";
import { fromParams, networkObjective } from "./relu-network.ts";
import { sampledConvexProgram, sampleNeurons } from "./sampled-convex-program.ts";

const training = (parts: Partial<ReluTraining> = {}): ReluTraining => {
  const random = generator(5);
  const X = { rows: 12, columns: 3, data: random.normals(36) };
  return { X, y: random.normals(12), beta: 0.1, loss: outputLosses["half-squared"], ...parts };
};

const solved = async (data: ReluTraining, options: object, steps = 500) => {
  const { trace, answer, status } = await minimize({ reluTraining: data }, sampledConvexProgram(options), { steps });
  const network = await fromParams(answer);
  answer.U.dispose();
  answer.alpha.dispose();
  return { ...lastRow(trace), trace, network, status };
};

test("one neuron's weight is in closed form", async () => {
  // r = (3, 0): ½((3α − 1)² + 4) + β|α|.
  const data = training({
    X: fromRows([
      [3, 0],
      [-1, 1],
    ]),
    y: Float64Array.of(1, 2),
  });
  const { objective } = await solved(data, { neurons: transpose(fromRows([[1, 0]])) });
  const alpha = (3 - 0.1) / 9;
  expect(objective).toBeCloseTo(0.5 * ((3 * alpha - 1) ** 2 + 4) + 0.1 * alpha, 10);
});

test("without look-ahead the objective never rises; its gap closes, and the network has its objective", async () => {
  for (const acceleration of ["none", "fista"]) {
    const { trace, objective, extra, network } = await solved(training(), { neurons: 60, acceleration }, 3000);
    expect(extra["gap"]!).toBeGreaterThan(-1e-9);
    // Without look-ahead it closes far more slowly.
    expect(extra["gap"]! / objective).toBeLessThan(acceleration === "fista" ? 1e-2 : 0.2);
    expect(networkObjective(network, training())).toBeCloseTo(objective, 9);
    if (acceleration === "fista") continue;
    for (const [k, row] of trace.rows.entries()) {
      if (k > 0) expect(row.objective).toBeLessThanOrEqual(trace.rows[k - 1]!.objective + 1e-12);
    }
  }
});

test("neurons are of length 1, and more of them contain the fewer", () => {
  const [few, many] = [sampleNeurons(3, 5, generator(1)), sampleNeurons(3, 9, generator(1))];
  for (let j = 0; j < 5; j++) {
    const column = [0, 1, 2].map((l) => few.data[l * 5 + j]!);
    expect(Math.hypot(...column)).toBeCloseTo(1, 12);
    expect(column).toEqual([0, 1, 2].map((l) => many.data[l * 9 + j]!));
  }
});

test("where all samples are zero it has nothing to do", async () => {
  const { status, network } = await solved(training({ X: fromRows([[0, 0]]), y: Float64Array.of(1) }), { neurons: 4 });
  expect(status).toBe("finished");
  expect([...network.alpha]).toEqual([0]);
});

test("what it refuses", async () => {
  const hinge = training({ y: new Float64Array(12).fill(1), loss: outputLosses.hinge });
  expect(() => sampledConvexProgram()({ reluTraining: hinge })).toThrow("the loss must have no kinks, got 'hinge'");
  expect(() => sampledConvexProgram({ neurons: 0 })).toThrow("neurons must be a whole number ≥ 1");
  const other = sampledConvexProgram({ neurons: fromRows([[1]]) })({ reluTraining: training() });
  await expect(async () => other.init(0)).rejects.toThrow("neurons must have 3 entries, got 1");
});

test("holds no arrays", async () => {
  await expectNoLeak(() => solved(training(), { neurons: 5 }, 3));
});
