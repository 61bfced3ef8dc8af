//! One worker process: started with nothing in its environment that isn't needed, listened to, ended.

use crate::local::workers::Way;
use samantha_local_messages::{LONGEST_FRAME, Load, Reply, Request, decode_frame, encode_frame};
use std::{
    ffi::OsString,
    fmt,
    process::{ExitStatus, Stdio},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, Command},
    sync::mpsc,
    time::timeout,
};

/// Replies that may wait to be taken before the worker has to wait, too.
const REPLIES_AHEAD: usize = 64;

/// How long a process that closed its stdout may take to end.
const TO_END_BY_ITSELF: Duration = Duration::from_secs(1);

/// How long an ended process may take to be gone.
const TO_BE_GONE: Duration = Duration::from_secs(5);

/// What the systems' loaders and graphics drivers look at; nothing else of the app's environment is handed on, so no
/// key that somebody put there is.
const NEEDED: &[&str] = if cfg!(windows) {
    &["SystemRoot", "SystemDrive", "windir", "TEMP", "TMP", "ProgramData", "ProgramFiles"]
} else {
    &["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]
};

/// What else graphics drivers look at: where they are described, and where they keep what they compiled.
const NEEDED_FOR_GRAPHICS: &[&str] = &[
    "HOME",
    "LOCALAPPDATA",
    "XDG_CACHE_HOME",
    "XDG_DATA_DIRS",
    "XDG_RUNTIME_DIR",
    "VK_DRIVER_FILES",
    "VK_ICD_FILENAMES",
];

/// How a worker ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gone {
    /// It could not be started.
    NotStarted(std::io::ErrorKind),
    /// By itself, with this code.
    Code(i32),
    /// By a signal.
    Signal(i32),
    /// What it said was no message of ours, or it said nothing more and stayed.
    Unreadable,
}

impl Gone {
    fn by(status: ExitStatus) -> Self {
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            return Self::Signal(signal);
        }
        status.code().map_or(Self::Unreadable, Self::Code)
    }

    /// Whether llama.cpp itself made it end, rather than somebody from outside (kill, terminate).
    pub(crate) fn by_engine(self) -> bool {
        match self {
            Self::Signal(signal) => !matches!(signal, 2 | 9 | 15),
            Self::Code(code) => code != 0,
            Self::NotStarted(_) | Self::Unreadable => false,
        }
    }
}

impl Gone {
    /// Whether the program couldn't even begin here: it isn't there, is none, or a library it needs isn't there
    /// (126 and 127: POSIX, "Exit Status for Commands", and ld.so; the other is Windows' STATUS_DLL_NOT_FOUND).
    pub(crate) fn never_ran(self) -> bool {
        const NO_LIBRARY: i32 = 0xC000_0135_u32.cast_signed();
        match self {
            // Started it would be, with more memory or fewer processes.
            Self::NotStarted(kind) => !matches!(
                kind,
                std::io::ErrorKind::OutOfMemory
                    | std::io::ErrorKind::WouldBlock
                    | std::io::ErrorKind::BrokenPipe
            ),
            Self::Code(code) => matches!(code, 126 | 127 | NO_LIBRARY),
            Self::Signal(_) | Self::Unreadable => false,
        }
    }
}

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted(kind) => write!(f, "the worker could not be started: {kind}"),
            Self::Code(code) => write!(f, "the worker ended with code {code}"),
            Self::Signal(signal) => write!(f, "the worker ended by signal {signal}"),
            Self::Unreadable => write!(f, "the worker could not be understood"),
        }
    }
}

/// A running worker. Dropping it ends the process.
#[derive(Debug)]
pub(crate) struct Worker {
    child: Child,
    stdin: ChildStdin,
    replies: mpsc::Receiver<Reply>,
}

