import { readFileSync } from "node:fs";

/*
 * Test support, for Node only: nothing that ships imports this file.
 *
 * There is no garbage collector behind the engine's arrays and no public count of them. Its package has one entry, whose
 * text names the internal module (a file with a hash in its name) that holds the backends; the backend that arrays use
 * allocates a slot for each buffer and counts references to it.
 */

type Backend = {
  malloc(size: number, data?: Uint8Array): number;
  incRef(slot: number): void;
  decRef(slot: number): void;
};

const references = new Map<number, number>();
let watched: Promise<void> | undefined;

/**
 * How many buffers of the Wasm backend are held by arrays, compiled programs and pending work, among those allocated
 * since the first call. Only differences mean something: programs keep the constants they captured until they are
 * disposed of, and an array that is not evaluated yet (`np.zeros(3)`) has no buffer.
 */
export async function liveArrays(): Promise<number> {
  watched ??= watch();
  await watched;
  return references.size;
}

/**
 * Runs `work` twice and checks that the second time left as many buffers as it found; the first time lets programs that
 * are compiled once keep their constants.
 * @throws {Error} saying how many buffers are left.
 * @example
 * await expectNoLeak(() => minimize(rosenbrock(), adam(), { steps: 5 }).then(({ answer }) => trees.dispose(answer)));
 */
export async function expectNoLeak(work: () => unknown): Promise<void> {
  await liveArrays();
  await work();
  const before = await liveArrays();
  await work();
  const left = (await liveArrays()) - before;
  if (left !== 0) throw new Error(`${left} more buffers are live after the work than before it`);
}

async function watch(): Promise<void> {
  const backend = await wasmBackend();
  const { malloc, incRef, decRef } = backend;
  const change = (slot: number, by: number) => {
    const count = references.get(slot);
    if (count === undefined) return; // allocated before the first call
    if (count + by === 0) references.delete(slot);
    else references.set(slot, count + by);
  };
  backend.malloc = (size, data) => {
    const slot = malloc.call(backend, size, data);
    references.set(slot, 1);
    return slot;
  };
  backend.incRef = (slot) => {
    incRef.call(backend, slot);
    change(slot, 1);
  };
  backend.decRef = (slot) => {
    decRef.call(backend, slot);
    change(slot, -1);
  };
}

async function wasmBackend(): Promise<Backend> {
  const entry = import.meta.resolve("@jax-js/jax");
  const text = readFileSync(new URL(entry), "utf8");
  const [, names = "", file = ""] = text.match(/import \{([^}]*)\} from "(\.\/backend-[^"]+\.js)"/) ?? [];
  const [, exportedName = ""] = names.match(/(\w+) as getBackend\b/) ?? [];
  const module = await import(/* @vite-ignore */ new URL(file, entry).href);
  const getBackend: (device: string) => Backend = module[exportedName];
  return getBackend("wasm");
}
