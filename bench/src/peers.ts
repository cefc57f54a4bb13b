import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** A PyTorch to measure. */
export type Torch = { python: string; version: string; defaultThreads: number; fusedAdam: boolean };

/** Why a peer is not measured. */
export type Absent = { absent: string };

/** Installs what this folder's package.json names, if this of it is not there yet. */
export function install(name: "@tensorflow/tfjs-layers" | "lighthouse" | "fmin" | "ml-direct"): Absent | undefined {
  if (existsSync(`${folder}/node_modules/${name}`)) return undefined;
  process.stderr.write("installing peers and Lighthouse into bench/node_modules, once\n");
  // Inside `npm run` that is npm itself, whatever the platform calls its command.
  const npm = process.env["npm_execpath"];
  const [command, args] = npm ? [process.execPath, [npm]] : ["npm", []];
  const { status, stderr, error } = spawnSync(command, [...args, "ci", "--prefix", folder], { encoding: "utf8" });
  if (status === 0) return undefined;
  return { absent: `npm ci in bench failed: ${error?.message ?? lastLine(stderr)}` };
}

/** The version of what is installed here. */
export const installedVersion = (name: string): string =>
  JSON.parse(readFileSync(`${folder}/node_modules/${name}/package.json`, "utf8")).version;

const probe = `
import json, torch
def fused():
    try:
        p = torch.zeros(4, requires_grad=True)
        p.grad = torch.ones(4)
        torch.optim.Adam([p], fused=True).step()
        return True
    except Exception:
        return False
print(json.dumps({"version": torch.__version__, "defaultThreads": torch.get_num_threads(), "fusedAdam": fused()}))
`;

/** Looks for a Python that has PyTorch. */
export function findTorch(wanted?: string): Torch | Absent {
  const candidates = wanted ? [wanted] : ["python3", "/usr/bin/python3"];
  let reason = "";
  for (const python of candidates) {
    const { status, stdout, stderr, error } = spawnSync(python, ["-c", probe], { encoding: "utf8" });
    if (status === 0) return { python, ...JSON.parse(stdout) };
    reason = `${python}: ${error?.message ?? lastLine(stderr)}`;
  }
  return { absent: reason };
}

/** A CBXpy to measure: a Python, and the environment in which it finds it. */
export type Cbx = { python: string; environment: Record<string, string> };

/** Looks for CBXpy in the folder that the environment variable CBXPY names, a checkout of its repository, or installed. */
export function findCbx(python = "python3"): Cbx | Absent {
  const checkout = process.env["CBXPY"];
  const paths = [checkout, process.env["PYTHONPATH"]].filter(Boolean).join(delimiter);
  const environment = { PYTHONPATH: paths };
  const { status, stderr, error } = spawnSync(python, ["-c", "import cbx.dynamics"], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
  if (status === 0) return { python, environment };
  const where = checkout ?? "the environment variable CBXPY names no checkout of PdIPS/CBXpy";
  return { absent: `${where}: ${error?.message ?? lastLine(stderr)}` };
}

/** A general convex solver: a Python that has it. */
export type Conic = { solver: "clarabel" | "cvxopt"; label: string; python: string };

const conicSolvers = [
  { solver: "clarabel", label: "Clarabel", needs: "clarabel, scipy", get: "pip install clarabel scipy" },
  { solver: "cvxopt", label: "CVXOPT", needs: "cvxopt, numpy", get: "apt-get install python3-cvxopt" },
] as const;

/** Looks for general convex solvers in the Pythons at hand; for each that is not there, a line that says how to get it. */
export function findConic(wanted?: string): { found: Conic[]; absent: string[] } {
  const pythons = [...(wanted ? [wanted] : []), "python3", "/usr/bin/python3"];
  const found: Conic[] = [];
  const absent: string[] = [];
  for (const { solver, label, needs, get } of conicSolvers) {
    const python = pythons.find((one) => spawnSync(one, ["-c", `import ${needs}`]).status === 0);
    if (python) found.push({ solver, label, python });
    else absent.push(`without ${label}: none of ${pythons.join(", ")} can import ${needs} (${get})`);
  }
  return { found, absent };
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
