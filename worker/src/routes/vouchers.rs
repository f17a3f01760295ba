//! Vouchers: making, listing, codes, redeeming.

use tollgate::catalog::{Voucher, VoucherStatus};
use tollgate::json::Node;
use tollgate_store::Listing;
use tollgate_store::customer::{self, Code, RedemptionView};
use tollgate_store::environment::{Codes, NewCodes, VoucherCommand, VoucherView};

use crate::http::codes;
use crate::http::failure::Failure;
use crate::http::request::{Request, read_body};
use crate::http::route::{Auth, Outcome, PAGE, Route, get, patch, post};
use crate::routes::client;

pub(super) const ROUTES: &[Route] = &[
    post(
        "/v1/vouchers",
        Auth::Secret,
        |request| Box::pin(create(request)),
        "Make a voucher beside those of the catalogue",
    )
    .takes::<Voucher>()
    .gives::<VoucherView<'static>>(201),
    get("/v1/vouchers", Auth::Secret, |request| Box::pin(list(request)), "List the vouchers made here, oldest first")
        .query(PAGE)
        .gives::<Listing<VoucherView<'static>>>(200),
    get(
        "/v1/vouchers/{voucher}",
        Auth::Secret,
        |request| Box::pin(read(request)),
        "Read a voucher, of the catalogue or made here",
    )
    .gives::<VoucherView<'static>>(200),
    patch(
        "/v1/vouchers/{voucher}",
        Auth::Secret,
        |request| Box::pin(change(request)),
        "Archive a voucher; what was redeemed stays",
    )
    .takes::<VoucherChange>()
    .gives::<VoucherView<'static>>(200),
    post(
        "/v1/vouchers/{voucher}/archive",
        Auth::Secret,
        |request| Box::pin(archive(request)),
        "Archive a voucher; what was redeemed stays",
    )
    .gives::<VoucherView<'static>>(200),
    post(
        "/v1/vouchers/{voucher}/codes",
        Auth::Secret,
        |request| Box::pin(make_codes(request)),
        "Make unique codes, each for a single use",
    )
    .takes::<NewCodes>()
    .gives::<Codes<'static>>(201),
    post(
        "/v1/customers/{customer}/vouchers",
        Auth::Secret,
        |request| Box::pin(redeem(request)),
        "Redeem a code for a customer",
    )
    .takes::<Code>()
    .gives::<RedemptionView<'static>>(201),
];

/// What is to become of a voucher.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct VoucherChange {
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["archived"])))]
    status: VoucherStatus,
}

impl VoucherChange {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let words = [("archived", VoucherStatus::Archived), ("active", VoucherStatus::Active)];
        let status = object.required("status", |node| node.one_of(&words));
        object.finish();
        Some(VoucherChange { status: status? })
    }
}

async fn create(request: &Request) -> Outcome {
    let (document, idempotency) = request.json().await?;
    request.ask_environment(idempotency, VoucherCommand::Create { document }).await?.into_answer()
}

async fn list(request: &Request) -> Outcome {
    let page = request.page()?;
    request.ask_environment(None, VoucherCommand::List(page)).await?.into_answer()
}

async fn read(request: &Request) -> Outcome {
    let command = VoucherCommand::Read { voucher: request.name(0).to_owned() };
    request.ask_environment(None, command).await?.into_answer()
}

async fn change(request: &Request) -> Outcome {
    let (json, idempotency) = request.json().await?;
    let VoucherChange { status } = read_body(&json, VoucherChange::read)?;
    if status != VoucherStatus::Archived {
        let detail = "an archived voucher stays so; make another with the same effects";
        return Err(Failure::new(codes::NOT_SUPPORTED_YET, detail));
    }
    let command = VoucherCommand::Archive { voucher: request.name(0).to_owned() };
    request.ask_environment(idempotency, command).await?.into_answer()
}

async fn archive(request: &Request) -> Outcome {
    let bytes = request.bytes().await?;
    let command = VoucherCommand::Archive { voucher: request.name(0).to_owned() };
    request.ask_environment(request.idempotency(&bytes)?, command).await?.into_answer()
}

async fn make_codes(request: &Request) -> Outcome {
    let (document, idempotency) = request.json().await?;
    let command = VoucherCommand::MakeCodes { voucher: request.name(0).to_owned(), document };
    request.ask_environment(idempotency, command).await?.into_answer()
}

async fn redeem(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let counted = client::count(request)?;
    let command = customer::RedemptionCommand::Redeem { body };
    let answer = request.ask_customer(request.customer()?, idempotency, command).await?.into_answer()?;
    counted.ended(answer.status);
    Ok(answer)
}
