import { PricingTable } from "@tollgate/react";
import { table } from "../table";

export default function Pricing() {
  return (
    <>
      <h1>One price for calls, seats and a good night's sleep</h1>
      <PricingTable {...table} />
    </>
  );
}
