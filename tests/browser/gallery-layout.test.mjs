// Layout of the components as measured in the browser: alignment, focus marks, mirroring, motion.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { galleryPage, servedGallery } from "./gallery.mjs";
import { launchedBrowser } from "./site.mjs";

let gallery;
let browser;

before(async () => {
  gallery = await servedGallery();
  browser = await launchedBrowser();
});

after(async () => {
  await browser?.close();
  await gallery?.stop();
});

/** A test on one state of a component. */
function look(name, { component, settings, ...options }, act) {
  test(name, { timeout: 60_000 }, async () => {
    const { context, page, complaints, open } = await galleryPage(
      browser,
      gallery.address,
      options,
    );
    try {
      await open(component, settings);
      await act(page);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}

/** The parts of plans that share a line, and where each stands: one list of tops for every row of columns. */
const lines = (page) =>
  page.evaluate(() => {
    const parts = {
      name: ".tollgate-name",
      price: ".tollgate-price",
      button: ".tollgate-action > *",
      buttonEnd: ".tollgate-action",
      list: ".tollgate-lines",
    };
    const found = [];
    for (const grid of document.querySelectorAll(".tollgate-plans")) {
      const rows = Map.groupBy([...grid.children], (plan) =>
        Math.round(plan.getBoundingClientRect().top),
      );
      for (const plans of rows.values()) {
        for (const [part, selector] of Object.entries(parts)) {
          // A table that is still loading has the places and not the parts.
          if (!plans[0].querySelector(selector)) continue;
          const places = plans.map((plan) => {
            const box = plan.querySelector(selector).getBoundingClientRect();
            return Math.round(part === "buttonEnd" ? box.bottom : box.top);
          });
          found.push({ part, state: grid.closest(".frame").dataset.state, places });
        }
      }
    }
    return found;
  });

for (const component of [
  "pricing-table",
  "pricing-customers",
  "pricing-vouchers",
  "pricing-catalogues",
]) {
  for (const width of [768, 1280]) {
    look(
      `${component}: columns share their lines at ${width} px`,
      {
        component,
        width,
      },
      async (page) => {
        const rows = await lines(page);
        assert.ok(rows.some(({ places }) => places.length > 1));
        const uneven = rows.filter(({ places }) => new Set(places).size > 1);
        assert.deepEqual(uneven, []);
      },
    );
  }
}

look(
  "figures of prices stand on one base line",
  {
    component: "pricing-vouchers",
    settings: { state: "voucher" },
  },
  async (page) => {
    const base = await page.evaluate(() =>
      [...document.querySelectorAll(".tollgate-price")].map((price) => {
        const probe = document.createElement("i");
        probe.style.cssText = "display:inline-block;width:0;height:0";
        (price.querySelector(".is-integer") ?? price.firstChild).prepend(probe);
        const { bottom } = probe.getBoundingClientRect();
        probe.remove();
        return Math.round(bottom);
      }),
    );
    assert.equal(new Set(base).size, 1, base.join(" "));
  },
);

look(
  "a voucher shows what it does where it does it",
  {
    component: "pricing-vouchers",
    settings: { state: "voucher" },
  },
  async (page) => {
    const pro = page.locator('[data-plan="pro"].tollgate-plan');
    assert.equal(await pro.locator("s.tollgate-price-before").count(), 1);
    const [old, current] = await pro.evaluate((plan) => [
      getComputedStyle(plan.querySelector("s")).textDecorationLine,
      Number.parseFloat(getComputedStyle(plan.querySelector(".tollgate-price-amount")).fontSize),
    ]);
    assert.equal(old, "line-through");
    const others = await pro.evaluate((plan) =>
      [...plan.querySelectorAll("*")]
        .filter((one) => !one.closest(".tollgate-price-amount") && one.textContent.trim())
        .map((one) => Number.parseFloat(getComputedStyle(one).fontSize)),
    );
    assert.ok(
      others.every((size) => size < current),
      "something is larger than the price",
    );
    const raised = pro.locator(".tollgate-line.is-changed", { hasText: "API calls" });
    assert.match(await raised.textContent(), /10,000\s*raised to\s*60,000/);
    const news = await pro.locator(".tollgate-line.is-new .tollgate-line-text").allTextContents();
    assert.deepEqual(news, ["Single sign-on", "Beta dashboard"]);
    assert.equal(
      await page.locator('[data-plan="starter"].tollgate-plan .tollgate-price-before').count(),
      0,
    );
  },
);

look(
  "a refused code is said in words, beside the field that keeps it",
  {
    component: "vouchers",
  },
  async (page) => {
    for (const [state, words] of [
      ["used_up", "sold out"],
      ["expired", "expired"],
      ["already_redeemed", "used this code already"],
      ["unknown", "No voucher has this code"],
    ]) {
      const frame = page.locator(`.frame[data-state="${state}"]`);
      const error = frame.locator(".tollgate-voucher .tollgate-error");
      assert.match(await error.textContent(), new RegExp(words));
      const field = frame.getByRole("textbox", { name: "Voucher code" });
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      assert.notEqual(await field.inputValue(), "");
      const [below, above] = [await error.boundingBox(), await field.boundingBox()];
      assert.ok(below.y - (above.y + above.height) < 16, "the words stand away from the field");
    }
    const said = await page.locator(".tollgate-voucher .tollgate-error").allTextContents();
    assert.equal(said.length, 18);
    assert.equal(new Set(said).size, said.length, "two refusals say the same");
  },
);

look(
  "a plan says how the customer stands with it, and what choosing it would be",
  {
    component: "pricing-customers",
  },
  async (page) => {
    for (const [state, badge, button] of [
      ["current", "Current plan", "Your plan"],
      ["changed", "Current plan", "Update plan"],
      ["trialing", "Trial until", "Your plan"],
      ["past-due", "Payment due by", "Renew Pro"],
      ["ending", "Ends on", "Renew Pro"],
      ["changing", "Most popular", "Starts soon"],
      ["paused", "Paused until", "Renew Pro"],
      ["suspended", "Suspended: not paid", "Renew Pro"],
      ["disputed", "Suspended: payment disputed", "Renew Pro"],
      ["newcomer", "Most popular", "Start free trial"],
    ]) {
      const pro = page.locator(`.frame[data-state="${state}"] [data-plan="pro"].tollgate-plan`);
      assert.match(await pro.locator(".tollgate-badge").textContent(), new RegExp(`^${badge}`));
      assert.equal(await pro.locator(".tollgate-action").textContent(), button, state);
    }
  },
);

look(
  "a quantity ends where the plans do",
  { component: "pricing-table", settings: { state: "most" } },
  async (page) => {
    const seats = page.getByRole("spinbutton", { name: "Seats" });
    const more = page.getByRole("button", { name: "More: Seats" });
    assert.equal(await more.isDisabled(), true);
    await seats.fill("30");
    assert.equal(await seats.inputValue(), "30", "what is typed is left until it is done");
    await seats.blur();
    assert.equal(await seats.inputValue(), "25");
    assert.equal(await page.getByRole("slider", { name: "Seats" }).getAttribute("max"), "25");
    await page.getByRole("button", { name: "Fewer: Seats" }).click();
    assert.equal(await seats.inputValue(), "24");
    assert.equal(await more.isDisabled(), false);
    const line = page.locator('[data-plan="pro"] .tollgate-line', { hasText: "seats" });
    assert.match(await line.textContent(), /^Up to 25 seats3 in the price/);
  },
);

for (const width of [320, 1280]) {
  look(
    `everything to press has 24 px at ${width} px`,
    {
      component: "pricing-table",
      width,
    },
    async (page) => {
      const small = await page.evaluate(() =>
        [...document.querySelectorAll(".tollgate :is(a, button, input, select, summary)")]
          .map((target) => {
            const shown = target.closest(".tollgate-segment") ?? target;
            const { width: w, height: h } = (
              target.type === "checkbox" ? target.parentElement : shown
            ).getBoundingClientRect();
            return { what: target.outerHTML.slice(0, 80), w, h };
          })
          .filter(({ w, h }) => w < 24 || h < 24),
      );
      assert.deepEqual(small, []);
    },
  );
}

look(
  "focus is visible on all that takes it, in the order of what is seen",
  {
    component: "pricing-vouchers",
    settings: { state: "voucher" },
  },
  async (page) => {
    await page.locator(".frame h2 a").focus();
    const seen = [];
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element?.closest(".tollgate")) return null;
        const shown = element.closest(".tollgate-segment") ?? element;
        const { outlineStyle, outlineWidth } = getComputedStyle(shown);
        return {
          name: element.getAttribute("aria-label") ?? element.textContent,
          isVisible: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
        };
      });
      if (!focused) break;
      seen.push(focused);
    }
    assert.ok(seen.length > 10, `${seen.length} were reached`);
    assert.deepEqual(
      seen.filter(({ isVisible }) => !isVisible),
      [],
    );
  },
);

