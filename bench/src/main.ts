import { rmSync, writeFileSync } from "node:fs";
import { aggregatorTable, measureAggregators } from "./aggregators.ts";
import { batchedAgreement, batchedTable, compareBatchedRuns } from "./batched-runs.ts";
import { blackBoxTable, consensusTable, costTable, ratioTable, spreadLines } from "./black-box-report.ts";
import { compareBlackBoxes } from "./black-boxes.ts";
import { type Comparison, compare } from "./compare.ts";
import { compareConsensus } from "./consensus.ts";
import { compareConstrained, constrainedTable } from "./constrained.ts";
import { constrainedScaling } from "./constrained-scaling.ts";
import { copyContenders, epochContenders, type Peers, stepsContenders, svenContenders } from "./contenders.ts";
import { convexNetworkScaling } from "./convex-network-scaling.ts";
import { compareConvexNetworks } from "./convex-networks.ts";
import { convexNetworksTable, optimumLine } from "./convex-networks-report.ts";
import { batchesIn, writeEpochData } from "./epoch-data.ts";
import { describeMachine, machine } from "./machine.ts";
import { mnist } from "./mnist.ts";
import { type NetworkSize, networkSizes } from "./network-task.ts";
import { compareNewton, newtonTable } from "./newton.ts";
import { type Options, readCommandLine, UsageError, usage } from "./options.ts";
import { lookAtPage } from "./page.ts";
import { pageTable } from "./page-table.ts";
import { entries, type Sizes } from "./parameters.ts";
import { findCbx, findConic, findTorch, install } from "./peers.ts";
import {
  agreement,
  copyLines,
  costLines,
  epochTable,
  noise,
  stepsTable,
  svenAgreement,
  svenTable,
  targetLines,
} from "./report.ts";
import { scalingTable } from "./scaling.ts";
import { compareSpectra, spectrumTable } from "./spectrum.ts";

type Result = Comparison & { section: string; label: string };

const print = (text: string) => process.stdout.write(`${text}\n`);

