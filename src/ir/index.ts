/** Meaning: from syntax trees and parameter values to the typed model. */

export { isFixed } from "./antecedents.ts";
export { configurations } from "./configurations.ts";
export { euclidean } from "./constants.ts";
export { type Exchange, exchanges, interchangeable } from "./exchanges.ts";
export { link } from "./link.ts";
export { lower } from "./lower.ts";
export type * from "./model.ts";
export type { Configuration, Library, Program } from "./program.ts";
export { citations } from "./properties.ts";
export { type ImplicationSign, type Pick, type Signs, signsOf } from "./signs.ts";
export { type ActionClasses, labelKey, type StepClasses, type StepLabel, stepClasses } from "./step-classes.ts";
export { type Asymmetry, groupSize, type Sort, type Symmetry, symmetryOf } from "./symmetry.ts";
export { isOfSystem } from "./timelock.ts";
export { cardinality, hasInterchangeable } from "./type-facts.ts";
export * from "./types.ts";
