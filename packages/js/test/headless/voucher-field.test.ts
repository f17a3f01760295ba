import { describe, expect, it, vi } from "vitest";
import { type ClientStore, createVoucherField } from "../../src/headless/index.js";
import { type FakeEdge, problem } from "../fake-edge.js";
import { forEachTest, settle } from "../setup.js";
import { bigDeal, previewPath, sell, started, until } from "./setup.js";

let edge: FakeEdge;
let client: ClientStore;
forEachTest((setup) => {
  ({ edge } = setup);
  sell(edge);
  client = started(edge);
});

const loaded = () => until(client, ({ client }) => client !== null);

describe("a voucher field", () => {
  it("applies what is typed, and removes it", async () => {
    await loaded();
    const heard = vi.fn();
    const field = createVoucherField(client, { onVoucherChange: heard });
    field.getSnapshot().type("bigdeal");
    expect(field.getSnapshot()).toMatchObject({ code: "bigdeal", status: "idle", redeem: null });
    const applying = field.getSnapshot().apply();
    expect(field.getSnapshot().status).toBe("checking");
    await applying;
    expect(field.getSnapshot()).toMatchObject({
      code: "",
      status: "idle",
      applied: { code: "BIGDEAL", name: "Big deal" },
      failure: null,
    });
    field.getSnapshot().remove();
    expect(field.getSnapshot().applied).toBeNull();
    expect(heard.mock.calls).toEqual([["BIGDEAL"], [undefined]]);
  });

  it("keeps what is refused, and says why", async () => {
    await loaded();
    const field = createVoucherField(client);
    await field.getSnapshot().apply();
    expect(field.getSnapshot().failure).toEqual({ code: "empty", reasons: [] });
    field.getSnapshot().type("nope");
    expect(field.getSnapshot().failure).toBeNull();
    await field.getSnapshot().apply();
    expect(field.getSnapshot()).toMatchObject({
      code: "nope",
      status: "idle",
      failure: { code: "voucher_unknown" },
    });
    const errors = [{ code: "used_up", pointer: "/code", detail: "is sold out" }];
    edge.answers.set(previewPath, () => problem(422, "voucher_not_redeemable", { errors }));
    await field.getSnapshot().apply();
    expect(field.getSnapshot().failure).toMatchObject({
      code: "voucher_not_redeemable",
      reasons: [{ code: "used_up", detail: "is sold out" }],
    });
    edge.isOnline = false;
    await field.getSnapshot().apply();
    expect(field.getSnapshot().failure).toEqual({ code: "network", reasons: [] });
  });

  it("takes the answer to the last check alone", async () => {
    await loaded();
    const field = createVoucherField(client);
    let answer = (_: Response) => {};
    edge.answers.set(
      previewPath,
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    field.getSnapshot().type("SLOW");
    const slow = field.getSnapshot().apply();
    await settle();
    sell(edge);
    field.getSnapshot().type("BIGDEAL");
    await field.getSnapshot().apply();
    answer(Response.json({ ...bigDeal, code: "SLOW" }));
    await slow;
    expect(field.getSnapshot().applied?.code).toBe("BIGDEAL");
  });

  it("applies a code that is given, once there is a client, and again when it changes", async () => {
    const heard = vi.fn();
    const field = createVoucherField(client, { voucher: "BIGDEAL", onVoucherChange: heard });
    const end = field.subscribe(() => {});
    expect(edge.count(previewPath)).toBe(0);
    await until(field, ({ applied }) => applied !== null);
    field.update({ voucher: "BIGDEAL", onVoucherChange: heard });
    await settle();
    expect(edge.count(previewPath)).toBe(1);
    field.update({ voucher: "NOPE", onVoucherChange: heard });
    expect(field.getSnapshot()).toMatchObject({ applied: null, code: "NOPE", status: "checking" });
    await until(field, ({ failure }) => failure !== null);
    expect(heard.mock.calls).toEqual([["BIGDEAL"], [undefined]]);
    end();
  });

  it("redeems what is applied", async () => {
    await loaded();
    const field = createVoucherField(client);
    field.getSnapshot().type("BIGDEAL");
    await field.getSnapshot().apply();
    await field.getSnapshot().redeem?.();
    expect(field.getSnapshot()).toMatchObject({
      status: "idle",
      applied: { code: "BIGDEAL" },
      failure: { code: "route_unknown" },
    });
    edge.answers.set("/v1/client/vouchers/redeem", () => Response.json({ id: "red_1" }));
    await field.getSnapshot().redeem?.();
    expect(field.getSnapshot()).toMatchObject({
      status: "idle",
      applied: null,
      failure: null,
      redeemed: "BIGDEAL",
      redeem: null,
    });
  });
});
