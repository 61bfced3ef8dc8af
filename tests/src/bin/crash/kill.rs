//! The page's side of a process that is killed: it outlives the app, and talks to it through pipes.

use crate::{
    app::Start,
    side::{Deed, Down, Side},
};
use anyhow::{Context as _, Result, bail};
use rusqlite::{Connection, OpenFlags};
use samantha_api::wire::{ApiError, Converse, Delta};
use samantha_tests::{files, power::Dice};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

/// What the page sends down the pipe, a line each.
#[derive(Serialize, Deserialize)]
pub struct Ask {
    pub n: u64,
    pub what: What,
}

#[derive(Serialize, Deserialize)]
pub enum What {
    Call(String, Value),
    Converse(Converse),
    /// Seconds the person's clock runs ahead.
    Advance(i64),
    Close,
}

/// What comes back.
#[derive(Serialize, Deserialize)]
pub struct Told {
    /// What it is told to; 0 for the opening.
    pub n: u64,
    pub what: Back,
}

#[derive(Serialize, Deserialize)]
#[allow(clippy::large_enum_variant)]
pub enum Back {
    Reply(Value),
    Failed(ApiError),
    Delta(Delta),
    Done,
    NotOpened(String),
}

/// When to kill: in which deed, and how long after it began.
#[derive(Clone, Copy, Debug)]
pub struct Doom {
    pub deed: Deed,
    pub after: Duration,
}

impl Doom {
    /// A moment within (or soon after) the deed; `opening` is how long the last opening took.
    pub fn throw(dice: &mut Dice, opening: Duration) -> Self {
        let deeds = [
            Deed::Open,
            Deed::Keep,
            Deed::Answer,
            Deed::Edit,
            Deed::Retry,
            Deed::Delete,
            Deed::Forget,
            Deed::Copy,
            Deed::Close,
        ];
        let deed = *dice.pick(&deeds);
        let most = match deed {
            Deed::Open | Deed::Migrate => opening.as_micros() as u64 * 5 / 4,
            Deed::Copy => 40_000,
            Deed::Keep | Deed::Delete => 12_000,
            Deed::Forget | Deed::Close => 30_000,
            Deed::Edit => 200_000,
            Deed::Answer | Deed::Retry => 900_000,
        };
        Self { deed, after: Duration::from_micros(dice.below(most)) }
    }

    /// Within the first moments of keeping words, where an acknowledgement that came too early is found out.
    pub fn in_keeping(dice: &mut Dice) -> Self {
        Self { deed: Deed::Keep, after: Duration::from_micros(dice.below(4_000)) }
    }
}

/// Whether the app acknowledges as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledges {
    WhenKept,
    /// On receipt, before the commit: the control.
    OnReceipt,
}

/// The flag of the control, on the command line of the app's side.
pub const ON_RECEIPT: &str = "--acknowledge-on-receipt";

pub struct Process {
    home: PathBuf,
    child: Arc<Mutex<Child>>,
    to: ChildStdin,
    from: mpsc::Receiver<(Instant, Told)>,
    doom: Option<Doom>,
    down_at: Arc<Mutex<Option<Instant>>>,
    killed: Arc<AtomicBool>,
    n: u64,
    /// From its start to where it said that it is open.
    pub opened_in: Duration,
}

