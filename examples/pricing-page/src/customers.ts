/** The customers that the page can be looked at as; `seed.mjs` makes them. */
export const customers = [
  { id: "harbour-lab", name: "Harbour Lab", about: "Starter" },
  { id: "north-ferry", name: "North Ferry", about: "Pro with add-ons" },
  { id: "delta-port", name: "Delta Port", about: "Enterprise with an override" },
] as const;

export type CustomerId = (typeof customers)[number]["id"];

const key = "driftline-customer";

/** The customer who was looked at last in this browser. */
export function lastCustomer(): CustomerId {
  const kept = localStorage.getItem(key);
  return customers.find(({ id }) => id === kept)?.id ?? customers[0].id;
}

/** Keeps the choice over a reload. */
export function keepCustomer(id: CustomerId): void {
  localStorage.setItem(key, id);
}
