import { cellsOf } from "gradus";
import { expect, test } from "vitest";
import { readMethods } from "../race/methods.ts";
import { parseAxes } from "./axis.ts";
import { checkSettings, pairingOf } from "./setting.ts";
import { type NamedSweep, planOf } from "./source.ts";

const sweepOf = (problem: string, methods: string, ...over: string[]): NamedSweep => ({
  kind: "named",
  problem,
  methods: readMethods([methods]),
  over: parseAxes(over),
  seeds: [0],
  budget: { steps: 1 },
  target: null,
  device: "cpu",
});

const settingsOf = (sweep: NamedSweep) => cellsOf(planOf(sweep)).map(({ setting }) => setting);
const check = (sweep: NamedSweep) => () => checkSettings(sweep, settingsOf(sweep));

test("axes are options of the method and of the problem; several methods are an axis", () => {
  const sweep = sweepOf(
    "templates-mlp:batchSize=16",
    "adam:beta1=0.8,sgd",
    "learningRate=0.1,1",
    "problem.hidden=8,[4,4]",
  );
  const settings = settingsOf(sweep);
  expect(settings).toHaveLength(8);
  expect(pairingOf(sweep, settings[0]!)).toEqual({
    problem: "templates-mlp:batchSize=16:hidden=[8]",
    method: { name: "adam", options: { beta1: 0.8, learningRate: 0.1 } },
  });
  expect(pairingOf(sweep, settings.at(-1)!)).toEqual({
    problem: "templates-mlp:batchSize=16:hidden=[4,4]",
    method: { name: "sgd", options: { learningRate: 1 } },
  });
  expect(check(sweep)).not.toThrow();
});

test.each([
  [["sphere", "adam", "learningRat=1"], "adam: unknown option 'learningRat': did you mean 'learningRate'?"],
  [["sphere", "adam", "beta1=0.5,2"], "adam: beta1 must be in [0, 1), got 2"],
  [["sphere", "adam,sgd", "beta1=0.5"], /^sgd: unknown option 'beta1'/],
  [
    ["sphere:dimension=3", "adam", "problem.dimension=2"],
    "axis 'problem.dimension': sphere:dimension=3 has that option already",
  ],
  [["sphere", "adam:beta1=0.5", "beta1=0.5"], "axis 'beta1': adam has that option already"],
  [["templates-mlp", "adam", "problem.hiden=8"], "templates-mlp: unknown option 'hiden': did you mean 'hidden'?"],
  [["templates-mlp", "adam", "problem.hidden=8.5"], /^templates-mlp: hidden.0 must be a whole number ≥ 1, got 8.5/],
  [
    ["templates-mlp", "adam", "hidden=8"],
    "axis 'hidden': adam has no such option, templates-mlp has: --over problem.hidden=…",
  ],
  [
    ["my.ts", "adam", "problem.width=8"],
    "axis 'problem.width': only problems of the catalogue have options, not a file (my.ts)",
  ],
  [["sphere", "adam,sgd", "method=1"], "axis 'method' is there already: several methods are an axis of their own"],
] as [[string, string, string], string | RegExp][])("%j is refused before anything runs", (args, message) => {
  expect(check(sweepOf(...args))).toThrow(message);
});
