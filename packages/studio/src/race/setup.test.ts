import { instrumentNames, labelOf, parseSpec } from "@gradus/workbench";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commandOf, firstSetup, parseSetup, printSetup, type RaceSetup, type RaceView, readSeeds } from "./setup.ts";

const spec = fc.record({
  name: fc.stringMatching(/^[a-z][a-z-]{0,8}$/),
  options: fc.dictionary(
    fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/),
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.string({ maxLength: 6 })),
    { maxKeys: 3 },
  ),
});
const observing = fc.record({
  instruments: fc.uniqueArray(fc.constantFrom(...instrumentNames), { minLength: 1 }),
  every: fc.integer({ min: 1 }),
});
const unwatched: fc.Arbitrary<RaceSetup> = fc.record({
  problem: fc.stringMatching(/^[a-z][a-z-]{0,8}(:[a-z]{1,4}=\d{1,3})?$/),
  methods: fc.uniqueArray(spec, { minLength: 1, maxLength: 4, selector: labelOf }),
  budget: fc.oneof(
    fc.record({ steps: fc.integer({ min: 1 }) }),
    fc.record({ calls: fc.integer({ min: 1 }) }),
    fc.record({ evaluations: fc.integer({ min: 1 }) }),
    fc.record({ seconds: fc.double({ min: 1e-3, max: 1e6, noNaN: true }) }),
  ),
  seeds: fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 5 }),
  device: fc.constantFrom("cpu", "gpu"),
});

const setups: fc.Arbitrary<RaceSetup> = fc.oneof(
  unwatched,
  fc.tuple(unwatched, observing).map(([setup, observing]) => ({ ...setup, observing })),
);
const views: fc.Arbitrary<RaceView> = fc.record(
  { axis: fc.constantFrom("steps", "calls", "seconds"), isLogX: fc.boolean(), isLogY: fc.boolean() },
  { requiredKeys: ["axis"] },
);

test("an address restores the race and the chart that were printed into it", () => {
  fc.assert(
    fc.property(setups, views, (setup, view) => {
      const restored = parseSetup(printSetup(setup, view));
      expect(restored.complaints).toEqual([]);
      expect(JSON.stringify(restored.setup)).toBe(JSON.stringify(setup));
      expect(restored.view).toEqual(view);
    }),
  );
});

test("an address is as a person would write it", () => {
  const methods = [
    { name: "adam", options: { learningRate: 0.01 } },
    { name: "sgd", options: {} },
  ];
  const setup = { ...firstSetup(), problem: "sphere:dimension=3", methods, budget: { steps: 9 }, seeds: [0, 1] };
  const written = "problem=sphere:dimension=3&m=adam:learningRate=0.01&m=sgd&steps=9&seeds=0,1&axis=seconds";
  expect(decodeURIComponent(printSetup(setup, { axis: "seconds" }))).toBe(written);
  expect(parseSetup(written)).toEqual({ setup, view: { axis: "seconds" }, complaints: [] });
});

test("an address that says nothing leaves the first set-up", () => {
  expect(parseSetup("")).toEqual({ setup: firstSetup(), view: { axis: "steps" }, complaints: [] });
});

test("whatever an address says, there is a set-up", () => {
  const key = fc.constantFrom(
    "problem",
    "m",
    "steps",
    "seeds",
    "axis",
    "x",
    "y",
    "device",
    "calls",
    "observe",
    "every",
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.string())), (pairs) => {
      const { setup } = parseSetup(new URLSearchParams(pairs).toString());
      expect(parseSpec(setup.problem).name).not.toBe("");
      expect(setup.seeds.length).toBeGreaterThan(0);
      expect(parseSetup(printSetup(setup)).complaints).toEqual([]);
    }),
  );
});

test("what is malformed is named with what is allowed, and the rest is kept", () => {
  const { setup, complaints } = parseSetup(
    "problem=beale&m=adam&m=sgd:rate&steps=-3&seeds=1,x&device=tpu&axis=z&observe=sharpnes&every=0",
  );
  expect(setup.problem).toBe("beale");
  expect(setup.methods).toEqual([{ name: "adam", options: {} }]);
  expect(setup.budget).toEqual(firstSetup().budget);
  expect(complaints).toHaveLength(7);
  expect(complaints.join("\n")).toMatch(
    /axis 'z'[\s\S]*'rate'.*not option=value[\s\S]*'-3' steps: a whole number[\s\S]*'1,x'[\s\S]*'tpu'[\s\S]*unknown instrument 'sharpnes': did you mean 'sharpness'[\s\S]*every '0' steps/,
  );
});

test("seeds are whole numbers, each once", () => {
  expect(readSeeds("0, 7,4294967295")).toEqual([0, 7, 4294967295]);
  for (const wrong of ["", "1.5", "-1", "4294967296", "2,2", "1,,2"]) expect(readSeeds(wrong)).toBeUndefined();
});

test("the command line quotes what a shell would take apart", () => {
  const setup: RaceSetup = { ...firstSetup(), methods: [{ name: "sgd", options: { schedule: "it's" } }] };
  expect(commandOf(setup)).toContain(String.raw`-m 'sgd:schedule="it'\''s"'`);
  expect(commandOf(setup)).toMatch(/^npx gradus race digits-mlp .* --steps 200 --seeds 0,1,2$/);
  const watched: RaceSetup = { ...setup, observing: { instruments: ["sharpness", "metrics"], every: 5 } };
  expect(commandOf(watched)).toMatch(/ --observe sharpness,metrics --every 5$/);
});
