import { axisGrammar, specGrammar, usualInterval } from "@gradus/workbench";
import { Command, InvalidArgumentError, Option } from "commander";
import { collect, gather, readCount, readNumber, readPort, readPositive, readSeeds } from "./arguments.ts";
import { list, listed } from "./commands/list.ts";
import { race } from "./commands/race.ts";
import { reproduce } from "./commands/reproduce.ts";
import { show } from "./commands/show.ts";
import { studio, usualPort } from "./commands/studio.ts";
import { sweep } from "./commands/sweep.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { findPaper, loadKnownPapers } from "./papers.ts";
import { version } from "./provenance.ts";
import type { Terminal } from "./terminal/terminal.ts";

const papersOption = () => new Option("--papers <file>", "a module that exports `papers`, in place of the collection");
const deviceOption = () => new Option("--device <name>", "where to compute").choices(["cpu", "gpu"]);
const jsonOption = () => new Option("--json <file>", "write all results as JSON");
const tracesOption = () => new Option("--traces", "with --json: the curves too");
const outOption = () => new Option("--out <folder>", "folder of the report (default: in gradus-report/)");
const svgOption = () => new Option("--svg <file>", "write the first chart as a stand-alone SVG");
const seedsOption = (text: string) => new Option("--seeds <list>", text).argParser(readSeeds);

/** The command line. `end` is told the exit code of the command that ran. */
export function createProgram(terminal: Terminal, command: string, end: (code: ExitCode) => void): Command {
  const program = new Command("gradus")
    .description("Papers you can run: optimization methods from papers, and their claims as experiments.")
    .version(version)
    .option("--verbose", "show where an unexpected error came from")
    .configureOutput({ writeOut: terminal.out.write, writeErr: terminal.err.write, outputError: () => {} })
    .exitOverride()
    .addHelpText("after", helpTexts.program);

  program
    .command("list")
    .argument("[kind]", listed.join(", "))
    .description("list papers, methods, problems and instruments by the names that commands take")
    .option("--json", "as JSON")
    .addOption(papersOption())
    .action(async (kind: string | undefined, options) => {
      list(kind, await loadKnownPapers(options.papers), options.json === true, terminal);
    });

  program
    .command("show")
    .argument("<paper>", "a paper's name or number")
    .description("a paper: equations, defaults, example, claims, what was found when it was run")
    .addOption(new Option("--json", "as JSON").conflicts("bibtex"))
    .option("--bibtex", "only its entry for a bibliography")
    .addOption(papersOption())
    .action(async (name: string, options) => {
      const form = options.json ? "json" : options.bibtex ? "bibtex" : "text";
      show(findPaper(await loadKnownPapers(options.papers), name), form, terminal);
    });

  program
    .command("reproduce")
    .argument("<paper...>", "papers by name or number, or all")
    .description("run papers' claims: verdicts, and a report with charts")
    .option("--full", "the experiments nearest to the papers' own, instead of quick ones")
    .option("--claim <id>", "only this claim; may be repeated", collect)
    .addOption(seedsOption("seeds in place of the experiments' own: 0,1,2"))
    .addOption(deviceOption().default("cpu"))
    .option("--jobs <n>", "trials at a time (default: one a core)", readCount)
    .addOption(jsonOption())
    .addOption(tracesOption())
    .addOption(outOption())
    .addOption(svgOption())
    .addOption(papersOption())
    .addHelpText("after", helpTexts.reproduce)
    .action(async (names: string[], options) => end(await reproduce(names, options, command, terminal)));

  program
    .command("race")
    .argument(
      "[problem]",
      "a problem's name, or a .ts or .js file whose default export is a problem, or a function of a point beside 'export const dimension'",
    )
    .description("run any methods on one problem with the same budget: table, chart, report")
    .option("-m, --methods <list>", specGrammar, gather)
    .option("--steps <n>", "budget of steps for each run", readCount)
    .option("--seconds <s>", "budget of seconds for each run", readPositive)
    .option("--calls <n>", "budget of oracle calls for each run, of all kinds together", readCount)
    .option("--evaluations <n>", "budget of black-box evaluations for each run", readCount)
    .option("--observe <list>", "instruments that look at each run: gradus list instruments; may be repeated", collect)
    .option("--every <n>", `steps between two looks (default: ${usualInterval})`, readCount)
    .addOption(seedsOption("seeds (default: 0,1,2)"))
    .addOption(deviceOption())
    .addOption(jsonOption())
    .addOption(tracesOption())
    .addOption(outOption())
    .addOption(svgOption())
    .addOption(
      new Option("--resume <folder>", "go on with an interrupted race, from its report's folder").conflicts([
        "methods",
        "steps",
        "seconds",
        "calls",
        "evaluations",
        "seeds",
        "device",
        "observe",
        "every",
      ]),
    )
    .addHelpText("after", helpTexts.race)
    .action(async (problem: string | undefined, options) => {
      if (problem !== undefined && options.resume !== undefined) {
        throw new InvalidArgumentError("a race that is gone on with has its problem already");
      }
      end(await race(problem, options, command, terminal));
    });

  program
    .command("sweep")
    .argument(
      "[subject]",
      "a problem's name, with -m and --over; or a .ts or .js file that exports `plan` and `measure`",
    )
    .description("measure a grid of settings on all cores: table, heat map or curves, report")
    .option("-m, --methods <list>", `${specGrammar}; several are an axis of their own`, gather)
    .option("--over <axis>", axisGrammar, gather)
    .option("--steps <n>", "budget of steps for each cell", readCount)
    .option("--calls <n>", "budget of oracle calls for each cell, of all kinds together", readCount)
    .option("--evaluations <n>", "budget of black-box evaluations for each cell", readCount)
    .option("--target <value>", "tell how long the objective took to come down to this", readNumber)
    .addOption(seedsOption("seeds (default: 0,1,2; of a file: its own)"))
    .option(
      "--measure <list>",
      "values to draw (default: objective; with --target: stepsToTarget; of a file: all)",
      collect,
    )
    .option(
      "--highest <list>",
      "values of which large ones are good, an accuracy say (default: small ones are)",
      collect,
    )
    .option("--x <axis>", "the axis to draw along, alone for curves (default: that with most values)")
    .option("--y <axis>", "with --x: the other axis of a heat map")
    .addOption(deviceOption())
    .option("--jobs <n>", "cells at a time (default: one a core)", readCount)
    .addOption(jsonOption())
    .addOption(outOption())
    .addOption(svgOption())
    .addOption(
      new Option("--resume <folder>", "go on with an unfinished sweep, or draw a finished one anew").conflicts([
        "methods",
        "over",
        "steps",
        "calls",
        "evaluations",
        "target",
        "seeds",
        "device",
        "out",
      ]),
    )
    .option("--retry-failed", "with --resume: measure failed cells again")
    .addHelpText("after", helpTexts.sweep)
    .action(async (subject: string | undefined, options) => {
      if (subject !== undefined && options.resume !== undefined) {
        throw new InvalidArgumentError("a sweep that is gone on with has its problem or file already");
      }
      if (options.retryFailed && options.resume === undefined) {
        throw new InvalidArgumentError("--retry-failed goes with --resume");
      }
      end(await sweep(subject, options, command, terminal));
    });

  program
    .command("studio")
    .description("open the papers page in the browser: papers, races and demos that run there")
    .option("--port <n>", `port to serve it on, 0 for any (default: ${usualPort}, or a free one near it)`, readPort)
    .option("--no-open", "only print the address")
    .addHelpText("after", helpTexts.studio)
    .action(async (options) => end(await studio(options, terminal)));

  return program;
}