look(
  "narrow: the recommended plan is first, for the eye and for the keyboard",
  {
    component: "pricing-table",
    settings: { state: "visitor" },
    width: 320,
  },
  async (page) => {
    const tops = await page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll(".tollgate-plan")].map((plan) => [
          plan.dataset.plan,
          plan.getBoundingClientRect().top,
        ]),
      ),
    );
    assert.ok(tops.pro < tops.starter && tops.starter < tops.business);
    await page.getByRole("button", { name: "Apply" }).focus();
    await page.keyboard.press("Tab");
    const first = await page.evaluate(
      () => document.activeElement.closest(".tollgate-plan")?.dataset.plan,
    );
    assert.equal(first, "pro");
    const cells = page.locator('.tollgate-compare tr[data-feature="api-calls"] td');
    const boxes = await cells.evaluateAll((all) =>
      all.map((cell) => cell.getBoundingClientRect().top),
    );
    assert.ok(boxes[0] < boxes[1] && boxes[1] < boxes[2], "the comparison is no list");
  },
);

look(
  "right to left: the first plan stands rightmost, the arrow points left",
  {
    component: "pricing-vouchers",
    settings: { state: "voucher", dir: "rtl" },
  },
  async (page) => {
    const [starter, pro, business] = await page.evaluate(() =>
      [...document.querySelectorAll(".tollgate-plan")].map(
        (plan) => plan.getBoundingClientRect().x,
      ),
    );
    assert.ok(starter > pro && pro > business);
    const arrow = page.locator(".tollgate-raise-arrow").first();
    assert.equal(await arrow.evaluate((sign) => getComputedStyle(sign).scale), "-1 1");
    const raise = page.locator(".tollgate-line .tollgate-raise").first();
    const [before, after] = await raise.evaluate((line) =>
      [".tollgate-raise-before", "b"].map(
        (part) => line.querySelector(part).getBoundingClientRect().x,
      ),
    );
    assert.ok(before > after, "the old limit does not come first");
  },
);

