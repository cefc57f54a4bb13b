import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { DataError } from "gradus";
import { describe, expect, test } from "vitest";
import {
  charactersOf,
  decodeCharacters,
  encodeCsv,
  encodeIdx,
  encodeLibsvm,
  gunzip,
  type IdxArray,
  loadCsv,
  loadIdxImages,
  loadText,
  parseCsv,
  parseIdx,
  type TabularData,
  tableFromCsv,
  tableFromLibsvm,
} from "../index.ts";

const message = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).not.toContain("\n");
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
};

describe("IDX", () => {
  const shapes = fc.array(fc.nat(4), { minLength: 1, maxLength: 4 });
  const arrays = shapes.chain((shape) => {
    const count = shape.reduce((product, n) => product * n, 1);
    const exactly = { minLength: count, maxLength: count };
    return fc.oneof(
      fc.uint8Array(exactly).map((data) => ({ type: "uint8", shape, data })),
      fc.int8Array(exactly).map((data) => ({ type: "int8", shape, data })),
      fc.int16Array(exactly).map((data) => ({ type: "int16", shape, data })),
      fc.int32Array(exactly).map((data) => ({ type: "int32", shape, data })),
      fc.float32Array(exactly).map((data) => ({ type: "float32", shape, data })),
      fc.float64Array(exactly).map((data) => ({ type: "float64", shape, data })),
    ) as fc.Arbitrary<IdxArray>;
  });

  test("comes back as it was written, in every type", () => {
    fc.assert(
      fc.property(arrays, (array) => {
        expect(parseIdx(encodeIdx(array))).toEqual(array);
      }),
    );
  });

  test("has the header that the format asks for", () => {
    const bytes = encodeIdx({ type: "int16", shape: [1, 2], data: Int16Array.of(1, -2) });
    expect([...bytes]).toEqual([0, 0, 0x0b, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0xff, 0xfe]);
  });

  test("no part of a file is read as a whole one", () => {
    const whole = encodeIdx({ type: "float32", shape: [2, 3], data: new Float32Array(6) });
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseIdx(whole.subarray(0, length))).toThrow(DataError);
    }
  });

  test("says what is wrong", async () => {
    const whole = encodeIdx({ type: "uint8", shape: [2, 3], data: new Uint8Array(6) });
    expect(await message(() => parseIdx(new Uint8Array(), "a"))).toBe("a is empty");
    expect(await message(() => parseIdx(whole.subarray(0, 15), "a"))).toBe(
      "a is truncated: expected 18 bytes for shape [2, 3], found 15",
    );
    expect(await message(() => parseIdx(Uint8Array.of(...whole, 1)))).toMatch(/too long: expected 18 bytes.*found 19/);
    expect(await message(() => parseIdx(Uint8Array.of(0, 0, 7, 1, 0, 0, 0, 0), "a"))).toMatch(
      /^a is not an IDX file: .* 0x00000701/,
    );
    expect(await message(() => encodeIdx({ type: "uint8", shape: [2], data: new Uint8Array(3) }))).toMatch(
      /2 entries, got 3/,
    );
  });

  test("images and labels must belong together", async () => {
    const images = encodeIdx({ type: "uint8", shape: [2, 1, 2], data: Uint8Array.of(0, 255, 51, 0) });
    const labels = (...of: number[]) => encodeIdx({ type: "uint8", shape: [of.length], data: Uint8Array.from(of) });
    const data = await loadIdxImages(gzipSync(images), labels(1, 0));
    expect(data).toMatchObject({ shape: [1, 1, 2], classes: ["0", "1"] });
    expect([...data.inputs]).toEqual([0, 1, 0.2, 0]);
    expect([...data.targets]).toEqual([1, 0]);
    expect(await message(() => loadIdxImages(images, labels(1)))).toBe("images: 2 images but 1 labels");
    expect(await message(() => loadIdxImages(labels(1), labels(1)))).toMatch(
      /expected 3 axes of uint8 for images, found 1/,
    );
    expect(await message(() => loadIdxImages(images, labels(1, 5), { classes: ["a", "b"] }))).toMatch(/label 5, but 2/);
  });
});

const names = fc.uniqueArray(
  fc.string({ unit: fc.constantFrom(...'ab,"\n é'), minLength: 1 }).map((s) => `n${s}n`),
  {
    minLength: 2,
    maxLength: 4,
  },
);
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);

const tables: fc.Arbitrary<TabularData> = fc.tuple(names, fc.integer({ min: 1, max: 5 })).chain(([header, rows]) => {
  const width = header.length - 1;
  const fill = (count: number) =>
    fc.array(numbers, { minLength: count, maxLength: count }).map((list) => Float64Array.from(list));
  return fc.tuple(fill(rows * width), fill(rows)).map(([inputs, targets]) => ({
    name: "table",
    inputs,
    shape: [width],
    targets,
    featureNames: header.slice(0, -1),
    targetName: header.at(-1)!,
  }));
});

