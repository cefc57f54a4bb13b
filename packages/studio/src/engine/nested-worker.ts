/** The browser's worker, kept before the engine is made not to find it; undefined where there is none. */
export const NestedWorker: typeof Worker | undefined = globalThis.Worker;
