import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStudio } from "../packages/studio/test/start-studio.ts";
import { readmePrograms } from "./readme-programs.ts";

const repository = join(import.meta.dirname, "..");
const run = promisify(execFile);
const quiet = { ...process.env, NODE_OPTIONS: "" };

/** An empty project outside the repository, into which the packed packages are installed. */
let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "gradus-project-"));
  for (const name of ["gradus", "datasets", "papers", "workbench", "studio", "cli"]) {
    const packing = ["pack", "--pack-destination", project];
    await run("npm", packing, { cwd: join(repository, "packages", name), env: quiet });
  }
  const tarballs = (await readdir(project)).map((file) => `./${file}`);
  const library = JSON.parse(await readFile(join(repository, "packages/gradus/package.json"), "utf8"));
  const engine = `@jax-js/jax@${library.dependencies["@jax-js/jax"]}`;
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const installing = ["install", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs, engine];
  await run("npm", installing, { cwd: project, env: quiet });
});

afterAll(() => rm(project, { recursive: true, force: true }));

describe("the packed library in a project of its own", () => {
  test.each(readmePrograms)("$about", async ({ source, check }) => {
    await writeFile(join(project, "program.ts"), source);
    const { stdout } = await run(process.execPath, ["program.ts"], { cwd: project, env: quiet });
    check(stdout);
  });

  test("has types that printed programs satisfy", async () => {
    for (const [i, { source }] of readmePrograms.entries()) await writeFile(join(project, `typed-${i}.ts`), source);
    const options = { strict: true, module: "nodenext", target: "es2024", noEmit: true, types: [] };
    const config = { compilerOptions: { ...options, skipLibCheck: true }, include: ["typed-*.ts"] };
    await writeFile(join(project, "tsconfig.json"), JSON.stringify(config));
    const compiler = join(repository, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [compiler, "-p", project]).catch((failure) => failure);
    expect(stdout).toBe("");
  });

  test("keeps what makes float64 programs exact", async () => {
    const program = `import "gradus"; import { jit, numpy as np } from "@jax-js/jax";
      const f = jit((x) => np.exp(x.mul(0.1)));
      console.log((await f(np.array([1], { dtype: np.float64 })).data())[0]);`;
    await writeFile(join(project, "exponential.mjs"), program);
    const { stdout } = await run(process.execPath, ["exponential.mjs"], { cwd: project, env: quiet });
    expect(Number(stdout)).toBeCloseTo(Math.exp(0.1), 14);
  });
});

describe("the packed command", () => {
  const gradus = (...words: string[]) =>
    run(process.execPath, [join(project, "node_modules/@gradus/cli/bin/gradus.js"), ...words], {
      cwd: project,
      env: quiet,
    });

  test("lists methods and problems", async () => {
    const { methods, problems } = JSON.parse((await gradus("list", "--json")).stdout);
    expect(methods.map(({ name }: { name: string }) => name)).toContain("adabelief");
    expect(problems.map(({ name }: { name: string }) => name)).toContain("rosenbrock");
  });

  test("races methods in worker threads and writes a report", async () => {
    const options = ["--steps", "50", "--seeds", "0", "--out", "report"];
    const { stdout } = await gradus("race", "rosenbrock", "-m", "adam,adabelief", ...options);
    for (const method of ["adam", "adabelief"]) expect(stdout).toMatch(new RegExp(`^${method} .* 50 .* budget$`, "m"));
    expect(await readFile(join(project, "report/index.html"), "utf8")).toContain("adabelief");
  });

  test("sweeps a file of one's own, the README's, on threads and writes a report", async () => {
    await writeFile(
      join(project, "my-sweep.ts"),
      readmePrograms.find(({ source }) => source.startsWith("// my-sweep.ts"))!.source,
    );
    const { stdout } = await gradus("sweep", "./my-sweep.ts", "--seeds", "0", "--jobs", "2", "--out", "swept");
    expect(stdout).toContain("The lowest median of objective is ");
    expect(await readFile(join(project, "swept/index.html"), "utf8")).toContain(
      "objective against learningRate and beta1",
    );
  });

  test("finds the data sets that come with it", async () => {
    const program = `import { loadIris } from "@gradus/datasets"; console.log((await loadIris()).name);`;
    await writeFile(join(project, "iris.mjs"), program);
    expect((await run(process.execPath, ["iris.mjs"], { cwd: project, env: quiet })).stdout.trim()).toBe("iris");
  });
});

describe("the packed studio", () => {
  const installed = () => join(project, "node_modules/@gradus/studio");

  test("is the built page and nothing of what it is built from", async () => {
    const files = await readdir(installed(), { recursive: true });
    expect(files.filter((file) => !file.startsWith("dist")).sort()).toEqual(["LICENSE", "package.json"]);
    expect(files).toContain(join("dist", "index.html"));
    expect(files.filter((file) => /\.(ts|svelte|map)$/.test(file))).toEqual([]);
  });

  test("is served by gradus studio with the headers that threads need, until Ctrl-C", async () => {
    const studio = await startStudio(join(project, "node_modules/@gradus/cli/bin/gradus.js"), quiet);
    const response = await fetch(studio.address);
    expect(await response.text()).toContain("<title>Gradus");
    expect(response.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(response.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(response.headers.get("content-security-policy")).toContain("connect-src 'self'");
    expect(await studio.stop()).toBe(0);
  });
});

describe("a page bundled with the packed library", () => {
  test("trains in Chromium, without an error and without a request to another origin", async () => {
    const page = join(project, "page");
    await cp(join(import.meta.dirname, "page"), page, { recursive: true });
    await build({ root: page, logLevel: "error", build: { target: "es2024" } });
    const server = await preview({ root: page, logLevel: "error", preview: { host: "127.0.0.1", port: 0 } });
    try {
      const { result, complaints, origins } = await visit(server.resolvedUrls!.local[0]!);
      expect(complaints).toEqual([]);
      expect(origins).toEqual([new URL(server.resolvedUrls!.local[0]!).origin]);
      for (const { status, first, last } of [result.adabelief, result.adam, result.chain]) {
        expect(status).toBe("budget");
        expect(last).toBeLessThan(first);
      }
      expect(result.race.order).toEqual(["adam learningRate=0.1", "sgd learningRate=0.0001"]);
      expect(result.race.chart).toMatch(/^<svg [\s\S]*adam learningRate=0\.1[\s\S]*<\/svg>\s*$/);
      expect(result.exponential).toBeCloseTo(Math.exp(0.1), 14);
    } finally {
      await server.close();
    }
  });
});

/** Opens a page, waits for its result, and reports what it complained of and where it sent requests. */
async function visit(address: string) {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(
      `there is no ${executablePath}: install Debian's chromium (apt-get install chromium), or name a Chromium in the environment variable CHROMIUM`,
    );
  }
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const origins = new Set<string>();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== "data:" && protocol !== "blob:") origins.add(origin);
    });
    await page.goto(address);
    await page.waitForFunction(() => document.querySelector("#result")?.textContent !== "", undefined, {
      timeout: 60_000,
    });
    const result = JSON.parse((await page.textContent("#result"))!);
    return { result, complaints, origins: [...origins] };
  } finally {
    await browser.close();
  }
}
