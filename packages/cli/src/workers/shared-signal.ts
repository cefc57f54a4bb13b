/*
 * A worker that computes does not look at its messages. A flag in shared memory is seen between any two steps.
 */

/** A flag that all workers see. */
export const stopFlag = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

export function raise(flag: Int32Array): void {
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

/** A signal that is aborted from the moment the flag is raised. */
export function signalOf(flag: Int32Array): AbortSignal {
  const controller = new AbortController();
  const waiting = Atomics.waitAsync(flag, 0, 0);
  if (waiting.async) waiting.value.then(() => controller.abort());
  return Object.defineProperty(controller.signal, "aborted", { get: () => Atomics.load(flag, 0) !== 0 });
}