for (const motion of [true, false]) {
  look(
    motion ? "an applied voucher arrives gently" : "nothing moves for who wants no motion",
    {
      component: "pricing-vouchers",
      settings: { state: "voucher" },
      motion,
    },
    async (page) => {
      const moving = await page.evaluate(() => {
        const styles = [...document.querySelectorAll(".tollgate *")].map((one) =>
          getComputedStyle(one),
        );
        return {
          animated: new Set(styles.map(({ animationName }) => animationName)).size - 1,
          eased: styles.some(({ transitionDuration }) => Number.parseFloat(transitionDuration) > 0),
        };
      });
      assert.deepEqual(moving, { animated: motion ? 1 : 0, eased: motion });
    },
  );
}

look(
  "a brand is made of custom properties alone",
  {
    component: "pricing-table",
    settings: { state: "visitor", brand: "forest" },
  },
  async (page) => {
    const button = page.locator('[data-plan="pro"] .tollgate-button').first();
    const colour = await button.evaluate((one) => getComputedStyle(one).backgroundColor);
    assert.equal(colour, "rgb(31, 107, 69)");
  },
);

const words = {
  "usage-meter": {
    warned: "Nearly used up: 1,350 left",
    full: "Used up",
    over: "2,340 over the limit",
    stale: "May be out of date",
    offline: "could not be checked",
    suspended: "is suspended",
  },
  "customer-notices": {
    "past-due": "to keep Pro",
    trialing: "of Pro",
    suspended: "is suspended",
    stale: "may be out of date",
    offline: "cannot be checked",
    ending: "Pro ends on",
    changing: "Business changes to Pro on",
    paused: "Pro is paused until",
    disputed: "Pro is suspended: payment disputed",
  },
  paywall: {
    suspended: "is suspended",
    "limit-reached": "Starts again on",
    "not-entitled": "is not part of your plan",
    "signed-out": "Sign in",
  },
  "pricing-catalogues": { four: "On request" },
  "pricing-table": {
    empty: "No plans are for sale",
    failed: "Try again",
    loading: "Loading plans",
    "too-many": "This plan ends at 25 seats",
    "checkout-offline": "Reload the page to see",
    "checkout-failed": "Nothing was charged",
    "sign-in": "Sign in to choose a plan",
    chosen: "You are on Pro now",
  },
};

for (const [component, states] of Object.entries(words)) {
  look(`${component}: every state says in words what it is`, { component }, async (page) => {
    for (const [state, text] of Object.entries(states)) {
      const preview = page.locator(`.frame[data-state="${state}"] .preview`);
      assert.ok((await preview.textContent()).includes(text), `${state} does not say "${text}"`);
    }
  });
}

look(
  "headless: a table of the page's own is priced by the same core",
  {
    component: "headless",
    settings: { state: "table" },
  },
  async (page) => {
    await page.getByRole("listitem").filter({ hasText: "Pro: 7300 usd, active" }).waitFor();
    await page.getByRole("button", { name: "Seats: 5" }).click();
    await page.getByRole("listitem").filter({ hasText: "Pro: 8500 usd, active" }).waitFor();
  },
);