/** One line that comes and goes on a terminal, nothing elsewhere. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
}

const notes = `n: the bytes of the parameters. Peak memory: resident memory of the process beyond parameters and gradient, at its
highest in the first three steps. First step: compiling included. ×: median over rounds of the ratio within a round.
TensorFlow.js and PyTorch have no AdaBelief, diffGrad or AM-AdamW: compare these with their Adam.
Where no number of threads is given there is one: TensorFlow.js has no more in Node, ours takes more when asked.`;

async function measureSteps({ label, shapes }: Sizes, options: Options, peers: Peers): Promise<Result> {
  const comparison = await compare(stepsContenders(shapes, peers), { ...options, onProgress: progress });
  const { measured } = comparison;
  progress("");
  const parameters = entries(shapes);
  print(`\nOptimizer step, ${label}: ${options.rounds} rounds, in turn\n`);
  print(stepsTable(measured, parameters));
  const copy = parameters >= 1e6 ? copyLines(measured) : [];
  print(`\n${[...copy, agreement(measured), ...noise(comparison)].join("\n")}`);
  if (shapes.length === 1 && parameters === 1e7) for (const line of targetLines(measured)) print(line);
  return { section: "steps", label, ...comparison };
}

async function measureCopy({ label, shapes }: Sizes, options: Options): Promise<Result> {
  const comparison = await compare(copyContenders(shapes), { ...options, onProgress: progress });
  const { measured } = comparison;
  progress("");
  print(`\nAdaBelief's step and a copy, ${label}: ${options.rounds} rounds, in turn\n`);
  print(stepsTable(measured, entries(shapes)));
  print(`\n${[...copyLines(measured), ...noise(comparison)].join("\n")}`);
  return { section: "copy", label, ...comparison };
}

async function measureEpoch({ rounds }: Options, peers: Peers): Promise<Result> {
  const data = await mnist();
  const folder = writeEpochData(data);
  try {
    const steps = batchesIn(data);
    const label = `MNIST, ${data.labels.length.toLocaleString("en")} digits, ${steps} batches of 128`;
    const comparison = await compare(epochContenders(folder, peers), { rounds, steps, onProgress: progress });
    progress("");
    print(`\nTraining epoch, perceptron 784-128-10, ${label}: ${rounds} rounds, in turn\n`);
    print(epochTable(comparison.measured, steps));
    const losses = "Last loss: on the last batch of the last epoch; the same data, order and weights for all.";
    print(`\n${[losses, ...noise(comparison)].join("\n")}`);
    return { section: "epoch", label, ...comparison };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measurePage() {
  const rounds = 5;
  const figures = await lookAtPage(rounds, progress);
  progress("");
  print(`\nThe studio's front page, by Lighthouse: ${rounds} rounds, in turn\n`);
  print(pageTable(figures));
  return figures;
}

async function measureSven(size: NetworkSize, options: Options, peers: Peers): Promise<Result> {
  const comparison = await compare(svenContenders(size, peers), { ...options, onProgress: progress });
  const { measured } = comparison;
  progress("");
  print(`\nSteps of Sven and of SGD, ${size.label}, float32: ${options.rounds} rounds, in turn\n`);
  print(svenTable(measured));
  print(`\n${[...costLines(measured, size.rank), svenAgreement(measured), ...noise(comparison)].join("\n")}`);
  return { section: "sven", label: size.label, ...comparison };
}

async function measureBatchedRuns(options: Options, peers: Peers) {
  const comparisons = await compareBatchedRuns(peers, { ...options, onProgress: progress });
  progress("");
  for (const comparison of comparisons) {
    print(`\nA step of gradient descent of ${comparison.label}, float32: ${options.rounds} rounds, in turn\n`);
    print(batchedTable(comparison));
    print(`\n${[batchedAgreement(comparison.measured), ...noise(comparison)].join("\n")}`);
  }
  return comparisons;
}

async function measureSpectra({ quick }: Options, peers: Peers) {
  const comparisons = await compareSpectra(peers, quick);
  for (const comparison of comparisons) {
    print(`\nThe ten largest eigenvalues of the Hessian, ${comparison.label}\n`);
    print(spectrumTable(comparison));
    print(comparison.version);
  }
  return comparisons;
}

async function measureNewton({ python }: Options) {
  const comparisons = await compareNewton(python);
  for (const comparison of comparisons) {
    print(`\nNewton's methods to a gradient of norm 1e-8, ${comparison.label}, ${comparison.version}\n`);
    print(newtonTable(comparison));
  }
  return comparisons;
}

async function measureConstrained({ python, rounds, quick }: Options) {
  const comparison = await compareConstrained(python);
  print(`\nMethods for equality constraints to a KKT residual of 1e-6, ${comparison.version}\n`);
  print(constrainedTable(comparison));
  const scaling = await constrainedScaling(rounds, quick, progress);
  progress("");
  print(`\nTime of the sketched Newton method with the size N = n + m of its system: ${rounds} rounds, in turn\n`);
  print(scalingTable(scaling));
  return { ...comparison, scaling };
}

async function measureConvexNetworks({ python, rounds, quick }: Options) {
  const { found, absent } = findConic(python);
  for (const line of absent) print(line);
  // A solve takes seconds where a step takes milliseconds: fewer rounds do.
  const solves = quick ? 3 : 5;
  const comparisons = await compareConvexNetworks({
    quick,
    conics: found,
    rounds: solves,
    onProgress: progress,
    onComparison(one) {
      progress("");
      print(
        `\nConvex training to a relative gap, ${one.label}, ${one.variables} unknowns: ${solves} rounds, in turn\n`,
      );
      print(`${convexNetworksTable(one)}\n\n${[optimumLine(one), ...noise(one.comparison)].join("\n")}`);
    },
  });
  const scaling = await convexNetworkScaling(rounds, quick, progress);
  progress("");
  print(`\nTime of the alternating direction method with size: ${rounds} rounds, in turn\n`);
  print(scalingTable(scaling));
  const versions = comparisons.flatMap(({ comparison }) => comparison.measured.map(({ version }) => version));
  print(`\n${[...new Set(versions)].join("\n")}`);
  return { comparisons, scaling };
}

async function measureTasks(options: Options) {
  const costs = await measureAggregators(options);
  print(`\nOne direction of several tasks' gradients, in backward passes: ${options.rounds} rounds, in turn\n`);
  print(aggregatorTable(costs));
  return costs;
}

async function measureBlackBoxes({ python, quick, rounds, turnSeconds }: Options) {
  const missing = install("ml-direct") ?? install("fmin");
  if (missing) print(`without fmin and ml-direct: ${missing.absent}`);
  print(`\nDerivative-free methods until a value is within 1e-3 of the minimum: evaluations · milliseconds, medians of the
seeds that got there (how many, where not all did); – (median of the lowest values) where none did\n`);
  const searches = await compareBlackBoxes({
    python,
    quick,
    withPeers: !missing,
    onProgress: progress,
    onDimension(cases) {
      progress("");
      print(`${blackBoxTable(cases)}\n`);
    },
  });
  print(
    "\nEvaluations · milliseconds of a peer in those of ours: medians over runs in which both got there (their number)\n",
  );
  print(ratioTable(searches));
  print("\nCost of one evaluation with all that surrounds it, median over runs\n");
  print(costTable(searches));
  print(`\nFunctions here and in Python at all starts: at most ${searches.apart.toExponential(0)} apart, relative.`);
  print(searches.versions.join("\n"));

  const cbx = findCbx(python);
  if ("absent" in cbx) print(`\nwithout CBXpy: ${cbx.absent}`);
  const consensus = await compareConsensus(cbx, { rounds, turnSeconds, onProgress: progress });
  progress("");
  print(`\nConsensus-based optimization, millions of particle-steps a second: ${rounds} rounds, in turn\n`);
  print(consensusTable(consensus));
  print(`\n${[...spreadLines(consensus), ...noise(consensus.at(-1)!)].join("\n")}`);
  const versions = new Set(consensus.flatMap(({ measured }) => measured.map(({ version }) => version)));
  print([...versions].join("\n"));
  return { searches, consensus };
}

/** Sections that find their own peers, if any, and tell versions themselves. */
const ownPeers = ["page", "newton", "constrained", "convex-networks", "black-boxes", "aggregators"];

