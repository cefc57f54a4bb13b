import { describe, expect, test } from "vitest";
import { checkCase, loadAdapter, readGoldenFiles } from "./runner.ts";

// GOLDEN_DIR may name a folder with golden files of any papers; without it, those of the project are run.
for (const file of readGoldenFiles(process.env["GOLDEN_DIR"])) {
  if ("reason" in file) {
    test(file.paper, () => expect.fail(file.reason));
    continue;
  }
  describe(file.paper, async () => {
    const adapter = await loadAdapter(file.paper);
    if ("reason" in adapter) {
      test("has an adapter", () => expect.fail(adapter.reason));
      return;
    }
    for (const testCase of file.cases) {
      test(testCase.name, async () => {
        const failures = await checkCase(testCase, adapter, file.isScaled);
        if (failures.length > 0) {
          expect.fail(failures.map((failure) => `${file.paper} / ${testCase.name} / ${failure}`).join("\n"));
        }
      });
    }
  });
}
