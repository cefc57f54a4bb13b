import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Contender } from "./contender.ts";
import type { Absent, Torch } from "./peers.ts";
import type { EpochTask, StepsTask } from "./protocol.ts";

/** The peers that are there. */
export type Peers = { tensorFlow?: Absent; torch: Torch | Absent };

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const node = (name: string) => [process.execPath, "--conditions=@gradus/source", "--expose-gc", file(name)];

const contender = <Task extends StepsTask | EpochTask>(name: string, program: string[], task: Task): Contender => ({
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

export const copyName = "copy of as many bytes";

/** AdaBelief and the copy that moves as many bytes. */
export const copyContenders = (shapes: number[][]): Contender[] => [
  contender("gradus adabelief", node("gradus-steps.ts"), { shapes, optimizer: "adabelief" }),
  contender(copyName, node("copy-steps.ts"), { shapes, optimizer: "copy" }),
];

/** Everything that takes optimizer steps. */
export function stepsContenders(shapes: number[][], { tensorFlow, torch }: Peers): Contender[] {
  const [ours, copy] = copyContenders(shapes) as [Contender, Contender];
  const others = ["adam", "diffgrad", "am-adamw"].map((optimizer) =>
    contender(`gradus ${optimizer}`, node("gradus-steps.ts"), { shapes, optimizer }),
  );
  const list = [ours, ...others];
  if (!tensorFlow) list.push(contender("TensorFlow.js Adam", node("tfjs-steps.ts"), { shapes, optimizer: "adam" }));
  if (!("absent" in torch)) {
    const program = [torch.python, file("torch_steps.py")];
    for (const { threads, label } of torchThreads(torch)) {
      list.push(contender(`PyTorch Adam, ${label}`, program, { shapes, optimizer: "adam", threads }));
      if (torch.fusedAdam) {
        list.push(contender(`PyTorch Adam, fused, ${label}`, program, { shapes, optimizer: "adam-fused", threads }));
      }
      list.push(contender(`PyTorch AdamW, ${label}`, program, { shapes, optimizer: "adamw", threads }));
    }
  }
  return [...list, copy];
}

/** Everything that trains. */
export function epochContenders(folder: string, { tensorFlow, torch }: Peers): Contender[] {
  const loops = [
    ["own", "own loop"],
    ["library", "minimize"],
  ] as const;
  const list = ["adabelief", "adam"].flatMap((optimizer) =>
    loops.map(([loop, label]) =>
      contender(`gradus ${optimizer}, ${label}`, node("gradus-epoch.ts"), { folder, optimizer, loop }),
    ),
  );
  if (!tensorFlow) list.push(contender("TensorFlow.js Adam", node("tfjs-epoch.ts"), { folder, optimizer: "adam" }));
  if (!("absent" in torch)) {
    for (const { threads, label } of torchThreads(torch)) {
      const program = [torch.python, file("torch_epoch.py")];
      list.push(contender(`PyTorch Adam, ${label}`, program, { folder, optimizer: "adam", threads }));
    }
  }
  return list;
}
