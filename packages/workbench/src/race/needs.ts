/** What a method of the catalogue needs and a problem does not offer. */
export const missingNeeds = (needs: readonly string[], offers: readonly string[]): string[] =>
  needs.filter((need) => !need.split(" or ").some((one) => offers.includes(one)));
