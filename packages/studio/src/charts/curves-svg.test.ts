import { describe, expect, it } from "vitest";
import { curvesSvg, type LaidCurves } from "./curves-svg.ts";

const words = { title: "a <b> & c", subtitle: "3 seeds", description: 'says "so"', command: "gradus race" };
const widthOf = (text: string) => 6 * text.length;
const curves = (names: string[], part: Partial<LaidCurves> = {}): LaidCurves => ({
  lines: names.map((name, i) => ({
    name,
    colour: "var(--blue)",
    dash: [6, 3],
    points: [
      { x: 0, y: 1 + i, low: 0.5, high: 1.5 + i },
      { x: 10, y: 0.1, low: 0.1, high: 0.2 },
    ],
    ...(i === 1 && { ended: "diverged" }),
  })),
  x: { title: "steps", isLog: false, low: 0, high: 10 },
  y: { title: "objective", isLog: true, low: 0.1, high: 10 },
  ...part,
});

describe("curves as a file", () => {
  it("escape what they are told, and refer to no colour that they do not hold", () => {
    const svg = curvesSvg(curves(["adam"]), words, widthOf);
    expect(svg).toContain("a &lt;b&gt; &amp; c");
    expect(svg).toContain('aria-label="says &quot;so&quot;"');
    for (const [, name] of svg.matchAll(/var\((--[a-z-]+)\)/g)) expect(svg).toContain(`${name}:#`);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("end within the plot, in a cross where a run diverged", () => {
    const svg = curvesSvg(curves(["adam", "sgd"]), words, widthOf);
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg).toContain("sgd, diverged");
    // The smallest value of the axis lies on its lower edge.
    expect(svg).toMatch(/<circle cx="[\d.]+" cy="340"/);
  });

  it("leave out what a logarithmic axis cannot show", () => {
    const x = { title: "steps", isLog: true, low: 1, high: 10 };
    const [path] = curvesSvg(curves(["adam"], { x }), words, widthOf).match(/class="curve" d="[^"]*"/)!;
    expect(path!.match(/,/g)).toHaveLength(1);
  });

  it("name lines in a legend, in rows that fit, where there is no room beside them", () => {
    const names = Array.from({ length: 9 }, (_, i) => `method number ${i} with a name`);
    const svg = curvesSvg(curves(names), words, widthOf);
    for (const name of names) expect(svg).toContain(name);
    const starts = [...svg.matchAll(/<path d="M([\d.]+),([\d.]+)h28"/g)].map((found) => found.slice(1).map(Number));
    expect(new Set(starts.map(([, top]) => top)).size).toBeGreaterThan(1);
    for (const [left] of starts) expect(left! + 36 + widthOf(names[0]!)).toBeLessThanOrEqual(760);
  });

  it("are a frame where there are none", () => {
    expect(curvesSvg(curves([]), words, widthOf)).not.toMatch(/NaN|undefined|Infinity|class="curve"/);
  });
});
