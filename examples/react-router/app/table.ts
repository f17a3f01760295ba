/** The pricing table: what the server quotes ahead is what the page shows. */
export const table = { plans: ["starter", "pro", "enterprise"] };