const helpTexts = {
  program: `
Exit codes: ${exitCodes.fine} fine, ${exitCodes.failed} a claim does not hold or a run diverged, ${exitCodes.usage} wrong usage, ${exitCodes.interrupted} interrupted.
The first Ctrl-C ends runs in good order and still writes the report; the second leaves at once.`,
  reproduce: `
Examples:
  gradus reproduce adabelief
  gradus reproduce adabelief diffgrad --jobs 1 --json verdicts.json
  gradus reproduce all --full --out report`,
  race: `
Without a budget each run may make 1,000 oracle calls, on a black box 10,000 evaluations. Runs go one after another on
one thread, so that their seconds can be compared.

Examples:
  gradus race rosenbrock -m adam,adabelief,sgd:learningRate=0.001 --steps 2000
  gradus race my-problem.ts -m adam:learningRate=0.01:beta1=0.95 -m sgd --seconds 20 --seeds 0,1,2,3,4
  gradus race digits-mlp -m sgd:learningRate=0.1 --observe sharpness,gradient-alignment --every 50 --steps 500
  gradus race --resume gradus-report/race-rosenbrock`,
  sweep: `
Axes are options of the methods, or as problem.option of the problem:
  --over learningRate=0.001,0.01,0.1     these values
  --over learningRate=0.001..1x7         7 values from 0.001 to 1 by equal ratios, in four digits
  --over beta1=0..0.9by0.1               from 0 to 0.9 in steps of 0.1
  --over problem.hidden=8,16,32          where an option is a list, a number is a list of one; else [8,8],[16,16]
Two axes are drawn as a heat map, one as curves with bands over the seeds; others, and methods, as charts side by side.

Values of a cell are objective, steps and calls at its end, metrics of the problem and numbers of the method
(--measure testAccuracy --highest testAccuracy), and with --target stepsToTarget and callsToTarget. Without a budget each cell
may make 1,000 oracle calls, on a black box 10,000 evaluations. Cells run side by side, so that a budget of seconds would
not be a fair one.

A file of your own exports the grid and what is measured:
  export const plan = { axes: { width: [8, 16, 32], noise: [0, 0.1] }, seeds: [0, 1, 2] };
  export async function measure({ setting, seed }, signal) { return { loss: await train(setting.width, seed) }; }

Each finished cell is on disk at once, in cells.jsonl of the report's folder: after Ctrl-C, or if the process is killed,
--resume goes on and measures no finished cell again; a file's plan may have grown since. A cell that diverges or throws
is a result, and makes the exit code 1.

Examples:
  gradus sweep templates-mlp -m adam,sgd --over learningRate=0.001..1x7 --steps 300
  gradus sweep templates-mlp -m adam --over learningRate=0.001..1x7 --over problem.hidden=8,16,32,64 --steps 300
  gradus sweep rosenbrock -m adam,adabelief --over learningRate=0.001..1x7 --target 0.01 --steps 5000
  gradus sweep ./my-sweep.ts --svg sweep.svg
  gradus sweep --resume gradus-report/sweep-templates-mlp --measure testAccuracy --highest testAccuracy`,
  studio: `
The page is served to this machine only (127.0.0.1) until Ctrl-C, and computes in the browser, in worker threads: nothing
is sent anywhere. The browser is not opened where the output is piped or CI is set.

Examples:
  gradus studio
  gradus studio --port 8080 --no-open`,
};
