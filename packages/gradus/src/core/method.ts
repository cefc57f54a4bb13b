/**
 * Cumulative counts of what a run asked of its problem. A key is absent where a method never asks for it.
 * One call is one evaluation on one batch; a gradient counts as "gradient", not also as "loss".
 */
export type OracleCalls = {
  loss?: number;
  gradient?: number;
  /** A Hessian, or what stands for it, as a matrix: as much work as a product with each unit vector. */
  hessian?: number;
  hessianVectorProduct?: number;
  vectorJacobianProduct?: number;
  /** Of the nonsmooth part of a composite objective, exact or sampled. */
  subgradient?: number;
  /** A linear operator inside the objective, applied once forwards and once transposed. */
  operator?: number;
  /** The values of a problem's constraints. */
  constraint?: number;
  /** A projection on a feasible set. */
  projection?: number;
  evaluation?: number;
  message?: number;
  environmentStep?: number;
};

/** The sum over all kinds of calls: the "oracle calls" of a budget given as one number. */
export const totalCalls = (calls: OracleCalls): number => Object.values(calls).reduce((sum, n) => sum + (n ?? 0), 0);

/** What a state has to say about itself. */
export type Measurement = {
  /** The objective at the state's own point (on the batch at hand, where the problem has batches). */
  objective: number;
  /** Cumulative oracle calls. */
  calls: OracleCalls;
  /** Numbers of the method's own: gradient norm, momentum coefficient, rank … */
  [extra: string]: number | OracleCalls;
};

/**
 * A method at work on one problem: a state machine with no hidden state. A state is a tree of arrays, typed arrays,
 * numbers, strings and booleans, so that it can be saved and resumed exactly.
 */
export interface Iteration<State, Answer> {
  /** The state before the first step. */
  init(seed: number): State | Promise<State>;
  /** One step. Consumes the state. */
  step(state: State): State | Promise<State>;
  /** Objective and counts. Borrows the state. */
  measure(state: State): Measurement | Promise<Measurement>;
  /**
   * Numbers of instruments attached to the method, for the same row. The time that it takes is not the method's. Borrows
   * the state.
   */
  observe?(state: State, measurement: Measurement): Promise<Record<string, number>>;
  /** What the method answers if it stops here. Borrows the state; the caller owns the answer. */
  answer(state: State): Answer;
  /** True once the method itself has nothing left to do (a line search that cannot improve, say). Borrows the state. */
  finished?(state: State): string | undefined;
  /** Frees compiled programs and cached arrays. */
  dispose?(): void;
}

/** A method is a function from a problem to an iteration; its `name` is the name in tables and charts. */
export type Method<Problem, State, Answer> = (problem: Problem) => Iteration<State, Answer>;

/** Names a method: functions carry a `name` of their own, which this sets. */
export function named<F extends (...args: never[]) => unknown>(name: string, method: F): F {
  return Object.defineProperty(method, "name", { value: name, configurable: true });
}
