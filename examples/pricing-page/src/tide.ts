/**
 * Tides by harmonic synthesis: h(t) = mean + Σ amplitude · cos(speed · t - phase).
 *
 * Speeds are those of the constituents in degrees an hour; amplitudes (m) and phases (degrees, at the epoch below) are
 * rounded from published tables, close enough for an example and for nothing else.
 */

/** A place with the constituents that make its tide. */
export interface Station {
  id: string;
  name: string;
  /** Metres above chart datum. */
  mean: number;
  /** Amplitude and phase of M2, S2, N2, K1, O1. */
  constituents: readonly (readonly [amplitude: number, phase: number])[];
}

const speeds = [28.9841042, 30, 28.4397295, 15.0410686, 13.9430356];
const epoch = Date.UTC(2026, 0, 1);

export const stations: readonly Station[] = [
  {
    id: "brest",
    name: "Brest",
    mean: 4.1,
    constituents: [
      [2.05, 109],
      [0.75, 148],
      [0.42, 90],
      [0.06, 69],
      [0.07, 327],
    ],
  },
  {
    id: "cuxhaven",
    name: "Cuxhaven",
    mean: 2.0,
    constituents: [
      [1.35, 336],
      [0.35, 43],
      [0.22, 312],
      [0.07, 51],
      [0.09, 255],
    ],
  },
  {
    id: "seattle",
    name: "Seattle",
    mean: 2.0,
    constituents: [
      [1.07, 11],
      [0.26, 38],
      [0.21, 343],
      [0.83, 277],
      [0.46, 255],
    ],
  },
];

/** The height in metres at an instant in milliseconds. */
export function height(station: Station, at: number): number {
  const hours = (at - epoch) / 3_600_000;
  return station.constituents.reduce((sum, [amplitude, phase], index) => {
    const angle = (((speeds[index] ?? 0) * hours - phase) * Math.PI) / 180;
    return sum + amplitude * Math.cos(angle);
  }, station.mean);
}

/** One forecast point. */
export interface Point {
  at: number;
  height: number;
}

/** Heights from an instant on, every `minutes`. */
export function curve(station: Station, from: number, hours: number, minutes = 20): Point[] {
  const step = minutes * 60_000;
  return Array.from({ length: Math.floor((hours * 60) / minutes) + 1 }, (_, index) => {
    const at = from + index * step;
    return { at, height: height(station, at) };
  });
}

/** A high or a low water. */
export interface Turn extends Point {
  kind: "high" | "low";
}

/** The turns of the tide within a curve. */
export function turns(points: readonly Point[]): Turn[] {
  return points.flatMap((point, index): Turn[] => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before || !after) return [];
    if (point.height >= before.height && point.height > after.height) {
      return [{ ...point, kind: "high" }];
    }
    if (point.height <= before.height && point.height < after.height) {
      return [{ ...point, kind: "low" }];
    }
    return [];
  });
}
