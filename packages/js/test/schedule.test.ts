import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Clock } from "../src/clock.js";
import { refreshDelay, retryDelay, Timer } from "../src/schedule.js";
import { start } from "./signing.js";

beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the delay of a refresh", () => {
  it("comes between 60 and 80 percent of the life", () => {
    expect(refreshDelay(0, 900_000, 0, 0)).toBe(540_000);
    expect(refreshDelay(0, 900_000, 1, 0)).toBe(720_000);
    expect(refreshDelay(0, 900_000, 0.5, 600_000)).toBe(30_000);
  });

  it("does not come without end near an end", () => {
    expect(refreshDelay(0, 900_000, 0.5, 900_000)).toBe(5_000);
    expect(refreshDelay(0, 1, 0, 0)).toBe(5_000);
  });
});

describe("the delay of a retry", () => {
  it("doubles from a second to five minutes, and is spread by half", () => {
    const most = [1, 2, 3, 9, 10, 11, 5_000].map((failures) => retryDelay(failures, 1, 0));
    expect(most).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000, 300_000]);
    expect(retryDelay(3, 0, 0)).toBe(2_000);
  });

  it("is never shorter than what the edge asked for", () => {
    expect(retryDelay(1, 0, 120_000)).toBe(120_000);
    expect(retryDelay(1, 1, 120_000)).toBe(144_000);
    expect(retryDelay(11, 0, 1_000)).toBe(150_000);
  });
});

describe("a timer", () => {
  const told = () => {
    const task = vi.fn();
    const timer = new Timer();
    return { task, timer };
  };

  it("waits longer than 31 bits count", async () => {
    const { task, timer } = told();
    const month = 31 * 86_400_000;
    timer.arm(month, task);
    await vi.advanceTimersByTimeAsync(month - 1);
    expect(task).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("is told of a sleep within a minute, or when it looks", async () => {
    const { task, timer } = told();
    timer.arm(3_600_000, task);
    vi.setSystemTime(start + 3_600_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(task).toHaveBeenCalledTimes(1);
    timer.arm(3_600_000, task);
    vi.setSystemTime(start + 8_000_000);
    timer.look();
    timer.look();
    expect(task).toHaveBeenCalledTimes(2);
  });

  it("does not wait for a clock that was set back", async () => {
    const { task, timer } = told();
    timer.arm(120_000, task);
    vi.setSystemTime(start - 86_400_000);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("is armed for one instant, at most", async () => {
    const { task, timer } = told();
    timer.arm(1_000, task);
    timer.arm(Number.POSITIVE_INFINITY, task);
    await vi.advanceTimersByTimeAsync(100_000);
    timer.arm(1_000, task);
    timer.stop();
    timer.look();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(task).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the clock", () => {
  it("shows the local time until something is learned", () => {
    expect(new Clock().now()).toBe(start);
  });

  it("learns the offset, and does not jitter", () => {
    const clock = new Clock();
    clock.learn(start + 60_000, start - 100, start);
    expect(clock.now()).toBe(start + 60_050);
    for (const server of [start + 60_000, start + 60_049, start + 59_951])
      clock.learn(server, start - 100, start);
    expect(clock.now()).toBe(start + 60_050);
    clock.learn(start + 50_000, start - 100, start);
    expect(clock.now()).toBe(start + 50_050);
  });

  it("goes on where the local clock is set back, and jumps where it is set forward", async () => {
    const clock = new Clock();
    clock.learn(start, start, start);
    await vi.advanceTimersByTimeAsync(10_000);
    vi.setSystemTime(start - 86_400_000);
    expect(clock.now()).toBe(start + 10_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(clock.now()).toBe(start + 15_000);
    vi.setSystemTime(start + 3_600_000);
    expect(clock.now()).toBe(start + 3_600_000);
    vi.setSystemTime(start + 15_000);
    expect(clock.now()).toBe(start + 15_000);
  });

  it("learns from an answer during which the clock was set back", () => {
    const clock = new Clock();
    clock.learn(start, start, start - 3_600_000);
    expect(clock.offset).toBe(3_600_000);
  });
});
