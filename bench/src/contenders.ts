import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Contender } from "./contender.ts";
import type { NetworkSize } from "./network-task.ts";
import type { Absent, Cbx, Torch } from "./peers.ts";
import type {
  BatchedTask,
  ConicTask,
  ConsensusTask,
  EpochTask,
  NetworkTask,
  OwnReluTask,
  StepsTask,
} from "./protocol.ts";

/** The peers that are there. */
export type Peers = { tensorFlow?: Absent; torch: Torch | Absent };

const node = (url: string, ...flags: string[]) => [
  process.execPath,
  "--conditions=@gradus/source",
  "--expose-gc",
  ...flags,
  fileURLToPath(url),
];

const withThreads = ([command, ...rest]: string[]) => [
  command!,
  "--import",
  import.meta.resolve("gradus/node-threads"),
  ...rest,
];

/** How ours can run: on one thread, and on one a core where there are several. */
const ourThreads = [
  { label: "", run: (program: string[]) => program },
  ...(availableParallelism() > 1 ? [{ label: `, ${availableParallelism()} threads`, run: withThreads }] : []),
];

const programs = {
  gradusSteps: node(import.meta.resolve("./gradus-steps.ts")),
  gradusSven: node(import.meta.resolve("./gradus-sven.ts")),
  gradusEpoch: node(import.meta.resolve("./gradus-epoch.ts")),
  tensorFlowSteps: node(import.meta.resolve("./tfjs-steps.ts")),
  tensorFlowEpoch: node(import.meta.resolve("./tfjs-epoch.ts")),
  gradusBatched: node(import.meta.resolve("./gradus-batched.ts")),
  torchBatched: fileURLToPath(import.meta.resolve("./torch_batched.py")),
  gradusConsensus: node(import.meta.resolve("./gradus-consensus.ts")),
  cbxConsensus: fileURLToPath(import.meta.resolve("./cbx_consensus.py")),
  gradusRelu: node(import.meta.resolve("./gradus-relu.ts")),
  conicRelu: fileURLToPath(import.meta.resolve("./conic_relu.py")),
  copy: node(import.meta.resolve("./copy-steps.ts")),
  torchSteps: fileURLToPath(import.meta.resolve("./torch_steps.py")),
  torchSven: fileURLToPath(import.meta.resolve("./torch_sven.py")),
  torchEpoch: fileURLToPath(import.meta.resolve("./torch_epoch.py")),
};

type AnyTask = StepsTask | EpochTask | NetworkTask | ConsensusTask | BatchedTask | OwnReluTask | ConicTask;

const contender = <Task extends AnyTask>(
  name: string,
  program: string[],
  task: Task,
): Contender => ({
  name,
  program,
  task,
});

/** One thread, as many as PyTorch takes of itself, and one a core. */
function torchThreads({ defaultThreads }: Torch): { threads: number; label: string }[] {
  const counts = [...new Set([1, defaultThreads, availableParallelism()])].sort((a, b) => a - b);
  return counts.map((threads) => ({
    threads,
    label: `${threads} thread${threads === 1 ? "" : "s"}${threads === defaultThreads ? " (its default)" : ""}`,
  }));
}

/**
 * PyTorch frees the temporaries of a step, and the GNU C library gives large blocks back to the system at once and maps
 * them anew in the next step, page by page. With these settings it keeps them, as other allocators do.
 */
const keepMemory = { MALLOC_MMAP_MAX_: "0", MALLOC_TRIM_THRESHOLD_: "8589934592", MALLOC_TOP_PAD_: "268435456" };
const keptName = "PyTorch Adam, 1 thread, freed memory kept";

export const copyName = "copy of as many bytes";

const copyOf = (shapes: number[][]) => contender(copyName, programs.copy, { shapes, optimizer: "copy" });

/** AdaBelief and the copy that moves as many bytes. */
export const copyContenders = (shapes: number[][]): Contender[] => [
  ...ourThreads.map(({ label, run }) =>
    contender(`gradus adabelief${label}`, run(programs.gradusSteps), { shapes, optimizer: "adabelief" }),
  ),
  copyOf(shapes),
];

/** Everything that takes optimizer steps. */
export function stepsContenders(shapes: number[][], { tensorFlow, torch }: Peers): Contender[] {
  const list = ["adabelief", "adam"].flatMap((optimizer) =>
    ourThreads.map(({ label, run }) =>
      contender(`gradus ${optimizer}${label}`, run(programs.gradusSteps), { shapes, optimizer }),
    ),
  );
  for (const optimizer of ["diffgrad", "am-adamw"]) {
    list.push(contender(`gradus ${optimizer}`, programs.gradusSteps, { shapes, optimizer }));
  }
  if (!tensorFlow) list.push(contender("TensorFlow.js Adam", programs.tensorFlowSteps, { shapes, optimizer: "adam" }));
  if (!("absent" in torch)) {
    const program = [torch.python, programs.torchSteps];
    for (const { threads, label } of torchThreads(torch)) {
      list.push(contender(`PyTorch Adam, ${label}`, program, { shapes, optimizer: "adam", threads }));
      if (torch.fusedAdam) {
        list.push(contender(`PyTorch Adam, fused, ${label}`, program, { shapes, optimizer: "adam-fused", threads }));
      }
      list.push(contender(`PyTorch AdamW, ${label}`, program, { shapes, optimizer: "adamw", threads }));
    }
    const kept = contender(keptName, program, { shapes, optimizer: "adam", threads: 1 });
    list.push({ ...kept, environment: keepMemory });
  }
  return [...list, copyOf(shapes)];
}

