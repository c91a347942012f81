//! The process that started the server.

use std::time::Duration;

/// Ends the process when the one that started it is gone: a client that crashed says no `exit`. One that cannot be seen to
/// begin with lives outside of a container, where its number means another process or none.
pub(crate) fn watch(parent: u32) {
    if !is_running(parent) {
        tracing::warn!("there is no process {parent} here, so it is not seen when the editor ends");
        return;
    }
    tokio::spawn(async move {
        while is_running(parent) {
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        tracing::warn!("the editor is gone");
        std::process::exit(1);
    });
}

#[cfg(unix)]
fn is_running(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    // Asking is all that is done; a process that may not be asked is there.
    process.is_some_and(|process| rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH))
}

/// Elsewhere the end of standard input has to do.
#[cfg(not(unix))]
fn is_running(_: u32) -> bool {
    true
}
