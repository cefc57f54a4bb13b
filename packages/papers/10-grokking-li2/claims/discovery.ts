import { expectedNodes, generator, seedFor, simulateDiscovery } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { largest, type Measurements, mean, measured } from "../../src/statistic.ts";

type Case = { maxima: number; shape: number };

const nameOf = ({ maxima, shape }: Case, isHalved: boolean) =>
  `${isHalved ? "Muon" : "independent"}, L = ${maxima}, a = ${shape}`;

const ways = (list: Case[]) => list.flatMap((one) => [false, true].map((isHalved) => ({ ...one, isHalved })));

/** Mean counts of nodes over runs; `halves` is what is simulated under Muon's name. */
export function countNodes(list: Case[], runs: number, seed: number, halves = true): Measurements {
  const measurements: Measurements = {};
  for (const { maxima, shape, isHalved } of ways(list)) {
    const random = generator(seedFor(seed, nameOf({ maxima, shape }, isHalved)));
    const discovery = { strengths: new Array<number>(maxima).fill(1), shape, isHalved: isHalved && halves };
    let total = 0;
    for (let i = 0; i < runs; i++) total += simulateDiscovery(discovery, random);
    measurements[nameOf({ maxima, shape }, isHalved)] = total / runs;
  }
  return measurements;
}

const experiment = (list: Case[], runs: number): Experiment => ({
  setup:
    `${runs} runs each: nodes with Fréchet(a) amplitudes go to the maximum that wins, one after another, until all L of equal strength are ` +
    "found; with Muon, those that are occupied draw half as much.",
  trials: seeds(0),
  trial: async ({ seed }) => countNodes(list, runs, seed),
  criteria: ways(list).map((one) => {
    const expected = expectedNodes(one);
    return {
      measures: `|nodes / ${expected.toFixed(2)} − 1|, ${nameOf(one, one.isHalved)}`,
      statistic: largest((trial) => Math.abs((trial[nameOf(one, one.isHalved)] ?? Number.NaN) / expected - 1)),
      holds: atMost(0.05),
    };
  }),
  remarks: ways(list).map((one) => ({
    measures: `nodes, ${nameOf(one, one.isHalved)}`,
    statistic: mean(measured(nameOf(one, one.isHalved))),
  })),
});

const two: Case[] = [
  { maxima: 8, shape: 2 },
  { maxima: 11, shape: 4 },
];

export const discovery = claim({
  id: "discovery",
  says: "In the winner-take-all model Muon needs 2^(−a) T₀ + (1 − 2^(−a)) L nodes to find all L features, where independent nodes need T₀.",
  source: "Theorem 8",
  quick: experiment(two, 4000),
  full: experiment([...two, { maxima: 35, shape: 2 }, { maxima: 63, shape: 1 }], 40000),
});
