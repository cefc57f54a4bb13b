import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../../gradus/src/engine/live-arrays.ts";
import type { Control, ControlValue, ControlValues, Demo, Frame } from "../demo.ts";
import { papers } from "../papers.ts";

const { signal } = new AbortController();
const demos = papers.flatMap(({ id, demos }) => demos.map((demo) => [`${id}, ${demo.id}`, demo] as const));
/** Those that take a moment only. */
const paths = demos.filter(([, { controls }]) => controls.some(({ name }) => name === "function"));

/** The values at first, with all that can be taken part in, and few steps. */
function values({ controls }: Demo): ControlValues {
  const all = controls.map((control): [string, ControlValue] => {
    if (control.kind === "several") return [control.name, control.options.map(({ value }) => value)];
    return [control.name, control.name === "steps" ? 30 : control.value];
  });
  return Object.fromEntries(all);
}

async function framesOf(demo: Demo, values: ControlValues): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of demo.play(values, signal)) frames.push(frame);
  return frames;
}

/** Another value that the control can take. */
function another(control: Control, value: ControlValue): ControlValue {
  switch (control.kind) {
    case "slider":
      return control.isWhole ? 20 : (control.low + (value as number)) / 2;
    case "choice":
      return control.options.find((option) => option.value !== value)!.value;
    case "several":
      return (value as string[]).slice(1);
    case "switch":
      return !value;
    case "point": {
      const [x, y] = value as [number, number];
      return [x - 0.25, y + 0.25];
    }
    case "seed":
      return (value as number) + 1;
  }
}

describe.each(demos)("%s", (_, demo) => {
  test("its scene has panels named apart, and its frames add to no others", async () => {
    const { panels } = await demo.scene(values(demo));
    const ids = panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const played = demo.play(values(demo), signal);
    const { value: frame } = await played.next();
    await played.return();
    const { marks, fields, points, bars, texts } = frame as Frame;
    for (const part of [marks, fields, points, bars, texts]) {
      for (const [panel, content] of Object.entries(part ?? {})) {
        if ((content as unknown[]).length !== 0) expect(ids).toContain(panel);
      }
    }
  });

  test("its frames name the lines of its panels", async () => {
    const { panels } = await demo.scene(values(demo));
    const played = demo.play(values(demo), signal);
    const { value: frame } = await played.next();
    await played.return();
    for (const [panel, points] of Object.entries((frame as Frame).points ?? {})) {
      const found = panels.find(({ id }) => id === panel);
      const names = found?.kind === "curves" ? found.lines.map(({ name }) => name) : [];
      for (const { line } of points) expect(names).toContain(line);
    }
  });

  test("stopped midway or left midway, it holds no arrays", async () => {
    await expectNoLeak(async () => {
      let count = 0;
      for await (const _ of demo.play(values(demo), signal)) if (++count === 4) break;
      const stop = new AbortController();
      for await (const _ of demo.play(values(demo), stop.signal)) stop.abort();
    });
  });

  test("stops after the frame at hand when it is told to", async () => {
    const stop = new AbortController();
    let count = 0;
    for await (const _ of demo.play(values(demo), stop.signal)) if (++count === 3) stop.abort();
    expect(count).toBe(3);
  });
});

