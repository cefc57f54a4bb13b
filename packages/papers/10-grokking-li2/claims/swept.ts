import type { Axes, Cell } from "gradus";

/**
 * A cell's measurement for `sweep` that does not lose what is thrown: a sweep makes results of exceptions, and a claim has no
 * use for a result that is none.
 */
export function sweptOf<Setting>(measure: (setting: Setting) => Promise<Record<string, number>>) {
  let thrown: { cause: unknown } | undefined;
  return {
    async cell({ setting }: Cell<Axes>): Promise<Record<string, number>> {
      try {
        return await measure(setting as Setting);
      } catch (cause) {
        thrown ??= { cause };
        throw cause;
      }
    },
    /** @throws what the first cell that failed has thrown. */
    rethrow(): void {
      if (thrown) throw thrown.cause;
    },
  };
}
