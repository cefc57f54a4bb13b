import { NestedWorker } from "../engine/nested-worker.ts";

/**
 * Where the browser finds a program wrong. The error of an import does not say where; the one of a worker that cannot
 * be read does. What the worker is given is a function that nobody calls.
 */
export async function parseFault(wrapped: string): Promise<{ line: number; column: number } | undefined> {
  if (NestedWorker === undefined) return undefined;
  const url = URL.createObjectURL(new Blob([`const unused = ${wrapped}`], { type: "text/javascript" }));
  const worker = new NestedWorker(url);
  try {
    return await new Promise((resolve) => {
      worker.onerror = (event) => {
        event.preventDefault();
        resolve(event.lineno > 0 ? { line: event.lineno, column: event.colno } : undefined);
      };
      // A program without a fault answers nothing.
      setTimeout(() => resolve(undefined), 1000);
    });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
}
