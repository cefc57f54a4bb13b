import { specGrammar, usualInterval } from "@gradus/workbench";
import { Command, InvalidArgumentError, Option } from "commander";
import { collect, gather, readCount, readPort, readPositive, readSeeds } from "./arguments.ts";
import { list, listed } from "./commands/list.ts";
import { race } from "./commands/race.ts";
import { reproduce } from "./commands/reproduce.ts";
import { show } from "./commands/show.ts";
import { studio, usualPort } from "./commands/studio.ts";
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
  studio: `
The page is served to this machine only (127.0.0.1) until Ctrl-C, and computes in the browser, in worker threads: nothing
is sent anywhere. The browser is not opened where the output is piped or CI is set.

Examples:
  gradus studio
  gradus studio --port 8080 --no-open`,
};
