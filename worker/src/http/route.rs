//! What a route is: where it stands, who may use it, what it takes and answers. Routing, authorization, limits and the
//! OpenAPI document all read it here.

use std::future::Future;
use std::pin::Pin;

use crate::http::answer::Answer;
use crate::http::body;
use crate::http::cors::Sharing;
use crate::http::failure::Failure;
use crate::http::request::Request;
use crate::http::router::{Method, Served};
use crate::http::shape::{Described, Shape};

/// What a handler gives.
pub(crate) type Outcome = Result<Answer, Failure>;
/// A handler at work.
pub(crate) type Work<'a> = Pin<Box<dyn Future<Output = Outcome> + 'a>>;
/// Parse, request, respond.
pub(crate) type Handler = for<'a> fn(&'a Request) -> Work<'a>;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// Anybody.
    Open,
    /// The operator.
    Operator,
    /// A secret key.
    Secret,
    /// A publishable key; an access token may come with it.
    Client,
    /// A publishable key and an access token.
    Session,
}

/// A query parameter.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "schema"), expect(dead_code, reason = "for the description of the API"))]
pub(crate) struct Query {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) form: Form,
}

/// The form of a query parameter.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "schema"), expect(dead_code, reason = "for the description of the API"))]
pub(crate) enum Form {
    /// `true` or `false`.
    Switch,
    /// An integer within bounds, both included.
    Integer(u64, u64),
    /// An instant (RFC 3339).
    Instant,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A currency of ISO 4217.
    Currency,
    /// A text that the pattern matches (ECMA-262).
    Text(&'static str),
}

/// A route. Made by [`get`] and its like, with what they do not know added by the methods.
#[cfg_attr(not(feature = "schema"), expect(dead_code, reason = "for the description of the API"))]
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) auth: Auth,
    pub(crate) handler: Handler,
    pub(crate) summary: &'static str,
    /// Status of success.
    pub(crate) status: u16,
    /// Another status of success, where there are two.
    pub(crate) also: Option<u16>,
    /// The body of the answer, where it has one.
    pub(crate) answer: Option<Shape>,
    /// The body that is read, where one is.
    pub(crate) takes: Option<Shape>,
    /// Whether a request may come without the body: everything in it may be left out.
    pub(crate) bodiless: bool,
    /// The most bytes of a body.
    pub(crate) limit: u32,
    /// Query parameters; others are refused.
    pub(crate) query: &'static [Query],
    /// Whether `If-Match` is read.
    pub(crate) matches: bool,
}

impl Route {
    const fn new(method: Method, path: &'static str, auth: Auth, handler: Handler, summary: &'static str) -> Self {
        Route {
            method,
            path,
            auth,
            handler,
            summary,
            status: 200,
            also: None,
            answer: None,
            takes: None,
            bodiless: false,
            limit: body::ORDINARY,
            query: &[],
            matches: false,
        }
    }

    /// Answers with that status and a body of that type.
    pub(crate) const fn gives<T: Described>(mut self, status: u16) -> Self {
        self.status = status;
        self.answer = Some(Shape::of::<T>());
        self
    }

    /// Answers with that status and no body that is described here.
    pub(crate) const fn gives_nothing(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Answers with that status too.
    pub(crate) const fn or(mut self, status: u16) -> Self {
        self.also = Some(status);
        self
    }

    /// Reads a body of that type.
    pub(crate) const fn takes<T: Described>(mut self) -> Self {
        self.takes = Some(Shape::of::<T>());
        self
    }

    /// Reads a body of that type, all of which may be left out, the body itself included.
    pub(crate) const fn may_take<T: Described>(mut self) -> Self {
        self.takes = Some(Shape::of::<T>());
        self.bodiless = true;
        self
    }

    /// Reads larger bodies.
    pub(crate) const fn up_to(mut self, bytes: u32) -> Self {
        self.limit = bytes;
        self
    }

    /// Reads these query parameters.
    pub(crate) const fn query(mut self, query: &'static [Query]) -> Self {
        self.query = query;
        self
    }

    /// Reads `If-Match`.
    pub(crate) const fn matches(mut self) -> Self {
        self.matches = true;
        self
    }

    /// Whom it answers across origins.
    pub(crate) fn sharing(&self) -> Sharing {
        match self.auth {
            Auth::Open => Sharing::Everybody,
            Auth::Client | Auth::Session => Sharing::Allowed,
            Auth::Operator | Auth::Secret => Sharing::Nobody,
        }
    }
}

impl Served for Route {
    fn method(&self) -> Method {
        self.method
    }

    fn path(&self) -> &'static str {
        self.path
    }
}

/// A route of `GET`.
pub(crate) const fn get(path: &'static str, auth: Auth, handler: Handler, summary: &'static str) -> Route {
    Route::new(Method::Get, path, auth, handler, summary)
}

/// A route of `POST`.
pub(crate) const fn post(path: &'static str, auth: Auth, handler: Handler, summary: &'static str) -> Route {
    Route::new(Method::Post, path, auth, handler, summary)
}

/// A route of `PUT`.
pub(crate) const fn put(path: &'static str, auth: Auth, handler: Handler, summary: &'static str) -> Route {
    Route::new(Method::Put, path, auth, handler, summary)
}

/// A route of `PATCH`.
pub(crate) const fn patch(path: &'static str, auth: Auth, handler: Handler, summary: &'static str) -> Route {
    Route::new(Method::Patch, path, auth, handler, summary)
}

/// A route of `DELETE`.
pub(crate) const fn delete(path: &'static str, auth: Auth, handler: Handler, summary: &'static str) -> Route {
    Route::new(Method::Delete, path, auth, handler, summary)
}

/// The parameters of a list.
pub(crate) const PAGE: &[Query] = &[
    Query {
        name: "cursor",
        about: "the `nextCursor` of the page before",
        form: Form::Text("^c[1-9a-z][0-9a-z]{0,9}$"),
    },
    Query { name: "limit", about: "1 to 100; 50 when absent", form: Form::Integer(1, 100) },
];
