import { Paywall, Show, UsageMeter, useConfig } from "@tollgate/react";

const hours = Array.from({ length: 49 }, (_, index) => index / 2);
/** Metres above the chart's zero: two high waters a day. */
const height = (hour: number) => 2.9 + 2.2 * Math.cos(((hour - 2.3) / 12.42) * 2 * Math.PI);
const curve = hours.map((hour) => `${hour * 40},${160 - height(hour) * 28}`).join(" L");

export default function Today() {
  const { value: resolution } = useConfig("resolution", "4 km");
  return (
    <>
      <h1>High water 14:43, 5.1 m</h1>
      <p className="lead">Brest, on a grid of {resolution}</p>
      <svg viewBox="0 0 960 170" role="img" aria-label="The tide at Brest today, two high waters">
        <path className="water" d={`M${curve} L960,170 L0,170 Z`} />
        <path className="line" d={`M${curve}`} />
      </svg>
      <div className="columns">
        <section>
          <h2>This month</h2>
          <UsageMeter feature="api-calls" />
          <UsageMeter feature="storage" />
        </section>
        <section>
          <h2>Sign-in</h2>
          <Paywall entitlement="sso" upgradeHref="/pricing">
            <p>Your people sign in with your own provider.</p>
          </Paywall>
          <Show when={{ plan: "pro" }}>
            <p className="note">Thank you for being on Pro.</p>
          </Show>
        </section>
      </div>
    </>
  );
}
