//! A machine that can lose its power: the app on a simulated disk, in this process.

use crate::{
    app::{self, App, Start},
    side::{Deed, Down, Side},
};
use anyhow::{Context as _, Result, bail};
use rusqlite::{Connection, OpenFlags};
use samantha_api::wire::{ApiError, Converse, Delta};
use samantha_core::store::Synchronous;
use samantha_tests::{
    files,
    power::{Dice, Disk, Op, OpKind, Part, VFS},
};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// When the power fails: in which deed, and how far into it.
#[derive(Clone, Copy, Debug)]
pub struct Doom {
    pub deed: Deed,
    /// With how many ops of the disk from the deed's beginning.
    ops: u64,
    /// Or with the first, second or third of this kind, whichever comes first.
    op: Option<(Op, u64)>,
}

/// Ops that are few among many writes to the WAL, and matter as much.
const RARE: [Op; 10] = [
    Op { kind: OpKind::Sync, part: Part::Wal },
    Op { kind: OpKind::Truncate, part: Part::Wal },
    Op { kind: OpKind::Create, part: Part::Wal },
    Op { kind: OpKind::Delete, part: Part::Wal },
    Op { kind: OpKind::SyncFolder, part: Part::Wal },
    Op { kind: OpKind::Write, part: Part::Database },
    Op { kind: OpKind::Sync, part: Part::Database },
    Op { kind: OpKind::Truncate, part: Part::Database },
    Op { kind: OpKind::Write, part: Part::Journal },
    Op { kind: OpKind::Delete, part: Part::Journal },
];

impl Doom {
    /// An op within (or soon after) the deed.
    pub fn throw(dice: &mut Dice) -> Self {
        // With a VFS of its own a store makes no copies.
        let deed = *dice.pick(&Deed::ALL.map(|deed| if deed == Deed::Copy { Deed::Forget } else { deed }));
        let most = match deed {
            Deed::Open => 30,
            Deed::Migrate => 160,
            Deed::Keep | Deed::Delete => 14,
            Deed::Edit | Deed::Retry | Deed::Answer | Deed::Forget | Deed::Close | Deed::Copy => 60,
        };
        let rare = dice.chance(0.5).then(|| (*dice.pick(&RARE), 1 + dice.below(3)));
        Self { deed, ops: 1 + dice.below(if rare.is_some() { 200 } else { most }), op: rare }
    }
}

pub struct Machine {
    // The app ends before its runtime.
    app: Option<App>,
    runtime: Runtime,
    disk: Disk,
    home: PathBuf,
    doom: Option<Doom>,
}

impl Machine {
    /// Opens the app on a disk that is on. `Ok(Err(Down))` when the power failed meanwhile.
    pub fn start(
        home: &Path,
        disk: &Disk,
        synchronous: Synchronous,
        start: Start,
        doom: Option<Doom>,
    ) -> Result<Result<Self, Down>> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let mut machine = Self { app: None, runtime, disk: disk.clone(), home: home.to_path_buf(), doom };
        machine.about_to(Deed::Open);
        machine.about_to(Deed::Migrate);
        let opened = machine.runtime.block_on(App::open(home, app::on_disk(VFS, synchronous), start));
        match opened {
            Ok(app) => machine.app = Some(app),
            Err(_) if machine.disk.is_off() => return Ok(Err(Down)),
            Err(error) => return Err(error.context("it did not open")),
        }
        Ok(Ok(machine))
    }

    /// Dooms it, from now on.
    pub fn arm(&mut self, doom: Doom) {
        self.doom = Some(doom);
    }

    fn app(&self) -> Result<&App, Down> {
        self.app.as_ref().ok_or(Down)
    }

    /// What came back counts only if the power was on when it came.
    fn while_on<T>(&self, value: T) -> Result<T, Down> {
        if self.disk.is_off() { Err(Down) } else { Ok(value) }
    }
}

impl Side for Machine {
    fn about_to(&mut self, deed: Deed) {
        if let Some(doom) = self.doom.take_if(|doom| doom.deed == deed) {
            self.disk.cut_at(self.disk.ops() + doom.ops);
            if let Some((op, nth)) = doom.op {
                self.disk.cut_in(op, nth);
            }
        }
    }

    fn converse(
        &mut self,
        ask: &Converse,
        stop_after: Option<usize>,
        shown: &mut dyn FnMut(Instant, Delta),
    ) -> Result<(), Down> {
        let app = self.app()?;
        let disk = &self.disk;
        self.runtime.block_on(async {
            let mut deltas = app.converse(ask.clone());
            let mut pieces = 0;
            while let Some(delta) = deltas.recv().await {
                // The screen goes dark with the disk. What says that something is durable counts all the same: it was
                // said of a commit that had succeeded.
                let promise = matches!(delta, Delta::Kept { .. } | Delta::Closed { .. });
                if disk.is_off() && !promise {
                    break;
                }
                pieces += usize::from(matches!(delta, Delta::Piece { .. }));
                shown(Instant::now(), delta);
                if stop_after == Some(pieces) {
                    pieces += 1;
                    app.call("stop", serde_json::json!({})).await.ok();
                }
            }
        });
        self.while_on(())
    }

    fn call(&mut self, name: &str, args: Value) -> Result<Result<Value, ApiError>, Down> {
        match self.runtime.block_on(self.app()?.call(name, args)) {
            // What it said it did, it did before the power failed.
            Ok(reply) => Ok(Ok(reply)),
            Err(error) => self.while_on(Err(error)),
        }
    }

    fn advance(&mut self, seconds: i64) -> Result<(), Down> {
        self.app()?.clock.advance(seconds);
        self.while_on(())
    }

    fn due(&mut self) -> Result<Option<String>, Down> {
        match self.peek_with(OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|c| Ok(files::due(&c)?)) {
            Ok(None) => Ok(None),
            Ok(due) => self.while_on(due),
            Err(error) => self.while_on(Some(format!("{error:#}"))),
        }
    }

    fn close(&mut self) -> Result<(), Down> {
        let Some(app) = self.app.take() else { return Err(Down) };
        self.runtime.block_on(app.close());
        self.while_on(())
    }

    fn down_at(&self) -> Option<Instant> {
        self.disk.off_since()
    }

    fn peek(&self) -> Result<Connection> {
        self.peek_with(OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>> {
        if self.disk.is_off() {
            bail!("the power is off");
        }
        Ok(self.disk.as_seen().files.into_iter().map(|(name, bytes)| (self.home.join(name), bytes)).collect())
    }
}

impl Machine {
    fn peek_with(&self, flags: OpenFlags) -> Result<Connection> {
        let path = self.home.join(samantha_core::store::FILE_NAME);
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags_and_vfs(path, flags, VFS).context("looking past the app")?;
        connection.busy_timeout(Duration::from_secs(10))?;
        Ok(connection)
    }
}
