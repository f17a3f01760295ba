use wasm_bindgen::prelude::wasm_bindgen;

/// Types that are texts or numbers in JSON, and those that the bindings throw.
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
"#;