describe("CSV", () => {
  test("a table comes back as it was written, odd names included", () => {
    fc.assert(
      fc.property(tables, (table) => {
        expect(tableFromCsv(encodeCsv(table), { name: "table" })).toEqual(table);
      }),
    );
  });

  test("follows RFC 4180, and counts lines inside quotes", () => {
    expect(parseCsv('a,"b ""c"", d"\r\n"x\ny",\n\nlast,1')).toEqual([
      { line: 1, cells: ["a", 'b "c", d'] },
      { line: 2, cells: ["x\ny", ""] },
      { line: 5, cells: ["last", "1"] },
    ]);
  });

  test("finds the target by name or place, with or without a header, and makes classes of words", () => {
    const text = "size,kind,price\n1,plum,3\n2,fig,4\n5,plum,6\n";
    expect(tableFromCsv("a,b\n1,3\n2,5\n", { target: "b", classes: true }).classes).toEqual(["3", "5"]);
    const fruit = tableFromCsv(text.replace("kind", "kind "), { target: "kind" });
    expect(fruit).toMatchObject({ classes: ["fig", "plum"], featureNames: ["size", "price"], shape: [2] });
    expect([...fruit.targets]).toEqual([1, 0, 1]);
    expect([...fruit.inputs]).toEqual([1, 3, 2, 4, 5, 6]);
    const bare = tableFromCsv("1;2\n3;4", { header: false, target: 0, separator: ";" });
    expect(bare).toMatchObject({ featureNames: ["column 2"], targetName: "column 1" });
    expect([...bare.targets]).toEqual([1, 3]);
  });

  test("says what is wrong, and on which line", async () => {
    expect(await message(() => tableFromCsv("", { name: "f.csv" }))).toBe("f.csv is empty");
    expect(await message(() => tableFromCsv("a,b\n", { name: "f.csv" }))).toBe("f.csv has a header and no rows");
    expect(await message(() => tableFromCsv("a,b\n1,2\n\n3\n", { name: "f.csv" }))).toBe(
      "f.csv line 4: expected 2 cells, found 1",
    );
    expect(await message(() => tableFromCsv("a,b\n1,2\nx,2\n"))).toBe("CSV line 3, column 'a': 'x' is not a number");
    expect(await message(() => tableFromCsv("a,b\n,2\n"))).toBe("CSV line 2, column 'a': '' is not a number");
    expect(await message(() => tableFromCsv("size,price\n1,2\n", { target: "prize" }))).toBe(
      "CSV: unknown target column 'prize': did you mean 'price'?",
    );
    expect(await message(() => tableFromCsv("a,b\n1,2\n", { target: 2 }))).toBe(
      "CSV: target column 2 is outside the 2 columns",
    );
    expect(await message(() => parseCsv('a,b\n1,"2\n'))).toBe("CSV line 2: a quote is not closed");
  });
});

describe("LIBSVM", () => {
  test("a table comes back as it was written", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const { inputs, targets } = tableFromLibsvm(encodeLibsvm(table), { dimension: table.shape[0]! });
        expect(inputs).toEqual(table.inputs);
        expect(targets).toEqual(table.targets);
      }),
    );
  });

  test("fills in zeros, takes comments and a declared dimension", () => {
    const data = tableFromLibsvm("+1 2:0.5 4:-1 # note\n\n# nothing\n-1\n", { dimension: 5 });
    expect(data.shape).toEqual([5]);
    expect([...data.targets]).toEqual([1, -1]);
    expect([...data.inputs]).toEqual([0, 0.5, 0, -1, 0, 0, 0, 0, 0, 0]);
    expect(tableFromLibsvm("1 3:1").shape).toEqual([3]);
  });

  test("says what is wrong, and on which line", async () => {
    expect(await message(() => tableFromLibsvm("# c\n"))).toBe("LIBSVM file is empty");
    expect(await message(() => tableFromLibsvm("1 1:1\n1 0:2"))).toBe(
      "LIBSVM file line 2: index 0 is below 1, the first",
    );
    expect(await message(() => tableFromLibsvm("1 3:1 2:2"))).toMatch(/line 1: index 2 comes after 3/);
    expect(await message(() => tableFromLibsvm("1 2:1 2:2"))).toMatch(/index 2 comes after 2/);
    expect(await message(() => tableFromLibsvm("1 7:1", { dimension: 6 }))).toMatch(/index 7 is above the dimension 6/);
    expect(await message(() => tableFromLibsvm("1 a:1"))).toMatch(/'a:1' is not index:value/);
    expect(await message(() => tableFromLibsvm("1 1:x"))).toMatch(/value of 1 'x' is not a number/);
    expect(await message(() => tableFromLibsvm("yes 1:1"))).toMatch(/label 'yes' is not a number/);
  });
});

describe("text", () => {
  test("comes back as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        const { ids, vocabulary } = charactersOf(text);
        expect(decodeCharacters(ids, vocabulary)).toBe(text);
        expect(new Set(vocabulary).size).toBe(vocabulary.length);
      }),
    );
  });

  test("says what is wrong", async () => {
    expect(await message(() => charactersOf(""))).toBe("text is empty");
    expect(await message(() => charactersOf("ab\nad", { vocabulary: [..."ab\n"] }))).toBe(
      "text line 2: 'd' is not in the vocabulary",
    );
    expect(await message(() => decodeCharacters([3], ["a"]))).toMatch(/character 3 is outside the vocabulary of 1/);
    expect(await message(() => loadText(Uint8Array.of(0xff, 0xfe, 0x41)))).toBe("text is not a text in UTF-8");
  });
});

describe("sources", () => {
  test("bytes, packed bytes, blobs and strings are the same", async () => {
    const text = "a,b\n1,2\n";
    const bytes = new TextEncoder().encode(text);
    const expected = tableFromCsv(text);
    for (const source of [text, `\uFEFF${text}`, bytes, bytes.buffer, gzipSync(bytes), new Blob([bytes])]) {
      expect(await loadCsv(source)).toEqual(expected);
    }
  });

  test("a damaged gzip file and a missing one are named", async () => {
    const packed = gzipSync(new Uint8Array(1000).map((_, i) => i * 7));
    expect(await message(() => gunzip(packed.subarray(0, 40), "x.gz"))).toBe(
      "x.gz cannot be unpacked: it is not a whole gzip file",
    );
    expect(await message(() => loadCsv(new URL("nowhere.csv", import.meta.url)))).toBe(
      "nowhere.csv cannot be read: there is no such file",
    );
  });
});
