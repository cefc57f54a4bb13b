/** x ↦ A x for a square A that need not be stored: a Hessian-vector product, say. x is its own to keep or change. */
export type LinearOperator = (x: Float64Array) => Float64Array | Promise<Float64Array>;
