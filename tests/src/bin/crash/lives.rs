//! Whole lives: opened, compared with what the client wrote down, lived until they are cut off, and opened again.

use crate::{
    app::Start,
    client::Client,
    cuts::{self, Machine},
    kill::{self, Acknowledges, Process},
    losses::Losses,
    old,
    side::{Deed, Down},
};
use anyhow::Result;
use samantha_core::store::Synchronous;
use samantha_tests::power::{Device, Dice, Disk, Harm, Image, Op};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

/// What the lives of one kind came to.
#[derive(Default)]
pub struct Tally {
    /// Kills or cuts.
    pub ends: u64,
    /// In which deed they were meant to fall.
    pub in_deed: BTreeMap<Deed, u64>,
    /// What the disk was doing when its power failed.
    pub in_op: BTreeMap<Op, u64>,
    pub harm: Harm,
    /// Kills of the process on a simulated disk whose power stayed on: what it had not synced was at stake still.
    pub killed_first: u64,
    /// Cuts after which a byte of something forgotten stood on the platter until the next opening.
    pub resurfaced: u64,
    /// Words acknowledged, answers shown, removals made final.
    pub kept: u64,
    pub answers: u64,
    pub forgotten: u64,
    pub losses: Losses,
}

impl Tally {
    fn end(&mut self, deed: Deed) {
        self.ends += 1;
        *self.in_deed.entry(deed).or_default() += 1;
    }

    fn take_in(&mut self, mut client: Client) {
        if client.losses.total() > 0 {
            client.losses.lines.append(&mut client.story);
        }
        let (kept, answers, forgotten) = client.record.counts();
        self.kept += kept;
        self.answers += answers;
        self.forgotten += forgotten;
        self.losses += client.losses;
    }

    /// Adds another's.
    pub fn add(&mut self, other: Self) {
        self.ends += other.ends;
        for (deed, n) in other.in_deed {
            *self.in_deed.entry(deed).or_default() += n;
        }
        for (op, n) in other.in_op {
            *self.in_op.entry(op).or_default() += n;
        }
        self.harm += other.harm;
        self.killed_first += other.killed_first;
        self.resurfaced += other.resurfaced;
        self.kept += other.kept;
        self.answers += other.answers;
        self.forgotten += other.forgotten;
        self.losses += other.losses;
    }
}

/// One life of a real process in a real folder, killed `times` times.
pub fn killed(seed: u64, times: u64, acknowledges: Acknowledges) -> Tally {
    let mut tally = Tally::default();
    let mut dice = Dice::new(seed);
    let mut client = Client::new(dice.fork());
    if let Err(error) = killed_until_the_end(&mut tally, &mut client, &mut dice, times, acknowledges) {
        client.losses.note(|l| &mut l.unopenable, format!("life {seed}, kill {}: {error:#}", tally.ends));
    }
    tally.take_in(client);
    tally
}

fn killed_until_the_end(
    tally: &mut Tally,
    client: &mut Client,
    dice: &mut Dice,
    times: u64,
    acknowledges: Acknowledges,
) -> Result<()> {
    let home = tempfile::tempdir()?;
    let mut opening = Duration::from_millis(50);
    while tally.ends <= times {
        let doom = match acknowledges {
            Acknowledges::WhenKept => kill::Doom::throw(dice, opening),
            Acknowledges::OnReceipt => kill::Doom::in_keeping(dice),
        };
        let (at_opening, later) =
            if doom.deed == Deed::Open { (Some(doom), None) } else { (None, Some(doom)) };
        let last = tally.ends == times;
        let start = Start { seed: dice.throw(), ahead: client.ahead };
        let started = Process::start(home.path(), start, acknowledges, at_opening.filter(|_| !last))?;
        let mut process = match started {
            Ok(process) if at_opening.is_none() || last => process,
            // Killed at its opening, or right after it.
            Ok(_) | Err(Down) => {
                tally.end(doom.deed);
                continue;
            }
        };
        opening = process.opened_in;
        client.settle_in(&mut process)?;
        client.look(&mut process)?;
        if last || client.losses.total() > 0 {
            break;
        }
        process.arm(later);
        // It may end before the doom comes: then it is killed where it stands.
        let lived = client.live(&mut process, doom.deed)?;
        process.kill();
        if lived.is_err() && !process.was_killed() && doom.deed != Deed::Close {
            anyhow::bail!("the app ended by itself");
        }
        // One that closed before it could be killed was not killed.
        if process.was_killed() {
            tally.end(doom.deed);
        }
    }
    Ok(())
}