describe.each(paths)("%s", (_, demo) => {
  test("the same values give the same frames", async () => {
    expect(await framesOf(demo, values(demo))).toEqual(await framesOf(demo, values(demo)));
  });

  test("every control changes what is shown", async () => {
    const before = await framesOf(demo, values(demo));
    for (const control of demo.controls) {
      const changed = { ...values(demo), [control.name]: another(control, values(demo)[control.name]!) };
      const after = await framesOf(demo, changed);
      // What frames say is left out: it could change without anything else.
      const shown = (frames: Frame[]) => frames.map(({ marks, points }) => ({ marks, points }));
      expect(shown(after), control.name).not.toEqual(shown(before));
    }
  });

  test("every function can be played from the start that it sets, within its panel", async () => {
    const choice = demo.controls.find((control) => control.kind === "choice")!;
    for (const { value, sets } of choice.options) {
      const chosen = { ...values(demo), ...sets, [choice.name]: value, steps: 5 };
      const { panels } = await demo.scene(chosen);
      const plane = panels.find((panel) => panel.kind === "plane")!;
      const [x, y] = chosen["start" as keyof typeof chosen] as unknown as [number, number];
      expect(x >= plane.x.low && x <= plane.x.high, value).toBe(true);
      expect(y >= plane.y.low && y <= plane.y.high, value).toBe(true);
      const frames = await framesOf(demo, chosen);
      expect(frames.at(-1)!.step, value).toBeGreaterThan(0);
    }
  });

  test("a learning rate that is far too large ends in a marked frame", async () => {
    const rates = demo.controls.filter(({ name }) => name.endsWith(".learningRate"));
    const wild = Object.fromEntries(rates.map(({ name }) => [name, 1e200]));
    const frames = await framesOf(demo, { ...values(demo), ...wild });
    const trails = frames.flatMap(({ marks }) => marks?.["plane"] ?? []);
    expect(trails.some((mark) => mark.kind === "trail" && mark.ended?.startsWith("diverged"))).toBe(true);
    for (const mark of trails) if (mark.kind === "trail") expect(mark.at.every(Number.isFinite)).toBe(true);
  });
});

const adabelief = new Map(paths).get("adabelief, trajectories")!;

test("what has arrived stops, the others go on", async () => {
  const frames = await framesOf(adabelief, { ...values(adabelief), steps: 250 });
  const ofSgd = frames.filter(({ marks }) => marks!["plane"]!.some(({ name }) => name === "SGD"));
  const last = ofSgd.at(-1)!.marks!["plane"]!.find(({ name }) => name === "SGD")!;
  expect(last).toMatchObject({ kind: "trail", ended: "arrived" });
  expect(ofSgd.length).toBeLessThan(frames.length);
  expect(frames.at(-1)!.step).toBe(250);
});

test("the default set-up shows the claim: AdaBelief arrives, in less than half of Adam's steps", async () => {
  const chosen = { ...values(adabelief), steps: 1500, methods: ["adabelief", "adam"] };
  const frames = await framesOf(adabelief, chosen);
  const steps = frames.at(-1)!.figures!.filter(({ label }) => label.startsWith("steps to"));
  const [own, adam] = ["AdaBelief", "Adam"].map((name) => steps.find(({ of }) => of === name)!.value);
  expect(own! / adam!).toBeLessThan(0.5);
});

describe("digits", () => {
  const [, demo] = demos.find(([name]) => name === "diffgrad, digits")!;
  const short = async (values: ControlValues) => {
    const frames: Frame[] = [];
    for await (const frame of demo.play(values, signal)) {
      frames.push(frame);
      if (frame.step === 24) break;
    }
    return frames;
  };

  test("the same values give the same frames; learning rate, momentum and seed change them", async () => {
    const before = await short(values(demo));
    expect(await short(values(demo))).toEqual(before);
    for (const name of ["diffgrad.learningRate", "sgd.momentum", "seed"]) {
      const control = demo.controls.find((other) => other.name === name)!;
      const after = await short({ ...values(demo), [name]: another(control, values(demo)[name]!) });
      expect(after.at(-1)!.points, name).not.toEqual(before.at(-1)!.points);
    }
  });

  test("accuracy on held-out digits is measured on the way", async () => {
    const frames = await short(values(demo));
    const accuracies = frames.flatMap(({ points }) => points!["accuracy"]!);
    expect(accuracies.map(({ x }) => x)).toEqual([23, 23, 23]);
    for (const { y } of accuracies) expect(y).toBeGreaterThan(0.1);
  });
});
