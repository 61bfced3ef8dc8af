//! What is printed.

use crate::{lives::Tally, side::Deed};
use std::time::Duration;

/// A control: it must have lost words.
pub fn control(name: &str, tally: &Tally) {
    let verdict =
        if tally.losses.lost > 0 { "loses, as it must" } else { "LOSES NOTHING: the tester is blind" };
    println!(
        "{name}: {} ends, {} words acknowledged, {} lost: {verdict}",
        tally.ends, tally.kept, tally.losses.lost
    );
}

/// What was counted.
pub fn count(name: &str, tally: &Tally) {
    let losses = &tally.losses;
    println!("\n{name}: {} times", tally.ends);
    let in_deed = Deed::ALL.iter().filter_map(|deed| Some((deed.name(), tally.in_deed.get(deed)?)));
    println!("  aimed at           {}", list(in_deed));
    if !tally.in_op.is_empty() {
        let names: Vec<_> =
            tally.in_op.iter().map(|(op, n)| (format!("{:?} {:?}", op.part, op.kind), n)).collect();
        println!("  the disk's last op {}", list(names.iter().map(|(name, n)| (name.as_str(), *n))));
        let harm = &tally.harm;
        println!(
            "  of {} sectors on their way {} dropped, {} torn, {} survived earlier ones; {} lengths lost; \
             of {} names on their way {} lost",
            harm.pending,
            harm.dropped,
            harm.torn,
            harm.reordered,
            harm.lengths_lost,
            harm.names_pending,
            harm.names_lost
        );
        println!("  before a cut, killed with the power on: {} times", tally.killed_first);
        println!(
            "  a forgotten byte stood on the platter until the next opening: {} times",
            tally.resurfaced
        );
    }
    println!(
        "  words acknowledged {:>6}   answers shown {:>6}   forgotten {:>6}",
        tally.kept, tally.answers, tally.forgotten
    );
    println!(
        "  never acknowledged and sent again: {} had been kept, {} had not   answers cut off {}, of which at most the last \
         {} ms shown were missing",
        losses.unsure_kept,
        losses.unsure_gone,
        losses.cut_off,
        losses.longest_missing.as_millis()
    );
    for (what, n) in [
        ("acknowledged words lost", losses.lost),
        ("duplicated", losses.duplicated),
        ("unopenable", losses.unopenable),
        ("not whole", losses.damaged),
        ("answers short of more than 300 ms", losses.short),
        ("removed and back", losses.returned),
    ] {
        println!("  {what:<34} {n:>6}");
    }
    for line in &losses.lines {
        println!("    {line}");
    }
}

/// The last line.
pub fn verdict(controls: bool, whole: bool, enough: bool, took: Duration) {
    let verdict = match (controls, whole, enough) {
        (true, true, true) => "every word is there",
        (false, ..) => "FAILED: a control lost nothing",
        (_, false, _) => "FAILED: words were lost",
        (_, _, false) => "FAILED: too few ends",
    };
    println!("\n{verdict} ({} s)", took.as_secs());
}

fn list<'a>(parts: impl Iterator<Item = (&'a str, &'a u64)>) -> String {
    parts.map(|(name, n)| format!("{name} {n}")).collect::<Vec<_>>().join(", ")
}
