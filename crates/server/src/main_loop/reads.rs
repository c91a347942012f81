//! Questions on their way to a worker.

use tower_lsp::jsonrpc::{Error, ErrorCode};

use super::MainLoop;
use crate::pool::{Class, Overtaken, Read};

impl MainLoop {
    pub(super) fn enqueue(&mut self, read: Read) {
        match read.class {
            Class::Quick => self.quick.push_back(read),
            Class::Slow => self.slow.push_back(read),
        }
    }

    /// Gives waiting reads to free workers, the quick ones first.
    pub(super) fn dispatch(&mut self) {
        let Some(traits) = self.traits.clone() else { return };
        for class in [Class::Quick, Class::Slow] {
            while self.pool.is_free_for(class) {
                let queue = if class == Class::Quick { &mut self.quick } else { &mut self.slow };
                let Some(read) = queue.pop_front() else { break };
                if read.cancel.is_cancelled() {
                    continue;
                }
                if self.is_stale(&read) {
                    self.refuse(read);
                    continue;
                }
                self.trimmed &= class == Class::Quick;
                self.pool.give(read, self.host.analysis(), traits.clone());
            }
        }
    }

    /// Gives back what slow reads needed, once there is nothing to do.
    pub(super) fn trim(&mut self) {
        if !self.trimmed && self.pool.is_idle() && self.quick.is_empty() && self.slow.is_empty() {
            self.host.trim();
            self.trimmed = true;
        }
    }

    /// Whether the document that a read speaks of has moved on.
    fn is_stale(&self, read: &Read) -> bool {
        match &read.overtaken {
            Overtaken::Unless(path, version) => {
                self.outside.documents.get(path).is_none_or(|document| document.version != *version)
            }
            _ => false,
        }
    }

    pub(super) fn refuse(&self, mut read: Read) {
        let (code, message, data) = match read.overtaken {
            Overtaken::Retrigger => {
                let data = serde_json::json!({ "retriggerRequest": true });
                (ErrorCode::ServerError(-32802), "the text changed meanwhile", Some(data))
            }
            _ => (ErrorCode::ContentModified, "the text changed meanwhile", None),
        };
        read.ask.refuse(Error { code, message: message.into(), data });
    }
}
