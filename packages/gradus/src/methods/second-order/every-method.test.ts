import type { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { lastRow, methodCatalogue, minimize, OptionError, sven, trees } from "../../index.ts";
import { type Network, type NetworkOptions, smallNetwork } from "./small-problems.ts";

type OfNetworks = ReturnType<typeof sven>;

const ofCatalogue = Object.entries(methodCatalogue).filter(([, { needs }]) => needs.includes("residuals"));
const variants: [string, () => OfNetworks][] = [
  ["sven with chunks", () => sven({ chunk: 2 })],
  ["sven with a sketch", () => sven({ decomposition: "randomized", rank: 3 })],
  ["sven with singular values", () => sven({ decomposition: "svd" })],
  ["sven on a share, with momentum", () => sven({ paramFraction: 0.5, rmsprop: "after", momentum: 0.5 })],
  ["sven with scaled columns", () => sven({ rmsprop: "before", rmsEpsilon: 1e-3, learningRate: 0.01 })],
  ["sven with variable rank", () => sven({ variableRank: true })],
];

test("the catalogue has this room's methods, by their own names", () => {
  expect(ofCatalogue.map(([name]) => name)).toEqual(
    expect.arrayContaining(["sven", "gauss-newton", "levenberg-marquardt", "empirical-fisher"]),
  );
  for (const [name, { create, summary, source }] of ofCatalogue) {
    expect(create().name).toBe(name);
    expect(summary).toMatch(/^[^\n]{10,100}$/);
    expect(source).toMatch(/(19|20)\d\d/);
  }
});

describe.each(ofCatalogue)("%s", (_, { create, options }) => {
  test("every option has a default, and unknown ones are refused", () => {
    expect(options.safeParse({}).success).toBe(true);
    expect(() => create({ nonsense: 1 })).toThrow(OptionError);
    for (const name of ["learningRate", "rtol", "damping", "initialDamping"].filter((name) => name in options.shape)) {
      expect(() => create({ [name]: -1 })).toThrow(new RegExp(`${name} must be .* got -1`));
    }
  });
});

describe.each([...ofCatalogue.map(([name, { create }]) => [name, create as () => OfNetworks] as const), ...variants])(
  "%s",
  (_, create) => {
    const method = create();
    const runOf = async (
      network: NetworkOptions,
      run: { steps: number; seed?: number; resume?: Uint8Array<ArrayBuffer> },
    ) => {
      const { answer, checkpoint, trace } = await minimize(smallNetwork(network), method, { ...run, checkpoint: true });
      const numbers = [...(await trees.toVector(answer as Network).data())];
      return { numbers, checkpoint: checkpoint!, trace, objectives: trace.rows.map(({ objective }) => objective) };
    };

    test("moves, and counts a gradient a step or more", async () => {
      const { trace, numbers } = await runOf({}, { steps: 3 });
      expect(trace.status).toBe("budget");
      expect(numbers.every(Number.isFinite)).toBe(true);
      expect(numbers).not.toEqual((await runOf({}, { steps: 0 })).numbers);
      expect(lastRow(trace).calls.gradient).toBeGreaterThanOrEqual(4);
    });

    test("gives the same numbers from the same seed, stopped and resumed or not, and others from another", async () => {
      const whole = await runOf({}, { steps: 7, seed: 3 });
      const half = await runOf({}, { steps: 3, seed: 3 });
      const rest = await runOf({}, { steps: 7, resume: half.checkpoint });
      expect(rest.objectives).toEqual(whole.objectives);
      expect(rest.numbers).toEqual(whole.numbers);
      const other = await runOf({}, { steps: 1, seed: 4 });
      expect(other.objectives).not.toEqual(whole.objectives.slice(0, 2));
    });

    test.each<NetworkOptions>([{}, { outputs: 2 }, { isMixed: true }])(
      "leaves no arrays behind: %o",
      async (network) => {
        await expectNoLeak(async () => {
          const { answer } = await minimize(smallNetwork(network), method, { steps: 2 });
          trees.dispose(answer as unknown as np.Array);
        });
      },
    );
  },
);
