//! In talk nobody asks: a remark is made, and a memory belongs to it or none does. How often it is in the prompt's memory
//! part, and how often that is empty; and what a threshold of nearness alone would do.

use super::{
    Way,
    own::{Living, Options, Part, auc},
};
use anyhow::Result;
use samantha_core::memory::Recalled;
use samantha_tests::own::{self, Half, Own, Remark};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{BufWriter, Write as _},
};

/// Turns that are looked at for the thresholds.
const FIRST: usize = 10;
/// Turns that are explained.
const LOOKED_AT: usize = 400;
/// Shares of the remarks to which nothing belongs that are to leave the part empty.
const EMPTY: [f64; 5] = [0.5, 0.7, 0.8, 0.9, 0.95];

/// How a remark went.
struct Heard<'a> {
    remark: &'a Remark,
    /// How near the nearest turn is; nought where none is found.
    top: f32,
    /// How near the turn is that belongs, where it is among the first [`FIRST`].
    belonging: Option<f32>,
    /// What came into the memory part.
    part: Part,
}

/// Prints, for each language, what each threshold gives.
pub async fn measure(words: &[String]) -> Result<()> {
    let options = Options::read(words)?;
    let mut why = options.why.as_ref().map(File::create).transpose()?.map(BufWriter::new);
    for language in &options.languages {
        let own = own::read(language)?;
        let heard = hear(&own, language, &options, why.as_mut()).await?;
        let (with, without): (Vec<_>, Vec<_>) = heard.iter().partition(|h| !h.remark.belongs.is_empty());
        println!("{language}: {} remarks with a memory, {} without", with.len(), without.len());
        let there = with.iter().filter(|h| h.part.tells(&h.remark.belongs)).count();
        let empty = without.iter().filter(|h| h.part.is_empty()).count();
        let each = |heard: &[&Heard<'_>]| {
            let mean = |all: usize| all as f64 / heard.len().max(1) as f64;
            let turns = mean(heard.iter().map(|h| h.part.turns.len()).sum());
            let facts = mean(heard.iter().map(|h| h.part.facts.len()).sum());
            format!("{turns:.1} turns and {facts:.1} facts each")
        };
        println!(
            "  memory part: the memory there {} ({}), empty without {} ({})",
            share(there, with.len()),
            each(&with),
            share(empty, without.len()),
            each(&without)
        );
        let there =
            with.iter().filter(|h| h.part.turns.iter().any(|turn| h.remark.belongs.contains(turn))).count();
        let empty = without.iter().filter(|h| h.part.turns.is_empty()).count();
        println!("  its turns alone: {} and {}", share(there, with.len()), share(empty, without.len()));
        let tops = |heard: &[&Heard<'_>]| {
            let mut tops: Vec<f32> = heard.iter().map(|h| h.top).collect();
            tops.sort_by(f32::total_cmp);
            tops
        };
        let (top_with, top_without) = (tops(&with), tops(&without));
        for (name, tops) in [("with", &top_with), ("without", &top_without)] {
            let at = |share: f64| in_order(tops, share);
            println!(
                "  nearest {name:8} p10 {:.2} p25 {:.2} p50 {:.2} p75 {:.2} p90 {:.2}",
                at(0.1),
                at(0.25),
                at(0.5),
                at(0.75),
                at(0.9)
            );
        }
        println!("  AUC of the nearest {:.3}", auc(&top_with, &top_without));
        let among = with.iter().filter(|h| h.belonging.is_some()).count();
        println!("  among the first {FIRST}, however near: {}", share(among, with.len()));
        for empty in EMPTY {
            // Just above the score below which so many stay.
            let threshold = in_order(&top_without, empty);
            let left = without.iter().filter(|h| h.top <= threshold).count();
            let there = with.iter().filter(|h| h.belonging.is_some_and(|score| score > threshold)).count();
            println!(
                "  above {threshold:.2}: empty without {}, the memory there {}",
                share(left, without.len()),
                share(there, with.len())
            );
        }
    }
    Ok(())
}

async fn hear<'a>(
    own: &'a Own,
    language: &str,
    options: &Options,
    mut why: Option<&mut BufWriter<File>>,
) -> Result<Vec<Heard<'a>>> {
    let mut heard = Vec::new();
    for conversation in &own.conversations {
        let mut living = Living::begin(conversation, language, options.embedder.as_ref())?;
        let mut here: Vec<&Remark> = own
            .remarks
            .iter()
            .filter(|r| r.conversation_id == conversation.conversation_id && options.takes(r.half))
            .collect();
        here.sort_by(|a, b| a.asked_at.cmp(&b.asked_at));
        for remark in here {
            let mut recalled = living.ask(Way::Remark, &remark.remark, &remark.asked_at, LOOKED_AT).await?;
            let part = living.part(&remark.remark, &remark.asked_at).await?;
            if let Some(why) = &mut why {
                explain(why, language, remark, &recalled, &part)?;
            }
            recalled.truncate(FIRST);
            let belonging = recalled.iter().find(|(name, _)| remark.belongs.contains(name));
            heard.push(Heard {
                remark,
                top: recalled.first().map_or(0.0, |(_, r)| r.near),
                belonging: belonging.map(|(_, r)| r.near),
                part,
            });
        }
        living.end().await?;
    }
    Ok(heard)
}

/// Writes what spoke for each turn.
fn explain(
    out: &mut BufWriter<File>,
    language: &str,
    remark: &Remark,
    recalled: &[(String, Recalled)],
    part: &Part,
) -> Result<()> {
    let turns = recalled.iter().map(|(name, r)| {
        let parts = r.features.parts().map(|(part, value, _)| (part.to_owned(), json!(value)));
        let features: serde_json::Map<_, Value> = parts.into_iter().collect();
        json!({"id": name, "score": r.score, "ties": r.ties, "near": r.near, "features": features})
    });
    let turns: Vec<_> = turns.collect();
    let line = json!({
        "language": language, "remark": remark.remark, "belongs": remark.belongs, "part": part.turns, "facts": part.facts, "half": if remark.half == Half::Tune { "tune" } else { "kept" }, "turns": turns,
    });
    Ok(writeln!(out, "{line}")?)
}

/// Of scores in order, the one below which that share lies.
fn in_order(scores: &[f32], share: f64) -> f32 {
    let at = (scores.len() as f64 * share).ceil() as usize;
    scores.get(at.saturating_sub(1)).copied().unwrap_or(f32::MIN)
}

fn share(part: usize, whole: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}
