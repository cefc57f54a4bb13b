import { type Blob, resolveObjectURL } from "node:buffer";
import { Worker as Thread } from "node:worker_threads";
import { DeviceError } from "../core/errors.ts";

/*
 * Importing this module, before gradus, lets the engine use all cores in Node: programs that are read asynchronously run
 * on a thread for each core, and must then be read so throughout (`await x.data()`). Programs on fewer than some 10⁵
 * numbers get slower, since handing work over costs about 0.1 ms a kernel. In a browser nothing needs to be imported: there threads are used on pages that are cross-origin
 * isolated.
 *
 * The engine looks for the browser's `Worker` when it is loaded. Node has none; this one knows as much as the engine
 * asks of it: scripts from blob: URLs, and messages to and fro, each message answered by one.
 */

type Incoming = { data: unknown };

/** Runs in the thread: gives a browser worker's script the globals that it expects. */
const bootstrap = `
  const { parentPort, workerData } = require("node:worker_threads");
  globalThis.self = globalThis;
  globalThis.postMessage = (data) => parentPort.postMessage(data);
  workerData.text().then((source) => {
    (0, eval)(source);
    parentPort.on("message", (data) => self.onmessage({ data }));
  });
`;

class BlobWorker {
  onmessage: ((event: Incoming) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  #thread: Thread;
  #unanswered = 0;

  constructor(url: string | URL) {
    const source: Blob | undefined = resolveObjectURL(String(url));
    if (source === undefined) throw new TypeError(`a thread starts from a blob: URL, got ${url}`);
    // The process's own flags may ask for modules to be loaded first, or for another kind of script.
    this.#thread = new Thread(bootstrap, { eval: true, workerData: source, execArgv: [] });
    this.#thread.unref();
    this.#thread.on("message", (data) => {
      if (--this.#unanswered === 0) this.#thread.unref();
      this.onmessage?.({ data });
    });
    this.#thread.on("error", (error) => this.onerror?.({ message: error.message }));
  }

  // An idle thread must not keep the process alive, a thread at work must.
  postMessage(data: unknown): void {
    if (this.#unanswered++ === 0) this.#thread.ref();
    this.#thread.postMessage(data);
  }
}

if (Object.hasOwn(globalThis, Symbol.for("gradus engine"))) {
  throw new DeviceError("threads: import 'gradus/node-threads' before 'gradus', which is loaded already");
}
globalThis.Worker ??= BlobWorker as unknown as typeof Worker;
