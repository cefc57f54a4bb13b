import { labelOf } from "@gradus/workbench";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commandOf, firstSetup, parseSetup, printSetup, type RaceSetup, readSeeds } from "./setup.ts";

const spec = fc.record({
  name: fc.stringMatching(/^[a-z][a-z-]{0,8}$/),
  options: fc.dictionary(
    fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/),
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.string({ maxLength: 6 })),
    { maxKeys: 3 },
  ),
});
const setups: fc.Arbitrary<RaceSetup> = fc.record({
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

test("an address restores the race that was printed into it", () => {
  fc.assert(
    fc.property(setups, (setup) => {
      const { setup: restored, complaints } = parseSetup(printSetup(setup));
      expect(complaints).toEqual([]);
      expect(JSON.stringify(restored)).toBe(JSON.stringify(setup));
    }),
  );
});

test("an address that says nothing leaves the first set-up", () => {
  expect(parseSetup("")).toEqual({ setup: firstSetup(), complaints: [] });
});

test("what is malformed is named with what is allowed, and the rest is kept", () => {
  const { setup, complaints } = parseSetup("problem=beale&m=adam&m=sgd:rate&steps=-3&seeds=1,x&device=tpu");
  expect(setup.problem).toBe("beale");
  expect(setup.methods).toEqual([{ name: "adam", options: {} }]);
  expect(setup.budget).toEqual(firstSetup().budget);
  expect(complaints).toHaveLength(4);
  expect(complaints.join("\n")).toMatch(
    /'rate'.*not option=value[\s\S]*'-3' steps: a whole number[\s\S]*'1,x'[\s\S]*'tpu'/,
  );
});

test("the same contender twice is one contender", () => {
  expect(parseSetup("m=adam&m=adam&m=adam:beta1=0.8").setup.methods).toHaveLength(2);
});

test("seeds are whole numbers, each once", () => {
  expect(readSeeds("0, 7,4294967295")).toEqual([0, 7, 4294967295]);
  for (const wrong of ["", "1.5", "-1", "4294967296", "2,2", "1,,2"]) expect(readSeeds(wrong)).toBeUndefined();
});

test("the command line quotes what a shell would take apart", () => {
  const setup: RaceSetup = { ...firstSetup(), methods: [{ name: "sgd", options: { schedule: "it's" } }] };
  expect(commandOf(setup)).toContain(String.raw`-m 'sgd:schedule="it'\''s"'`);
  expect(commandOf(setup)).toMatch(/^npx gradus race mnist-mlp .* --steps 150 --seeds 0$/);
});
