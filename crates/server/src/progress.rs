//! What a client is told of a request before its answer: parts of it, and how far it has come.
//!
//! The framework sends answers and everything else by two ways, of which neither waits for the other, and with the answer
//! the tokens of a request lose their meaning. So there is a third way here, on which one can wait until no answer can
//! overtake what was said.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot, watch};
use tower_lsp::jsonrpc::Request;
use tower_lsp::ls_types::{
    ProgressToken, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressEnd, WorkDoneProgressReport,
};
use tower_lsp::{ClientSocket, Loopback};

/// How many places or symbols are sent at once.
const PART: usize = 500;

/// The way to the client.
#[derive(Clone)]
pub(crate) struct Outlet {
    leaving: mpsc::UnboundedSender<Leaving>,
    /// Its other end is dropped when the client is gone: then nothing is waited for any more.
    client: watch::Receiver<()>,
}

/// Something on its way, and whom to tell when nothing can overtake it.
struct Leaving {
    message: Request,
    past: oneshot::Sender<()>,
}

impl Outlet {
    /// The way to a client, and its other end. `client` lives as long as the client reads.
    pub(crate) fn new(client: watch::Receiver<()>) -> (Outlet, Outgoing) {
        let (leaving, outgoing) = mpsc::unbounded_channel();
        (Outlet { leaving, client }, Outgoing(outgoing))
    }

    /// Says something under a token. What comes back ends when no answer can overtake it; it need not be waited for.
    fn say(&self, token: &ProgressToken, value: Value) -> impl Future<Output = ()> + Send + use<> {
        let message = Request::build("$/progress").params(json!({ "token": token, "value": value })).finish();
        let (past, gone) = oneshot::channel();
        // The other end lives as long as the server.
        let _ = self.leaving.send(Leaving { message, past });
        let mut client = self.client.clone();
        async move {
            tokio::select! {
                _ = gone => {}
                _ = client.changed() => {}
            }
        }
    }

    /// Sends a part of an answer.
    pub(crate) async fn part(&self, token: &ProgressToken, part: &impl Serialize) {
        // The types of the protocol can be written.
        self.say(token, serde_json::to_value(part).unwrap_or_default()).await;
    }

    /// Sends a list in parts where the client has given a token for them; what is left is the answer.
    pub(crate) async fn in_parts<T: Serialize>(&self, token: Option<ProgressToken>, list: Vec<T>) -> Vec<T> {
        let Some(token) = token else { return list };
        for part in list.chunks(PART) {
            self.part(&token, &part).await;
        }
        Vec::new()
    }

    /// Begins to tell how far a request has come, where the client has given a token for that.
    pub(crate) fn begin(&self, token: Option<ProgressToken>, title: &str) -> Work<'_> {
        let work = Work { outlet: self, token };
        work.say(WorkDoneProgress::Begin(WorkDoneProgressBegin { title: title.to_owned(), ..Default::default() }));
        work
    }

    /// Waits for an answer and tells that it is being worked on.
    pub(crate) async fn during<T>(
        &self,
        token: Option<ProgressToken>,
        title: &str,
        answer: impl Future<Output = T>,
    ) -> T {
        let work = self.begin(token, title);
        let answer = answer.await;
        work.end().await;
        answer
    }
}

/// A request that is being worked on. Dropping it says that it is over.
pub(crate) struct Work<'a> {
    outlet: &'a Outlet,
    token: Option<ProgressToken>,
}

impl Work<'_> {
    fn say(&self, progress: WorkDoneProgress) {
        if let Some(token) = &self.token {
            drop(self.outlet.say(token, json!(progress)));
        }
    }

    /// How much of how much is done.
    pub(crate) fn report(&self, done: usize, total: usize) {
        let percentage = (done * 100).checked_div(total).map(|percent| percent.min(100) as u32);
        let message = Some(format!("{done} of {total}"));
        self.say(WorkDoneProgress::Report(WorkDoneProgressReport { cancellable: None, message, percentage }));
    }

    /// Says that it is over, before the answer does.
    pub(crate) async fn end(mut self) {
        if let Some(token) = self.token.take() {
            self.outlet.say(&token, end()).await;
        }
    }
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        if let Some(token) = self.token.take() {
            drop(self.outlet.say(&token, end()));
        }
    }
}

fn end() -> Value {
    json!(WorkDoneProgress::End(WorkDoneProgressEnd::default()))
}

/// The end of the way at which what was said comes out.
pub(crate) struct Outgoing(mpsc::UnboundedReceiver<Leaving>);

/// The framework's socket, with what is said here among what the server sends.
pub(crate) struct Socket {
    pub(crate) framework: ClientSocket,
    pub(crate) outgoing: Outgoing,
}

impl Loopback for Socket {
    type RequestStream = Messages;
    type ResponseSink = <ClientSocket as Loopback>::ResponseSink;

    fn split(self) -> (Self::RequestStream, Self::ResponseSink) {
        let (framework, responses) = self.framework.split();
        (Messages { framework, outgoing: self.outgoing }, responses)
    }
}

/// What the server sends besides answers.
pub(crate) struct Messages {
    framework: <ClientSocket as Loopback>::RequestStream,
    outgoing: Outgoing,
}

impl Stream for Messages {
    type Item = Request;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Request>> {
        // Whatever is taken here is written before anything that is taken later, answers included.
        if let Poll::Ready(Some(Leaving { message, past })) = self.outgoing.0.poll_recv(context) {
            let _ = past.send(());
            return Poll::Ready(Some(message));
        }
        Pin::new(&mut self.framework).poll_next(context)
    }
}
