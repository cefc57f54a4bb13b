import { numpy as np } from "@jax-js/jax";
import { edgeOfStability, minimize, type Network, observe, perceptron, sgd } from "gradus";

const column = (values: number[]) => np.array(values).reshape([values.length, 1]);
const points = [-1, -0.6, -0.2, 0.2, 0.6, 1];
const model = perceptron([1, 16, 1], "tanh");
const loss = (params: Network) =>
  np.square(model.predict(params, column(points)).sub(column(points.map((x) => Math.sin(3 * x))))).mean();
const learningRate = 0.05;
const watched = observe(sgd({ learningRate })<Network>, { every: 100, look: edgeOfStability(loss, { learningRate }) });
const { trace } = await minimize({ initial: model.initial, loss }, watched, { steps: 500 });
for (const { step, objective, extra } of trace.rows) {
  if (extra.sharpness) console.log(step, objective, extra.sharpness, extra.edgeRatio);
}
