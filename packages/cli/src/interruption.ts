import { exitCodes } from "./exit.ts";

/**
 * While `work` runs, the first Ctrl-C calls `interrupt`, which lets it end in good order; a second one ends the
 * process at once. SIGTERM counts as Ctrl-C.
 */
export async function interruptible<T>(interrupt: () => void, work: () => Promise<T>): Promise<T> {
  let isAsked = false;
  const listen = () => {
    if (isAsked) process.exit(exitCodes.interrupted);
    isAsked = true;
    interrupt();
  };
  process.on("SIGINT", listen).on("SIGTERM", listen);
  try {
    return await work();
  } finally {
    process.off("SIGINT", listen).off("SIGTERM", listen);
  }
}
