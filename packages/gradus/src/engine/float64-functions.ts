import { type Array as JaxArray, Jaxpr, jit, lax, makeJaxpr, numpy as np } from "@jax-js/jax";
import "./literals.ts";

/*
 * On Wasm jax-js evaluates exp, log, sin, cos, asin, atan, erf and erfc of a float64 array in float32 and widens the result: a
 * relative error of 1e-6 and more, which everything built on them inherits (powers, sigmoid, softmax, tanh …). Here
 * each is written out in float64 arithmetic, and takes the primitive's place after differentiation and just before a
 * program is compiled, so that derivative rules stay those of the primitives.
 *
 * Range reductions and minimax coefficients are those of fdlibm (Sun Microsystems, 1993); relative errors are below
 * 5e-16, for sin and cos up to |x| = 1e6; that of erfc's tail grows to 2e-13, where it leaves float64's range.
 */

type Elementwise = (x: np.Array) => np.Array;

/** c₀ + c₁ x + c₂ x² + … by Horner's rule. Borrows x. */
const polynomial = (x: np.Array, coefficients: readonly number[]): np.Array =>
  coefficients.slice(0, -1).reduceRight((sum, c) => sum.mul(x.ref).add(c), scalar(coefficients.at(-1)!));

/** Scalars are written into a program; larger constants would be arguments of it. */
const scalar = (value: number): np.Array => np.array(value, { dtype: np.float64 });

/** 2ᵏ for whole k in [−126, 127], by writing the exponent's bits. Consumes k. */
const powerOfTwo = (k: np.Array): np.Array =>
  lax
    .bitcastConvertType(np.leftShift(k.astype(np.int32).add(127), np.array(23, { dtype: np.int32 })), np.float32)
    .astype(np.float64);

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

/** 1/0!, 1/1!, … 1/13! */
const inverseFactorials = Array.from({ length: 14 }, (_, n) => {
  let factorial = 1;
  for (let i = 2; i <= n; i++) factorial *= i;
  return 1 / factorial;
});

/** eˣ = 2ᵏ eʳ with |r| ≤ ln(2)/2. */
const exp: Elementwise = (input) => {
  const x = np.clip(input, -750, 710);
  const k = np.floor(x.ref.mul(Math.LOG2E).add(0.5));
  const r = x.sub(k.ref.mul(ln2High)).sub(k.ref.mul(ln2Low));
  // 2ᵏ = 2^(k − 16q) · (2^q)¹⁶, multiplied in an order in which only the result can overflow.
  const q = np.floor(k.ref.mul(1 / 16));
  const rest = powerOfTwo(k.sub(q.ref.mul(16)));
  const scale = np.square(np.square(np.square(powerOfTwo(q))));
  const result = polynomial(r, inverseFactorials).mul(rest).mul(scale.ref).mul(scale);
  r.dispose();
  return result;
};

const logCoefficients = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
];

/** ln x = e ln 2 + ln(1 + f) with 1 + f in [√½, √2). */
const log: Elementwise = (x) => {
  // Into float32's range, where the exponent can be read.
  let scaled = x.ref;
  let shift = scalar(0);
  for (const s of [512, 256, 128, 64]) {
    const isBig = scaled.ref.greaterEqual(2 ** s);
    const isSmall = scaled.ref.less(2 ** -s);
    scaled = scaled.mul(np.where(isBig.ref, 2 ** -s, np.where(isSmall.ref, 2 ** s, scalar(1))));
    shift = shift.add(np.where(isBig, s, np.where(isSmall, -s, scalar(0))));
  }
  const rootHalf = 0x3f3504f3;
  const bits = lax.bitcastConvertType(scaled.ref.astype(np.float32), np.int32);
  const exponent = np.floor(
    bits
      .sub(rootHalf)
      .astype(np.float64)
      .mul(2 ** -23),
  );
  const f = scaled.mul(powerOfTwo(exponent.ref.neg())).sub(1);
  const e = exponent.add(shift);
  const s = f.ref.div(f.ref.add(2));
  const s2 = np.square(s.ref);
  const series = polynomial(s2, logCoefficients).mul(s2);
  const half = np.square(f.ref).mul(0.5);
  const small = half.ref.sub(s.mul(half.add(series))).sub(e.ref.mul(ln2Low));
  const finite = e.mul(ln2High).sub(small.sub(f));
  const atEdge = np.where(x.ref.equal(0), Number.NEGATIVE_INFINITY, np.where(x.ref.less(0), Number.NaN, x.ref));
  const isInside = x.ref.greater(0).mul(x.less(Number.POSITIVE_INFINITY));
  return np.where(isInside, finite, atEdge);
};

