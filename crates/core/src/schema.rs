//! JSON Schemas of the types that have a form of their own in JSON; those of all others are derived.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::catalog::{Limit, Percent, TrialThen};
use crate::entitlement::Resolution;
use crate::id::{CustomerId, Key};
use crate::json::{Json, JsonObject, MAX_SAFE_INTEGER};
use crate::map::Map;
use crate::money::{Currency, Decimal};
use crate::time::{Duration, Timestamp};

/// Gives a type the schema behind its name.
macro_rules! schemas {
    ($($type:ty, $name:literal, $schema:tt;)*) => {
        $(impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        })*
    };
}

schemas! {
    Key, "Key", {
        "type": "string",
        "pattern": "^[a-z0-9][a-z0-9_.-]{0,63}$",
        "description": "The key of a feature, plan, add-on, price or voucher.",
    };
    CustomerId, "CustomerId", {
        "type": "string",
        "pattern": "^[!-~]{1,128}$",
        "description": "A customer's id, your own: printable ASCII characters without spaces.",
    };
    Timestamp, "Timestamp", {
        "type": "string",
        "format": "date-time",
        "description": "An instant (RFC 3339); given in UTC, to the millisecond.",
        "examples": ["2027-05-21T00:00:00Z"],
    };
    Duration, "Duration", {
        "type": "string",
        "pattern": "^P",
        "description": "An ISO 8601 duration of up to a hundred years.",
        "examples": ["P6M", "P14D"],
    };
    Decimal, "Decimal", {
        "type": ["string", "number"],
        "minimum": -9_007_199_254_740_991_i64,
        "maximum": 9_007_199_254_740_991_i64,
        "description": "A decimal with up to twelve places; given as text.",
        "examples": ["0.25"],
    };
    Percent, "Percent", {
        "type": ["number", "string"],
        "minimum": 0,
        "maximum": 100,
        "description": "A percentage with up to two places; given as a number.",
    };
    TrialThen, "TrialThen", {
        "type": "string",
        "pattern": "^[a-z0-9][a-z0-9_.-]{0,63}$",
        "description": "What follows a trial: `paid`, `end`, or the key of a plan.",
    };
    Limit, "Limit", {
        "description": "A count, or `unlimited`.",
        "anyOf": [
            { "type": "integer", "minimum": 0, "maximum": MAX_SAFE_INTEGER },
            { "const": "unlimited" },
        ],
    };
}

impl JsonSchema for Currency {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Currency")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let lower = Currency::all().map(String::from);
        let codes: Vec<String> = lower.chain(Currency::all().map(str::to_ascii_uppercase)).collect();
        json_schema!({
            "type": "string",
            "enum": codes,
            "description": "A currency of ISO 4217; given in lower case.",
            "examples": ["usd"],
        })
    }
}

impl JsonSchema for Json<'_> {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Json")
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let inner = generator.subschema_for::<Self>();
        json_schema!({
            "description": "Any JSON. Numbers lie within ±(2^53 - 1).",
            "anyOf": [
                { "type": ["null", "boolean", "string"] },
                { "type": "number", "minimum": MAX_SAFE_INTEGER.saturating_neg(), "maximum": MAX_SAFE_INTEGER },
                { "type": "array", "items": inner },
                { "type": "object", "additionalProperties": inner },
            ],
        })
    }
}

impl JsonSchema for JsonObject {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("JsonObject")
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let inner = generator.subschema_for::<Json<'static>>();
        json_schema!({ "type": "object", "additionalProperties": inner })
    }
}

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Map<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        alloc::format!("Map_of_{}_to_{}", K::schema_name(), V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let names = K::json_schema(generator);
        let values = generator.subschema_for::<V>();
        let mut schema = json_schema!({ "type": "object", "additionalProperties": values });
        for word in ["pattern", "enum"] {
            if let Some(rule) = names.get(word) {
                schema.insert("propertyNames".into(), serde_json::json!({ word: rule }));
            }
        }
        schema
    }
}

impl JsonSchema for Resolution {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Entitlements")
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        crate::entitlement::resolution_schema(generator)
    }
}
