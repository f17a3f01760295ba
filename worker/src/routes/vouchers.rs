//! Vouchers: making, listing, codes, redeeming.

use tollgate_store::customer;
use tollgate_store::environment::Command;

use crate::call::{Call, read_body};
use crate::http::codes;
use crate::http::failure::Failure;
use crate::route::{Access, Outcome, PAGE, Route, get, patch, post};
use crate::routes::client;

pub(super) const ROUTES: &[Route] = &[
    post("/v1/vouchers", Access::Secret, |call| Box::pin(create(call)), "Make a voucher beside those of the catalogue")
        .takes("Voucher")
        .gives(201, "VoucherRead"),
    get("/v1/vouchers", Access::Secret, |call| Box::pin(list(call)), "List the vouchers made here, oldest first")
        .query(PAGE)
        .gives(200, "VoucherList"),
    get(
        "/v1/vouchers/{voucher}",
        Access::Secret,
        |call| Box::pin(read(call)),
        "Read a voucher, of the catalogue or made here",
    )
    .gives(200, "VoucherRead"),
    patch(
        "/v1/vouchers/{voucher}",
        Access::Secret,
        |call| Box::pin(change(call)),
        "Archive a voucher; what was redeemed stays",
    )
    .takes("VoucherChange")
    .gives(200, "VoucherRead"),
    post(
        "/v1/vouchers/{voucher}/archive",
        Access::Secret,
        |call| Box::pin(archive(call)),
        "Archive a voucher; what was redeemed stays",
    )
    .gives(200, "VoucherRead"),
    post(
        "/v1/vouchers/{voucher}/codes",
        Access::Secret,
        |call| Box::pin(make_codes(call)),
        "Make unique codes, each for a single use",
    )
    .takes("NewCodes")
    .gives(201, "Codes"),
    post(
        "/v1/customers/{customer}/vouchers",
        Access::Secret,
        |call| Box::pin(redeem(call)),
        "Redeem a code for a customer",
    )
    .takes("Code")
    .gives(201, "Redemption"),
];

async fn create(call: &Call) -> Outcome {
    let (document, idempotency) = call.json().await?;
    call.ask_environment(idempotency, Command::CreateVoucher { document }).await?.into_answer()
}

async fn list(call: &Call) -> Outcome {
    let page = call.page()?;
    call.ask_environment(None, Command::ListVouchers(page)).await?.into_answer()
}

async fn read(call: &Call) -> Outcome {
    let command = Command::ReadVoucher { voucher: call.name(0).to_owned() };
    call.ask_environment(None, command).await?.into_answer()
}

async fn change(call: &Call) -> Outcome {
    let (json, idempotency) = call.json().await?;
    let archived = read_body(&json, |node| {
        let object = node.object()?;
        let archived = object.required("status", |node| node.one_of(&[("archived", true), ("active", false)]));
        object.finish();
        archived
    })?;
    if !archived {
        let detail = "an archived voucher stays so; make another with the same effects";
        return Err(Failure::new(codes::NOT_SUPPORTED_YET, detail));
    }
    let command = Command::ArchiveVoucher { voucher: call.name(0).to_owned() };
    call.ask_environment(idempotency, command).await?.into_answer()
}

async fn archive(call: &Call) -> Outcome {
    let bytes = call.bytes().await?;
    let command = Command::ArchiveVoucher { voucher: call.name(0).to_owned() };
    call.ask_environment(call.idempotency(&bytes)?, command).await?.into_answer()
}

async fn make_codes(call: &Call) -> Outcome {
    let (document, idempotency) = call.json().await?;
    let command = Command::MakeCodes { voucher: call.name(0).to_owned(), document };
    call.ask_environment(idempotency, command).await?.into_answer()
}

async fn redeem(call: &Call) -> Outcome {
    let (body, idempotency) = call.json().await?;
    let counted = client::count(call)?;
    let command = customer::Command::Redeem { body };
    let answer = call.ask_customer(call.customer()?, idempotency, command).await?.into_answer()?;
    counted.ended(answer.status);
    Ok(answer)
}