const sinCoefficients = [
  -0.16666666666666632, 0.00833333333332249, -0.0001984126982985795, 2.7557313707070068e-6, -2.5050760253406863e-8,
  1.58969099521155e-10,
];
const cosCoefficients = [
  0.0416666666666666, -0.001388888888887411, 2.480158728947673e-5, -2.7557314351390663e-7, 2.087572321298175e-9,
  -1.1359647557788195e-11,
];
/** π/2 in parts of 33 bits, so that whole multiples up to 2²⁰ subtract exactly. */
const halfPi = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21];

/** sin(x + quarterTurns π/2), from x = q π/2 + r with |r| ≤ π/4. */
const sine =
  (quarterTurns: number): Elementwise =>
  (x) => {
    const q = np.floor(x.ref.mul(2 / Math.PI).add(0.5));
    const r = halfPi.reduce((rest, part) => rest.sub(q.ref.mul(part)), x);
    const z = np.square(r.ref);
    const sin = r.ref.add(r.mul(z.ref).mul(polynomial(z, sinCoefficients)));
    const cos = z.ref
      .mul(-0.5)
      .add(1)
      .add(np.square(z.ref).mul(polynomial(z, cosCoefficients)));
    z.dispose();
    const turn = q.add(quarterTurns);
    const quadrant = turn.ref.sub(np.floor(turn.mul(0.25)).mul(4));
    const isOdd = quadrant.ref.equal(1).add(quadrant.ref.equal(3));
    return np.where(isOdd, cos, sin).mul(np.where(quadrant.greaterEqual(2), -1, scalar(1)));
  };

const atanCoefficients = [
  0.3333333333333293, -0.19999999999876483, 0.14285714272503466, -0.11111110405462356, 0.09090887133436507,
  -0.0769187620504483, 0.06661073137387531, -0.058335701337905735, 0.049768779946159324, -0.036531572744216916,
  0.016285820115365782,
];

/** arctan of |x|, brought below tan(π/8) by the reciprocal and by (t − 1)/(t + 1). */
const atan: Elementwise = (x) => {
  const size = np.absolute(x.ref);
  const isBig = size.ref.greater(1);
  const t = np.where(isBig.ref, np.reciprocal(size.ref), size);
  const isMiddle = t.ref.greater(Math.SQRT2 - 1);
  const u = np.where(isMiddle.ref, t.ref.sub(1).div(t.ref.add(1)), t);
  const u2 = np.square(u.ref);
  const small = u.ref.sub(u.mul(u2.ref).mul(polynomial(u2, atanCoefficients)));
  u2.dispose();
  const middle = np.where(isMiddle, small.ref.add(Math.PI / 4), small);
  const positive = np.where(isBig, middle.ref.mul(-1).add(Math.PI / 2), middle);
  return np.where(x.ref.less(0), positive.ref.mul(-1), positive).mul(np.where(x.ref.equal(x), 1, Number.NaN));
};

const asin: Elementwise = (x) => {
  const cosine = np.sqrt(x.ref.mul(-1).add(1).mul(x.ref.add(1)));
  return atan(x.div(cosine));
};

/** Quotients of polynomials, one for each range of |x|. */
const errorFunction = {
  /** (erf x − x)/x for |x| < 0.84375, in x². */
  near: [
    [0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442, -2.3763016656650163e-5],
    [1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164, -3.960228278775368e-6],
  ],
  /** erf x − erf 1 (rounded to float32) for |x| < 1.25, in |x| − 1. */
  one: [
    [
      -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175, -0.11089469428239668,
      0.035478304325618236, -0.002166375594868791,
    ],
    [
      1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
      0.011984499846799107,
    ],
  ],
  /** ln(|x| erfc |x|) + x² + 0.5625 for |x| < 1/0.35, in 1/x². */
  middle: [
    [
      -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
      -184.60509290671104, -81.2874355063066, -9.814329344169145,
    ],
    [
      1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
      108.63500554177944, 6.570249770319282, -0.0604244152148581,
    ],
  ],
  /** The same beyond. */
  far: [
    [
      -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
      -1025.0951316110772, -483.5191916086514,
    ],
    [
      1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
      474.52854120695537, -22.44095244658582,
    ],
  ],
} as const;
const erfOfOne = 0.8450629115104675;

