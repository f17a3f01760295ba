//! Unique codes, made in bulk: each for a single use.

use serde::Serialize;
use tollgate::event::EventKind;
use tollgate::json::{Json, Node};

use super::Environment;
use super::model::Answer;
use crate::document;
use crate::error::StoreError;
use crate::outbox::{self, OutboxEvent};
use crate::port::{MOST_PARAMETERS, Sql};
use crate::reply::{Context, Reply};
use crate::row::Value;
use crate::unit_of_work::UnitOfWork;

/// The most codes of one request.
const MOST: i64 = 10_000;

/// Crockford's base 32 without look-alikes: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const COUNT: &str = "INSERT INTO tally (voucher, codes) VALUES (?1, ?2)
    ON CONFLICT (voucher) DO UPDATE SET codes = codes + ?2";

/// Unique codes that were made.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Codes<'a> {
    voucher: &'a str,
    codes: &'a [String],
}

/// The data of `voucher.codes_created`: how many, never which.
#[derive(Serialize)]
struct CodesCreated<'a> {
    voucher: &'a str,
    count: usize,
}

/// How many codes to make.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewCodes {
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    count: usize,
    /// What each code begins with.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", regex(pattern = r"^\s*[A-Za-z0-9-]{0,16}\s*$")))]
    prefix: String,
}

impl NewCodes {
    fn read(body: &Json<'_>) -> Result<Self, StoreError> {
        document::object(body, |object| {
            let count = object.required("count", |node| node.integer(1, MOST));
            let prefix = object.optional("prefix", read_prefix);
            Some(NewCodes { count: usize::try_from(count?).ok()?, prefix: prefix.unwrap_or_default() })
        })
    }
}

impl Environment {
    pub(super) fn make_codes(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        key: &str,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let NewCodes { count, prefix } = NewCodes::read(body)?;
        if self.voucher(unit.sql, key)?.is_none() {
            return Err(StoreError::unknown("voucher_unknown", format!("there is no voucher `{key}`")));
        }
        let codes: Vec<String> = (0..count).map(|_| code(&prefix, unit.context)).collect();
        let reply = Reply::json(201, &Codes { voucher: key, codes: &codes })?;
        let event =
            OutboxEvent::new(EventKind::VoucherCodesCreated, &CodesCreated { voucher: key, count }, unit.context)?;
        let reply = unit.commit(reply, |sql| {
            for chunk in codes.chunks(MOST_PARAMETERS.saturating_sub(1)) {
                insert(sql, key, chunk)?;
            }
            sql.run(COUNT, &[key.into(), u64::try_from(codes.len()).unwrap_or_default().into()])?;
            outbox::post(sql, std::slice::from_ref(&event))
        })?;
        Ok(Answer::Reply(reply))
    }
}

/// Up to 16 of A-Z, 0-9 and -; lower case is raised.
fn read_prefix(node: &Node<'_>) -> Option<String> {
    let prefix = node.text()?.trim().to_ascii_uppercase();
    let is_good = prefix.len() <= 16
        && prefix.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_good {
        return node.fail("invalid_prefix", format!("`{prefix}` is no prefix; use up to 16 of A-Z 0-9 -"));
    }
    Some(prefix)
}

/// The prefix and twelve characters in groups of four: 60 bits of randomness.
fn code(prefix: &str, context: &mut Context<'_>) -> String {
    let mut bytes = [0; 12];
    (context.random)(&mut bytes);
    let mut text = prefix.to_owned();
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 && index.is_multiple_of(4) {
            text.push('-');
        }
        let letter = ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or(b'0');
        text.push(char::from(letter));
    }
    text
}

/// Two equal codes of 60 random bits are a broken source of randomness: the whole request fails then.
fn insert(sql: &dyn Sql, voucher: &str, codes: &[String]) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(codes.len());
    let mut values = vec![Value::from(voucher)];
    for (index, code) in codes.iter().enumerate() {
        rows.push(format!("(?{}, ?1, 1)", index.saturating_add(2)));
        values.push(code.as_str().into());
    }
    let statement = format!(
        "INSERT INTO code (code, voucher, is_unique) VALUES {} ON CONFLICT DO NOTHING RETURNING 1",
        rows.join(", ")
    );
    if sql.run(&statement, &values)?.len() < codes.len() {
        return Err(StoreError::Storage("two random codes were equal".to_owned()));
    }
    Ok(())
}
