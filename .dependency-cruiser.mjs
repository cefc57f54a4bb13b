/*
 * Arrows between rooms, as docs/architecture.md draws them: one way, never in a circle. A type-only import is an arrow
 * too: a room that needs another room's types depends on it. Tests may look anywhere in their own package.
 */

const library = "^packages/gradus/src";
/** Tests, and what only tests may use. */
const tests = "(\\.test|/live-arrays)\\.ts$|^packages/studio/test/";
const configuration = "\\.config\\.ts$";
const goldenRunner = "^packages/papers/src/golden/runner\\.ts$";
/** Published as files for browsers that hold all they need. */
const bundled = "^packages/studio/";
const nodeOnly = "/node-[a-z-]+\\.ts$";

/** The packages, each with those that it may import from. */
const packages = {
  gradus: [],
  datasets: ["gradus"],
  papers: ["datasets", "gradus"],
  workbench: ["papers", "datasets", "gradus"],
  cli: ["studio", "workbench", "papers", "datasets", "gradus"],
  service: ["workbench", "papers", "datasets", "gradus"],
  studio: ["workbench", "papers", "datasets", "gradus"],
};

/** The rooms of the library, each with those that it may import from. */
const rooms = {
  engine: [],
  core: ["engine"],
  transforms: ["core", "engine"],
  problems: ["core", "engine"],
  methods: ["transforms", "core", "engine"],
  analysis: ["methods", "transforms", "core", "engine"],
};

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

const packageArrows = Object.entries(packages).map(([name, allowed]) =>
  forbid(
    `package-${name}`,
    `packages/${name} imports from ${[name, ...allowed].join(", ")} only.`,
    { path: `^packages/${name}/` },
    { path: "^packages/", pathNot: `^packages/(${[name, ...allowed].join("|")})/` },
  ),
);

const roomArrows = Object.entries(rooms).map(([room, allowed]) =>
  forbid(
    `library-${room}`,
    `${room}/ imports from ${[room, ...allowed].join(", ")} only.`,
    { path: `${library}/${room}/`, pathNot: tests },
    {
      path: `${library}/`,
      pathNot: [
        `${library}/(${[room, ...allowed].join("|")})/`,
        // What the engine throws are the library's errors; that file imports no room (library-errors below).
        ...(room === "engine" ? [`${library}/core/errors\\.ts$`] : []),
        // Projections and proximal operators are mathematics that problems are made of, too (library-proximal below).
        ...(room === "problems" ? [`${library}/methods/proximal/`] : []),
      ],
    },
  ),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...packageArrows,
    ...roomArrows,
    forbid(
      "library-errors",
      "core/errors.ts stands below the engine: it imports no room.",
      { path: `${library}/core/errors\\.ts$` },
      { path: `${library}/` },
    ),
    forbid(
      "library-proximal",
      "methods/proximal/ serves methods and problems: it imports from core and engine only.",
      { path: `${library}/methods/proximal/`, pathNot: tests },
      { path: `${library}/`, pathNot: `${library}/(methods/proximal|core|engine)/` },
    ),
    forbid(
      "library-isomorphic",
      "The library runs in browsers: Node's own modules only in files named node-*.ts and in tests.",
      { path: library, pathNot: [tests, nodeOnly] },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "library-node-apart",
      "A node-*.ts file is loaded on demand or by an entry of its own: a static import would reach the browser.",
      { path: library, pathNot: [tests, nodeOnly] },
      { path: nodeOnly, dynamic: false },
    ),
    forbid(
      "content-isomorphic",
      "What pages show runs in them: Node's own modules only in tests, in golden cases' runner, and on demand.",
      { path: "^packages/(datasets|papers|workbench)/", pathNot: [tests, goldenRunner, "^packages/[^/]+/scripts/"] },
      { dependencyTypes: ["core"], dynamic: false },
    ),
    forbid(
      "chart-library-apart",
      "The chart library is large: only drawing/ imports it, which is an entry of its own.",
      { path: "^packages/workbench/src/", pathNot: [tests, "^packages/workbench/src/drawing/"] },
      { path: ["^packages/workbench/src/drawing/", "^node_modules/vega"] },
    ),
    forbid("no-circle", "No file reaches itself, by values or by types.", {}, { circular: true }),
    forbid(
      "no-orphan",
      "Every file is imported by another, or is an entry.",
      { orphan: true, pathNot: [tests, configuration, nodeOnly, "/src/(index|main)\\.ts$"] },
      {},
    ),
    forbid(
      "index-on-top",
      "index.ts says what a room offers to the outside; inside a package a file is imported by its own name.",
      { path: "^packages/([^/]+)/", pathNot: [tests, "/index\\.ts$"] },
      { path: "^packages/$1/.*index\\.ts$" },
    ),
    forbid(
      "no-test-code",
      "Only tests import tests and what is installed for tests.",
      { pathNot: [tests, configuration] },
      { path: [tests, "^node_modules/(vitest|fast-check|playwright-core)/"] },
    ),
    forbid(
      "declared",
      "A package is imported only where its package.json asks for it.",
      { path: "^packages/[^/]+/", pathNot: [tests, configuration, bundled] },
      { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    ),
    forbid(
      "declared-for-bundle",
      "What a bundle holds is needed to build it, not to install it: it may stand among what is for development.",
      { path: bundled, pathNot: [tests, configuration] },
      // Vite, which builds it, and TypeScript, which reads the sources for it, are the workspace's.
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"], pathNot: "^node_modules/(vite|typescript)/" },
    ),
    forbid(
      "resolvable",
      "Every import leads somewhere; what the build makes up is named virtual:.",
      {},
      {
        couldNotResolve: true,
        pathNot: "^virtual:",
      },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^packages/[^/]+/(dist|data)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      conditionNames: ["@gradus/source", "svelte", "import", "default"],
      exportsFields: ["exports"],
    },
  },
};
