//! Redeeming vouchers, alone or in a checkout: held in the environment, applied here, confirmed there.

use serde::{Deserialize, Serialize};
use tollgate::catalog::Catalog;
use tollgate::customer::Subscription;
use tollgate::customer::lifecycle::{self, ChangeRequest, Outcome};
use tollgate::event::EventKind;
use tollgate::id::{IdKind, Key};
use tollgate::json::{Json, Node, Problem};
use tollgate::money::Currency;
use tollgate::quote::Selection;
use tollgate::voucher;

use super::Customer;
use super::answer::Answer;
use super::change::Change;
use super::context::EnvironmentContext;
use super::saga::{self, Stage, Work};
use super::view::RedemptionView;
use crate::document;
use crate::environment::{EnvironmentKind, Terms, Use};
use crate::error::{Refusal, StoreError};
use crate::idempotency;
use crate::port::{Sql, commit};
use crate::reply::{Context, Reply};
use crate::unit_of_work::UnitOfWork;

/// The most vouchers of one checkout, and the longest code and address.
const MOST_VOUCHERS: usize = 10;
const MOST_CODE: usize = 100;
const MOST_ADDRESS: usize = 2_048;

/// A code to be redeemed.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Code {
    /// As typed.
    #[cfg_attr(feature = "schema", schemars(length(max = 100), regex(pattern = r"\S")))]
    code: String,
}

/// What is bought, with the vouchers that are redeemed with it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub struct Checkout {
    #[cfg_attr(feature = "schema", schemars(flatten))]
    selection: Selection,
    /// A code as typed.
    #[cfg_attr(feature = "schema", schemars(length(max = 100), regex(pattern = r"\S")))]
    voucher: Option<String>,
    /// Codes as typed.
    #[cfg_attr(feature = "schema", schemars(length(max = 10), inner(length(max = 100), regex(pattern = r"\S"))))]
    vouchers: Option<Vec<String>>,
    /// Where the browser goes when it is done: an address of http or https, or a path of the page's own.
    #[cfg_attr(feature = "schema", schemars(length(max = 2_048), regex(pattern = r"^(https?://|/($|[^/\\]))")))]
    success_url: Option<String>,
    /// Where the browser goes when it is given up.
    #[cfg_attr(feature = "schema", schemars(length(max = 2_048), regex(pattern = r"^(https?://|/($|[^/\\]))")))]
    #[expect(dead_code, reason = "read for its form; without a billing provider nobody is sent away")]
    cancel_url: Option<String>,
}

impl Checkout {
    /// The codes, in order.
    fn codes(&self) -> Vec<String> {
        self.voucher.iter().chain(self.vouchers.iter().flatten()).cloned().collect()
    }
}

/// The answer to a checkout without a billing provider.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckoutResult<'a> {
    provider: &'static str,
    status: &'static str,
    url: Option<&'a str>,
    subscription: &'a Subscription,
    redemptions: &'a [RedemptionView<'a>],
}

fn read_code(node: &Node<'_>) -> Option<String> {
    let code = node.short_text(MOST_CODE)?;
    if code.trim().is_empty() { node.fail("too_short", "is empty; send the code") } else { Some(code) }
}

/// Where a browser is sent afterwards: an address of http or https, or a path of the page's own.
fn read_address(node: &Node<'_>) -> Option<String> {
    let address = node.short_text(MOST_ADDRESS)?;
    let own_path = address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
    let is_good = address.starts_with("https://") || address.starts_with("http://") || own_path;
    if is_good {
        return Some(address);
    }
    node.fail("invalid_url", format!("`{address}` is no address; start it with https://, http:// or /"))
}

fn read_checkout(body: &Json<'_>) -> Result<Checkout, StoreError> {
    document::object(body, |object| {
        let selection = Selection::read_members(object);
        let voucher = object.optional("voucher", read_code);
        let vouchers = object.optional("vouchers", |node| node.list(MOST_VOUCHERS, read_code));
        let success_url = object.optional("successUrl", read_address);
        let cancel_url = object.optional("cancelUrl", read_address);
        Some(Checkout { selection: selection?, voucher, vouchers, success_url, cancel_url })
    })
}

