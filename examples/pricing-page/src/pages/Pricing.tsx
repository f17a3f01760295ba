import { PricingTable } from "@tollgate/react";
import { useState } from "react";

const vouchers = [
  { code: "WELCOME20", effect: "20 % off the first invoice" },
  { code: "CALLS500", effect: "500 more calls for six months" },
  { code: "BETA6", effect: "the beta dashboard for six months" },
  { code: "BIGDEAL", effect: "price, limits and flag at once" },
];

/** Plans and prices. */
export function Pricing() {
  const [voucher, setVoucher] = useState<string | undefined>();
  return (
    <>
      <header className="page-head is-centred">
        <h1>Know the water before you cast off</h1>
        <p className="lead">
          Tides, currents and waves over one API. Start free, grow when your traffic does.
        </p>
      </header>
      <p className="chips">
        <span className="muted">Vouchers to try</span>
        {vouchers.map(({ code, effect }) => (
          <button
            key={code}
            type="button"
            className="chip"
            title={effect}
            onClick={() => setVoucher(code)}
          >
            {code}
          </button>
        ))}
      </p>
      <PricingTable voucher={voucher} onVoucherChange={setVoucher} />
    </>
  );
}
