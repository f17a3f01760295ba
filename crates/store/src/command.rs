//! How the commands of an object are put together from those of its resources.

/// Makes the enum `Command` of an object: a variant for each resource, which its commands turn into.
macro_rules! commands {
    ($(#[$about:meta])* pub enum Command { $($(#[$one:meta])* $resource:ident($command:ty),)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum Command {
            $($(#[$one])* $resource($command),)*
        }

        $(impl From<$command> for Command {
            fn from(command: $command) -> Self {
                Command::$resource(command)
            }
        })*
    };
}

pub(crate) use commands;