/// What can be asked about vouchers, alone or with a purchase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RedemptionCommand {
    /// Looks what a code would do for this customer now, changing nothing. Refused as [`RedemptionCommand::Redeem`]
    /// refuses. → reply 204
    Preview {
        /// The code with its voucher, as the environment gave them for this customer.
        terms: Box<Terms>,
        /// What would be bought with it; absent: nothing.
        #[serde(default)]
        plan: Option<Key>,
        /// The price of the plan.
        #[serde(default)]
        price: Option<Key>,
        /// The currency to pay in.
        #[serde(default)]
        currency: Option<Currency>,
    },
    /// Redeems a code: `{"code"}`. → [`Answer::Underway`], then by [`crate::customer::Customer::advance`] reply 201
    Redeem {
        /// The body.
        body: Json<'static>,
    },
    /// Buys or changes, and redeems vouchers, all or nothing:
    /// `{"plan","price"?,"quantities"?,"addons"?,"currency"?,"voucher"? | "vouchers"?,"successUrl"?,"cancelUrl"?}`.
    /// In a live environment 409 `checkout_unavailable`. → reply 200 at once without vouchers, else
    /// [`Answer::Underway`] and then reply 200
    Checkout {
        /// The body.
        body: Json<'static>,
    },
}

impl Customer {
    pub(super) fn handle_redemptions(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        environment: &EnvironmentContext,
        command: &RedemptionCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            RedemptionCommand::Preview { terms, plan, price, currency } => {
                let selection =
                    plan.clone().map(|plan| Selection { currency: *currency, ..Selection::of(plan, price.clone()) });
                self.preview(unit, catalog, terms, selection.as_ref())
            }
            RedemptionCommand::Redeem { body } => self.redeem(unit, catalog, body),
            RedemptionCommand::Checkout { body } => self.checkout(unit, catalog, environment, body),
        }
    }

    pub(super) fn redeem(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let Code { code } = document::object(body, |object| Some(Code { code: object.required("code", read_code)? }))?;
        self.begin(unit, catalog, &[code], None)
    }

    /// What a code would do, refused as redeeming it would be.
    pub(super) fn preview(
        &self,
        unit: &UnitOfWork<'_, '_>,
        catalog: &Catalog,
        terms: &Terms,
        selection: Option<&Selection>,
    ) -> Result<Answer, StoreError> {
        let state = Some(&self.known()?.state);
        voucher::preview(catalog, &terms.voucher, &terms.code, state, selection, unit.now()).map_err(refused)?;
        Ok(Answer::Reply(Reply::none()))
    }

    /// Without vouchers it is done at once; what cannot be bought is refused before a voucher is touched.
    pub(super) fn checkout(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        home: &EnvironmentContext,
        body: &Json<'static>,
    ) -> Result<Answer, StoreError> {
        if home.kind == EnvironmentKind::Live {
            return Err(StoreError::conflict(
                "checkout_unavailable",
                "this live environment has no billing provider; connect one, or make the subscription by the server API",
            ));
        }
        let wanted = read_checkout(body)?;
        let outcome = self.bought(catalog, &wanted.selection, unit.context)?;
        let codes = wanted.codes();
        if !codes.is_empty() {
            return self.begin(unit, catalog, &codes, Some(body));
        }
        let reply = complete(&wanted, outcome.changed()?, &[])?;
        self.carry_out(unit, outcome, reply)
    }

    fn begin(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        codes: &[String],
        checkout: Option<&Json<'static>>,
    ) -> Result<Answer, StoreError> {
        let uses: Vec<Use> = codes
            .iter()
            .map(|code| Use { redemption: unit.context.id(IdKind::Redemption), code: code.clone() })
            .collect();
        let id = uses.first().map(|first| first.redemption.clone()).unwrap_or_default();
        let work = Work {
            uses,
            checkout: checkout.cloned(),
            catalog: catalog.version,
            idempotency: unit.idempotency.map(|idempotency| idempotency.key.clone()),
        };
        let now = unit.now();
        commit(unit.sql, || {
            saga::begin(unit.sql, &id, &work, now)?;
            match unit.idempotency {
                Some(idempotency) => idempotency::begin(unit.sql, idempotency, &id, now),
                None => Ok(()),
            }
        })?;
        let loaded = self.known_mut()?;
        loaded.expect(now);
        loaded.begun_at = loaded.begun_at.max(Some(catalog.version));
        Ok(Answer::Underway { saga: id })
    }

    /// The subscription that a selection makes or changes.
    fn bought(
        &self,
        catalog: &Catalog,
        selection: &Selection,
        context: &mut Context<'_>,
    ) -> Result<Outcome, StoreError> {
        let settled = self.settled(context.now)?;
        let group = catalog.plan(selection.plan.as_str()).map(|plan| &plan.group);
        let Some(held) = group.and_then(|group| settled.state().live_in(group)) else {
            let id = context.id(IdKind::Subscription);
            return Ok(lifecycle::purchase(catalog, settled, selection, id)?);
        };
        let change = lifecycle::SelectionChange::to(selection, held);
        let request = ChangeRequest { change, ..ChangeRequest::default() };
        Ok(lifecycle::change(catalog, settled, &held.id, &request)?)
    }

    /// Applies what uses are held for, and has them confirmed; or refuses it, and has them given back.
    pub(super) fn apply(
        &mut self,
        sql: &dyn Sql,
        catalog: &Catalog,
        saga: &str,
        work: &Work,
        vouchers: &[Terms],
        context: &mut Context<'_>,
    ) -> Result<Reply, StoreError> {
        let now = context.now;
        let finish = |stage: Stage, reply: &Reply| {
            if let Some(key) = &work.idempotency {
                idempotency::complete(sql, key, reply)?;
            }
            saga::move_to(sql, saga, stage, Some(reply), now)
        };
        match self.decide(catalog, work, vouchers, context) {
            Err(error) if error.is_final() => {
                let reply = error.reply(context);
                commit(sql, || finish(Stage::Releasing, &reply))?;
                self.loaded.iter_mut().for_each(|loaded| loaded.expect(now));
                Ok(reply)
            }
            Err(error) => Err(error),
            Ok((change, reply)) => {
                let before = &self.known()?.state;
                commit(sql, || {
                    change.write(sql, before)?;
                    finish(Stage::Confirming, &reply)
                })?;
                self.adopt(change)?;
                self.known_mut()?.expect(now);
                Ok(reply)
            }
        }
    }

    fn decide(
        &self,
        catalog: &Catalog,
        work: &Work,
        vouchers: &[Terms],
        context: &mut Context<'_>,
    ) -> Result<(Change, Reply), StoreError> {
        let now = context.now;
        let checkout = work.checkout.as_ref().map(read_checkout).transpose()?;
        let mut change = self.change()?;
        let bought = match &checkout {
            Some(wanted) => Some(self.bought(catalog, &wanted.selection, context)?),
            None => None,
        };
        let selection = checkout.as_ref().map(|wanted| &wanted.selection);
        let mut redemptions = Vec::new();
        for (held, terms) in work.uses.iter().zip(vouchers) {
            let state = &change.state;
            let id = held.redemption.clone();
            let mut redemption =
                voucher::redeem(catalog, &terms.voucher, &terms.code, state, selection, id, now).map_err(refused)?;
            if let Some(bought) = &bought {
                redemption.subscription = Some(bought.subscription.clone());
            }
            change.state.redemptions.push(redemption.clone());
            redemptions.push(redemption);
        }
        let views: Vec<RedemptionView<'_>> = redemptions.iter().map(RedemptionView::of).collect();
        let reply = match (&checkout, &bought, views.first()) {
            (Some(wanted), Some(bought), _) => complete(wanted, bought.changed()?, &views)?,
            (_, _, Some(only)) => Reply::json(201, only)?,
            _ => return Err(StoreError::Storage("a saga without a use is stored".to_owned())),
        };
        if let Some(bought) = bought {
            change.enter(bought, context)?;
            change.state.redemptions.extend(redemptions.iter().cloned());
        }
        for view in &views {
            change.emit(EventKind::VoucherRedeemed, view, context)?;
        }
        Ok((change, reply))
    }
}

fn complete(
    wanted: &Checkout,
    subscription: &Subscription,
    redemptions: &[RedemptionView<'_>],
) -> Result<Reply, StoreError> {
    let url = wanted.success_url.as_deref();
    Reply::json(200, &CheckoutResult { provider: "none", status: "complete", url, subscription, redemptions })
}

/// 422 with every reason.
fn refused(refusals: Vec<voucher::Refusal>) -> StoreError {
    let detail = refusals.first().map(|refusal| refusal.detail.clone()).unwrap_or_default();
    let problems = refusals
        .into_iter()
        .map(|refusal| Problem { code: refusal.code.as_str(), pointer: "/code".to_owned(), detail: refusal.detail })
        .collect();
    StoreError::Impossible(Refusal::with("voucher_not_redeemable", detail, problems))
}
