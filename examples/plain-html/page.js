// Gates and prices in a page without a build: one module, decided and computed here.

import { Tollgate } from "./tollgate/browser.js";

const { endpoint, publishableKey } = await (await fetch("config.json")).json();

const select = document.getElementById("customer");
const form = document.getElementById("quote");
select.value = sessionStorage.getItem("customer") ?? select.value;

const tollgate = await Tollgate.load({
  endpoint,
  publishableKey,
  customer: select.value,
  // Your own backend makes a session for whoever is signed in.
  accessToken: async () => {
    const answer = await fetch("session", { method: "POST", body: select.value });
    if (!answer.ok) throw new Error(`no session: ${answer.status}`);
    return answer.text();
  },
});

const names = {
  "api-calls": "API calls",
  seats: "Seats",
  analytics: "Usage analytics",
  sso: "Single sign-on",
  "beta-dashboard": "Beta dashboard",
};

/** What the gate says of a feature, in words. */
function words({ allowed, kind, limit, used, reason }) {
  if (kind !== "meter") return allowed ? "Included" : "Not in your plan";
  if (limit === "unlimited") return `${used.toLocaleString()} used, without a limit`;
  if (reason === "limitReached") return `All ${limit.toLocaleString()} used`;
  return `${used.toLocaleString()} of ${limit.toLocaleString()} used`;
}

function showFeatures() {
  const list = document.getElementById("features");
  list.replaceChildren(
    ...Object.entries(names).map(([feature, name]) => {
      const decision = tollgate.check(feature);
      const item = document.createElement("li");
      item.dataset.feature = feature;
      item.dataset.allowed = decision.allowed;
      const value = document.createElement("span");
      value.textContent = decision.reason === "tokenMissing" ? "Not known yet" : words(decision);
      item.append(name, value);
      return item;
    }),
  );
  list.removeAttribute("aria-busy");
}

async function showPrice() {
  const { seats, voucher } = Object.fromEntries(new FormData(form));
  const price = document.getElementById("price");
  const money = (amount, { currency, exponent }) =>
    new Intl.NumberFormat(undefined, { style: "currency", currency }).format(
      amount / 10 ** exponent,
    );
  try {
    // A code is looked up once; its effect on the price is computed here.
    const vouchers = voucher.trim() ? [voucher] : [];
    for (const code of vouchers) await tollgate.voucher.preview(code);
    const quote = await tollgate.quote({
      plan: "pro",
      price: "pro-monthly",
      quantities: { seats: Number(seats) },
      vouchers,
    });
    const first = quote.subtotal - quote.discountTotal;
    const later = `${money(quote.recurringTotal, quote)} a month`;
    price.textContent =
      first === quote.recurringTotal
        ? later
        : `${money(first, quote)} for the first month, then ${later}`;
    price.className = "";
  } catch (error) {
    price.textContent = error.errors?.[0]?.detail ?? error.message;
    price.className = "wrong";
  }
}

select.addEventListener("change", () => {
  sessionStorage.setItem("customer", select.value);
  location.reload();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  showPrice();
});
form.elements.seats.addEventListener("input", () => form.checkValidity() && showPrice());

tollgate.subscribe(showFeatures);
showFeatures();
await showPrice();
