//! From method and path to a route. Knows nothing of what routes do.

use crate::http::path::decode;

/// The methods that something here is served with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method of that name. `HEAD` is `GET` whose body is not sent.
    pub(crate) fn read(name: &str) -> Option<Self> {
        match name {
            "GET" | "HEAD" => Some(Method::Get),
            "POST" => Some(Method::Post),
            "PUT" => Some(Method::Put),
            "PATCH" => Some(Method::Patch),
            "DELETE" => Some(Method::Delete),
            _ => None,
        }
    }

    /// The name.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

/// Something that is served at a pattern such as `/v1/customers/{customer}`; `{*rest}` at the end takes all that
/// follows.
pub(crate) trait Served {
    /// The method.
    fn method(&self) -> Method;
    /// The pattern.
    fn path(&self) -> &'static str;
}

/// What was found for a request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'a, R> {
    /// A route, and what stands in place of its names, decoded.
    Route(&'a R, Vec<String>),
    /// Something is served at this path, with these methods.
    Methods(Vec<Method>),
    /// A part of the path is no percent-encoded UTF-8.
    BadPath,
    /// Nothing is served at this path.
    Nothing,
}

/// Finds the route of a request, its path still percent-encoded. The first pattern that fits wins.
pub(crate) fn find<'a, R: Served>(
    routes: impl Iterator<Item = &'a R>,
    method: Option<Method>,
    path: &str,
) -> Found<'a, R> {
    let mut methods = Vec::new();
    for route in routes {
        if !fits(route.path(), path) {
            continue;
        }
        if Some(route.method()) == method {
            return parameters(route.path(), path).map_or(Found::BadPath, |names| Found::Route(route, names));
        }
        methods.push(route.method());
    }
    if methods.is_empty() { Found::Nothing } else { Found::Methods(methods) }
}

fn is_name(part: &str) -> bool {
    part.starts_with('{')
}

fn is_rest(part: &str) -> bool {
    part.starts_with("{*")
}

/// Whether a path is the pattern's up to its first name. Most patterns end here.
fn begins(pattern: &str, path: &str) -> bool {
    let mut given = path.bytes();
    pattern.bytes().take_while(|byte| *byte != b'{').all(|byte| given.next() == Some(byte))
}

fn fits(pattern: &str, path: &str) -> bool {
    if !begins(pattern, path) {
        return false;
    }
    let mut given = path.split('/');
    for part in pattern.split('/') {
        let Some(segment) = given.next() else { return false };
        if is_rest(part) {
            return true;
        }
        if if is_name(part) { segment.is_empty() } else { segment != part } {
            return false;
        }
    }
    given.next().is_none()
}

fn parameters(pattern: &str, path: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = path;
    for part in pattern.split('/') {
        if is_rest(part) {
            names.push(decode(rest)?);
            return Some(names);
        }
        let (segment, behind) = rest.split_once('/').unwrap_or((rest, ""));
        if is_name(part) {
            names.push(decode(segment)?);
        }
        rest = behind;
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Eq)]
    struct Plain(Method, &'static str);

    impl Served for Plain {
        fn method(&self) -> Method {
            self.0
        }

        fn path(&self) -> &'static str {
            self.1
        }
    }

    const ROUTES: &[Plain] = &[
        Plain(Method::Get, "/"),
        Plain(Method::Get, "/v1/customers"),
        Plain(Method::Get, "/v1/customers/{customer}"),
        Plain(Method::Put, "/v1/customers/{customer}"),
        Plain(Method::Delete, "/v1/customers/{customer}/grants/{grant}"),
        Plain(Method::Get, "/demo/{*path}"),
    ];

    fn found(method: &str, path: &str) -> Found<'static, Plain> {
        find(ROUTES.iter(), Method::read(method), path)
    }

    fn names(method: &str, path: &str) -> Vec<String> {
        match found(method, path) {
            Found::Route(_, names) => names,
            other => panic!("{path}: {other:?}"),
        }
    }

    #[test]
    fn names_take_one_segment_decoded() {
        assert_eq!(names("GET", "/"), [""; 0]);
        assert_eq!(names("HEAD", "/v1/customers/a%2Fb"), ["a/b"]);
        assert_eq!(names("DELETE", "/v1/customers/x/grants/grt_1"), ["x", "grt_1"]);
        assert_eq!(names("GET", "/demo/"), [""]);
        assert_eq!(names("GET", "/demo/assets/a.js"), ["assets/a.js"]);
    }

    #[test]
    fn what_is_not_served_says_so() {
        for path in ["/v1", "/v1/customers/", "/v1/customers/x/", "/v1/customers//grants/y", "//", "/demo", ""] {
            assert_eq!(found("GET", path), Found::Nothing, "{path}");
        }
        assert_eq!(found("POST", "/v1/customers/x"), Found::Methods(vec![Method::Get, Method::Put]));
        assert_eq!(found("BREW", "/v1/customers"), Found::Methods(vec![Method::Get]));
        assert_eq!(found("GET", "/v1/customers/%ff"), Found::BadPath);
    }
}
