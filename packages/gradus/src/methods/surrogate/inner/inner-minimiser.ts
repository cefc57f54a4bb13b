import type { numpy as np } from "@jax-js/jax";
import type { Tree } from "../../../engine/tree.ts";

/** What makes a surrogate of one outer step: it stays the same while an inner minimiser is at work. */
export type SurrogateData = {
  /** The batch as a list, empty for a deterministic problem. */
  batch: Tree[];
  /** z, and the gradient G of the samples' losses there. */
  targets: np.Array;
  gradient: np.Array;
  /** w: a scalar, or shaped as z. */
  weights: np.Array;
  /** The penalty at the parameters where z was taken. */
  penalty: np.Array;
};

/** A surrogate as a function to be traced. Both consume their arguments. */
export type SurrogateModel = {
  /** S, a scalar. */
  surrogate(params: Tree, data: SurrogateData): np.Array;
  predictions(params: Tree, batch: Tree | undefined): np.Array;
  /** It is a quadratic of the predictions and of nothing else: no penalty, no divergence. */
  isQuadratic: boolean;
};

/** What a minimiser keeps from one outer step to the next. */
export type InnerState = { [name: string]: Tree | number };

/** What is asked of it in one outer step. */
export type InnerTask = {
  /** m. */
  steps: number;
  /** The gradient's norm at which it stops before. */
  tolerance: number;
  /** B/n, or 1 where n is not known. */
  batchShare: number;
  /** 1/(p · mean w): the rate of the surrogate as a function of the mean of its predictions' entries. */
  scale: number;
};

export type InnerResult = {
  params: Tree;
  state: InnerState;
  /** S at the parameters. */
  value: number;
  steps: number;
  /** Evaluations of the model, and of its transposed derivative. */
  evaluations: number;
  pullbacks: number;
  /** Nothing was left to do: why, or "". */
  outcome: string;
  reports: Record<string, number>;
};

/** An inner minimiser at work on one problem: its programs are compiled once. */
export type InnerIteration = {
  /** Before the first outer step. Borrows the parameters. */
  init(params: Tree): InnerState;
  /** Lowers S from `params`. Consumes parameters and state; borrows the data. */
  minimise(params: Tree, state: InnerState, data: SurrogateData, task: InnerTask): Promise<InnerResult>;
  dispose(): void;
};

/** A deterministic method that lowers surrogates. */
export type InnerMinimiser = { readonly name: string; on(model: SurrogateModel): InnerIteration };
