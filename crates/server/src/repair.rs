//! Mends the URIs of incoming messages before they are decoded, in the order of the wire.

use std::task::{Context, Poll};

use serde_json::Value;
use tower_lsp::jsonrpc::Request;
use tower_service::Service;

use crate::uri;

/// A service whose requests have well-formed URIs.
pub(crate) struct Repair<S>(pub(crate) S);

impl<S: Service<Request>> Service<Request> for Repair<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> S::Future {
        let (method, id, params) = request.into_parts();
        let mut mended = Request::build(method);
        if let Some(id) = id {
            mended = mended.id(id);
        }
        if let Some(mut params) = params {
            repair(&mut params);
            mended = mended.params(params);
        }
        self.0.call(mended.finish())
    }
}

/// Mends every URI in a message: the strings under keys that end in `uri`. Messages nest a few levels deep at most, and
/// the decoder refuses those that nest deeper than 128.
fn repair(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(text) if key.ends_with("uri") || key.ends_with("Uri") => *text = uri::repair(text),
                    // The text of a document is long and holds none.
                    Value::String(_) => {}
                    other => repair(other),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(repair),
        _ => {}
    }
}