/// One life on a simulated disk, whose power fails `times` times.
pub fn cut(seed: u64, times: u64, synchronous: Synchronous) -> Tally {
    let mut tally = Tally::default();
    let mut dice = Dice::new(seed);
    let mut client = Client::new(dice.fork());
    if let Err(error) = cut_until_the_end(&mut tally, &mut client, &mut dice, times, synchronous) {
        client.losses.note(|l| &mut l.unopenable, format!("life {seed}, cut {}: {error:#}", tally.ends));
    }
    tally.take_in(client);
    tally
}

fn cut_until_the_end(
    tally: &mut Tally,
    client: &mut Client,
    dice: &mut Dice,
    times: u64,
    synchronous: Synchronous,
) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let device = *dice.pick(&Device::ALL);
    // A third of the lives began in the days of an older schema.
    let mut image = match dice.below(3) {
        0 => old::life(&folder.path().join("old"), device, client, dice)?,
        _ => Image::default(),
    };
    // The last machine's disk and its folder, where only the process was killed, not the power cut.
    let mut standing: Option<(PathBuf, Disk)> = None;
    while tally.ends <= times {
        let last = tally.ends == times;
        let doom = cuts::Doom::throw(dice);
        let dies_opening = matches!(doom.deed, Deed::Open | Deed::Migrate) && !last;
        let (home, disk) = match standing.take() {
            Some(standing) => standing,
            None => {
                if dies_opening && doom.deed == Deed::Migrate {
                    image = old::outdated(&folder.path().join("outdated"), device, &image)?;
                }
                let home = folder.path().join(dice.throw().to_string());
                let disk = Disk::load(&home, &image, device)?;
                (home, disk)
            }
        };
        let start = Start { seed: dice.throw(), ahead: client.ahead };
        if dies_opening {
            // Whether it opened in time or not: nobody heard of it.
            let opened = Machine::start(&home, &disk, synchronous, start, Some(doom))?;
            disk.cut();
            drop(opened);
        } else {
            let Ok(mut machine) = Machine::start(&home, &disk, synchronous, start, None)? else {
                anyhow::bail!("the power failed unbidden");
            };
            client.settle_in(&mut machine)?;
            client.look(&mut machine)?;
            if last || client.losses.total() > 0 {
                break;
            }
            machine.arm(doom);
            let lived = client.live(&mut machine, doom.deed)?;
            if lived.is_err() && !disk.is_off() && doom.deed != Deed::Close {
                anyhow::bail!("the app ended by itself");
            }
            // Before the machine goes: an app that is taken apart with the power on is none that a person has.
            disk.cut();
        }
        // What led to a loss, should there be one.
        let story = format!("{} at {:?} of {device:?}", doom.deed.name(), disk.last_op());
        if dice.chance(0.25) {
            client.story.push(format!("killed {story}"));
            disk.start_anew();
            standing = Some((home, disk));
            tally.killed_first += 1;
            continue;
        }
        let (after, harm) = disk.after_cut(dice.throw());
        tally.end(doom.deed);
        tally.harm += harm;
        if let Some(op) = disk.last_op() {
            *tally.in_op.entry(op).or_default() += 1;
        }
        image = after;
        let sizes: Vec<_> =
            image.files.iter().map(|(name, bytes)| format!("{name} {}", bytes.len())).collect();
        client.story.push(format!("cut {story}: {harm:?}, left {}", sizes.join(", ")));
        tally.resurfaced += u64::from(client.record.stands_in(&image));
        remove(&home);
    }
    Ok(())
}

/// The mirror of a machine that is off is of no more use.
fn remove(home: &Path) {
    std::fs::remove_dir_all(home).ok();
}