impl Process {
    /// Starts the app on a data folder. `Ok(Err(Down))` when it was killed before it was open.
    pub fn start(
        home: &Path,
        start: Start,
        acknowledges: Acknowledges,
        doom: Option<Doom>,
    ) -> Result<Result<Self, Down>> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([
            "--app",
            &home.to_string_lossy(),
            "--seed",
            &start.seed.to_string(),
            "--ahead",
            &start.ahead.to_string(),
        ]);
        if acknowledges == Acknowledges::OnReceipt {
            command.arg(ON_RECEIPT);
        }
        let began = Instant::now();
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("starting the app")?;
        let to = child.stdin.take().context("no way in")?;
        let out = BufReader::new(child.stdout.take().context("no way out")?);
        let (lines, from) = mpsc::channel();
        // Ends with the pipe. Reading never waits for anything else, so that a piece's moment is when it arrived.
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let at = Instant::now();
                // A line cut in half by the kill was not received.
                if let Ok(told) = serde_json::from_str(&line)
                    && lines.send((at, told)).is_err()
                {
                    break;
                }
            }
        });
        let child = Arc::new(Mutex::new(child));
        let (down_at, killed) = (Arc::default(), Arc::default());
        let mut process = Self {
            home: home.to_path_buf(),
            child,
            to,
            from,
            doom,
            down_at,
            killed,
            n: 0,
            opened_in: Duration::ZERO,
        };
        process.about_to(Deed::Open);
        match process.from.recv_timeout(Duration::from_secs(30)) {
            Ok((_, Told { what: Back::NotOpened(error), .. })) => bail!("it did not open: {error}"),
            Ok((at, _)) => {
                process.opened_in = at.saturating_duration_since(began);
                Ok(Ok(process))
            }
            Err(mpsc::RecvTimeoutError::Disconnected) if process.down_at().is_some() => Ok(Err(Down)),
            Err(error) => bail!("the app never said that it is open: {error}"),
        }
    }

    /// Dooms it, from now on.
    pub fn arm(&mut self, doom: Option<Doom>) {
        self.doom = doom;
    }

    /// Whether it ended by a kill, not by itself.
    pub fn was_killed(&self) -> bool {
        self.killed.load(Ordering::SeqCst)
    }

    /// Kills it now, if it still lives.
    pub fn kill(&mut self) {
        kill(&self.child, &self.down_at, &self.killed);
    }

    fn send(&mut self, what: What) -> Result<u64, Down> {
        self.n += 1;
        let mut line = serde_json::to_string(&Ask { n: self.n, what }).map_err(|_| Down)?;
        line.push('\n');
        // A broken pipe tells the same as the end of what is read.
        self.to.write_all(line.as_bytes()).map_err(|_| self.ended())?;
        Ok(self.n)
    }

    fn receive(&mut self, n: u64) -> Result<(Instant, Back), Down> {
        loop {
            match self.from.recv_timeout(Duration::from_secs(60)) {
                Ok((at, told)) if told.n == n => return Ok((at, told.what)),
                Ok(_) => {}
                Err(_) => return Err(self.ended()),
            }
        }
    }

    /// The pipe ended. The kill's moment is known a little before or after that.
    fn ended(&self) -> Down {
        let mut down_at = self.down_at.lock().unwrap_or_else(PoisonError::into_inner);
        down_at.get_or_insert_with(Instant::now);
        Down
    }
}

fn kill(child: &Mutex<Child>, down_at: &Mutex<Option<Instant>>, killed: &AtomicBool) {
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    // Where it ended by itself, this kill is none.
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    killed.store(true, Ordering::SeqCst);
    down_at.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
    // That it ended meanwhile is no matter.
    child.kill().ok();
    child.wait().ok();
}

impl Side for Process {
    fn about_to(&mut self, deed: Deed) {
        let Some(doom) = self.doom.take_if(|doom| doom.deed == deed) else { return };
        let (child, down_at, killed) =
            (Arc::clone(&self.child), Arc::clone(&self.down_at), Arc::clone(&self.killed));
        std::thread::spawn(move || {
            std::thread::sleep(doom.after);
            kill(&child, &down_at, &killed);
        });
    }

    fn converse(
        &mut self,
        ask: &Converse,
        stop_after: Option<usize>,
        shown: &mut dyn FnMut(Instant, Delta),
    ) -> Result<(), Down> {
        let n = self.send(What::Converse(ask.clone()))?;
        let mut pieces = 0;
        loop {
            match self.receive(n)? {
                (at, Back::Delta(delta)) => {
                    pieces += usize::from(matches!(delta, Delta::Piece { .. }));
                    shown(at, delta);
                    if stop_after == Some(pieces) {
                        pieces += 1;
                        self.send(What::Call("stop".to_owned(), serde_json::json!({})))?;
                    }
                }
                (_, Back::Reply(_) | Back::Failed(_) | Back::Done | Back::NotOpened(_)) => return Ok(()),
            }
        }
    }

    fn call(&mut self, name: &str, args: Value) -> Result<Result<Value, ApiError>, Down> {
        let n = self.send(What::Call(name.to_owned(), args))?;
        loop {
            match self.receive(n)?.1 {
                Back::Reply(value) => return Ok(Ok(value)),
                Back::Failed(error) => return Ok(Err(error)),
                Back::Delta(_) | Back::Done | Back::NotOpened(_) => {}
            }
        }
    }

    fn advance(&mut self, seconds: i64) -> Result<(), Down> {
        let n = self.send(What::Advance(seconds))?;
        self.receive(n).map(|_| ())
    }

    fn due(&mut self) -> Result<Option<String>, Down> {
        // Read-only: such a connection never touches the WAL, not even when it is the last.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let path = self.home.join(samantha_core::store::FILE_NAME);
        let done = Connection::open_with_flags(path, flags).and_then(|connection| files::due(&connection));
        match done {
            Ok(None) => Ok(None),
            _ if self.down_at().is_some() => Err(Down),
            Ok(due) => Ok(due),
            Err(error) => Ok(Some(error.to_string())),
        }
    }

    fn close(&mut self) -> Result<(), Down> {
        let n = self.send(What::Close)?;
        self.receive(n).map(|_| ())
    }

    fn down_at(&self) -> Option<Instant> {
        *self.down_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn peek(&self) -> Result<Connection> {
        let connection = Connection::open(self.home.join(samantha_core::store::FILE_NAME))?;
        connection.busy_timeout(Duration::from_secs(10))?;
        Ok(connection)
    }

    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>> {
        files::all_in(&self.home)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
