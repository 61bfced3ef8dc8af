//! One run, from the outside: starts the app's side, looks at its files before and after, kills it where it is to be killed.

use crate::{
    life::{CLOSE, FORGET, REMOVE_AND_CLOSE, Tells},
    plan::{End, Plan, Told},
    traces::{Found, Traces},
};
use anyhow::{Context as _, Result, bail};
use rusqlite::{Connection, OpenFlags};
use samantha_core::store;
use samantha_tests::files;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

/// What one run found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Before the removal: it must be there, else the search is blind.
    pub before: Found,
    /// Right after the kill, where there was one.
    pub killed: Option<Found>,
    /// After all is forgotten: nothing may be there.
    pub left: Found,
}

/// How the app's side is started.
pub struct Kind<'a> {
    pub seed: u64,
    pub number: u64,
    /// The control: deleted bytes stay.
    pub bytes_stay: bool,
    pub plan: &'a Plan,
}

/// The folders the app may write to, all of its own.
struct House {
    root: tempfile::TempDir,
}

impl House {
    fn new() -> Result<Self> {
        let root = tempfile::tempdir()?;
        for folder in ["config", "cache", "state", "run", "tmp", "data"] {
            std::fs::create_dir(root.path().join(folder))?;
        }
        Ok(Self { root })
    }

    fn home(&self) -> PathBuf {
        self.root.path().join("data/samantha")
    }

    fn command(&self) -> Result<Command> {
        let mut command = Command::new(std::env::current_exe()?);
        let at = |name: &str| self.root.path().join(name);
        command.env("HOME", self.root.path()).env("TMPDIR", at("tmp"));
        for (name, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_DATA_HOME", "data"),
        ] {
            command.env(name, at(folder));
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        Ok(command)
    }

    fn search(&self, traces: &Traces) -> Result<Found> {
        let mut found = Found::new();
        for (path, bytes) in files::all_in(self.root.path())? {
            traces.search(&kind_of(&self.home(), &path), &bytes, &mut found);
        }
        Ok(found)
    }
}

/// A file's name without what differs from run to run.
fn kind_of(home: &Path, path: &Path) -> String {
    let Ok(path) = path.strip_prefix(home) else { return path.display().to_string() };
    let path = path.to_string_lossy();
    match path.split_once('/') {
        Some((folder, name)) => {
            let end = name.rsplit_once('/').map_or(name, |(_, name)| name);
            let end = end.rsplit_once('-').filter(|_| folder == "copies").map_or(end, |(_, reason)| reason);
            format!("{folder}/…{end}")
        }
        None => path.into_owned(),
    }
}

/// The app's side, ended when this goes.
struct Side {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Drop for Side {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Side {
    fn start(mut command: Command) -> Result<Self> {
        let mut child = command.spawn().context("starting the app's side")?;
        let out = BufReader::new(child.stdout.take().context("no way out")?);
        Ok(Self { child, out })
    }

    fn told(&mut self) -> Result<Tells> {
        let mut line = String::new();
        self.out.read_line(&mut line)?;
        match serde_json::from_str(&line) {
            Ok(Tells::Failed(why)) => bail!("the app's side: {why}"),
            Ok(told) => Ok(told),
            Err(_) => bail!("the app's side ended: {line:?}"),
        }
    }

    fn tell(&mut self, what: &str) -> Result<()> {
        let to = self.child.stdin.as_mut().context("no way in")?;
        Ok(writeln!(to, "{what}")?)
    }

    fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

/// Lives a run and says what was found.
///
/// # Errors
/// When the app's side fails, or what is to be seen does not come about.
pub fn run(kind: &Kind<'_>) -> Result<Outcome> {
    let house = House::new()?;
    let mut command = house.command()?;
    command.arg("--live").arg(house.home());
    command.args(["--seed", &kind.seed.to_string(), "--number", &kind.number.to_string()]);
    if kind.bytes_stay {
        command.arg("--bytes-stay");
    }
    let mut side = Side::start(command)?;
    let Tells::Ready { turns, facts, traces } = side.told()? else { bail!("it is not ready") };
    let traces = Traces::of(&kind.plan.canary, traces);
    let mut outcome = Outcome { before: house.search(&traces)?, ..Outcome::default() };
    if kind.plan.told == Told::OffRecord {
        outcome.left = std::mem::take(&mut outcome.before);
    }
    match kind.plan.end {
        End::Whole => {
            side.tell(FORGET)?;
            removed(&mut side)?;
            let Tells::Forgotten = side.told()? else { bail!("it did not forget") };
            merge(&mut outcome.left, house.search(&traces)?);
            side.tell(CLOSE)?;
            closed(&mut side)?;
        }
        End::Closing => {
            side.tell(REMOVE_AND_CLOSE)?;
            removed(&mut side)?;
            closed(&mut side)?;
        }
        End::BeforeCheckpoint => {
            let reader = Reader::hold(&house.home())?;
            side.tell(FORGET)?;
            removed(&mut side)?;
            reader.until_gone(&turns, &facts)?;
            side.kill()?;
            outcome.killed = Some(house.search(&traces)?);
        }
        End::KilledDue(after) => {
            side.tell(FORGET)?;
            removed(&mut side)?;
            std::thread::sleep(after);
            side.kill()?;
        }
        End::KilledClosing(after) => {
            side.tell(REMOVE_AND_CLOSE)?;
            removed(&mut side)?;
            std::thread::sleep(after);
            side.kill()?;
        }
    }
    if kind.plan.end.is_killed() {
        if outcome.killed.is_none() {
            outcome.killed = Some(house.search(&traces)?);
        }
        let mut command = house.command()?;
        command.arg("--finish").arg(house.home());
        closed(&mut Side::start(command)?)?;
    }
    merge(&mut outcome.left, house.search(&traces)?);
    Ok(outcome)
}

fn merge(into: &mut Found, found: Found) {
    for (form, places) in found {
        into.entry(form).or_default().extend(places);
    }
}

fn removed(side: &mut Side) -> Result<()> {
    match side.told()? {
        Tells::Removed => Ok(()),
        other => bail!("it did not remove: {other:?}"),
    }
}

fn closed(side: &mut Side) -> Result<()> {
    match side.told()? {
        Tells::Closed => Ok(side.child.wait().map(|_| ())?),
        other => bail!("it did not close: {other:?}"),
    }
}

fn look(home: &Path) -> Result<Connection> {
    // Such a connection never touches the WAL, not even when it is the last.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(home.join(store::FILE_NAME), flags)?)
}

/// Rows of these that are there. Where turns are forgotten the facts go with them.
fn there(c: &Connection, turns: &[i64], facts: &[i64]) -> Result<i64> {
    let list = |ids: &[i64]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let facts = if turns.is_empty() { facts } else { &[] };
    let sql = format!(
        "SELECT (SELECT count(*) FROM turn WHERE id IN ({}))
              + (SELECT count(*) FROM fact WHERE id IN ({}))",
        list(turns),
        list(facts)
    );
    Ok(c.query_row(&sql, [], |row| row.get(0))?)
}

/// Somebody who reads, and goes on reading: the checkpoint has to wait.
struct Reader {
    home: PathBuf,
    _reads: Connection,
}

impl Reader {
    fn hold(home: &Path) -> Result<Self> {
        let reads = look(home)?;
        reads.execute_batch("BEGIN; SELECT count(*) FROM turn;")?;
        Ok(Self { home: home.to_owned(), _reads: reads })
    }

    fn until_gone(&self, turns: &[i64], facts: &[i64]) -> Result<()> {
        let began = Instant::now();
        let sees = look(&self.home)?;
        while there(&sees, turns, facts)? != 0 {
            if began.elapsed() > Duration::from_secs(30) {
                bail!("the rows did not go");
            }
            std::thread::sleep(Duration::from_micros(300));
        }
        Ok(())
    }
}
