//! What the server offers and the types of the protocol have no field for.

use std::pin::Pin;
use std::task::{Context, Poll};

use serde_json::Value;
use tower_lsp::jsonrpc::{Request, Response};
use tower_service::Service;

/// A service whose answer to `initialize` says as capabilities what it was given as experimental ones.
pub(crate) struct Unlisted<S>(pub(crate) S);

impl<S> Service<Request> for Unlisted<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let first = request.method() == "initialize";
        let answer = self.0.call(request);
        Box::pin(async move {
            let answer = answer.await?;
            Ok(if first { answer.map(listed) } else { answer })
        })
    }
}

fn listed(answer: Response) -> Response {
    let (id, answer) = answer.into_parts();
    let listed = |mut answer: Value| {
        if let Some(capabilities) = answer.get_mut("capabilities").and_then(Value::as_object_mut)
            && let Some(Value::Object(unlisted)) = capabilities.remove("experimental")
        {
            capabilities.extend(unlisted);
        }
        answer
    };
    Response::from_parts(id, answer.map(listed))
}
