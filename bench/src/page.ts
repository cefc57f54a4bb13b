import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startStudio } from "../../packages/studio/test/start-studio.ts";
import { install } from "./peers.ts";

/** What Lighthouse says of a page on a device. Scores out of 100; times in milliseconds; sizes in kB over the wire. */
export type PageFigures = {
  performance: number;
  accessibility: number;
  firstPaint: number;
  largestPaint: number;
  blocking: number;
  shift: number;
  kilobytes: number;
};

/** Lighthouse's own: a mid-range telephone on a slow network (simulated), and a desktop computer. */
export const forms = { mobile: [], desktop: ["--preset=desktop"] } as const;
export type Form = keyof typeof forms;

const command = fileURLToPath(new URL("../../packages/cli/bin/gradus.js", import.meta.url));
const lighthouse = fileURLToPath(new URL("../node_modules/lighthouse/cli/index.js", import.meta.url));

/** Looks at the papers page, as `gradus studio` serves it, several times with Lighthouse. @throws where it cannot. */
export async function lookAtPage(
  rounds: number,
  onProgress: (text: string) => void,
): Promise<Record<Form, PageFigures[]>> {
  const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(chromium))
    throw new Error(`there is no ${chromium}: name a Chromium in the environment variable CHROMIUM`);
  const missing = install("lighthouse");
  if (missing) throw new Error(missing.absent);
  const studio = await startStudio(command);
  try {
    const figures: Record<Form, PageFigures[]> = { mobile: [], desktop: [] };
    for (let round = 1; round <= rounds; round++) {
      for (const form of Object.keys(forms) as Form[]) {
        onProgress(`round ${round} of ${rounds}: papers page, ${form}`);
        figures[form].push(await look(studio.address, form, chromium));
      }
    }
    return figures;
  } finally {
    await studio.stop();
  }
}

async function look(address: string, form: Form, chromium: string): Promise<PageFigures> {
  const asked = ["--output=json", "--quiet", "--only-categories=performance,accessibility", ...forms[form]];
  const browser = "--chrome-flags=--headless=new --no-sandbox";
  const options = { env: { ...process.env, CHROME_PATH: chromium }, maxBuffer: 1 << 28 };
  const { stdout } = await promisify(execFile)(process.execPath, [lighthouse, address, ...asked, browser], options);
  const { categories, audits } = JSON.parse(stdout);
  return {
    performance: 100 * categories.performance.score,
    accessibility: 100 * categories.accessibility.score,
    firstPaint: audits["first-contentful-paint"].numericValue,
    largestPaint: audits["largest-contentful-paint"].numericValue,
    blocking: audits["total-blocking-time"].numericValue,
    shift: audits["cumulative-layout-shift"].numericValue,
    kilobytes: audits["total-byte-weight"].numericValue / 1000,
  };
}
