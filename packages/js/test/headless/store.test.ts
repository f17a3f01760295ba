import { describe, expect, it, vi } from "vitest";
import { createLatest, createState, derive } from "../../src/headless/store.js";

describe("a state", () => {
  it("gives the same value between changes, and tells every subscriber of each", () => {
    const count = createState({ value: 0 });
    expect(count.getSnapshot()).toBe(count.getSnapshot());
    const [one, two] = [vi.fn(), vi.fn()];
    const ends = [count.subscribe(one), count.subscribe(two), count.subscribe(two)];
    count.set({ value: 1 });
    expect([one.mock.calls.length, two.mock.calls.length]).toEqual([1, 2]);
    ends[1]?.();
    ends[1]?.();
    count.set({ value: 2 });
    expect([one.mock.calls.length, two.mock.calls.length]).toEqual([2, 3]);
    expect(count.getSnapshot()).toEqual({ value: 2 });
    expect(count.getServerSnapshot()).toEqual({ value: 0 });
  });

  it("is connected with its first subscriber, and disconnected after its last", () => {
    const log: string[] = [];
    const state = createState(0, 0, () => {
      log.push("connect");
      return () => log.push("disconnect");
    });
    const ends = [state.subscribe(() => {}), state.subscribe(() => {})];
    ends[0]?.();
    expect(log).toEqual(["connect"]);
    ends[1]?.();
    ends[1]?.();
    expect(log).toEqual(["connect", "disconnect"]);
    state.subscribe(() => {})();
    expect(log).toEqual(["connect", "disconnect", "connect", "disconnect"]);
  });

  it("begins with what the server knew where hydration does, until another value is set", () => {
    const state = createState("", "of the server");
    expect(state.getSnapshot()).toBe("");
    expect(state.getServerSnapshot()).toBe("of the server");
    expect(state.getSnapshot()).toBe("of the server");
    state.set("of the page");
    expect(state.getServerSnapshot()).toBe("of the server");
    expect(state.getSnapshot()).toBe("of the page");
  });

  it("may be unsubscribed from while it tells", () => {
    const state = createState(0);
    const second = vi.fn();
    const ends = [state.subscribe(() => ends[1]?.()), state.subscribe(second)];
    state.set(1);
    state.set(2);
    expect(second.mock.calls.length).toBeLessThan(2);
  });
});

describe("a derived store", () => {
  it("computes once for equal inputs, on the server's side and on this one", () => {
    const [a, b] = [createState(1), createState(10)];
    const compute = vi.fn((x: number, y: number) => ({ sum: x + y }));
    const sum = derive([a, b], compute);
    expect(sum.getServerSnapshot()).toBe(sum.getSnapshot());
    a.set(2);
    expect(sum.getSnapshot()).toEqual({ sum: 12 });
    expect(sum.getSnapshot()).toBe(sum.getSnapshot());
    expect(sum.getServerSnapshot()).toEqual({ sum: 11 });
    expect(sum.getSnapshot()).toEqual({ sum: 12 });
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it("has its effect before subscribers hear of a change, and none without subscribers", () => {
    const a = createState(1);
    const log: string[] = [];
    const store = derive(
      [a],
      (value) => value,
      () => log.push(`effect ${a.getSnapshot()}`),
    );
    a.set(2);
    const end = store.subscribe(() => log.push(`heard ${store.getSnapshot()}`));
    a.set(3);
    end();
    a.set(4);
    expect(log).toEqual(["effect 2", "effect 3", "heard 3"]);
  });
});

describe("a question", () => {
  it("is asked once for the same inputs, and answered only where it is the last", async () => {
    const answers: string[] = [];
    const latest = createLatest<string>((answer) => answers.push(answer));
    const ask = vi.fn((answer: string) => Promise.resolve(answer));
    latest([1], () => ask("first"));
    latest([2], () => ask("second"));
    latest([2], () => ask("again"));
    await Promise.resolve();
    await Promise.resolve();
    expect(answers).toEqual(["second"]);
    expect(ask).toHaveBeenCalledTimes(2);
    latest([]);
    latest([2], () => ask("anew"));
    await Promise.resolve();
    await Promise.resolve();
    expect(answers).toEqual(["second", "anew"]);
  });
});
