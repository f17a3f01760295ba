import type { Day } from "../backend.js";

const width = 560;
const tall = 120;

interface Props {
  days: readonly Day[];
}

const dayName = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });
const number = new Intl.NumberFormat("en");

/** Calls by day, as bars on one scale; the figures are in a table for who cannot see them. */
export function CallsChart({ days }: Props) {
  const most = Math.max(1, ...days.map(({ calls }) => calls));
  const step = width / days.length;
  const nameOf = (day: string) => dayName.format(new Date(day));
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${width} ${tall + 28}`} aria-hidden="true">
        <line x1="0" x2={width} y1={tall} y2={tall} className="chart-axis" />
        {days.map(({ day, calls }, index) => {
          const high = Math.max(calls > 0 ? 2 : 0, (calls / most) * (tall - 20));
          const last = index === days.length - 1;
          return (
            <g key={day}>
              <rect
                x={index * step + 4}
                y={tall - high}
                width={step - 8}
                height={high}
                rx="2"
                className={last ? "chart-bar is-today" : "chart-bar"}
              />
              {last && (
                <text x={width - 4} y={tall - high - 6} className="chart-value">
                  {number.format(calls)}
                </text>
              )}
              {index % 4 === 1 && (
                <text
                  x={last ? width - 4 : index * step + step / 2}
                  y={tall + 20}
                  className={last ? "chart-label is-last" : "chart-label"}
                >
                  {last ? "Today" : nameOf(day)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <table className="visually-hidden">
        <caption>API calls by day</caption>
        <tbody>
          {days.map(({ day, calls }) => (
            <tr key={day}>
              <th scope="row">{nameOf(day)}</th>
              <td>{number.format(calls)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
