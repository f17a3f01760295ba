use wasm_bindgen::prelude::wasm_bindgen;

/// Types that are texts or numbers in JSON, and those of refusals.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/**
 * An instant: RFC 3339 in UTC, such as `2027-05-21T00:00:00Z`.
 */
export type Timestamp = string;

/**
 * An ISO 8601 duration, such as `P6M`.
 */
export type Duration = string;

/**
 * An exact decimal of up to twelve places, such as `0.0125`.
 */
export type Decimal = string;

/**
 * How many units of a meter: a count up to 2^53 - 1, or no limit.
 */
export type Limit = number | "unlimited";

/**
 * A percentage from 0 to 100 with up to two places.
 */
export type Percent = number;

/**
 * One part of a price: a flat amount, usage in arrears, credits, or units paid in advance: the quantity of `meter`, or
 * without one the quantity of what is bought.
 */
export type Component =
    | ({ model: "flat" } & Amount)
    | { model: "metered"; meter: Key; included?: number; scheme: Scheme }
    | ({ model: "credits"; credits: number } & Amount)
    | ({ meter?: Key; included?: number } & Scheme);

/**
 * What follows a trial: the paid plan, nothing, or the plan of that key.
 */
export type TrialThen = "paid" | "end" | (string & {});
"#;
