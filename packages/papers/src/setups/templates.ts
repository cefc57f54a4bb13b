import { type Activation, mlpClassifier, type Network, type Schedule, type Supervised, shiftedTemplates } from "gradus";
import { dropped } from "./training.ts";

/** 14 epochs of 23 batches. */
const steps = 14 * 23;

/** How trainings on the templates are run; about 50 rows a trace. */
export const templateTraining = { steps, every: 7 };

/** The set-up, for people. */
export const templateSetup =
  "shifted templates (ten classes of 8 × 8 images; 1500 to train on and 1000 held out, drawn anew for each seed), a " +
  "perceptron 64-64-10 in float32, batches of 64, 14 epochs, the learning rate a tenth for the last fifth of the steps";

/** A small perceptron on shifted templates. */
export const templateNetwork = (seed: number, activation: Activation = "relu"): Supervised<Network> =>
  mlpClassifier({ name: "shifted templates", ...shiftedTemplates(seed) }, { hidden: [64], activation, batchSize: 64 });

/** The learning rate of a training on templates: a tenth for the last fifth. */
export const templateRate = (learningRate: number): Schedule => dropped(learningRate, { after: 0.8, steps });
