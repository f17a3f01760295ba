use serde::Serialize;

/// What choosing a plan would be, for a customer as they stand: the word behind every button of a pricing table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Scenario {
    /// A first subscription of the plan's group.
    New,
    /// A first subscription that begins with a trial.
    Trial,
    /// It is what they have.
    Active,
    /// It is what they will have: a subscription that has not begun.
    Scheduled,
    /// It is what they have, but it ends or is unpaid: it would go on.
    Renew,
    /// More than they have.
    Upgrade,
    /// Less than they have.
    Downgrade,
    /// The same plan, billed at another interval.
    SwitchInterval,
    /// It cannot be bought here: the plan names somebody to talk to, or is not for sale.
    ContactSales,
}
