import { parseArgs } from "node:util";
import { oneTensor, resnet18, type Sizes } from "./parameters.ts";

type Section =
  | "steps"
  | "epoch"
  | "copy"
  | "sven"
  | "batched-runs"
  | "spectrum"
  | "newton"
  | "constrained"
  | "convex-networks"
  | "black-boxes"
  | "aggregators"
  | "page";

export type Options = {
  only?: Section;
  sizes: Sizes[];
  rounds: number;
  turnSeconds: number;
  quick: boolean;
  python?: string;
  json?: string;
};

const sections: readonly string[] = [
  "steps",
  "epoch",
  "copy",
  "sven",
  "batched-runs",
  "spectrum",
  "newton",
  "constrained",
  "convex-networks",
  "black-boxes",
  "aggregators",
  "page",
] satisfies Section[];

export const usage = `npm run bench -- [options]

Gradus side by side with TensorFlow.js, PyTorch, SciPy and others, in turn, in one session.

  --only SECTION           steps (of optimizers), epoch (of training), sven (its steps against those of
                           SGD on networks), batched-runs (64 runs in one program and one
                           by one), spectrum (eigenvalues of a network's Hessian by Lanczos
                           and from the whole matrix), newton (what Newton's methods ask for,
                           beside SciPy's), constrained (the same under equality
                           constraints), convex-networks (seconds of convex training beside
                           Clarabel: pip install clarabel scipy; and CVXOPT:
                           apt-get install python3-cvxopt), black-boxes (derivative-free methods beside
                           those of SciPy, fmin, ml-direct and CBXpy; the environment variable
                           CBXPY names a checkout of PdIPS/CBXpy), aggregators (of several tasks' gradients, in
                           backward passes), copy (AdaBelief's step against a plain copy of as
                           many bytes) or page (the studio's front page by Lighthouse); default all
  --sizes LIST             numbers of parameters, and resnet18 for a list of tensors; default 1e4,1e6,1e7,resnet18
  --rounds N               repetitions, at least 7; default 11
  --quick                  7 short rounds, sizes 1e4,1e6
  --python PATH            a Python that has the peer; default python3, then /usr/bin/python3
  --json FILE              all figures, round by round
  --help`;

/** A wrong option: shown in one line, exit code 2. */
export class UsageError extends Error {}

/** Reads the command line; nothing where only help is wanted. @throws {UsageError} */
export function readCommandLine(args: string[]): Options | undefined {
  const { only, sizes, rounds, quick, python, json, help } = parse(args);
  if (help) return undefined;
  if (only !== undefined && !sections.includes(only)) {
    throw new UsageError(`unknown section '${only}': expected one of ${sections.join(", ")}`);
  }
  const count = Number(rounds ?? (quick ? 7 : 11));
  if (!Number.isInteger(count) || count < 7) {
    throw new UsageError(`--rounds must be a whole number ≥ 7, got '${rounds}'`);
  }
  return {
    ...(only && { only: only as Section }),
    sizes: (sizes ?? (quick ? "1e4,1e6" : "1e4,1e6,1e7,resnet18")).split(",").map(readSize),
    rounds: count,
    quick: quick ?? false,
    turnSeconds: quick ? 0.05 : 0.25,
    ...(python && { python }),
    ...(json && { json }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: "string" },
        sizes: { type: "string" },
        rounds: { type: "string" },
        quick: { type: "boolean" },
        python: { type: "string" },
        json: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readSize(text: string): Sizes {
  if (text === "resnet18") return resnet18();
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1e8) {
    throw new UsageError(`--sizes: a size is a whole number from 1 to 1e8 or 'resnet18', got '${text}'`);
  }
  return oneTensor(count);
}
