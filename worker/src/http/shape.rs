//! The types of bodies, as the description of the API knows them.

/// What can be described: with the feature `schema`, what has a JSON Schema; else everything, and nothing is described.
#[cfg(feature = "schema")]
pub(crate) use schemars::JsonSchema as Described;

#[cfg(not(feature = "schema"))]
pub(crate) trait Described {}

#[cfg(not(feature = "schema"))]
impl<T: ?Sized> Described for T {}

/// The type of a body.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Its JSON Schema.
    #[cfg(feature = "schema")]
    pub(crate) schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
}

impl Shape {
    /// That of a type.
    pub(crate) const fn of<T: Described>() -> Self {
        Shape {
            #[cfg(feature = "schema")]
            schema: |generator| generator.subschema_for::<T>(),
        }
    }
}