impl Worker {
    /// Starts one. In a tokio runtime.
    pub(crate) fn start(way: &Way) -> Result<Self, Gone> {
        let not_started = |error: std::io::Error| {
            log::warn!("the local worker could not be started: {error}");
            Gone::NotStarted(error.kind())
        };
        let mut command = Command::new(&way.program);
        command.env_clear().envs(environment(way.gpu_layers > 0));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        #[cfg(windows)]
        command.creation_flags(0x0800_0000); // CREATE_NO_WINDOW
        let mut child = command.spawn().map_err(not_started)?;
        let (Some(stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(Gone::NotStarted(std::io::ErrorKind::BrokenPipe));
        };
        let (sender, replies) = mpsc::channel(REPLIES_AHEAD);
        tokio::spawn(listen(stdout, sender));
        tokio::spawn(drain(stderr));
        log::info!("a local worker was started");
        Ok(Self { child, stdin, replies })
    }

    /// The number of its process; `None` once it is gone.
    pub(crate) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Asks for something.
    pub(crate) async fn tell(&mut self, request: &Request) -> Result<(), Gone> {
        let Ok(frame) = encode_frame(request) else { return Err(Gone::Unreadable) };
        let written = async {
            self.stdin.write_all(&frame).await?;
            self.stdin.flush().await
        };
        match written.await {
            Ok(()) => Ok(()),
            Err(_) => Err(self.end().await),
        }
    }

    /// What it says next. Nothing is lost when this is dropped before it is done.
    pub(crate) async fn next(&mut self) -> Result<Reply, Gone> {
        match self.replies.recv().await {
            Some(reply) => Ok(reply),
            None => Err(self.end().await),
        }
    }

    /// Loads a file, or probes it.
    pub(crate) async fn load(&mut self, request: Request, within: Duration) -> Result<Reply, Late> {
        let loaded = async {
            self.tell(&request).await?;
            loop {
                let reply = self.next().await?;
                if matches!(reply, Reply::Loaded(_) | Reply::NotLoaded { .. }) {
                    return Ok(reply);
                }
            }
        };
        match timeout(within, loaded).await {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(gone)) => Err(Late::Gone(gone)),
            Err(_) => {
                self.kill().await;
                Err(Late::Hung)
            }
        }
    }

    /// Ends it, if it hasn't ended by itself, and tells how it ended.
    pub(crate) async fn end(&mut self) -> Gone {
        // One that is ending by itself closes its stdout first: let it, so that its own reason is told.
        let gone = match timeout(TO_END_BY_ITSELF, self.child.wait()).await {
            Ok(Ok(status)) => Gone::by(status),
            _ => {
                self.kill().await;
                Gone::Unreadable
            }
        };
        log::info!("{gone}");
        gone
    }

    /// Ends it at once.
    pub(crate) async fn kill(&mut self) {
        if let Err(error) = self.child.start_kill() {
            log::warn!("a local worker can't be ended: {error}");
        }
        if timeout(TO_BE_GONE, self.child.wait()).await.is_err() {
            log::warn!("a local worker doesn't end");
        }
    }
}

/// Why loading came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Late {
    Gone(Gone),
    /// It took too long, and was ended.
    Hung,
}

/// What to load.
pub(crate) fn load_of(path: &std::path::Path, context: u32, way: &Way) -> Load {
    Load { path: path.to_string_lossy().into_owned(), context, threads: 0, gpu_layers: way.gpu_layers }
}

fn environment(graphics: bool) -> Vec<(&'static str, OsString)> {
    let more = if graphics { NEEDED_FOR_GRAPHICS } else { &[] };
    let needed = NEEDED.iter().chain(more);
    let kept = needed.filter_map(|name| std::env::var_os(name).map(|value| (*name, value)));
    // Without it ggml starts a debugger to print where it ended.
    kept.chain([("GGML_NO_BACKTRACE", "1".into())]).collect()
}

/// Hands on what the worker says, until it ends or can't be understood.
async fn listen(stdout: impl AsyncRead + Unpin, replies: mpsc::Sender<Reply>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let Ok(length) = stdout.read_u32_le().await else { return };
        if length > LONGEST_FRAME {
            log::warn!("the local worker said something too long");
            return;
        }
        // Grows with what comes, not with what was promised.
        let mut json = Vec::new();
        match (&mut stdout).take(length.into()).read_to_end(&mut json).await {
            Ok(read) if read == length as usize => {}
            _ => return,
        }
        match decode_frame(&json) {
            Ok(reply) => {
                if replies.send(reply).await.is_err() {
                    return;
                }
            }
            Err(error) => {
                log::warn!("the local worker said {error}");
                return;
            }
        }
    }
}

/// Takes what llama.cpp writes when it ends the process, so that it isn't held up. How much is logged, not what.
async fn drain(mut stderr: impl AsyncRead + Unpin) {
    let mut bytes = [0; 4096];
    let mut all = 0u64;
    while let Ok(read @ 1..) = stderr.read(&mut bytes).await {
        all = all.saturating_add(read as u64);
    }
    if all > 0 {
        log::info!("the local worker wrote {all} bytes of errors");
    }
}
