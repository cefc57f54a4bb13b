import { readFileSync, writeFileSync } from "node:fs";

/** Resident memory of this process, in bytes. */
export const residentBytes = (): number => process.memoryUsage.rss();

/** The largest resident memory since `forgetPeak`, or, where the system cannot forget, since the process began. */
export function peakBytes(): number {
  try {
    const [, kilobytes] = readFileSync("/proc/self/status", "utf8").match(/VmHWM:\s+(\d+) kB/) ?? [];
    if (kilobytes) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}

/** Starts the peak anew, where the system can (Linux). */
export function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // The peak then counts from the start of the process, which had no arrays before those that are being measured.
  }
}

/** Frees what JavaScript no longer refers to (needs --expose-gc), array buffers included, which are swept a little later. */
export async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
