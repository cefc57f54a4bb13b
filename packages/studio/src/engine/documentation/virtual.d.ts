declare module "virtual:documentation/options" {
  const options: import("./read.ts").DocumentedOptions;
  export default options;
}

declare module "virtual:documentation/names" {
  const names: import("./read.ts").DocumentedNames;
  export default names;
}
