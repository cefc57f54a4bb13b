import { catalogue } from "@gradus/papers/catalogue";
import { describe, expect, it } from "vitest";
import { elsewhere, searchOf } from "./search.ts";

const search = searchOf(catalogue);
const ids = (text: string) => search(text).map(({ id }) => id);

describe("the search", () => {
  it.each([
    ["the beginning of a title's word", "stepsiz", "adabelief"],
    ["a typing error", "adabelif", "adabelief"],
    ["an author without accents", "borsani", "sam-gs"],
    ["an author who is not the first", "Dvornek", "adabelief"],
    ["a method's name", "am-msgd", "adaptive-memory-momentum"],
    ["a keyword", "anti-Hebbian", "curl-descent"],
    ["a family", "robot swarms", "cao-multi-robot"],
    ["words of title and author together", "belief zhuang", "adabelief"],
  ])("finds by %s", (_, text, id) => expect(ids(text)[0]).toBe(id));

  it("finds a symbol by its sign and by its name", () => {
    expect(ids("β₁")).toContain("adabelief");
    expect(ids("beta1").toSorted()).toEqual(ids("β₁").toSorted());
  });

  it("wants every word", () => {
    expect(ids("belief zzzzzz")).toEqual([]);
    expect(ids("belief").length).toBeLessThan(ids("gradient").length);
  });

  it("finds every paper by its title", () => {
    for (const { id, title } of catalogue) expect(ids(title)[0]).toBe(id);
  });

  it("tells where it found what does not stand in the feed", () => {
    const [match] = search("anti-Hebbian");
    const paper = catalogue.find(({ id }) => id === match!.id)!;
    expect(elsewhere(paper, match!)).toMatchObject({ part: "keywords", text: expect.stringContaining("anti-Hebbian") });
    const [seen] = search("belief");
    expect(elsewhere(catalogue.find(({ id }) => id === seen!.id)!, seen!)).toBeUndefined();
  });
});
