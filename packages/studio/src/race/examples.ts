/** Races to begin with, as the queries of their addresses. */
export const examples: readonly { title: string; query: string }[] = [
  {
    title: "Handwritten digits",
    query: "problem=digits-mlp&m=sgd&m=adam&m=adabelief&m=muon&steps=200&seeds=0,1,2",
  },
  {
    title: "A curved valley",
    query:
      "problem=rosenbrock&m=lbfgs&m=adabelief:learningRate=0.05&m=adam:learningRate=0.05&m=sgd:learningRate=0.001:momentum=0.9&m=sgd:learningRate=0.01&steps=2000&seeds=0&y=log",
  },
  {
    title: "Ill-conditioned",
    query:
      "problem=quadratic-50&m=sgd:learningRate=0.0001&m=sgd:learningRate=0.0001:momentum=0.98&m=adam:learningRate=0.01&m=lbfgs&steps=1500&seeds=0,1,2&y=log",
  },
  {
    title: "Four learning rates",
    query:
      "problem=digits-mlp&m=adam:learningRate=0.0003&m=adam&m=adam:learningRate=0.01&m=adam:learningRate=0.1&steps=200&seeds=0,1,2&y=log",
  },
  {
    title: "MNIST",
    query: "problem=mnist-mlp&m=sgd:learningRate=0.1&m=adam&m=adabelief&steps=300&seeds=0,1,2&y=log",
  },
  {
    title: "The next character",
    query:
      "problem=characters&m=sgd:learningRate=0.5&m=adam:learningRate=0.003&m=lion:learningRate=0.0005&m=muon&steps=100&seeds=0,1",
  },
];
