import sans from "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2?url";
import { contenderTraces } from "@gradus/workbench";
import { curvesSvg } from "../charts/curves-svg.ts";
import { RunLines } from "../charts/run-lines.ts";
import { chartWords, type RacedRace } from "./export.ts";
import type { RaceView } from "./setup.ts";

/** The race's chart on these axes as an SVG file, which follows its reader's colour scheme. */
export function raceSvg(race: RacedRace, view: RaceView): string {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `13px ${getComputedStyle(document.body).fontFamily}`;
  const drawing = new RunLines().draw(contenderTraces(race), view);
  const words = chartWords(race);
  return curvesSvg(
    drawing,
    { ...words, description: `${words.sentence} ${drawing.sentence}` },
    (text) => context.measureText(text).width,
  );
}

/** Pixels of the PNG for each of the SVG, for screens of high density. */
const density = 3;

/** The same as a PNG, in light or dark. */
export async function racePng(race: RacedRace, view: RaceView, isDark: boolean): Promise<Blob> {
  const svg = raceSvg(race, view);
  const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg)!.map(Number) as [number, number, number];
  // An image sees neither the page's fonts nor its choice between light and dark.
  const font = `@font-face{font-family:"Source Sans 3";font-weight:200 900;src:url(${await dataUrl(sans)})}`;
  const text = svg
    .replace("<svg ", `<svg width="${width}" height="${height}" `)
    .replaceAll("@media (prefers-color-scheme:dark)", `@media ${isDark ? "all" : "not all"}`)
    .replace("<style>", `<style>${font}`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [density * width, density * height];
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser cannot make a PNG of this chart")))),
  );
}

async function dataUrl(address: string): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  return `data:font/woff2;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
}
