import { type Point, turns } from "../tide.js";

const width = 560;
const tall = 144;
const hour = new Intl.DateTimeFormat("en", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
});

interface Props {
  points: readonly Point[];
  /** What it shows, for a screen reader. */
  name: string;
  /** Without marks and labels. */
  plain?: boolean;
}

/** Heights over time as one line, its turns marked. */
export function Curve({ points, name, plain = false }: Props) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const heights = points.map((point) => point.height);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const margin = plain ? 4 : 36;
  const x = (at: number) => ((at - first.at) / (last.at - first.at)) * width;
  const y = (height: number) =>
    margin + (1 - (height - low) / (high - low || 1)) * (tall - 2 * margin);
  const path = points
    .map(
      (point, index) =>
        `${index ? "L" : "M"}${x(point.at).toFixed(1)} ${y(point.height).toFixed(1)}`,
    )
    .join("");
  return (
    <svg className="curve" viewBox={`0 0 ${width} ${tall}`} role="img" aria-label={name}>
      <path d={`${path}V${tall}H0Z`} className="curve-area" />
      <path d={path} className="curve-line" />
      {!plain &&
        turns(points).map((turn) => (
          <g key={turn.at}>
            <circle cx={x(turn.at)} cy={y(turn.height)} r="3.5" className="curve-turn" />
            <text
              x={Math.min(width - 72, Math.max(72, x(turn.at)))}
              y={turn.kind === "high" ? y(turn.height) - 10 : y(turn.height) + 24}
              className="curve-label"
            >
              {hour.format(turn.at)} {turn.height.toFixed(1)} m
            </text>
          </g>
        ))}
    </svg>
  );
}
