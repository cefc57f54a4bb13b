import type { Comparison, Measured } from "./compare.ts";
import { copyName, ownSgd, ownSven } from "./contenders.ts";
import { ratio, spread } from "./statistics.ts";
import { type Column, table, threeDigits } from "./table.ts";

/** Below so many bytes of parameters, what a process takes is the runtime's own coming and going. */
const smallestForMemory = 4e6;

const left = (heading: string): Column => ({ heading, align: "left" });
const right = (heading: string): Column => ({ heading, align: "right" });

const find = (measured: Measured[], name: string) => measured.find((one) => one.name === name);

const range = (values: number[]): string[] => {
  const { median, least, most } = spread(values);
  return [threeDigits(median), `${threeDigits(least)} – ${threeDigits(most)}`];
};

const times = (one: Measured, own: Measured | undefined): string =>
  own ? threeDigits(ratio(one.seconds, own.seconds).median) : "";

function memory({ peakBytes }: Measured, parameterBytes: number): string {
  if (peakBytes === undefined || parameterBytes < smallestForMemory) return "";
  return `${Math.round(peakBytes / 1e6)} MB (${(peakBytes / parameterBytes).toFixed(1)} n)`;
}

/** Optimizer steps as a table. */
export function stepsTable(measured: Measured[], parameters: number): string {
  const [adabelief, adam] = ["gradus adabelief", "gradus adam"].map((name) => find(measured, name));
  const columns = [left(""), right("ms a step"), right("least – most"), right("× adabelief")];
  if (adam) columns.push(right("× adam"), right("first step, s"), right("peak memory"));
  const rows = measured.map((one) => [
    one.name,
    ...range(one.seconds.map((seconds) => seconds * 1e3)),
    times(one, adabelief),
    ...(adam ? [times(one, adam), threeDigits(one.firstStepSeconds), memory(one, 4 * parameters)] : []),
  ]);
  return table(columns, rows);
}

/** Training epochs as a table. `steps` in an epoch. */
export function epochTable(measured: Measured[], steps: number): string {
  const own = find(measured, "gradus adam, own loop");
  const columns = ["ms an epoch", "least – most", "× adam, own loop", "first step, s", "last loss"].map(right);
  const rows = measured.map((one) => [
    one.name,
    ...range(one.seconds.map((seconds) => seconds * 1e3 * steps)),
    times(one, own),
    threeDigits(one.firstStepSeconds),
    one.losses.at(-1)!.toPrecision(4),
  ]);
  return table([left(""), ...columns], rows);
}

/** Ours with AdaBelief, on one thread and on several. */
const ownSteps = (measured: Measured[]) => measured.filter(({ name }) => name.startsWith("gradus adabelief"));

const seen = (other: Measured, own: Measured): string => {
  const { median, least, most } = ratio(other.seconds, own.seconds);
  return `${threeDigits(median)} (${threeDigits(least)} – ${threeDigits(most)})`;
};

/** How AdaBelief's step stands to a copy of the bytes it moves. */
export function copyLines(measured: Measured[]): string[] {
  const copy = find(measured, copyName)!;
  return ownSteps(measured).map((own) => `${own.name} takes ${seen(own, copy)} times as long as a ${copyName}.`);
}

/** What AdaBelief's step is to reach against the Adam of others, which have no AdaBelief, at 10⁷ parameters. */
const targets = [
  { peer: "PyTorch Adam, ", atLeast: 2 },
  { peer: "TensorFlow.js Adam", atLeast: 5 },
];

/** Whether the targets are reached, a line for each peer at hand and each of ours. */
export function targetLines(measured: Measured[]): string[] {
  const pairs = targets.flatMap(({ peer, atLeast }) =>
    measured
      .filter(({ name }) => name.startsWith(peer))
      .flatMap((other) => ownSteps(measured).map((own) => ({ own, other, atLeast }))),
  );
  return pairs.map(({ own, other, atLeast }) => {
    const verdict = ratio(other.seconds, own.seconds).median >= atLeast ? "reached" : "not reached";
    return `${own.name} against ${other.name}: ${seen(other, own)} times as fast, target ${atLeast}: ${verdict}`;
  });
}

/** Whether the machine was quiet enough for the figures to mean what they say. */
export function noise({ otherWork }: Comparison): string[] {
  if (Number.isNaN(otherWork)) return [];
  const cores = `Other work took ${otherWork.toFixed(2)} cores meanwhile`;
  return [
    otherWork < 0.1
      ? `${cores}.`
      : `${cores}: it slows everything and widens the ranges, most where there are several threads.`,
  ];
}

/** How far the first parameters of all Adams are apart after the same three steps. */
export function agreement(measured: Measured[]): string {
  const adams = measured.filter(({ name }) => /\badam\b/i.test(name));
  const first = adams[0]!.sample;
  const apart = Math.max(...adams.flatMap(({ sample }) => sample.map((value, i) => Math.abs(value - first[i]!))));
  const found = apart === 0 ? "equal to the last bit" : `at most ${apart.toExponential(0)} apart`;
  return `First ${first.length} parameters after three steps of the ${adams.length} Adams: ${found}.`;
}

/** Steps of Sven and SGD as a table. */
export function svenTable(measured: Measured[]): string {
  const [steps, descent] = [ownSven, ownSgd].map((name) => find(measured, name));
  const columns = ["ms a step", "least – most", "× gradus Sven", "× gradus SGD", "first step, s"].map(right);
  const rows = measured.map((one) => [
    one.name,
    ...range(one.seconds.map((seconds) => seconds * 1e3)),
    times(one, steps),
    times(one, descent),
    threeDigits(one.firstStepSeconds),
  ]);
  return table([left(""), ...columns], rows);
}

/** What a step of Sven costs in steps of SGD, in each language, beside the number of singular values kept. */
export function costLines(measured: Measured[], rank: number): string[] {
  return measured
    .filter(({ name }) => name.includes("Sven"))
    .flatMap((one) => {
      const descent = find(measured, one.name.replace(/Sven( by SVD| by Gram matrix)?/, "SGD"));
      return descent ? [`${one.name}: a step costs ${seen(one, descent)} steps of SGD; k is ${rank}.`] : [];
    });
}

/** How far the first parameters are apart after the same three steps: all Svens, all SGDs. */
export function svenAgreement(measured: Measured[]): string {
  const apart = ["Sven", "SGD"].map((kind) => {
    const samples = measured.filter(({ name }) => name.includes(kind)).map(({ sample }) => sample);
    const first = samples[0]!;
    const most = Math.max(...samples.flatMap((sample) => sample.map((value, i) => Math.abs(value - first[i]!))));
    return `${kind} at most ${most.toExponential(0)} apart`;
  });
  return `First parameters after three steps: ${apart.join(", ")}.`;
}
