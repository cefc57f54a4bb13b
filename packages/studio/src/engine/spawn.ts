import { proxy, type Remote, releaseProxy, wrap } from "comlink";
import type { WorkerKind } from "./crew.ts";
import type { Hand } from "./hand.ts";
import type { Engine } from "./protocol.ts";
import workerUrl from "./worker.ts?worker&url";

/**
 * Starts a worker. It is loaded by a script of the page's own, since such a script is bound by the page's content security
 * policy wherever the page comes from; a worker that comes from a server is bound only by what that server says with it.
 */
export function spawn(kind: WorkerKind): Hand {
  const address = new URL(workerUrl, location.href).href;
  const script = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
  const scriptUrl = URL.createObjectURL(script);
  const worker = new Worker(scriptUrl, { type: "module", name: kind });
  const engine: Remote<Engine> = wrap<Engine>(worker);
  const broken = new Promise<string>((resolve) => {
    worker.onerror = (event) => {
      event.preventDefault();
      resolve(event.message || "it could not be loaded");
    };
  });
  return {
    perform: (name, given, device, report) => engine.perform(name, given, device, proxy(report) as never) as never,
    stop: () => void engine.stop(),
    broken,
    end() {
      engine[releaseProxy]();
      worker.terminate();
      URL.revokeObjectURL(scriptUrl);
    },
  };
}
