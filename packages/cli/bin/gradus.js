#!/usr/bin/env node
// Plain JavaScript that an old Node can read too, so that it can be told which one is needed.
import { existsSync } from "node:fs";
import * as modules from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `gradus: needs Node 22.18 or newer, this is ${process.versions.node} (in the repository: npx gradus)\n`,
  );
  process.exit(2);
}

const source = new URL("../src/main.ts", import.meta.url);
if (existsSync(source)) {
  // In the repository the packages are run from their sources.
  modules.registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: [...context.conditions, "@gradus/source"] }),
  });
  await import(source.href);
} else {
  await import(new URL("../dist/main.js", import.meta.url).href);
}
