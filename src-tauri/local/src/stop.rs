//! Whether what is computed is still wanted. Asked by llama.cpp between two steps of a computation, and by us between
//! two tokens; set by the thread that reads stdin.

use std::{
    ffi::{c_int, c_void},
    sync::atomic::{AtomicU64, Ordering},
};

/// Answers up to this id are to end.
static STOPPED: AtomicU64 = AtomicU64::new(0);
/// The answer being made; `NOTHING` while none is.
static CURRENT: AtomicU64 = AtomicU64::new(NOTHING);

const NOTHING: u64 = u64::MAX;

/// Ends the answers up to this id.
pub(crate) fn stop(id: u64) {
    STOPPED.fetch_max(id, Ordering::SeqCst);
}

/// Says which answer is made from now on, `None` after it.
pub(crate) fn now_answering(id: Option<u64>) {
    CURRENT.store(id.unwrap_or(NOTHING), Ordering::SeqCst);
}

/// Whether the answer being made is to end.
pub(crate) fn wanted_no_more() -> bool {
    CURRENT.load(Ordering::SeqCst) <= STOPPED.load(Ordering::SeqCst)
}

/// [`wanted_no_more`], as llama.cpp asks it.
pub(crate) extern "C" fn abort(_: *mut c_void) -> bool {
    wanted_no_more()
}

/// Ends the process at once, whatever its other threads compute: nothing of C++ is taken down in order, which those
/// threads would not survive.
pub(crate) fn end_process() -> ! {
    unsafe extern "C" {
        fn _exit(code: c_int) -> !;
    }
    // SAFETY: in the C library of every system we build for; takes any number and never returns.
    unsafe { _exit(0) }
}
