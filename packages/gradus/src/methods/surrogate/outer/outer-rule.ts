/** What a rule may remember from step to step. */
export type OuterMemory = { [name: string]: number | Float64Array };

/** What a rule looks at: predictions z of a batch, and the gradients G of its samples' losses there. */
export type OuterContext = {
  /** t = 1, 2, … */
  step: number;
  /** η of this step. */
  rate: number;
  /** Samples B of the batch. */
  samples: number;
  /** Entries p of one sample's predictions. */
  entries: number;
  /** z, row by row. */
  targets(): Promise<Float64Array>;
  /** G, row by row. */
  gradient(): Promise<Float64Array>;
  /** Σ ℓ_i at z. */
  loss(): Promise<number>;
  /** Σ ℓ_i at z − ζ G: one call of the loss, none of the model. */
  lossAfter(zeta: number): Promise<number>;
  /** The samples' numbers among all `sampleCount`. @throws {CapabilityError} if the problem does not know them. */
  rows(): { numbers: Int32Array; sampleCount: number };
  /** L of the samples' losses, where the problem knows it. */
  smoothness: number | undefined;
};

/** Weights w of the quadratic, one for all entries or one for each, and what to remember. */
export type OuterResult<Memory> = { weights: number | Float64Array; memory: Memory; reports?: Record<string, number> };

/** An outer rule: how far the predictions should go, said as the weights of the surrogate's quadratic. */
export type OuterRule<Memory extends OuterMemory = OuterMemory> = {
  name: string;
  /** What the weights are weights of: squared distances, or Kullback-Leibler divergences. Default "squares". */
  distance?: "squares" | "divergence";
  /** η where the user gives none: 1/L of the problem, a number, or nothing. Default "1/L". */
  defaultRate?: "1/L" | "none" | number;
  /** Before the first step. */
  memory: Memory;
  weights(context: OuterContext, memory: Memory): OuterResult<Memory> | Promise<OuterResult<Memory>>;
};
