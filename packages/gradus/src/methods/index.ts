export { type DescentState, descend, type Optimizer } from "./descend.ts";
export { type AdabeliefOptions, adabelief, adabeliefPackage } from "./first-order/adabelief.ts";
