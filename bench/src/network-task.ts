import type { NetworkTask } from "./protocol.ts";

/** A network to take second-order steps on: layers, batch, singular values kept, precision. */
export type NetworkSize = { label: string } & Omit<NetworkTask, "method" | "threads" | "decomposition">;

/** The sizes of the paper's experiments: its toy in a small and in its own size, and digits with one number a class. */
export const networkSizes: NetworkSize[] = [
  { label: "perceptron 1-16-16-16-1, batch 32, k 16", layers: [1, 16, 16, 16, 1], batch: 32, rank: 16 },
  { label: "perceptron 1-16-16-16-1, batch 128, k 64", layers: [1, 16, 16, 16, 1], batch: 128, rank: 64 },
  { label: "perceptron 784-32-32-10, batch 64, k 32", layers: [784, 32, 32, 10], batch: 64, rank: 32 },
];

/** Shapes of weights and biases, layer by layer. */
export const layerShapes = (layers: number[]): { shape: number[]; fanIn: number }[] =>
  layers.slice(1).flatMap((outputs, i) => [
    { shape: [layers[i]!, outputs], fanIn: layers[i]! },
    { shape: [outputs], fanIn: layers[i]! },
  ]);

/** Numbers that every contender can make for itself, computed in float64: entry i over all arrays is wave(i). */
export const weight = (i: number): number => Math.cos(0.11 * i);
export const input = (i: number): number => Math.sin(0.37 * i);
export const target = (i: number): number => Math.cos(0.23 * i);
