import {
  type Color,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  wcagContrast,
} from "culori";
import { methodCatalogue } from "gradus";
import { describe, expect, it } from "vitest";
import { dashes, methodColours, pages, styleOf, stylesOf } from "./palette.ts";

/** How a colour is seen. */
type Sight = (colour: string) => Color | string;
const sights: [string, Sight, number][] = [
  ["full colour vision", (colour) => colour, 11],
  ["deuteranopia", filterDeficiencyDeuter(1) as Sight, 11],
  ["protanopia", filterDeficiencyProt(1) as Sight, 11],
  ["tritanopia", filterDeficiencyTrit(1) as Sight, 9.5],
];
const difference = differenceCiede2000();
const pairs = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((a, i) => items.slice(0, i).map((b): [T, T] => [a, b]));

describe.each(["light", "dark"] as const)("method colours on the %s page", (page) => {
  const colours = methodColours.map((colour) => colour[page]);

  it("stand out from the page", () => {
    for (const colour of colours) expect(wcagContrast(colour, pages[page].paper)).toBeGreaterThanOrEqual(3);
  });

  it.each(sights)("differ for %s", (_, seen, least) => {
    for (const [a, b] of pairs(colours)) expect(difference(seen(a), seen(b))).toBeGreaterThan(least);
  });
});

describe("styles", () => {
  it("depend on the method's name alone", () => {
    const methods = Object.keys(methodCatalogue);
    for (const method of methods) {
      const alone = stylesOf([{ contender: method, method }]).get(method);
      const last = stylesOf([
        { contender: "other", method: "no such method" },
        { contender: method, method },
      ]).get(method);
      expect(alone).toEqual(styleOf(method));
      expect(last?.colour).toBe(styleOf(method).colour);
    }
  });

  it("follow a method into what is made of it", () => {
    expect(styleOf("alternating (adam, adam)")).toEqual(styleOf("adam"));
    expect(styleOf("game", "AdaBelief, 0.003")).toEqual(styleOf("adabelief"));
    expect(styleOf("am-adamw")).not.toEqual(styleOf("adamw"));
  });

  it("tell contenders of one method apart by their dashes", () => {
    const contenders = dashes.map((_, i) => ({ contender: `adam ${i}`, method: "adam" }));
    const styles = [...stylesOf(contenders).values()];
    expect(new Set(styles.map(({ colour }) => colour)).size).toBe(1);
    expect(new Set(styles.map(({ dash }) => dash)).size).toBe(dashes.length);
  });

  it("stay the same for a contender that appears in several panels", () => {
    const twice = [
      { contender: "a", method: "adam" },
      { contender: "b", method: "adam" },
    ];
    expect(stylesOf([...twice, ...twice])).toEqual(stylesOf(twice));
  });
});
