//! What this Worker is bound to: secrets, objects, static files.

use std::cell::OnceCell;
use std::rc::Rc;

use tollgate_store::{customer, environment};
use worker::Env;

use crate::http::failure::Failure;
use crate::keys::secrets::Secrets;
use crate::objects::transport::{ObjectAnswer, ask};

thread_local! {
    static SECRETS: OnceCell<Rc<Secrets>> = const { OnceCell::new() };
}

/// The name of the object that lists the environments.
const DIRECTORY: &str = "directory";

/// The deployment's secrets, read once per isolate.
pub(crate) fn secrets(env: &Env) -> Result<Rc<Secrets>, Failure> {
    if let Some(secrets) = SECRETS.with(|kept| kept.get().cloned()) {
        return Ok(secrets);
    }
    let binding = |name: &str| {
        let text = env.var(name).map(|var| var.to_string());
        text.map_err(|_| Failure::internal(format!("{name} is not bound; set it for this Worker")))
    };
    let secrets = Secrets::new(
        &binding("TOLLGATE_OPERATOR_KEY")?,
        &binding("TOLLGATE_MASTER_SECRET")?,
        &binding("TOLLGATE_BASE_URL")?,
    );
    let secrets = Rc::new(secrets.map_err(Failure::internal)?);
    Ok(SECRETS.with(|kept| Rc::clone(kept.get_or_init(|| secrets))))
}

/// Where callers reach this edge, without a slash at the end; empty where the deployment is not set up.
pub(crate) fn base_url(env: &Env) -> String {
    secrets(env).map(|secrets| secrets.base_url.clone()).unwrap_or_default()
}

/// Asks the object of an environment. The caller knows that there is such an environment: an object comes to be, and
/// takes up room, with the first question to it.
pub(crate) async fn ask_environment(
    env: &Env,
    id: &str,
    request: &environment::Request,
) -> Result<ObjectAnswer<environment::Answer>, Failure> {
    ask(env, "ENVIRONMENTS", id, request).await
}

/// Asks the list of environments.
pub(crate) async fn ask_directory(
    env: &Env,
    request: &environment::Request,
) -> Result<ObjectAnswer<environment::Answer>, Failure> {
    ask(env, "ENVIRONMENTS", DIRECTORY, request).await
}

/// Asks the object of a customer.
pub(crate) async fn ask_customer(
    env: &Env,
    request: &customer::Request,
) -> Result<ObjectAnswer<customer::Answer>, Failure> {
    let name = format!("{}/{}", request.environment.id, request.customer);
    ask(env, "CUSTOMERS", &name, request).await
}

/// A question that changes nothing, to see whether storage answers.
pub(crate) fn nothing(request_id: &str) -> environment::Request {
    let page = tollgate_store::Page { cursor: None, limit: Some(1) };
    environment::Request::new(request_id, None, environment::DirectoryCommand::List(page))
}