async function main(options: Options): Promise<void> {
  const peers: Peers = { torch: { absent: "" } };
  const about = machine();
  print(describeMachine(about));
  if (!ownPeers.includes(options.only ?? "") && options.only !== "copy") {
    const needsTorchAlone = ["sven", "batched-runs", "spectrum"].includes(options.only ?? "");
    const tensorFlow = needsTorchAlone ? undefined : install("@tensorflow/tfjs-layers");
    if (tensorFlow) peers.tensorFlow = tensorFlow;
    peers.torch = findTorch(options.python);
    if (peers.tensorFlow) print(`without TensorFlow.js: ${peers.tensorFlow.absent}`);
    if ("absent" in peers.torch) print(`without PyTorch: ${peers.torch.absent}`);
  }
  const results: Result[] = [];
  const { only, sizes } = options;
  if (only === "copy") for (const size of sizes) results.push(await measureCopy(size, options));
  if (only === undefined || only === "steps") {
    for (const size of sizes) results.push(await measureSteps(size, options, peers));
  }
  if (only === undefined || only === "epoch") results.push(await measureEpoch(options, peers));
  let page: Awaited<ReturnType<typeof measurePage>> | undefined;
  if (only === "page") page = await measurePage();
  // Beside other figures it may be missing, as a peer may.
  if (only === undefined)
    page = await measurePage().catch((error: Error) => void print(`\nwithout the page: ${error.message}`));
  if (only === undefined || only === "sven") {
    for (const size of networkSizes) results.push(await measureSven(size, options, peers));
  }
  const batched = only === undefined || only === "batched-runs" ? await measureBatchedRuns(options, peers) : undefined;
  const spectra = only === undefined || only === "spectrum" ? await measureSpectra(options, peers) : undefined;
  const tasks = only === undefined || only === "aggregators" ? await measureTasks(options) : undefined;
  const newton = only === undefined || only === "newton" ? await measureNewton(options) : undefined;
  const constrained = only === undefined || only === "constrained" ? await measureConstrained(options) : undefined;
  const networks = only === undefined || only === "convex-networks" ? await measureConvexNetworks(options) : undefined;
  const blackBoxes = only === undefined || only === "black-boxes" ? await measureBlackBoxes(options) : undefined;

  const versions = [...new Set(results.flatMap(({ measured }) => measured.map(({ version }) => version)))];
  if (![...ownPeers, "batched-runs", "spectrum"].includes(only ?? ""))
    print(`\n${only === "copy" || only === "sven" ? "" : `${notes}\n`}${versions.filter(Boolean).join("\n")}`);
  if (options.json) {
    writeFileSync(
      options.json,
      `${JSON.stringify({ machine: about, versions, peers, results, page, batched, spectra, newton, constrained, networks, blackBoxes, tasks }, undefined, 2)}\n`,
    );
    print(`figures of every round: ${options.json}`);
  }
}

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options) await main(options);
  else print(usage);
} catch (error) {
  progress("");
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
