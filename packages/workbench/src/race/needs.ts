/** What decides which parameters are a solution at all: a method that does not ask for it solves another problem. */
const decisive = ["constraints"];

/** What a problem offers and a method of the catalogue passes over, although no answer is a solution without it. */
export const passedOver = (needs: readonly string[], offers: readonly string[]): string[] =>
  decisive.filter((part) => offers.includes(part) && !needs.includes(part));

/** What a method of the catalogue needs and a problem does not offer. */
export const missingNeeds = (needs: readonly string[], offers: readonly string[]): string[] =>
  needs.filter((need) => !need.split(" or ").some((one) => offers.includes(one)));
