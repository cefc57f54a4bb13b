import gradus from "gradus/package.json" with { type: "json" };

/** What the library is and stands on. */
export const gradusVersion = async (): Promise<string> =>
  `gradus ${gradus.version} on @jax-js/jax ${gradus.dependencies["@jax-js/jax"]}, Node ${process.versions.node}`;