/** p(z)/q(z). Borrows z. */
const quotient = ([p, q]: readonly (readonly number[])[], z: np.Array): np.Array =>
  polynomial(z, p!).div(polynomial(z, q!));

/** erf x (isComplement: erfc x) of what lies between and beyond ±0.84375, put together by range. */
const errorIntegral =
  (isComplement: boolean): Elementwise =>
  (x) => {
    const { near, one, middle, far } = errorFunction;
    const sign = np.where(x.ref.less(0), -1, scalar(1));
    const size = np.absolute(x.ref);

    const x2 = np.square(x.ref);
    const nearZero = x.ref.add(x.ref.mul(quotient(near, x2)));
    const distance = size.ref.sub(1);
    const nearOne = quotient(one, distance).add(erfOfOne);
    const inside = np.clip(size.ref, 1, 28);
    const z = np.reciprocal(np.square(inside.ref));
    const tailExponent = np.where(inside.ref.less(1 / 0.35), quotient(middle, z), quotient(far, z));
    const tail = exp(tailExponent.sub(x2).sub(0.5625)).div(inside);
    for (const array of [distance, z]) array.dispose();

    const isNear = size.ref.less(0.84375);
    const isOne = size.less(1.25);
    const isNumber = x.ref.equal(x);
    const value = isComplement
      ? np.where(
          isNear,
          nearZero.mul(-1).add(1),
          np.where(sign.ref.less(0), scalar(2), scalar(0)).add(sign.mul(np.where(isOne, nearOne.mul(-1).add(1), tail))),
        )
      : np.where(isNear, nearZero, sign.mul(np.where(isOne, nearOne, tail.mul(-1).add(1))));
    return value.mul(np.where(isNumber, 1, Number.NaN));
  };

const replacements: Record<string, Elementwise> = {
  exp,
  log,
  sin: sine(0),
  cos: sine(1),
  asin,
  atan,
  erf: errorIntegral(false),
  erfc: errorIntegral(true),
};

const programs = new Map<string, Jaxpr>();

/** The replacement as a program for one shape. */
function programFor(primitive: string, shape: number[]): Jaxpr {
  const key = `${primitive} ${shape}`;
  let program = programs.get(key);
  if (program === undefined) {
    const example = np.zeros(shape, { dtype: np.float64 });
    program = makeJaxpr(replacements[primitive]!)(example).jaxpr.jaxpr;
    programs.set(key, program);
  }
  return program;
}

const flatten = Jaxpr.prototype.flatten;
const simplify = Jaxpr.prototype.simplify;
const flattened = new WeakSet<Jaxpr>();

// Compilation is the one place that simplifies what it has just flattened; differentiation only flattens.
Jaxpr.prototype.flatten = function () {
  const result = flatten.call(this);
  flattened.add(result);
  return result;
};

Jaxpr.prototype.simplify = function () {
  if (!flattened.has(this)) return simplify.call(this);
  const eqns = this.eqns.map((eqn) => {
    const [input] = eqn.inputs;
    const isReplaced = Object.hasOwn(replacements, eqn.primitive) && input?.aval.dtype === np.float64;
    if (!isReplaced) return eqn;
    const jaxpr = programFor(eqn.primitive, input.aval.shape);
    const Equation = eqn.constructor as new (...parts: unknown[]) => typeof eqn;
    return new Equation("jit", eqn.inputs, { name: eqn.primitive, jaxpr }, eqn.outBinders);
  });
  return simplify.call(flatten.call(new Jaxpr(this.inBinders, eqns, this.outs)));
};

// Outside of `jit` a primitive is evaluated at once, by the trace that every plain array carries.
type Evaluator = { processPrimitive(primitive: string, arrays: np.Array[], params: unknown): np.Array[] };
const evaluator = Object.getPrototypeOf((np.zeros([]) as unknown as { _trace: Evaluator })._trace) as Evaluator;
const evaluate = evaluator.processPrimitive;
const compiled = Object.fromEntries(Object.entries(replacements).map(([name, f]) => [name, jit(f)]));

evaluator.processPrimitive = function (primitive, arrays, params) {
  const isReplaced = Object.hasOwn(replacements, primitive) && arrays[0]!.dtype === np.float64;
  if (!isReplaced) return evaluate.call(this, primitive, arrays, params);
  return [compiled[primitive]!(arrays[0]!) as JaxArray];
};