/** Everything that trains. */
export function epochContenders(folder: string, { tensorFlow, torch }: Peers): Contender[] {
  const loops = [
    ["own", "own loop"],
    ["library", "minimize"],
  ] as const;
  const list = ["adabelief", "adam"].flatMap((optimizer) =>
    loops.flatMap(([loop, label]) =>
      ourThreads.map(({ label: threads, run }) =>
        contender(`gradus ${optimizer}, ${label}${threads}`, run(programs.gradusEpoch), { folder, optimizer, loop }),
      ),
    ),
  );
  if (!tensorFlow) list.push(contender("TensorFlow.js Adam", programs.tensorFlowEpoch, { folder, optimizer: "adam" }));
  if (!("absent" in torch)) {
    for (const { threads, label } of torchThreads(torch)) {
      const program = [torch.python, programs.torchEpoch];
      list.push(contender(`PyTorch Adam, ${label}`, program, { folder, optimizer: "adam", threads }));
    }
  }
  return list;
}

/** The steps against which those of Sven are held. */
export const ownSgd = "gradus SGD";
export const ownSven = "gradus Sven";

/** Steps of Sven and of SGD on a network. */
export function svenContenders({ label: _, ...size }: NetworkSize, { torch }: Peers): Contender[] {
  const list = [
    { name: ownSgd, method: "sgd" as const },
    { name: ownSven, method: "sven" as const },
  ].flatMap(({ name, method }) =>
    ourThreads.map(({ label, run }) => contender(`${name}${label}`, run(programs.gradusSven), { ...size, method })),
  );
  if ("absent" in torch) return list;
  const program = [torch.python, programs.torchSven];
  for (const { threads, label } of torchThreads(torch)) {
    const common = { ...size, threads };
    list.push(
      contender(`PyTorch SGD, ${label}`, program, { ...common, method: "sgd" }),
      contender(`PyTorch Sven by SVD, ${label}`, program, { ...common, method: "sven", decomposition: "svd" }),
      contender(`PyTorch Sven by Gram matrix, ${label}`, program, { ...common, method: "sven", decomposition: "gram" }),
    );
  }
  return list;
}

/** Ours in one program, against which the others are held. */
export const ownBatched = "gradus, in one program";

/** Many runs in one program and one by one. */
export function batchedContenders(size: Omit<BatchedTask, "mode" | "threads">, { torch }: Peers): Contender[] {
  const list = [
    contender(ownBatched, programs.gradusBatched, { ...size, mode: "batched" as const }),
    contender("gradus, one by one", programs.gradusBatched, { ...size, mode: "loop" as const }),
  ];
  if ("absent" in torch) return list;
  const program = [torch.python, programs.torchBatched];
  const ways = [
    { mode: "batched", name: "PyTorch, batched products" },
    { mode: "vmap", name: "PyTorch, functorch's vmap" },
    { mode: "loop", name: "PyTorch, one by one" },
  ] as const;
  for (const { mode, name } of ways) {
    for (const { threads, label } of torchThreads(torch)) {
      list.push(contender(`${name}, ${label}`, program, { ...size, mode, threads }));
    }
  }
  return list;
}

/** Ours, against which CBXpy is held. */
export const ownConsensus = "gradus consensus, black box";

/** Steps of consensus-based optimization. */
export function consensusContenders(task: ConsensusTask, cbx: Cbx | Absent): Contender[] {
  const list = [
    contender(ownConsensus, programs.gradusConsensus, { ...task, objective: "evaluate" }),
    contender("gradus consensus, compiled loss", programs.gradusConsensus, { ...task, objective: "loss" }),
  ];
  if ("absent" in cbx) return list;
  const peer = contender("CBXpy", [cbx.python, programs.cbxConsensus], task);
  return [...list, { ...peer, environment: cbx.environment }];
}

/** Ours, and the plain first-order method beside it, on a convex program of training. */
export const ownReluContender = (name: string, task: OwnReluTask): Contender =>
  contender(name, programs.gradusRelu, task);

/** A general convex solver on the same program. */
export const conicContender = (name: string, python: string, task: ConicTask): Contender =>
  contender(name, [python, programs.conicRelu], task);
