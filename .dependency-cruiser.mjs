/** Arrows point one way: cli -> papers -> datasets -> gradus; inside the library methods -> transforms -> core -> engine. */
const library = "^packages/gradus/src";
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });
const tests = "\\.test\\.ts$";

export default {
  forbidden: [
    forbid("no-circle", "A circle hides which part is the foundation.", {}, { circular: true }),
    forbid(
      "gradus-stands-alone",
      "The library knows none of its users.",
      { path: "^packages/gradus/" },
      { path: "^packages/(?!gradus/)" },
    ),
    forbid(
      "datasets-on-gradus",
      "Data sets know the library alone.",
      { path: "^packages/datasets/" },
      { path: "^packages/(?!gradus/|datasets/)" },
    ),
    forbid(
      "papers-on-datasets",
      "Papers do not know the command.",
      { path: "^packages/papers/" },
      { path: "^packages/(cli|service|studio)/" },
    ),
    forbid(
      "engine-at-the-bottom",
      "The engine room may throw the library's errors and know nothing else of it.",
      { path: `${library}/engine/`, pathNot: tests },
      { path: `${library}/(core/(?!errors)|transforms|methods|problems|index)` },
    ),
    forbid(
      "core-on-engine",
      "The core knows no method, problem or transformation.",
      { path: `${library}/core/`, pathNot: tests },
      { path: `${library}/(transforms|methods|problems|index)` },
    ),
    forbid(
      "transforms-on-core",
      "Transformations are parts of methods, not users of them.",
      { path: `${library}/transforms/`, pathNot: tests },
      { path: `${library}/(methods|problems|index)` },
    ),
    forbid(
      "problems-on-core",
      "A problem knows no method.",
      { path: `${library}/problems/`, pathNot: tests },
      { path: `${library}/(transforms|methods|index)` },
    ),
    forbid(
      "methods-know-no-problem",
      "A method asks for capabilities, not for problems.",
      { path: `${library}/methods/`, pathNot: tests },
      { path: `${library}/(problems|index)` },
    ),
    forbid(
      "isomorphic",
      "The library runs in the browser: node: modules only in files named node-*.",
      { path: library, pathNot: `${tests}|/node-|live-arrays` },
      { dependencyTypes: ["core"] },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { conditionNames: ["@gradus/source", "import", "default"], exportsFields: ["exports"] },
  },
};
