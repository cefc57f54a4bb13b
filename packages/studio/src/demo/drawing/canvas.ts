import { textSize } from "./axes.ts";
import type { Look } from "./look.ts";

/** A canvas of this size in CSS pixels, sharp on the screen at hand, emptied and ready to draw in those pixels. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  { family }: Look,
): CanvasRenderingContext2D {
  const ratio = devicePixelRatio;
  const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Setting a size, even the same, throws away what is there and costs time.
  if (canvas.width !== wide || canvas.height !== tall) {
    canvas.width = wide;
    canvas.height = tall;
  }
  const ctx = canvas.getContext("2d")!;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.font = `${textSize}px ${family}`;
  return ctx;
}
