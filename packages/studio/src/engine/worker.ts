import { expose, releaseProxy } from "comlink";
import { failureOf } from "./failure.ts";
import "./nested-worker.ts";
import type { Engine, EngineFacts } from "./protocol.ts";

/*
 * Where everything is computed. On a page that is isolated from other origins the engine would run programs on a thread
 * for each core, which makes small programs slower (docs/benchmarks.md): it finds `Worker` missing unless the page asked
 * for threads, by this worker's name. The engine looks when it is loaded, so it is loaded after that.
 */
if (self.name !== "threads") Reflect.deleteProperty(self, "Worker");

const room = import("./room.ts");
// Whoever wants something to be computed hears of it.
room.catch(() => {});

let job = new AbortController();

const engine: Engine = {
  async perform(name, given, device, report) {
    job = new AbortController();
    const { signal } = job;
    try {
      const { handlers, startEngine } = await room;
      const facts: EngineFacts = { ...(await startEngine({ device })), isIsolated: self.crossOriginIsolated };
      return { value: await handlers[name](given as never, { signal, report, facts } as never) };
    } catch (error) {
      return { failure: failureOf(error) };
    } finally {
      (report as unknown as { [releaseProxy]?: () => void })[releaseProxy]?.();
    }
  },
  stop: () => job.abort(),
};

expose(engine);
